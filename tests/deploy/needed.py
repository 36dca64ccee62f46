"""Say in one sentence what `make image-test` lacks on this machine; exit with 1 if anything."""

from __future__ import annotations

import os
import shutil
import sys

PROGRAMS = ("podman", "runc", "debootstrap", "catatonit")


def missing() -> str:
    """Return what has to be done first; empty if nothing."""
    if os.geteuid() != 0:
        return "make image-test needs root: it makes a Debian and runs containers."
    if absent := [program for program in PROGRAMS if not shutil.which(program)]:
        return (
            f"make image-test needs {', '.join(absent)}; "
            f"on Debian: apt-get install {' '.join(absent)}"
        )
    return ""


if __name__ == "__main__":
    sys.exit(missing() or 0)
