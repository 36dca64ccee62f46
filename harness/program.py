"""Programs that serve on loopback: started without the settings of the machine, waited for, ended.

Every server of tests and benches starts through this.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic

START_SECONDS, END_SECONDS = 60, 10
SETTINGS = ("STREAMLIT_", "CAREPATH_")
"""Prefixes of settings: a program gets those that it is given, and no others."""


def found(variable: str, *names: str, script: str) -> str:
    """Return where a program is: where a variable says, else the first of its names or paths.

    Raises
    ------
    FileNotFoundError
        If it is nowhere; the message names the script that installs it.
    """
    path = os.environ.get(variable) or next(filter(None, map(shutil.which, names)), "")
    if not path:
        raise FileNotFoundError(f"There is no {names[0]}: {script} installs it.")
    return path


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Program:
    """A program that serves on loopback; it can be ended and started again where it was."""

    command: tuple[str, ...]
    folder: Path
    env: Mapping[str, str]
    log: Path
    ready: Callable[[], bool]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it, without waiting."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=own | dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Wait until it answers."""
        assert self.process
        deadline = monotonic() + START_SECONDS
        while not self._answers():
            # Waiting for the end of the process is the pause: a dead one fails at once.
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.01)
            if self.process.returncode is not None or monotonic() > deadline:
                raise RuntimeError(f"it did not start:\n{self.log.read_text(encoding='utf-8')}")

    def _answers(self) -> bool:
        try:
            return self.ready()
        except (OSError, HTTPException):
            return False

    def end(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """End it by a signal, by force if it does not heed that, and wait until it is gone."""
        if self.process is None:
            return
        for asked in (sign, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, asked)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(END_SECONDS)
                break
        self.process = None


@dataclass(frozen=True)
class Server:
    """A server of Streamlit's: its host and port, and the program that serves there."""

    address: str
    program: Program

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://{self.address}"

    @property
    def pid(self) -> int:
        """The number of its process, while it runs."""
        assert self.program.process
        return self.program.process.pid


def streamlit(
    script: str,
    folder: Path,
    home: Path,
    env: Mapping[str, str] | None = None,
    run: tuple[str, ...] = ("-m", "streamlit"),
) -> Server:
    """Return a server of a script of a folder, with no settings but those there and those given.

    Its log is in the home folder. `run` tells Python to run Streamlit.
    """
    port = free_port()
    command = (sys.executable, *run, "run", script)
    where = ("--server.address", "127.0.0.1", "--server.port", str(port))

    def ready() -> bool:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", "/_stcore/health")
            return connection.getresponse().status == 200

    # Streamlit reads settings in the home folder too.
    own = {"HOME": str(home), "PYTHONUNBUFFERED": "1", **(env or {})}
    program = Program((*command, *where), folder, own, home / f"server-{port}.log", ready)
    return Server(f"127.0.0.1:{port}", program)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Run a server until the end of the block."""
    server.program.start()
    try:
        server.program.wait()
        yield server
    finally:
        server.program.end()
