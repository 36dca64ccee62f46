"""The hosted site around the app: what answers by URL alone, on any copy."""

from __future__ import annotations

import gzip
import logging
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from hashlib import sha256
from urllib.parse import parse_qs, urlencode

from markupsafe import Markup, escape
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from carepath import library, settings
from carepath.cache import cached_by_owner
from carepath.library import Site
from carepath.model import origin, repair, selection
from carepath.model.selection import ANSWERS, FORMER, Selection
from carepath.tables.fault import Fault, FaultyTables
from carepath.text import accept_language, messages as wording, outage, prompts, titles
from carepath.version import VERSION
from carepath.web import document, prerender
from carepath.web.handshake import Handshake
from carepath.web.headers import Headers, secure
from carepath.web.prerender import Shell
from carepath.web.workers import Full, Workers

LOG = logging.getLogger(__name__)
PAGES = {f"/{titles.path(name)}": name for name in titles.HEADS}
FOLDERS = {"handout": ("pdf",), "diagram": ("svg", "png"), "preview": ("png",)}
FILES = {
    f"/{folder}/{answers}.{suffix}"
    for folder, suffixes in FOLDERS.items()
    for suffix in suffixes
    for answers in ANSWERS
}
OWN = "/handout/own/"
"""Under it are the addresses of sheets with a reader's questions, which come in the body."""
OWN_SHEETS = {f"{OWN}{answers}.pdf" for answers in ANSWERS}
WORKERS = Workers(running=2, waiting=30)
"""A sheet takes about a tenth of a second, so that the last of a full line waits a few."""
RETRY_AFTER = 5
"""In seconds."""
CORE = "/_stcore/"
STREAMLIT = re.compile(rf"(?:{CORE}|/media/|/app/static/).+")
"""Streamlit's endpoints. Under /media/ are the files of one reader's session."""
DENIED = re.compile(rf"{CORE}(?:agent|metrics|script-health-check|upload_file)(?:/.*)?")
"""Endpoints that nothing here uses: they take files, drive the app or report on the server."""
HTML = "text/html"
FIRST = Markup('<div id="first"><main>{}</main></div>').format
NEWS = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
"""Headers of a page about a state that soon changes."""
LONGEST_BODY = prompts.MOST * (len("&ask=") + prompts.LONGEST_OWN * 4 * len("%00"))
"""Bytes of the longest list of questions: a sign has up to four, and a form spells each out."""
BASE = "\0"
"""Stands for the address of the site in pages that are kept; no table and no query can hold it."""


def routes() -> list[Route]:
    """Return what answers beside Streamlit's own addresses."""
    return [
        *(Route(path, _page) for path in PAGES),
        *(Route(f"/{folder}/{{name}}", _file) for folder in FOLDERS),
        Route("/handout/{name}", _file, methods=["POST"]),
        Route(f"{OWN}{{name}}", _file, methods=["POST"]),
        Route(f"{OWN}{{name}}", _without_questions),
        Route(document.STYLESHEET, _stylesheet),
        Route("/robots.txt", _robots),
        Route("/healthz", _health),
    ]


def middleware() -> list[Middleware]:
    """Return what every request goes through before Streamlit sees it."""
    return [Middleware(Headers), Middleware(Gate), Middleware(Handshake)]


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


@dataclass(frozen=True)
class View:
    """What a page is rendered for: a selection, the settings that show, and today's notices."""

    page: str
    chosen: Selection
    indexed: bool
    overdue: str
    faults: tuple[Fault, ...]


