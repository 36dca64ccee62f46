"""The services of the compose file as containers, and all of them together as a site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import yaml

from harness import store
from harness.hosting import HOST, Site
from harness.paths import DEPLOY
from harness.program import Server, free_port
from tests.deploy import engine
from tests.deploy.engine import Container

Service = dict[str, Any]

SERVICES: dict[str, Service] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))[
    "services"
]
ELSEWHERE = frozenset(
    ["image", "build", "networks", "ports", "depends_on", "healthcheck", "restart", "logging"]
)
"""Keys that no container here needs: it is built already, on one network, and ended by its test."""
PORT = "8501"
ADDRESS = f"https://{HOST}"
PUBLIC = "https://carepath.example.org"


def flags(service: Service) -> Iterator[str]:
    """Yield what Podman needs to run a service as the compose file wants it."""
    for key, value in service.items():
        match key:
            case "read_only":
                # Left to itself, Podman adds folders that can be written.
                yield from (f"--read-only={value}", "--read-only-tmpfs=false")
            case "cap_drop" | "security_opt" | "tmpfs":
                for item in value:
                    yield from (f"--{key.replace('_', '-')}", item)
            case "volumes":
                for item in value:
                    yield from ("--volume", item)
            case "pids_limit":
                yield from ("--pids-limit", str(value))
            case "environment":
                for name, text in value.items():
                    yield from ("--env", f"{name}={_filled(text)}")
            case "deploy":
                limits = value["resources"]["limits"]
                yield from ("--cpus", limits["cpus"], "--memory", limits["memory"])
            case _ if key not in ELSEWHERE:
                raise ValueError(f"nobody runs {key} of deploy/compose.yaml")


def _filled(text: str) -> str:
    """Fill in a variable: one that must be given is the site's address, any other is empty."""
    return re.sub(r"\$\{\w+:(.).*\}", lambda found: ADDRESS if found[1] == "?" else "", text)


def image_settings(image: str) -> dict[str, Any]:
    """Return what an image says of itself: its command, the check of its health and the like."""
    (described,) = json.loads(engine.podman("image", "inspect", image))
    return {**described["Config"], "Healthcheck": described["Healthcheck"]}


def replica(name: str, called: str = "", more: Sequence[str] = ()) -> Server:
    """Return a replica, with the command of its image at a port of its own.

    `called` names the container in place of its service; `more` are flags of Podman.
    """
    service, port = SERVICES[name], str(free_port())
    command = [part.replace(PORT, port) for part in image_settings(service["image"])["Cmd"]]

    def ready() -> bool:
        with closing(HTTPConnection("127.0.0.1", int(port), timeout=5)) as connection:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200

    program = engine.container(
        called or name, service["image"], [*flags(service), *more], ready, command
    )
    return Server(f"localhost:{port}", program)


def proxy(replicas: tuple[Server, ...]) -> Site:
    """Return the site of some replicas behind the proxy."""
    service, port, http_port = SERVICES["proxy"], free_port(), free_port()
    own = {
        "CAREPATH_COPIES": " ".join(server.address for server in replicas),
        "CAREPATH_HTTPS_PORT": str(port),
        "CAREPATH_HTTP_PORT": str(http_port),
    }
    settings = [flag for name, value in own.items() for flag in ("--env", f"{name}={value}")]
    (volume,) = service["volumes"]
    name = volume.partition(":")[0]
    engine.podman("volume", "create", name)
    data = Path(engine.podman("volume", "inspect", name, "--format", "{{.Mountpoint}}"))
    container: Container = engine.container(
        "proxy",
        service["image"],
        [*flags(service), *settings],
        lambda: site.get("/healthz").status == 200,
    )
    site = Site(port, http_port, replicas, container, data, data)
    return site


@contextmanager
def running() -> Iterator[Site]:
    """Run every service of the compose file until the end of the block."""
    copies = [name for name, s in SERVICES.items() if s.get("build", {}).get("target") == "app"]
    # There is no registry, so the store of rooms is one of this machine.
    rooms, address = store.server(engine.HOME)
    # Rooms are only for sites that phones reach, which the name of this one does not say.
    more = ("--env", f"CAREPATH_ROOMS={address}", "--env", f"CAREPATH_SITE={PUBLIC}")
    site = proxy(tuple(replica(name, more=more) for name in copies))
    with ExitStack() as stack:
        stack.callback(rooms.end)
        rooms.start()
        rooms.wait()
        for program in (*(server.program for server in site.copies), site.proxy):
            stack.callback(program.end)
            program.start()
        site.wait()
        site.proxy.wait()
        yield site
