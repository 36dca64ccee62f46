"""Requests to the site's routes in this process, without a server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message

from carepath.web import routes
from carepath.web.middleware import middleware


class Answer(NamedTuple):
    """What came of a request."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def json(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.content)
        return found


def app(*others: object) -> ASGIApp:
    """Return the site without Streamlit, or with other routes in place of its own."""
    return Starlette(routes=others or routes.routes(), middleware=middleware())


def ask(
    app: ASGIApp, address: str, headers: Mapping[str, str] | None = None, method: str = "GET"
) -> Answer:
    """Send a request to an app."""
    url = urlsplit(address)
    sent = {"host": "127.0.0.1"} | dict(headers or {})
    scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": url.path,
        "query_string": url.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
    }
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        messages.append(message)

    # A browser of the tests keeps an event loop running in this thread.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, app(scope, receive, send)).result()
    start, *parts = messages
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], found, b"".join(part.get("body", b"") for part in parts))
