"""Podman with a store of its own, and containers that start and end like any other program."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.paths import ROOT
from harness.program import Program

HOME = ROOT / "build" / "image-test"
TARGETS = {"app": "carepath", "proxy": "carepath-proxy"}
"""Stages of the Dockerfile -> the names of their images."""
SETTINGS = f"CONTAINERS_CONF={Path(__file__).with_name('containers.conf')}"
STORE = ("--root", str(HOME / "store"), "--runroot", str(HOME / "run"))
PODMAN = ("env", SETTINGS, "podman", *STORE)
BUILD = ("--isolation", "chroot", "--network", "host", "--pull=never", "--layers")
FORMAT = ("--format", "docker")
"""Only the format of Docker keeps the HEALTHCHECK of an image."""


def podman(*arguments: str) -> str:
    """Run Podman and return what it printed; its complaints are part of the error."""
    done = subprocess.run([*PODMAN, *arguments], capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"podman {' '.join(arguments)}:\n{done.stderr.decode()[-3000:]}")
    return done.stdout.decode().strip()


def label(image: str, name: str) -> str:
    """Return a label of an image; empty where there is no such image."""
    try:
        return podman("image", "inspect", "--format", f'{{{{index .Labels "{name}"}}}}', image)
    except RuntimeError:
        return ""


def build(target: str, tag: str) -> None:
    """Build a target of the Dockerfile."""
    file = ("--file", "deploy/Dockerfile", "--target", target, "--tag", tag)
    podman("build", *BUILD, *FORMAT, *file, str(ROOT))


def remove_all() -> None:
    """Remove every container, pod and volume of the store, and images that no build used lately."""
    podman("pod", "rm", "--all", "--force", "--time", "0")
    podman("rm", "--all", "--force", "--time", "0")
    podman("volume", "rm", "--all", "--force")
    podman("image", "prune", "--force", "--filter", "until=168h")


def leave() -> None:
    """Undo the mount that Podman leaves behind, so that the store can be deleted."""
    store = str(HOME / "store" / "overlay")
    subprocess.run(["umount", "--lazy", store], capture_output=True, check=False)


@dataclass
class Container(Program):
    """A container that runs as long as `podman run` does, and is removed at its end."""

    name: str

    def end(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """Send a signal to what runs in the container, and wait until it is gone."""
        # Podman itself may be killed without its container.
        subprocess.run(
            [*PODMAN, "kill", "--signal", sign.name, self.name], capture_output=True, check=False
        )
        super().end(sign)


def container(
    name: str,
    image: str,
    flags: Sequence[str],
    ready: Callable[[], bool],
    command: Sequence[str] = (),
) -> Container:
    """Return a container of an image, on the network of this machine."""
    whole = (*PODMAN, "run", "--rm", "--replace", "--name", name, *flags, image, *command)
    return Container(whole, ROOT, {}, HOME / f"{name}.log", ready, name)
