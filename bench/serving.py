"""Servers on loopback: Carepath and the empty page, each in a process of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import program
from bench.program import Server

HERE = Path(__file__).parent
ROOT = HERE.parent
SCRIPT = "server.py"
"""What `make run` starts."""


@contextmanager
def carepath() -> Iterator[Server]:
    """Run Carepath as it stands until the end of the block."""
    with _serve(ROOT, SCRIPT) as server:
        yield server


@contextmanager
def empty() -> Iterator[Server]:
    """Run the empty page until the end of the block."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _serve(empty_app(Path(folder)), "app.py") as server,
    ):
        yield server


def empty_app(folder: Path) -> Path:
    """Put the empty page into a folder, with the settings and the fonts of the app."""
    shutil.copy(HERE / "empty" / "app.py", folder)
    for name in (".streamlit", "static"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@contextmanager
def _serve(folder: Path, script: str) -> Iterator[Server]:
    """Run a script of a folder, in a home of its own."""
    with (
        tempfile.TemporaryDirectory() as home,
        program.running(program.streamlit(script, folder, Path(home))) as server,
    ):
        yield server
