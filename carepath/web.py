"""The hosted site around the app: what answers by URL alone, on any copy."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from carepath import asking, html, index, link, mending, settings, shell, site, titles
from carepath.cache import cached_by_owner
from carepath.headers import Headers, secure
from carepath.link import ANSWERS, FORMER, Selection
from carepath.shell import Shell
from carepath.site import Site
from carepath.tables import FaultyTables
from carepath.words import DEFAULT_LANGUAGE

PAGES = {f"/{titles.path(name)}": name for name in titles.HEADS}
FOLDERS = {"handout": ("pdf",), "diagram": ("svg", "png"), "preview": ("png",)}
FILES = {
    f"/{folder}/{answers}.{suffix}"
    for folder, suffixes in FOLDERS.items()
    for suffix in suffixes
    for answers in ANSWERS
}
CORE = "/_stcore/"
STREAMLIT = re.compile(rf"(?:{CORE}|/media/|/app/static/).+")
"""Streamlit's endpoints. Under /media/ are the files of one reader's session."""
DENIED = re.compile(rf"{CORE}(?:agent|metrics|script-health-check|upload_file)(?:/.*)?")
"""Endpoints that nothing here uses: they take files, drive the app or report on the server."""
HTML = "text/html"
LONGEST_BODY = asking.MOST * (len("&ask=") + asking.LONGEST_OWN * 4 * len("%00"))
"""Bytes of the longest list of questions: a sign has up to four, and a form spells each out."""
HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d+)?|\[[0-9a-fA-F:]+\](?::\d+)?")


def routes() -> list[Route]:
    """Return what answers beside Streamlit's own addresses."""
    return [
        *(Route(path, _page) for path in PAGES),
        *(Route(f"/{folder}/{{name}}", _file) for folder in FOLDERS),
        Route("/handout/{name}", _file, methods=["POST"]),
        Route(index.STYLESHEET, _stylesheet),
        Route("/robots.txt", _robots),
        Route("/healthz", _health),
    ]


def middleware() -> list[Middleware]:
    """Return what every request goes through before Streamlit sees it."""
    return [Middleware(Headers), Middleware(Gate)]


@dataclass(frozen=True)
class Content:
    """What an address answers, as it is and packed; `etag` changes with it."""

    etag: str
    plain: bytes
    packed: bytes

    @classmethod
    def of(cls, plain: bytes) -> Content:
        """Pack bytes, once for all who ask."""
        return cls(f'W/"{sha256(plain).hexdigest()[:32]}"', plain, gzip.compress(plain))


class Gate:
    """Middleware that returns 404 for every path that is not served.

    Streamlit would answer with its page, whatever the path. A path that only differs from one of
    ours by what clings to a link on its way is redirected.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app
        self.own = {route.path for route in routes() if "{" not in route.path} | FILES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan" or self._served(scope["path"]):
            await self.app(scope, receive, _without_fallback(scope, send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif CORE in scope["path"]:
            # Streamlit's script looks for its server under every page first: nobody reads this.
            await Response(status_code=404)(scope, receive, send)
        elif (meant := _meant(scope["path"])) in self.own:
            query = scope["query_string"].decode("latin-1")
            # One of our own paths: it cannot lead to another site.
            right = RedirectResponse(f"{meant}?{query}" if query else meant, 308)
            await right(scope, receive, send)
        else:
            await _lost(Request(scope))(scope, receive, send)

    def _served(self, path: str) -> bool:
        if path in self.own or path in index.static_paths():
            return True
        return bool(STREAMLIT.fullmatch(path)) and not DENIED.fullmatch(path)


def _without_fallback(scope: Scope, send: Send) -> Send:
    """Return a `send` that marks Streamlit's page as not found where an endpoint was asked for."""
    if scope["type"] != "http" or not scope["path"].startswith(CORE):
        return send

    async def send_endpoint(message: Message) -> None:
        kind = MutableHeaders(scope=message).get("content-type", "") if "status" in message else ""
        if kind.startswith(HTML):
            message["status"] = 404
        await send(message)

    return send_endpoint


def _meant(path: str) -> str:
    """Return the path that a path means; a former name of two answers becomes the present one."""
    folder, _, name = mending.path(path).rpartition("/")
    answers, _, suffix = name.rpartition(".")
    return f"{folder}/{FORMER[answers]}.{suffix}" if answers in FORMER else f"{folder}/{name}"


