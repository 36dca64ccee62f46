"""Middleware of the hosted site, above all the gate that decides which paths are served."""

from __future__ import annotations

import logging
import re

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from carepath.model import repair
from carepath.web import document, file_routes, responses, room_routes
from carepath.web.handshake import Handshake
from carepath.web.headers import Headers
from carepath.web.responses import HTML
from carepath.web.routes import routes

LOG = logging.getLogger(__name__)
CORE = "/_stcore/"
STREAMLIT = re.compile(rf"(?:{CORE}|/media/|/app/static/).+")
"""Streamlit's endpoints. /media/ holds the files of one reader's session."""
DENIED = re.compile(rf"{CORE}(?:agent|metrics|script-health-check|upload_file)(?:/.*)?")
"""Endpoints that the site doesn't use: they take files, drive the app or report on the server."""


def middleware() -> list[Middleware]:
    """Return the middleware that every request passes before Streamlit sees it."""
    return [Middleware(Headers), Middleware(Gate), Middleware(Handshake)]


class Gate:
    """Middleware that returns 404 for every path that is not served.

    Streamlit answers any path with its page. A path that differs from one of ours only by what
    mail and messengers add to a link is redirected.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app
        self.pages = {route.path for route in routes() if "{" not in route.path}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request; if that raises an exception, return a page that says so."""
        if scope["type"] != "http":
            await self._answer(scope, receive, send)
            return
        started = False

        async def note_start(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._answer(scope, receive, note_start)
        except Exception as error:
            if started:
                raise
            LOG.error("a request broke", exc_info=error)
            await responses.sorry(Request(scope))(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._served(scope["path"]):
            await self.app(scope, receive, _without_fallback(scope, send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif CORE in scope["path"]:
            # Streamlit's script first looks for its server below every page; nobody sees this.
            await Response(status_code=404)(scope, receive, send)
        elif self._own(meant := file_routes.current(repair.path(scope["path"]))):
            # One of our own paths, so it can't lead to another site.
            await responses.moved(scope, meant)(scope, receive, send)
        else:
            await responses.lost(Request(scope))(scope, receive, send)

    def _own(self, path: str) -> bool:
        return path in self.pages or file_routes.known(path) or room_routes.known(path)

    def _served(self, path: str) -> bool:
        if self._own(path) or path in document.static_paths():
            return True
        return bool(STREAMLIT.fullmatch(path)) and not DENIED.fullmatch(path)


def _without_fallback(scope: Scope, send: Send) -> Send:
    """Return a `send` that turns Streamlit's page into 404 where an endpoint was requested."""
    if scope["type"] != "http" or not scope["path"].startswith(CORE):
        return send

    async def send_endpoint(message: Message) -> None:
        kind = MutableHeaders(scope=message).get("content-type", "") if "status" in message else ""
        if kind.startswith(HTML):
            message["status"] = 404
        await send(message)

    return send_endpoint
