"""What is written down for hosting: pinned, without rights it does not need, and consistent."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from html import unescape
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from carepath.settings import NAMES
from harness import hosting
from harness.paths import DEPLOY, ROOT
from tests.support import facts

Manifest = dict[str, Any]

STAGES = hosting.stages()
COMPOSE: Manifest = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Manifest] = COMPOSE["services"]
COPIES = [s for s in SERVICES.values() if s.get("build", {}).get("target") == "app"]
WITHOUT_A_DISK = {("--save", ""), ("--appendonly", "no")}
MANIFESTS: list[Manifest] = [
    *yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8"))
]
BY_NAME = {f"{each['kind']}/{each['metadata']['name']}": each for each in MANIFESTS}
OF_ROOMS = ("Deployment", "Service", "NetworkPolicy")
POD: Manifest = BY_NAME["Deployment/carepath"]["spec"]["template"]
CONTAINERS: list[Manifest] = POD["spec"]["containers"]
IMAGES = ("app", "proxy")
VERSIONS = ("1.34", "1.37")
"""The oldest and the newest Kubernetes that the manifests are held against."""
PINNED = re.compile(r"[a-z.-]+(/[a-z-]+)?:\d+\.\d+\.\d+(-[a-z-]+)?")
SETTING = re.compile(r"CAREPATH_[A-Z_]+")
ANSWERS, SERVES = "/_stcore/health", "/healthz"
"""Where a copy tells whether it answers at all, and whether it has sound tables to serve."""
USER = "10001"


def instructions(stage: str, name: str) -> list[str]:
    return [line.removeprefix(f"{name} ") for line in STAGES[stage] if line.startswith(f"{name} ")]


def named(items: list[Manifest]) -> dict[str, Manifest]:
    return {item["name"]: item for item in items}


# --- Images ---------------------------------------------------------------------------------------


def test_every_base_is_pinned() -> None:
    bases = [line.split()[1] for lines in STAGES.values() for line in lines[:1]]
    assert len(bases) == len(STAGES)
    assert [base for base in bases if base not in STAGES and not PINNED.fullmatch(base)] == []


@pytest.mark.parametrize("base", ["python:3.11-slim", "caddy:latest", "python"])
def test_a_base_that_may_change_is_not_pinned(base: str) -> None:
    assert not PINNED.fullmatch(base)


@pytest.mark.parametrize("stage", IMAGES)
def test_an_image_does_not_run_as_root(stage: str) -> None:
    assert instructions(stage, "USER") == [f"{USER}:{USER}"]
    after = STAGES[stage][STAGES[stage].index(f"USER {USER}:{USER}") :]
    assert [line for line in after if line.startswith(("RUN", "COPY"))] == []


def test_packages_are_installed_with_hashes_and_never_built() -> None:
    (install,) = (line for line in instructions("packages", "RUN") if "pip install" in line)
    assert {"--require-hashes", "--only-binary", "requirements.txt"} <= {*install.split()}


def test_the_image_asks_the_app_for_its_health_without_another_program() -> None:
    (check,) = instructions("app", "HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    assert command[:2] == ["python", "-c"]
    assert ANSWERS in command[2]


def test_the_image_starts_the_hosted_site() -> None:
    (command,) = instructions("app", "CMD")
    assert json.loads(command)[:3] == ["streamlit", "run", "server.py"]


def test_only_what_the_images_copy_goes_to_the_builder() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "*"
    kept = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied = {name for stage in STAGES for name in hosting.copied(stage)}
    assert kept == copied
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_every_file_for_all_readers_is_there_for_the_proxy_and_packed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    subprocess.run(["sh", DEPLOY / "static.sh", site, "0"], env=hosting.with_python(), check=True)
    font = site / "app" / "static" / "AtkinsonHyperlegibleNext-Regular.woff2"
    assert font.read_bytes() == (ROOT / "static" / font.name).read_bytes()
    scripts = [*site.glob("static/js/*.js")]
    assert len(scripts) > 100
    for script in scripts:
        packed = script.with_name(f"{script.name}.gz")
        assert packed.stat().st_size < script.stat().st_size + 50
        assert script.with_name(f"{script.name}.br").exists()
    assert not [*site.rglob("*.woff2.gz")]


@pytest.mark.parametrize(
    ("kind", "packed"),
    [
        ("text/html; charset=utf-8", True),
        ("text/css; charset=utf-8", True),
        ("text/javascript", True),
        ("application/json", True),
        ("image/svg+xml", True),
        ("text/event-stream; charset=utf-8", False),
        ("application/pdf", False),
        ("image/png", False),
        ("font/woff2", False),
    ],
)
def test_the_proxy_packs_what_gets_smaller_and_no_event_stream(kind: str, packed: bool) -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    patterns = re.findall(r"header Content-Type (\S+)", text)
    assert any(fnmatch(kind, pattern) for pattern in patterns) is packed


# --- Compose --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_right_it_does_not_need(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"]
    assert service["restart"] == "unless-stopped"
    assert {*service["deploy"]["resources"]["limits"]} == {"cpus", "memory"}
    if "build" not in service:
        assert PINNED.fullmatch(service["image"])
        assert service["user"] == f"{USER}:{USER}"
        assert service["healthcheck"]
        return
    assert service["build"]["target"] in IMAGES
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    assert "healthcheck" in service or instructions(service["build"]["target"], "HEALTHCHECK")


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    inside = [name for name, service in SERVICES.items() if service["networks"] == ["inside"]]
    assert inside == ["copy-1", "copy-2", "rooms"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_proxy_knows_every_copy() -> None:
    (port,) = instructions("app", "EXPOSE")
    copies = [f"{name}:{port}" for name, s in SERVICES.items() if s in COPIES]
    assert SERVICES["proxy"]["environment"]["CAREPATH_COPIES"].split() == copies
    assert len(copies) > 1
    published = {entry.partition("/")[0].split(":")[1] for entry in SERVICES["proxy"]["ports"]}
    assert published == {*instructions("proxy", "EXPOSE")[0].split()}


def test_both_copies_keep_the_last_sound_tables_in_one_volume() -> None:
    for copy in COPIES:
        (volume,) = copy["volumes"]
        name, _, folder = volume.partition(":")
        assert COMPOSE["volumes"][name] == {}
        assert copy["environment"]["CAREPATH_STATE"] == folder
        # A new volume belongs to whom the folder of the image belongs to.
        assert f"mkdir {folder} && chown {USER}:{USER} {folder}" in instructions("app", "RUN")
    assert len({*(copy["volumes"][0] for copy in COPIES)}) == 1


def test_both_copies_share_rooms_in_a_store_that_keeps_nothing() -> None:
    for copy in COPIES:
        assert copy["environment"]["CAREPATH_ROOMS"] == "valkey://rooms:6379"
        assert copy["depends_on"] == {"rooms": {"condition": "service_healthy"}}
    store = SERVICES["rooms"]
    assert "volumes" not in store
    assert {*zip(store["command"], store["command"][1:], strict=False)} >= WITHOUT_A_DISK


# --- Kubernetes -----------------------------------------------------------------------------------


def kubernetes() -> ModuleType:
    """Return what knows the schemas: not at the top, for it takes a second to come."""
    return import_module("kubernetes_validate")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", BY_NAME)
def test_a_manifest_fits_the_schema(name: str, version: str) -> None:
    kubernetes().validate(BY_NAME[name], version, strict=True)


def test_a_manifest_that_does_not_fit_is_found() -> None:
    spoiled = {**BY_NAME["Service/carepath"], "spec": {"prots": []}}
    with pytest.raises(kubernetes().ValidationError):
        kubernetes().validate(spoiled, VERSIONS[-1], strict=True)


def test_every_manifest_is_there_once() -> None:
    kinds = ("Deployment", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler", "Ingress")
    more = ("Service/carepath-any", *(f"{kind}/carepath-rooms" for kind in OF_ROOMS))
    assert {*BY_NAME} == {*(f"{kind}/carepath" for kind in kinds), *more}
    assert len(MANIFESTS) == len(BY_NAME)


@pytest.mark.parametrize("container", CONTAINERS, ids=lambda container: container["name"])
def test_a_container_has_no_right_it_does_not_need(container: Manifest) -> None:
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert POD["spec"]["securityContext"]["runAsNonRoot"] is True
    assert POD["spec"]["automountServiceAccountToken"] is False
    assert {"cpu", "memory"} == {*container["resources"]["limits"]}
    assert {"cpu", "memory"} == {*container["resources"]["requests"]}
    assert PINNED.fullmatch(container["image"].removeprefix("registry.example.org/"))
    ports = named(container["ports"])
    probes = [value for key, value in container.items() if key.endswith("Probe")]
    assert probes
    for probe in probes:
        assert (probe.get("httpGet") or probe["tcpSocket"])["port"] in ports
    volumes = named(POD["spec"]["volumes"])
    assert {mount["name"] for mount in container["volumeMounts"]} <= {*volumes}


def test_a_pod_without_sound_tables_gets_no_readers_and_is_not_restarted() -> None:
    app = named(CONTAINERS)["app"]
    asked = {name: app[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness")}
    assert asked == {"startup": ANSWERS, "liveness": ANSWERS}
    assert app["readinessProbe"]["httpGet"]["path"] == SERVES


def test_while_no_pod_is_ready_the_ingress_asks_any() -> None:
    told = BY_NAME["Ingress/carepath"]["metadata"]["annotations"]
    name = told["nginx.ingress.kubernetes.io/default-backend"]
    ready, any_pod = (BY_NAME[f"Service/{each}"]["spec"] for each in ("carepath", name))
    assert any_pod == ready | {"publishNotReadyAddresses": True}


def test_a_pod_keeps_the_last_sound_tables_in_a_volume_that_its_user_may_write_to() -> None:
    app = named(CONTAINERS)["app"]
    folder = named(app["env"])["CAREPATH_STATE"]["value"]
    (mount,) = (mount for mount in app["volumeMounts"] if mount["mountPath"] == folder)
    assert "emptyDir" in named(POD["spec"]["volumes"])[mount["name"]]
    context = POD["spec"]["securityContext"]
    assert str(context["runAsUser"]) == str(context["fsGroup"]) == USER


def test_the_parts_of_the_cluster_fit_together() -> None:
    labels, ports = POD["metadata"]["labels"], named(CONTAINERS[1]["ports"])
    service = BY_NAME["Service/carepath"]
    scaler = BY_NAME["HorizontalPodAutoscaler/carepath"]["spec"]
    for name in ("Deployment", "PodDisruptionBudget"):
        spec = BY_NAME[f"{name}/carepath"]["spec"]
        assert spec["selector"]["matchLabels"] == labels
    assert service["spec"]["selector"] == labels
    assert service["spec"]["ports"][0]["targetPort"] in ports
    assert scaler["scaleTargetRef"]["name"] == BY_NAME["Deployment/carepath"]["metadata"]["name"]
    assert scaler["minReplicas"] > 1
    assert scaler["metrics"][0]["containerResource"]["container"] in named(CONTAINERS)
    (rule,) = BY_NAME["Ingress/carepath"]["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    backend = path["backend"]["service"]
    assert backend["name"] == service["metadata"]["name"]
    assert backend["port"]["name"] in named(service["spec"]["ports"])
    assert BY_NAME["Ingress/carepath"]["spec"]["tls"][0]["hosts"] == [rule["host"]]
    site = named(CONTAINERS[0]["env"])["CAREPATH_SITE"]["value"]
    assert site == f"https://{rule['host']}"


def test_the_pods_share_rooms_in_a_store_that_keeps_nothing() -> None:
    deployment, service, policy = (BY_NAME[f"{kind}/carepath-rooms"]["spec"] for kind in OF_ROOMS)
    pod = deployment["template"]["spec"]
    (store,) = pod["containers"]
    (port,) = service["ports"]
    rooms = named(named(CONTAINERS)["app"]["env"])["CAREPATH_ROOMS"]["value"]
    assert rooms == f"valkey://carepath-rooms:{port['port']}"
    assert port["targetPort"] in named(store["ports"])
    assert {*zip(store["args"], store["args"][1:], strict=False)} >= WITHOUT_A_DISK
    assert [volume["emptyDir"]["medium"] for volume in pod["volumes"]] == ["Memory"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert store["securityContext"] == CONTAINERS[0]["securityContext"]
    assert PINNED.fullmatch(store["image"])
    labels = deployment["template"]["metadata"]["labels"]
    assert service["selector"] == policy["podSelector"]["matchLabels"] == labels
    (ingress,) = policy["ingress"]
    assert [one["podSelector"]["matchLabels"] for one in ingress["from"]] == [
        POD["metadata"]["labels"]
    ]


def test_the_ingress_keeps_a_reader_by_cookie_and_writes_no_list_of_requests() -> None:
    start = "nginx.ingress.kubernetes.io/"
    told = BY_NAME["Ingress/carepath"]["metadata"]["annotations"]
    assert told[f"{start}affinity"] == "cookie"
    assert told[f"{start}session-cookie-name"] == hosting.COOKIE
    assert told[f"{start}enable-access-log"] == "false"


# --- Without sound tables -------------------------------------------------------------------------


def test_the_proxy_shows_the_page_of_a_copy_that_has_no_sound_tables(tmp_path: Path) -> None:
    app, files = tmp_path / "app", tmp_path / "files"
    app.mkdir()
    files.mkdir()
    hosting.app_folder(app)
    (app / "data" / "kinds.csv").unlink()
    with hosting.behind_proxy(app, "server.py", copies=1, files=files) as site:
        assert site.get(SERVES).status == 503
        for language in ("en", "es"):
            page = site.get(f"/?group=low&place=same&lang={language}")
            assert page.status == 503
            assert facts.outage(language)["unavailable.call"] in unescape(page.body.decode())


# --- All of them ----------------------------------------------------------------------------------


def settings(*files: Path) -> Iterator[str]:
    for file in files:
        yield from SETTING.findall(file.read_text(encoding="utf-8"))


def test_every_setting_means_something() -> None:
    given = {
        *settings(*(DEPLOY / name for name in ("Dockerfile", "compose.yaml", "kubernetes.yaml")))
    }
    assert given
    assert given <= {*settings(DEPLOY / "Caddyfile"), *NAMES}


def test_the_images_have_the_version_of_the_project() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (version,) = re.findall(r'^version = "(.+)"$', text, re.MULTILINE)
    assert {container["image"].rpartition(":")[2] for container in CONTAINERS} == {version}