class Gate:
    """Middleware that returns 404 for every path that is not served.

    Streamlit would answer with its page, whatever the path. A path that only differs from one of
    ours by what clings to a link on its way is redirected.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app
        self.own = {route.path for route in routes() if "{" not in route.path} | FILES | OWN_SHEETS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; one that breaks gets a page that says so."""
        started = False

        async def note_start(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._answer(scope, receive, note_start)
        except Exception as error:
            if started or scope["type"] != "http":
                raise
            LOG.error("a request broke", exc_info=error)
            await _sorry(Request(scope))(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
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
        if path in self.own or path in document.static_paths():
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
    folder, _, name = repair.path(path).rpartition("/")
    answers, _, suffix = name.rpartition(".")
    return f"{folder}/{FORMER[answers]}.{suffix}" if answers in FORMER else f"{folder}/{name}"


# --- Pages ----------------------------------------------------------------------------------------


def _page(request: Request) -> Response:
    try:
        found = _site(request)
    except FaultyTables as faulty:
        return _unavailable(request, faulty)
    query = dict(request.query_params)
    chosen, dropped = selection.read(query, found.pathways, found.languages)
    tidy = selection.tidy(query, chosen)
    if tidy != query and not dropped:
        # In the browser, a mended address would be an entry of its own in the history, and the way
        # back would lead to it again. What is dropped is told on the page, as is the address.
        return RedirectResponse(f"{request.url.path}?{urlencode(tidy)}", 307, NEWS)
    page = PAGES[request.url.path]
    overdue = wording.overdue(found.words, date.today())
    faults = library.state(library.folder()).faults if settings.current().show_faults else ()
    view = View(page, chosen, _indexed(), overdue, faults)
    return _answer(request, _shown(found, view, _base(request)), HTML)


@cached_by_owner(maxsize=256)
def _shown(site: Site, view: View, base: str) -> Content:
    return Content.of(_rendered(site, view).replace(BASE, escape(base)).encode())


# Apart from the addresses: whoever invents names for the site has no page rendered anew.
@cached_by_owner(maxsize=256)
def _rendered(site: Site, view: View) -> str:
    bar = outage.bar(outage.words(site.words.language), view.faults)
    shown = prerender.shell(site, view.page, view.chosen, view.overdue, bar)
    return document.page(shown, BASE, not view.indexed)


def _lost(request: Request) -> Response:
    return _aside(request, 404, "lost")


def _aside(
    request: Request, status: int, name: str, href: str = "/", told: Mapping[str, str] | None = None
) -> Response:
    """Return a page that says why something is not here; it is true now and for this reader."""
    try:
        text = document.alone(prerender.aside(_site(request), name, href))
    except FaultyTables as faulty:
        return _unavailable(request, faulty)
    return Response(text, status, {"Cache-Control": "no-store", **(told or {})}, HTML)


def _unavailable(request: Request, faulty: FaultyTables) -> Response:
    """Answer while there are no sound tables; the page loads the wanted one once there are."""
    words = outage.words(*_languages(request))
    faults = faulty.faults if settings.current().show_faults else ()
    body = outage.unavailable(words, faults)
    page = Shell(words.language, words("unavailable.title"), words("unavailable.text"), FIRST(body))
    return Response(document.alone(page, returning=True), 503, {"Retry-After": "60"} | NEWS, HTML)


def _sorry(request: Request) -> Response:
    """Answer a request that broke."""
    words = outage.words(*_languages(request))
    page = Shell(
        words.language, words("sorry.title"), words("sorry.text"), FIRST(outage.sorry(words))
    )
    return Response(document.alone(page), 500, NEWS, HTML)


# --- Files ----------------------------------------------------------------------------------------


async def _file(request: Request) -> Response:
    # What a reader typed comes in the body: it is in no address, and nothing keeps it.
    body = b"".join([part async for part in _at_most(request, LONGEST_BODY)])
    try:
        return await WORKERS.run(partial(_found, request, body.decode(errors="replace")))
    except Full:
        return await run_in_threadpool(_busy, request)


def _busy(request: Request) -> Response:
    answers = ANSWERS.get(request.path_params["name"].rpartition(".")[0], ("", ""))
    view = Selection(*answers, lang=selection.meant(request.query_params, "lang")).url("/")
    return _aside(request, 503, "busy", view, {"Retry-After": str(RETRY_AFTER)})


def _without_questions(request: Request) -> Response:
    """Answer a browser that fetches a reader's own sheet again, without what was sent with it."""
    plain = f"/handout/{request.path_params['name']}?{request.url.query}"
    return _aside(request, 405, "own-sheet", plain, {"Allow": "POST"})


def _found(request: Request, body: str) -> Response:
    # A new server's first page is not to wait for what makes files.
    from carepath.files import downloads

    try:
        own = _site(request)
        questions = prompts.joined(prompts.texts(own.questions, parse_qs(body).get("ask", [])))
        found = downloads.find(
            own,
            request.url.path.split("/")[1],
            request.path_params["name"],
            _base(request),
            selection.meant(request.query_params, "paper"),
            questions,
        )
    except FaultyTables as faulty:
        return _unavailable(request, faulty)
    if found is None:
        return _lost(request)
    way = "attachment" if request.method == "POST" else "inline"
    told = {"Content-Disposition": f'{way}; filename="{found.name}"'}
    if not _indexed():
        told["X-Robots-Tag"] = "noindex"
    if questions:
        # As in `files`: a sheet with questions is a reader's own, and nothing keeps it.
        told["Cache-Control"] = "no-store"
        return Response(found.content, media_type=found.media_type, headers=told)
    return _answer(request, _packed(own, found.content), found.media_type, told)


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
    return Content.of(document.stylesheet().encode())


def _robots(request: Request) -> Response:
    return PlainTextResponse(f"User-agent: *\nDisallow:{'' if _indexed() else ' /'}\n")


def _health(request: Request) -> Response:
    state = library.state(library.folder())
    status = "ok"
    if state.faults:
        status = "faulty tables, older ones are served" if state.edition else "faulty tables"
    told: dict[str, object] = {"status": status, "version": VERSION}
    if state.faults:
        told["faults"] = [str(fault) for fault in state.faults]
    return JSONResponse(told, 200 if state.edition else 503)


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
    return library.site(library.folder(), *_languages(request))


def _languages(request: Request) -> list[str]:
    """Return the languages a reader asks for: that of the URL, then those of the browser."""
    browser = accept_language.languages(request.headers.get("accept-language", ""))
    return [selection.meant(request.query_params, "lang"), *browser]


def _base(request: Request) -> str:
    """Return the address of the site: CAREPATH_SITE, else what the browser calls it."""
    scheme = "https" if secure(request.scope) else "http"
    try:
        return settings.current().site or origin.parse(
            f"{scheme}://{request.headers.get('host', '')}"
        )
    except ValueError:
        return ""


def _indexed() -> bool:
    return settings.current().index
