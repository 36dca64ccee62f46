"""Check of a WebSocket's origin that works behind any proxy."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from carepath import settings
from carepath.model import origin


class Handshake:
    """Middleware that rejects WebSockets from other sites.

    Streamlit compares Origin with Host, which a proxy may have replaced by the server's own
    address. If the two differ, Streamlit asks an outside host for this machine's address, so this
    middleware makes them equal.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "websocket":
            headers = Headers(scope=scope)
            sender = headers.get("origin")
            if sender is not None:
                if not _is_own(sender, headers.get("host", "")):
                    await send({"type": "websocket.close", "code": 1008})
                    return
                scope = {**scope}
                MutableHeaders(scope=scope)["host"] = sender.partition("://")[2]
        await self.app(scope, receive, send)


def _is_own(sender: str, host: str) -> bool:
    """Return whether an Origin is the configured site's, the Host's or this machine's."""
    site = origin.of(sender)
    if not site:
        return False
    own = (settings.current().site, origin.of(f"{site.partition(':')[0]}://{host}"))
    return site in own or origin.is_local(site)
