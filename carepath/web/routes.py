"""Routes of the hosted site: what answers by URL alone, on any replica."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlencode

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from carepath import library, settings
from carepath.cache import cached_by_owner
from carepath.content import notices
from carepath.editing import preview
from carepath.model import selection
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.tables.fault import Fault, FaultyTables
from carepath.text import messages, outage, titles
from carepath.text.wrong import BASE
from carepath.version import VERSION
from carepath.web import document, file_routes, prerender, responses, room_routes
from carepath.web.responses import HTML, NEWS, Content

PAGES = {f"/{titles.path(name)}": name for name in titles.HEADS}
MOVED = {"/map": "/", "/sources": "/about"}
"""Paths of pages in older links -> their paths now."""


def routes() -> list[Route]:
    """Return the routes that exist beside Streamlit's own."""
    return [
        *(Route(path, _page) for path in PAGES),
        *(Route(path, _moved) for path in MOVED),
        *file_routes.routes(),
        *room_routes.routes(),
        Route(document.STYLESHEET, _stylesheet),
        Route("/layer/logo.png", _logo),
        Route("/robots.txt", _robots),
        Route("/healthz", _health),
    ]


def _moved(request: Request) -> Response:
    return responses.moved(request.scope, MOVED[request.url.path])


@dataclass(frozen=True)
class Variant:
    """Everything but the site that a prerendered page depends on: the key of its cache."""

    page: str
    selection: Selection
    indexed: bool
    overdue: str
    faults: tuple[Fault, ...]
    dropped: tuple[str, ...]


def _page(request: Request) -> Response:
    try:
        site = responses.site(request)
    except FaultyTables as faulty:
        return responses.unavailable(request, faulty)
    query = dict(request.query_params)
    chosen, dropped = selection.read(query, site.pathways, site.languages)
    tidy = selection.tidy(query, site.pathways, chosen)
    if tidy != query and not dropped:
        # If the browser mended the address, that would add a history entry, and "back" would lead
        # to the broken one. The app names dropped values on the page, so that address stays.
        return RedirectResponse(f"{request.url.path}?{urlencode(tidy)}", 307, NEWS)
    page = PAGES[request.url.path]
    overdue = messages.overdue(site.words, date.today())
    faults = library.state(library.folder()).faults if settings.current().show_faults else ()
    variant = Variant(page, chosen, responses.indexed(), overdue, faults, dropped)
    return responses.answer(request, _content(site, variant, responses.shared(request)), HTML)


@cached_by_owner(maxsize=256)
def _content(site: Site, variant: Variant, base: str) -> Content:
    return Content.of(_rendered(site, variant).replace(BASE, escape(base)).encode())


# Cached without the site's address, so that an invented Host header renders no page anew.
@cached_by_owner(maxsize=256)
def _rendered(site: Site, variant: Variant) -> str:
    above = preview.bar(site.words.language)
    above += outage.bar(outage.words(site.words.language), variant.faults)
    above += notices.dropped(site.words, variant.dropped)
    page = prerender.page(site, variant.page, variant.selection, variant.overdue, above, BASE)
    return document.page(page, BASE, not variant.indexed)


def _stylesheet(request: Request) -> Response:
    return responses.answer(request, _streamlit_styles(), "text/css")


@cache
def _streamlit_styles() -> Content:
    return Content.of(document.stylesheet().encode())


def _logo(request: Request) -> Response:
    """Return the logo of the hospital's layer, which is the same in every topic and language."""
    logo = next((layer.logo for layer in library.state(library.folder()).layers), None)
    return (
        responses.answer(request, Content.of(logo), "image/png")
        if logo
        else responses.lost(request)
    )


def _robots(request: Request) -> Response:
    return PlainTextResponse(f"User-agent: *\nDisallow:{'' if responses.indexed() else ' /'}\n")


def _health(request: Request) -> Response:
    state = library.state(library.folder())
    report: dict[str, object] = {"status": state.status, "version": VERSION}
    if state.faults:
        report["faults"] = [str(fault) for fault in state.faults]
    return JSONResponse(report, 200 if state.edition else 503)
