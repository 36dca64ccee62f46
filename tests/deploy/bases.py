"""Stand-ins for the base images, made of Debian packages under the names the Dockerfile asks for.

Debian 12 has Python 3.11, as the real base has, and an older Caddy of the same major version.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from harness import hosting
from tests.deploy import engine
from tests.deploy.engine import HOME

RELEASE = "bookworm"
PACKAGES = ("python3", "python3-venv", "ca-certificates", "netcat-openbsd")
OF_THIS_MACHINE = ("etc/ssl/certs/ca-certificates.crt", "etc/pip.conf")
"""What lets a build reach the package index as this machine does."""
CADDY = (
    "ENV XDG_CONFIG_HOME=/config",
    "ENV XDG_DATA_HOME=/data",
    'CMD ["caddy","run","--config","/etc/caddy/Caddyfile","--adapter","caddyfile"]',
)
"""What the image of Caddy sets."""


LABEL, RECIPE = "recipe", sha256(Path(__file__).read_bytes()).hexdigest()
"""A base is made anew when this file changes."""


def named() -> Iterator[str]:
    """Yield the name of each base image in the Dockerfile that is no stage of it."""
    stages = hosting.stages()
    yield from {lines[0].split()[1] for lines in stages.values()} - {*stages}


def provide() -> None:
    """Make the base images that are not in the store."""
    absent = [name for name in named() if engine.label(name, LABEL) != RECIPE]
    if not absent:
        return
    root = HOME / "debian"
    shutil.rmtree(root, ignore_errors=True)
    _debian(root)
    for name in sorted(absent, reverse=True):
        if name.startswith("caddy:"):
            _add_caddy(root)
            _import(root, name, CADDY)
        else:
            _import(root, name)
    shutil.rmtree(root)


def _debian(root: Path) -> None:
    command = ["debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", RELEASE]
    subprocess.run([*command, str(root)], stdout=subprocess.DEVNULL, check=True)
    (root / "usr/bin/python").symlink_to("python3")
    for name in OF_THIS_MACHINE:
        if (Path("/") / name).is_file():
            shutil.copy(Path("/") / name, root / name)
    for kept in ("var/cache/apt/archives", "var/lib/apt/lists"):
        shutil.rmtree(root / kept)
        (root / kept / "partial").mkdir(parents=True)


def _add_caddy(root: Path) -> None:
    caddy = root / "usr/bin/caddy"
    shutil.copy(os.environ["CADDY"], caddy)
    # As in the image of Caddy: a mark that is forbidden where no right may be added.
    subprocess.run(["setcap", "cap_net_bind_service=+ep", str(caddy)], check=True)


def _import(root: Path, name: str, changes: tuple[str, ...] = ()) -> None:
    tar = HOME / "base.tar"
    pack = ["tar", "--xattrs", "--xattrs-include=*", "--directory", str(root), "--create", "."]
    with tar.open("wb") as file:
        subprocess.run(pack, stdout=file, check=True)
    changes += (f"LABEL {LABEL}={RECIPE}",)
    flags = [flag for change in changes for flag in ("--change", change)]
    engine.podman("import", *flags, str(tar), f"docker.io/library/{name}")
    tar.unlink()
