"""Servers on loopback, and what they wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from harness import program
from harness.paths import ROOT
from harness.program import Server

LOGS: dict[int | None, Path] = {}
"""What the servers wrote, by port."""
SERVERS: dict[str, Server] = {}
"""The servers, by address."""
StartServer = Callable[..., str]


def log(url: str) -> str:
    return LOGS[urlsplit(url).port].read_text(encoding="utf-8")


@contextmanager
def serve(
    home: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    script: str = "server.py",
) -> Iterator[str]:
    """Run a script of a folder until the end of the block, with no settings but those given."""
    server = program.streamlit(script, cwd, home, env)
    LOGS[urlsplit(server.url).port] = server.program.log
    SERVERS[server.url] = server
    with program.running(server):
        yield server.url
