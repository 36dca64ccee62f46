"""Carepath as it is hosted, on loopback: what the image holds, in copies behind the proxy."""

from __future__ import annotations

import hmac
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPMessage, HTTPResponse
from pathlib import Path

from harness import program
from harness.paths import DEPLOY, ROOT
from harness.program import Program, Server

HOST = "carepath.localhost"
"""A name like that of a real site, not Streamlit's own `localhost`; browsers find it here."""
COOKIE = "carepath_copy"
PROXY = DEPLOY / "Caddyfile"
NO_SETTINGS: Mapping[str, str] = {}
QUICK, BEST = 9, 11
"""Brotli's qualities: the image takes the best, files a twelfth smaller in 15 times the time."""


def stages() -> dict[str, list[str]]:
    """Return the instructions of the Dockerfile by the name of their stage, a line each."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[str, list[str]] = {}
    stage: list[str] = []
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        words = line.split()
        if words[0] == "FROM":
            stage = found.setdefault(words[-1], [])
        stage.append(" ".join(words))
    return found


def copied(stage: str) -> list[str]:
    """Return what a stage of the Dockerfile takes from the repository."""
    copies = [line.split() for line in stages()[stage] if line.startswith("COPY ")]
    return [name for words in copies if not words[1].startswith("--") for name in words[1:-1]]


def app_folder(folder: Path) -> Path:
    """Lay out in a folder what the image holds of the repository, and nothing else."""
    for name in copied("app"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(source, folder / name)
    return folder


@dataclass(frozen=True)
class Answer:
    """The answer to a request."""

    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Site:
    """A site behind its proxy; `files` is the folder of what the proxy sends from disk."""

    port: int
    http_port: int
    copies: tuple[Server, ...]
    proxy: Program
    files: Path
    home: Path

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"https://{HOST}:{self.port}"

    def wait(self) -> None:
        """Wait until every copy answers."""
        for copy in self.copies:
            copy.program.wait()

    def copy_of(self, cookie: str) -> Server:
        """Return the copy that a reader with this cookie stays with."""
        names = {
            hmac.digest(b"", copy.address.encode(), "sha256").hex(): copy for copy in self.copies
        }
        return names[cookie]

    def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        body: str | None = None,
    ) -> Answer:
        """Ask for an address as a browser would that trusts the proxy's own authority."""
        with self.open(path, headers, method, body) as answer:
            return Answer(answer.status, answer.headers, answer.read())

    @contextmanager
    def open(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        body: str | None = None,
    ) -> Iterator[HTTPResponse]:
        """Ask for an address, and read the answer until the end of the block."""
        authority = self.home / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        tls = ssl.create_default_context(cafile=str(authority))
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection = HTTPConnection(HOST, self.port)
        with closing(connection):
            connection.sock = tls.wrap_socket(plain, server_hostname=HOST)
            connection.request(method, path, body, dict(headers or {}))
            with closing(connection.getresponse()) as answer:
                yield answer


@contextmanager
def carepath(
    copies: int = 2, files: Path | None = None, settings: Mapping[str, str] = NO_SETTINGS
) -> Iterator[Site]:
    """Run copies of Carepath behind the proxy until the end of the block; see `behind_proxy`."""
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "app"
        app.mkdir()
        with behind_proxy(app_folder(app), "server.py", copies, files, settings) as site:
            yield site


@contextmanager
def behind_proxy(
    app: Path,
    script: str,
    copies: int,
    files: Path | None = None,
    settings: Mapping[str, str] = NO_SETTINGS,
) -> Iterator[Site]:
    """Run copies of the app in a folder behind the proxy until the end of the block.

    `files` is what the proxy sends from disk; without it, that is laid out for this block.
    `settings` are those of the copies.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        env = {"PYTHONDONTWRITEBYTECODE": "1", **settings}
        running = tuple(program.streamlit(script, app, home, env) for _ in range(copies))
        site = _site(running, files or lay_out(home / "files", QUICK), home)
        for each in (*(copy.program for copy in running), site.proxy):
            stack.callback(each.end)
            each.start()
        site.wait()
        site.proxy.wait()
        yield site


def lay_out(folder: Path, quality: int) -> Path:
    """Lay out in a folder what the proxy sends from disk, and compress it."""
    command = ["sh", str(DEPLOY / "static.sh"), str(folder), str(quality)]
    subprocess.run(command, env=with_python(), check=True)
    return folder


def with_python() -> dict[str, str]:
    """Return an environment in which `python3` is the one that runs this."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path}


def _site(copies: tuple[Server, ...], files: Path, home: Path) -> Site:
    port, http_port = program.free_port(), program.free_port()
    env = {
        "CAREPATH_SITE": f"https://{HOST}",
        "CAREPATH_HTTP_PORT": str(http_port),
        "CAREPATH_HTTPS_PORT": str(port),
        "CAREPATH_COPIES": " ".join(copy.address for copy in copies),
        "CAREPATH_FILES": str(files),
    }
    proxy = caddy(home, env, lambda: _is_ready(site))
    site = Site(port, http_port, copies, proxy, files, home)
    return site


def caddy(
    home: Path, env: Mapping[str, str], ready: Callable[[], bool], config: Path = PROXY
) -> Program:
    """Return Caddy, by default as the proxy, with these settings; it keeps its own in a folder."""
    kept = {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    command = (_caddy(), "run", "--config", str(config), "--adapter", "caddyfile")
    return Program(command, home, {**kept, **env}, home / "proxy.log", ready)


def _is_ready(site: Site) -> bool:
    return site.get("/_stcore/health").status == 200


@cache
def _caddy() -> str:
    """Return where Caddy is: CADDY, on the PATH, or where tests/install-proxy.sh puts it."""
    unpacked = ROOT / "build" / "proxy" / "usr" / "bin" / "caddy"
    return program.found("CADDY", "caddy", str(unpacked), script="tests/install-proxy.sh")
