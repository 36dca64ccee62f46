"""A Valkey server on loopback, which shares rooms between replicas and keeps nothing on disk."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from socket import create_connection

from harness import program
from harness.paths import ROOT
from harness.program import Program

UNPACKED = ROOT / "build" / "store" / "usr"
"""The folder in which tests/install-store.sh puts one."""


def server(folder: Path) -> tuple[Program, str]:
    """Return a server with its log in a folder, and its address as `CAREPATH_ROOMS` names it."""
    port = program.free_port()
    command = (_path(), "--port", str(port), "--bind", "127.0.0.1", "--save", "")
    libraries = ":".join(map(str, UNPACKED.glob("lib/*")))
    env = {"LD_LIBRARY_PATH": libraries} if libraries else {}

    def ready() -> bool:
        with closing(create_connection(("127.0.0.1", port), 5)) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")

    started = Program(command, folder, env, folder / f"store-{port}.log", ready)
    return started, f"valkey://127.0.0.1:{port}"


def _path() -> str:
    """Return where a server is: STORE, on the PATH, or where tests/install-store.sh puts it."""
    names = ("valkey-server", "redis-server", str(UNPACKED / "bin" / "redis-server"))
    return program.found("STORE", *names, script="tests/install-store.sh")