# --- Pages ----------------------------------------------------------------------------------------


def _page(request: Request) -> Response:
    try:
        found = _site(request)
    except FaultyTables as faulty:
        bare = Shell(DEFAULT_LANGUAGE, "", "", html.faults(faulty, site.folder()))
        return _answer(request, Content.of(index.page(bare, "", noindex=True).encode()), HTML)
    chosen, _ = link.read(request.query_params, found.pathways, found.languages)
    page = PAGES[request.url.path]
    return _answer(request, _shown(found, page, chosen, _base(request), _indexed()), HTML)


@cached_by_owner(maxsize=256)
def _shown(site: Site, page: str, chosen: Selection, base: str, indexed: bool) -> Content:
    return Content.of(index.page(shell.shell(site, page, chosen), base, not indexed).encode())


def _lost(request: Request) -> Response:
    try:
        text = index.alone(shell.lost(_site(request)))
    except FaultyTables:
        text = ""
    return Response(text, 404, media_type=HTML)


# --- Files ----------------------------------------------------------------------------------------


async def _file(request: Request) -> Response:
    # What a reader typed comes in the body: it is in no address, and nothing keeps it.
    body = b"".join([part async for part in _at_most(request, LONGEST_BODY)])
    return await run_in_threadpool(_found, request, body.decode(errors="replace"))


def _found(request: Request, body: str) -> Response:
    # A new server's first page is not to wait for what makes files.
    from carepath import files

    query = request.query_params
    try:
        own = _site(request)
        questions = asking.joined(asking.texts(own.questions, parse_qs(body).get("ask", [])))
        found = files.find(
            own,
            request.url.path.split("/")[1],
            request.path_params["name"],
            _base(request),
            query.get("paper", ""),
            questions,
        )
    except FaultyTables:
        return _lost(request)
    if found is None:
        return _lost(request)
    way = "attachment" if request.method == "POST" else "inline"
    told = {"Content-Disposition": f'{way}; filename="{found.name}"'}
    if not _indexed():
        told["X-Robots-Tag"] = "noindex"
    # As in `files`: a sheet with questions is a reader's own, and not kept.
    content = Content.of(found.content) if questions else _packed(own, found.content)
    return _answer(request, content, found.media_type, told)


@cached_by_owner(maxsize=64)
def _packed(site: Site, plain: bytes) -> Content:
    return Content.of(plain)


async def _at_most(request: Request, length: int) -> AsyncIterator[bytes]:
    async for part in request.stream():
        length -= len(part)
        if length < 0:
            raise HTTPException(413)
        yield part


def _stylesheet(request: Request) -> Response:
    return _answer(request, _streamlit_styles(), "text/css")


@cache
def _streamlit_styles() -> Content:
    return Content.of(index.stylesheet().encode())


def _robots(request: Request) -> Response:
    return PlainTextResponse(f"User-agent: *\nDisallow:{'' if _indexed() else ' /'}\n")


def _health(request: Request) -> Response:
    try:
        site.site(site.folder())
    except FaultyTables as faulty:
        faults = [str(fault) for fault in faulty.faults]
        return JSONResponse({"status": "faulty tables", "faults": faults}, 503)
    return JSONResponse({"status": "ok"})


# --- A request ------------------------------------------------------------------------------------


def _answer(
    request: Request, content: Content, media_type: str, told: Mapping[str, str] | None = None
) -> Response:
    """Return some content; a browser that has the same already gets only that word."""
    headers = {
        "ETag": content.etag,
        "Cache-Control": "no-cache",
        "Vary": "Accept-Language, Accept-Encoding",
        **(told or {}),
    }
    if content.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(content.packed, media_type=media_type, headers=headers)
    return Response(content.plain, media_type=media_type, headers=headers)


def _site(request: Request) -> Site:
    """Return the site in the language of the URL, else the browser's, else the default one."""
    header = request.headers.get("accept-language", "")
    browser = [part.partition(";")[0].strip().partition("-")[0] for part in header.split(",")]
    return site.site(site.folder(), request.query_params.get("lang", ""), *browser)


def _base(request: Request) -> str:
    """Return the address of the site: CAREPATH_SITE, else what the browser calls it."""
    own = settings.current().site
    host = request.headers.get("host", "")
    if own or not HOST.fullmatch(host):
        return own
    return f"{'https' if secure(request.scope) else 'http'}://{host}"


def _indexed() -> bool:
    return settings.current().index
