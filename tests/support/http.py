"""Requests to a server, without following redirects."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPMessage
from typing import NamedTuple
from urllib.parse import urlsplit


class Answer(NamedTuple):
    """An answer of the server."""

    status: int
    told: HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


def ask(
    server: str,
    path: str,
    method: str = "GET",
    told: Mapping[str, str] | None = None,
    body: str | None = None,
) -> Answer:
    connection = HTTPConnection(urlsplit(server).netloc, timeout=20)
    connection.request(method, path, body, dict(told or {}))
    answer = connection.getresponse()
    found = Answer(answer.status, answer.headers, answer.read())
    connection.close()
    return found
