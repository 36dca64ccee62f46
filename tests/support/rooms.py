"""A presenter and followers of a room, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from tests.support.http import Answer, ask

SITE = {"CAREPATH_SITE": "https://carepath.example.org"}
"""The settings of a site that phones reach."""
VIEW = "group=high&place=same"
JSON = {"Content-Type": "application/json"}


def send(server: str, path: str, **message: object) -> Answer:
    """Send a message as a script of the site does."""
    return ask(server, path, "POST", JSON, json.dumps(message))


@dataclass(frozen=True)
class Presenter:
    """A screen that leads a room."""

    server: str
    code: str
    secret: str
    driver: str

    @property
    def path(self) -> str:
        return f"/room/{self.code}"

    def lead(self, slide: str, query: str = VIEW, **more: object) -> Answer:
        """Show a slide, or take over or end the room as well."""
        known = {"secret": self.secret, "driver": self.driver, "query": query, "slide": slide}
        return send(self.server, f"{self.path}/lead", **(known | more))


def present(server: str, slide: str = "opening", query: str = VIEW) -> Presenter:
    """Make a room that shows a slide."""
    answer = send(server, "/room", driver="first", query=query, slide=slide)
    assert answer.status == 201, answer.status
    made = json.loads(answer.content)
    return Presenter(server, made["code"], made["secret"], "first")


@dataclass(frozen=True)
class Stream:
    """An open event stream."""

    answer: HTTPResponse

    def event(self) -> dict[str, Any] | None:
        """Return the state in the next event, or None after the last one."""
        while line := self.answer.readline():
            if line.startswith(b"data: "):
                state: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                return state
        return None


@contextmanager
def follow(server: str, code: str) -> Iterator[Stream]:
    """Open the event stream of a room until the end of the block."""
    with closing(HTTPConnection(urlsplit(server).netloc, timeout=20)) as connection:
        connection.request("GET", f"/room/{code}/events", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        with closing(answer):
            yield Stream(answer)
