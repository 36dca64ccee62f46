"""Pages of a room: the one on which a code is typed, a follower's, and what stays after its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from carepath import library
from carepath.cache import cached_by_owner
from carepath.content import following, presentation
from carepath.model import selection
from carepath.model.selection import Selection
from carepath.rooms.state import Room
from carepath.site import Site
from carepath.tables.fault import FaultyTables
from carepath.tables.vocabulary import TOPIC
from carepath.text import titles
from carepath.web import document, responses
from carepath.web.prerender import Prerendered
from carepath.web.responses import FRESH, HTML, Content


def door(request: Request, unknown: bool) -> Response:
    """Return the page for a code; 404 if there is no room with the last one."""
    try:
        site = responses.site(request)
    except FaultyTables as faulty:
        return responses.unavailable(request, faulty)
    page = _document(site, following.door(site.words, unknown=unknown), "room.title")
    return Response(page, 404 if unknown else 200, FRESH, HTML)


def room(request: Request, shown: Room) -> Response:
    """Return a follower's page: 410 after the room's end, with what stays."""
    try:
        site, _, answered = _view(request, shown)
    except FaultyTables as faulty:
        return responses.unavailable(request, faulty)
    if not shown.ended:
        try:
            content = _content(site, answered, shown.place.slide)
            return responses.answer(request, content, HTML, FRESH)
        except LookupError:
            # The tables have changed since, and have no such slide.
            pass
    page = _document(site, following.ended(site.words, answered), "room.ended.title")
    return Response(page, 410, FRESH, HTML)


def joining(request: Request, shown: Room, base: str) -> str:
    """Return what a projector shows of a room, the language of the request first."""
    own, sites, _ = _view(request, shown)
    others = [site.words for language, site in sites.items() if language != own.words.language]
    return str(presentation.joining([own.words, *others], base, shown.code))


def asked(request: Request, shown: Room, counts: list[tuple[str, int]]) -> str:
    """Return the marked questions with their counts, in the language of the request."""
    site, _, _ = _view(request, shown)
    return str(presentation.asked(site.words, site.prompts, counts))


def _view(request: Request, room: Room) -> tuple[Site, Mapping[str, Site], Selection]:
    """Return the site of a room for a reader, those in every language, and the room's answers."""
    sites, answered = view(room.place.query)
    topic = next(iter(sites.values())).pathways.topic
    own = library.site(library.folder(), *responses.languages(request), topic=topic)
    asked = selection.meant(request.query_params, "lang")
    return own, sites, replace(answered, lang=asked if asked in sites else "")


def view(query: str) -> tuple[Mapping[str, Site], Selection]:
    """Return the sites of a view's topic by language, and its answers; all else is dropped."""
    values = dict(parse_qsl(query))
    current = library.state(library.folder())
    site = current.site(topic=selection.meant(values, TOPIC))
    sites = {
        language: current.site(language, topic=site.pathways.topic) for language in site.languages
    }
    chosen, _ = selection.read(values, site.pathways, site.languages)
    return sites, Selection(chosen.answers, topic=chosen.topic)


@cached_by_owner(maxsize=128)
def _content(site: Site, answered: Selection, key: str) -> Content:
    sites, _ = view(following.query(answered))
    body = following.page(sites, site.words.language, answered, key)
    return Content.of(_document(site, body, "room.following").encode())


def _document(site: Site, body: Markup, title: str) -> str:
    words = site.words
    name = titles.joined(words, words(title))
    return document.room(Prerendered(words.language, name, words("app.purpose"), body))
