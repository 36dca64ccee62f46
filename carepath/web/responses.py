"""Responses that several routes share: content with an ETag, and pages that say what is wrong."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from carepath import library, network, settings
from carepath.model import origin, selection
from carepath.site import Site
from carepath.tables.fault import FaultyTables
from carepath.tables.vocabulary import TOPIC
from carepath.text import accept_language, outage
from carepath.web import document, prerender
from carepath.web.headers import secure
from carepath.web.prerender import Prerendered

HTML = "text/html"
FIRST = Markup('<div id="first"><main>{}</main></div>').format
FRESH = {"Cache-Control": "no-store"}
"""Headers of what nothing may cache."""
NEWS = FRESH | {"Vary": "Accept-Language"}
"""Headers of a page about a state that changes soon."""


@dataclass(frozen=True)
class Content:
    """The body of a response, plain and gzipped, and its ETag."""

    etag: str
    plain: bytes
    packed: bytes

    @classmethod
    def of(cls, plain: bytes) -> Content:
        """Compress bytes once for all requests."""
        return cls(f'W/"{sha256(plain).hexdigest()[:32]}"', plain, gzip.compress(plain))


def answer(
    request: Request, content: Content, media_type: str, extra: Mapping[str, str] | None = None
) -> Response:
    """Return the content, or 304 if the client's ETag matches."""
    headers = {
        "ETag": content.etag,
        "Cache-Control": "no-cache",
        "Vary": "Accept-Language, Accept-Encoding",
        **(extra or {}),
    }
    if content.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(content.packed, media_type=media_type, headers=headers)
    return Response(content.plain, media_type=media_type, headers=headers)


def site(request: Request) -> Site:
    """Return the site of the URL's topic, in the URL's language, the browser's or the default."""
    topic = selection.meant(request.query_params, TOPIC)
    return library.site(library.folder(), *languages(request), topic=topic)


def languages(request: Request) -> list[str]:
    """Return the languages a reader asks for: the URL's, then the browser's."""
    browser = accept_language.languages(request.headers.get("accept-language", ""))
    return [selection.meant(request.query_params, "lang"), *browser]


def base(request: Request) -> str:
    """Return the address of the site: CAREPATH_SITE, else the origin that the browser asked."""
    scheme = "https" if secure(request.scope) else "http"
    try:
        return settings.current().site or origin.parse(
            f"{scheme}://{request.headers.get('host', '')}"
        )
    except ValueError:
        return ""


async def body(request: Request, longest: int) -> bytes:
    """Return the body of a request.

    Raises
    ------
    HTTPException
        With status 413, if it has more than `longest` bytes.
    """
    parts = b""
    async for part in request.stream():
        parts += part
        if len(parts) > longest:
            raise HTTPException(413)
    return parts


def shared(request: Request) -> str:
    """Return the origin for links that readers pass on: one that phones reach, if there is one."""
    return network.reachable(base(request), request.client.host if request.client else "")


def moved(scope: Scope, path: str) -> Response:
    """Return 308 to another path of the site; the query is kept."""
    query = scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{path}?{query}" if query else path, 308)


def indexed() -> bool:
    """Return whether search engines may list the site."""
    return settings.current().index


# --- Pages that say what is wrong ----------------------------------------------------------------


def lost(request: Request) -> Response:
    """Return 404 with a page that leads back to the site."""
    return aside(request, 404, "lost")


def aside(
    request: Request,
    status: int,
    name: str,
    href: str = "/",
    extra: Mapping[str, str] | None = None,
) -> Response:
    """Return a page that says why something isn't available; nothing may cache it."""
    try:
        markup = document.alone(prerender.aside(site(request), name, href))
    except FaultyTables as faulty:
        return unavailable(request, faulty)
    return Response(markup, status, FRESH | dict(extra or {}), HTML)


def unavailable(request: Request, faulty: FaultyTables) -> Response:
    """Return 503 while there are no sound tables; the page reloads itself once there are."""
    words = outage.words(*languages(request))
    faults = faulty.faults if settings.current().show_faults else ()
    body = outage.unavailable(words, faults)
    page = Prerendered(
        words.language, words("unavailable.title"), words("unavailable.text"), FIRST(body)
    )
    return Response(document.alone(page, returning=True), 503, {"Retry-After": "60"} | NEWS, HTML)


def sorry(request: Request) -> Response:
    """Return 500 with a calm page, for a request that raised an exception."""
    words = outage.words(*languages(request))
    page = Prerendered(
        words.language, words("sorry.title"), words("sorry.text"), FIRST(outage.sorry(words))
    )
    return Response(document.alone(page), 500, NEWS, HTML)
