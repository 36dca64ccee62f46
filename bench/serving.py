"""Servers on loopback: Carepath and the empty page, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

HERE = Path(__file__).parent
ROOT = HERE.parent
SCRIPT = "server.py"
"""What `make run` starts."""
START_SECONDS = 60
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Server:
    """A running server: its address, and its process."""

    url: str
    pid: int


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
    """Run a script of a folder, with no settings but those that stand there."""
    port = _free_port()
    server = [sys.executable, "-m", "streamlit", "run", script]
    where = ["--server.address", "127.0.0.1", "--server.port", str(port)]
    own = {k: v for k, v in os.environ.items() if not k.startswith(("STREAMLIT_", "CAREPATH_"))}
    with tempfile.TemporaryDirectory() as home:
        log = Path(home) / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*server, *where],
                cwd=folder,
                # Streamlit reads settings in the home folder too.
                env=own | {"HOME": home},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_answered(process, f"{url}/_stcore/health", log)
            yield Server(url, process.pid)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_answered(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = monotonic() + START_SECONDS
    while not _answers(url):
        # Waiting for the end of the process is the pause: a server that died is told at once.
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.01)
        if process.returncode is not None or monotonic() > deadline:
            raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


def _answers(url: str) -> bool:
    try:
        with NO_PROXY.open(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
