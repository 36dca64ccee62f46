"""The pod of the Kubernetes manifest, without a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from time import monotonic

import pytest
import yaml

from carepath.tables import last_sound
from harness.paths import DEPLOY
from harness.program import START_SECONDS
from tests.deploy.engine import TARGETS, podman
from tests.support import addresses
from tests.support.addresses import Address, Reply

MANIFEST = DEPLOY / "kubernetes.yaml"
PORT = 8080
NOT_RUN = ("Service", "PodDisruptionBudget", "HorizontalPodAutoscaler", "Ingress", "NetworkPolicy")
"""What only a cluster has: Podman runs the pod of the Deployment and leaves these out."""
STORE = "carepath-rooms"
"""The store of rooms, whose image only a registry has: the pod runs without it."""


def through_pod(address: Address) -> Reply:
    with closing(HTTPConnection("127.0.0.1", PORT, timeout=30)) as connection:
        method = "POST" if address.form else "GET"
        connection.request(method, address.path, address.form or None)
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers.get_content_type(), answer.read())


def wait_for_pod() -> None:
    deadline = monotonic() + START_SECONDS
    while monotonic() < deadline:
        with suppress(OSError, HTTPException):
            if through_pod(Address("/healthz", "")).status == 200:
                return
    logs = [podman("logs", name) for name in podman("ps", "--quiet").split()]
    raise RuntimeError("the pod does not answer:\n" + "\n".join(logs))


@pytest.fixture(scope="module")
def pod(images: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run the manifest without its store, its images under the names that it gives them."""
    every = yaml.safe_load_all(MANIFEST.read_text("utf-8"))
    manifests = [each for each in every if each["metadata"]["name"] != STORE]
    (deployment,) = (each for each in manifests if each["kind"] not in NOT_RUN)
    for container in deployment["spec"]["template"]["spec"]["containers"]:
        podman("tag", TARGETS[container["name"]], container["image"])
        container["env"] = [one for one in container["env"] if one["name"] != "CAREPATH_ROOMS"]
    file = tmp_path_factory.mktemp("manifest") / MANIFEST.name
    file.write_text(yaml.safe_dump_all(manifests), "utf-8")
    try:
        podman("kube", "play", str(file))
        wait_for_pod()
        yield
    finally:
        podman("kube", "down", str(file))


def test_every_page_and_file_comes_from_the_pod(pod: None) -> None:
    assert addresses.faults(addresses.pages(), through_pod) == []
    assert addresses.faults(addresses.files(), through_pod) == []


def test_the_pod_keeps_the_last_sound_tables(pod: None) -> None:
    (app,) = (name for name in podman("ps", "--format", "{{.Names}}").split() if "-app" in name)
    assert podman("exec", app, "ls", "/state") == last_sound.NAME


def test_no_container_of_the_pod_has_a_right(pod: None) -> None:
    names = podman("ps", "--format", "{{.Names}}").split()
    running = [name for name in names if name.endswith(tuple(f"-{each}" for each in TARGETS))]
    assert len(running) == len(TARGETS)
    for name in running:
        assert podman("exec", name, "id", "-u") == "10001"
        rights = podman("exec", name, "grep", "Cap", "/proc/1/status").split()
        assert {*rights[1::2]} == {16 * "0"}
        with pytest.raises(RuntimeError, match="Read-only file system"):
            podman("exec", name, "touch", "/written")
