"""The hosted site around the app: what answers by URL alone, on any copy."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def routes() -> list[Route]:
    """Return what answers beside Streamlit's own addresses."""
    return [Route("/healthz", _health)]


def middleware() -> list[Middleware]:
    """Return what every request goes through before Streamlit sees it."""
    return []


async def _health(request: Request) -> Response:
    return JSONResponse({"status": "ok"})
