"""WebSockets are opened by the site's own pages only, whatever a proxy makes of the host."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from carepath import settings
from carepath.model import origin


class Handshake:
    """Middleware that refuses WebSockets of other sites.

    Streamlit compares Origin with Host, which a proxy may have replaced by the server's own
    address. Where they differ, it asks a host outside for this machine's address, so it is never
    shown two that differ.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
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
    """Return whether an Origin is that of the setting, of the Host or of this machine."""
    site = origin.of(sender)
    if not site:
        return False
    own = (settings.current().site, origin.of(f"{site.partition(':')[0]}://{host}"))
    return site in own or origin.is_local(site)
