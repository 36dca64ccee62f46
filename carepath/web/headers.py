"""Security headers of every response."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from carepath import settings
from carepath.web import document

YEAR = 365 * 24 * 60 * 60
"""Seconds."""


def policy(embed_by: Sequence[str]) -> str:
    """Return the Content-Security-Policy; `embed_by` lists other sites that may frame this one."""
    hashes = " ".join(document.script_hashes())
    rules = {
        "default-src": "'self'",
        "base-uri": "'self'",
        "object-src": "'none'",
        "form-action": "'self'",
        # A sheet loads in a frame of the page that requests it.
        "frame-ancestors": " ".join(("'self'", *embed_by)),
        # Streamlit adds inline styles and runs the scripts of components from blobs.
        "style-src": "'self' 'unsafe-inline'",
        "script-src": f"'self' blob: {hashes}",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
    }
    return "; ".join(f"{rule} {value}" for rule, value in rules.items())


def always(embed_by: Sequence[str]) -> dict[str, str]:
    """Return the headers of every response."""
    return {
        "Content-Security-Policy": policy(embed_by),
        "X-Content-Type-Options": "nosniff",
        # A URL may reveal a diagnosis, so no other site learns where a reader came from.
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def secure(scope: Scope) -> bool:
    """Return whether a request arrived over TLS, here or at the proxy."""
    headers = dict(scope["headers"])
    return scope["scheme"] in ("https", "wss") or headers.get(b"x-forwarded-proto") == b"https"


class Headers:
    """Middleware that adds the headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app
        self.always = always(settings.current().embed_by)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.always)
                if secure(scope):
                    headers["Strict-Transport-Security"] = f"max-age={YEAR}"
            await send(message)

        await self.app(scope, receive, send_with_headers)
