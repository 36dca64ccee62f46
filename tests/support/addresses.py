"""Every page and every file that the site has, and what each of them must be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from carepath.model.file_urls import SHEETS, all_sheets
from carepath.model.selection import Selection
from carepath.text.titles import HEADS
from carepath.web import routes
from tests.support import facts
from tests.support.selections import ANSWERS

LANGUAGES = tuple(
    name.removeprefix("text_") for name in facts.read("words.csv")[0] if name.startswith("text_")
)
TEXTS = {
    language: {row["id"]: row[f"text_{language}"] for row in facts.read("words.csv")}
    for language in LANGUAGES
}
QUESTIONS = urlencode([("ask", "which-fits"), ("ask", "What about ¿school?")])


@dataclass(frozen=True)
class Address:
    """An address, the media type it answers with, and what its content begins with or holds.

    Where there is a form, it is sent by POST.
    """

    path: str
    media_type: str
    start: bytes = b""
    part: str = ""
    form: str = ""


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    media_type: str
    content: bytes


def in_languages(*, each: bool) -> Iterator[tuple[str, str]]:
    """Yield every answer with each language, or with one language after the other."""
    for at, answers in enumerate(ANSWERS):
        for language in LANGUAGES if each else LANGUAGES[at % len(LANGUAGES) :][:1]:
            yield answers, language


def views(*, each: bool = True) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each page's path and query, for every answer, and for none in every language.

    Answers are in `each` language, or in one after the other.
    """
    for path in routes.PAGES:
        for language in LANGUAGES:
            yield path, {"lang": language}
        for answers, language in in_languages(each=each):
            group, place = answers.split(".")
            yield path, {"group": group, "place": place, "lang": language}


def pages(*, each: bool = True) -> Iterator[Address]:
    """Yield every page, each with its heading."""
    for path, query in views(each=each):
        heading = escape(TEXTS[query["lang"]][HEADS[routes.PAGES[path]][0]], quote=False)
        yield Address(f"{path}?{urlencode(query)}", "text/html", b"<!doctype html>", heading)


def files(*, each: bool = True) -> Iterator[Address]:
    """Yield every file."""
    for answers, language in in_languages(each=each):
        query = f"lang={language}"
        for printed in SHEETS.values():
            sheet = f"/handout/{answers}.pdf?{query}&{urlencode(printed)}"
            yield Address(sheet, "application/pdf", b"%PDF-")
        yield Address(sheet, "application/pdf", b"%PDF-", form=QUESTIONS)
        for folder in ("diagram", "preview"):
            picture = f"/{folder}/{answers}.png?{query}"
            yield Address(picture, "image/png", b"\x89PNG")
        yield Address(f"/page/{answers}.html?{query}", "text/html", b"<!doctype html>")
        yield Address(f"/diagram/{answers}.svg?{query}", "image/svg+xml", b"<svg")
    for language in LANGUAGES if each else LANGUAGES[:1]:
        for path in all_sheets(Selection(), language).values():
            yield Address(path, "application/pdf", b"%PDF-")
    yield Address("/robots.txt", "text/plain", b"User-agent:")
    yield Address("/healthz", "application/json", b"{", json.dumps("ok"))


def faults(addresses: Iterator[Address], ask: Callable[[Address], Reply]) -> list[str]:
    """Ask for addresses; return what is wrong with the answers."""
    return [fault for address in addresses for fault in _faults(address, ask(address))]


def _faults(address: Address, reply: Reply) -> Iterator[str]:
    text = reply.content.decode(errors="replace")
    if reply.status != 200:
        yield f"{address.path}: status {reply.status}"
    elif reply.media_type != address.media_type:
        yield f"{address.path}: {reply.media_type}"
    elif not reply.content.lower().startswith(address.start.lower()) or address.part not in text:
        yield f"{address.path}: holds {text[:80]!r}"
