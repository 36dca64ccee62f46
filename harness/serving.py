"""Servers on loopback: Carepath and the pages beside it, each in a process of its own.

They see what `make run` installs, and nothing that only tests and tools need: some packages import
others that happen to be there.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from harness import program
from harness.paths import ROOT
from harness.program import Server

SCRIPT = "server.py"
"""The script that `make run` starts."""
WITHOUT = """
import sys
for module in sys.argv.pop(1).split(","):
    sys.modules.setdefault(module)
from streamlit.web.cli import main
main()
"""
"""Runs Streamlit without some modules: Python can't import one that is None in sys.modules."""


@contextmanager
def carepath(settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run Carepath until the end of the block."""
    with serve(ROOT, SCRIPT, settings) as server:
        yield server


@contextmanager
def empty() -> Iterator[Server]:
    """Run the empty page until the end of the block."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(empty_app(Path(folder)), "app.py") as server,
    ):
        yield server


def empty_app(folder: Path) -> Path:
    """Put the empty page into a folder, with the settings and the fonts of the app."""
    shutil.copy(ROOT / "harness" / "empty" / "app.py", folder)
    for name in (".streamlit", "static"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@contextmanager
def serve(folder: Path, script: str, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run a script of a folder until the end of the block, in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        server = program.streamlit(script, folder, Path(home), settings, run=_as_installed())
        with program.running(server):
            yield server


@cache
def _as_installed() -> tuple[str, ...]:
    """Return what has Python run Streamlit with no packages but those of requirements.txt."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    needed = {canonicalize_name(line.partition("==")[0]) for line in lines if "==" in line}
    others = [
        module
        for module, packages in packages_distributions().items()
        if needed.isdisjoint(map(canonicalize_name, packages))
    ]
    return "-c", WITHOUT, ",".join(others)
