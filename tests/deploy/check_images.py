"""What a container of each service may do, and what it holds."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest

from carepath.tables import last_sound
from harness import hosting, program
from harness.hosting import Site
from tests.deploy import services
from tests.deploy.engine import PODMAN, podman

USER = "10001"
PLACES = {"copy-1": "/carepath /opt/venv / /var/tmp", "proxy": "/srv /etc/caddy / /var/tmp"}


def inside(name: str, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PODMAN, "exec", name, *command], capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("name", PLACES)
def test_a_container_does_not_run_as_root(site: Site, name: str) -> None:
    assert inside(name, "id", "-u").stdout.strip() == USER
    rights = inside(name, "grep", "Cap", "/proc/1/status").stdout.split()
    assert {*rights[1::2]} == {16 * "0"}


@pytest.mark.parametrize("name", PLACES)
def test_the_disk_of_a_container_cannot_be_written(site: Site, name: str) -> None:
    for place in PLACES[name].split():
        written = inside(name, "touch", f"{place}/written")
        assert "Read-only file system" in written.stderr, place
    assert inside(name, "touch", "/tmp/written").returncode == 0


def test_every_service_is_healthy_by_its_own_check(site: Site) -> None:
    check = services.image_settings("carepath")["Healthcheck"]["Test"]
    port = site.copies[0].address.rpartition(":")[2]
    asked = [part.replace(services.PORT, port) for part in check[1:]]
    assert inside("copy-1", *asked).returncode == 0
    ports = {"8443": str(site.port)}
    asked = [ports.get(part, part) for part in services.SERVICES["proxy"]["healthcheck"]["test"]]
    found = inside("proxy", *asked[1:])
    assert (found.returncode, found.stderr) == (0, "")


def test_a_new_copy_with_faulty_tables_serves_those_that_the_volume_keeps(
    site: Site, tmp_path: Path
) -> None:
    faulty = tmp_path / "tables"
    faulty.mkdir(mode=0o755)
    for name in ("copy-1", "copy-2"):
        assert inside(name, "ls", "/state").stdout.split() == [last_sound.NAME]
    more = ("--volume", f"{faulty}:/tables:ro", "--env", "CAREPATH_DATA=/tables")
    more += ("--env", "CAREPATH_ROOMS=")
    with program.running(services.replica("copy-1", "copy-3", more)) as server:
        with urlopen(f"{server.url}/healthz") as health:
            assert json.load(health)["faults"]
        with urlopen(f"{server.url}/?group=low&place=same") as page:
            assert page.status == 200


def test_an_image_holds_nothing_that_only_tests_need(site: Site) -> None:
    taken = {"__pycache__", *hosting.copied("app")} - {"packages.txt"}
    for folder in {Path(name).parent for name in taken}:
        held = podman("exec", "copy-1", "ls", "-A", f"/carepath/{folder}").split()
        assert {*held} == {
            Path(name).relative_to(folder).parts[0]
            for name in taken
            if Path(name).is_relative_to(folder)
        }
