"""Sheets in two languages beside each other: the presenter's, and a family's for an interpreter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from carepath.drawing import colours, qr
from carepath.files import handout, typst
from carepath.fonts import metrics
from carepath.model.file_urls import Paper
from carepath.site import Site
from carepath.tables.routing import Answers
from carepath.text.messages import Words

TEMPLATE = Path(__file__).parent / "columns.typ"
GUIDE = {
    "guide.before": ("guide.before.open", "guide.before.phones", "guide.before.sheet"),
    "guide.during": (
        "guide.during.ask",
        "guide.during.step",
        "guide.during.questions",
        "guide.during.words",
    ),
    "guide.after": ("guide.after.end", "guide.after.sheet"),
    "guide.unsure": ("guide.unsure.say", "guide.unsure.answer"),
    "guide.offline": ("guide.offline.phones", "guide.offline.paper"),
}
"""The parts of the presenter's sheet, each with its lines."""
LINES = 3
"""Lines to write questions on."""
PER_PAGE = 2
"""Languages beside each other on one sheet."""
Part = dict[str, object]


def presenter(sites: Sequence[Site], address: str, paper: Paper) -> bytes:
    """Return the presenter's sheet as a tagged PDF (PDF/UA-1): one page for two languages.

    `address` is that of the slides; if it is "", the sheet has no link and no code.
    """
    columns = [[*_guide(site.words)] for site in sites[:PER_PAGE]]
    return _pdf(sites, sites[0].words("guide.title"), columns, address, paper)


def _guide(words: Words) -> Iterator[Part]:
    buttons = {
        "page": words("page.present"),
        "start": words("room.start"),
        "notes": words("present.notes.short"),
        "end": words("room.join.end"),
    }
    yield _part(words, words("guide.title"), 1)
    for title, lines in GUIDE.items():
        items = [words(line, **buttons) for line in lines]
        yield _part(words, words(title), 2, items=items)


def family(sites: Sequence[Site], answers: Answers, address: str, paper: Paper) -> bytes:
    """Return the sheet of one answer in two languages as a tagged PDF (PDF/UA-1)."""
    sheets = [
        handout.sheet(site.words, site.pathways, answers, address, (), False)
        for site in sites[:PER_PAGE]
    ]
    columns = [
        [*_sheet(site.words, sheet)] for site, sheet in zip(sites[:PER_PAGE], sheets, strict=True)
    ]
    return _pdf(sites, str(sheets[0]["title"]), columns, address, paper)


def _sheet(words: Words, sheet: Mapping[str, Any]) -> Iterator[Part]:
    """Yield the parts of a sheet; every language has the same ones, in the same order."""
    yield _part(words, sheet["name"], 1, " ".join(sheet["situations"]))
    if sheet["statement"]["name"]:
        yield _part(words, **sheet["statement"])
    options = sheet["options"]
    yield _part(words, options["title"], 2)
    yield _part(words, **options["start"])
    for item in options["items"]:
        for told in (item, *item["more"]):
            yield _part(words, told["name"], text=told["text"])
            yield from (_part(words, drawing=drawing) for drawing in told["drawings"])
    for note in sheet["notes"]:
        yield _part(words, text=note)
    for known in sheet["known"]:
        yield _part(words, **known)
    yield _part(words, sheet["questions"]["title"], 2, write=LINES)
    for told in (*sheet["later"], sheet["sources"]):
        yield _part(words, told["name"], text=told["text"])


def _part(
    words: Words,
    name: str = "",
    level: int = 0,
    text: str = "",
    items: Sequence[str] = (),
    drawing: Mapping[str, Any] | None = None,
    write: int = 0,
) -> Part:
    """Return what a column has in one row; a drawing is as wide as all columns."""
    return {
        "language": words.language,
        "name": name,
        "level": level,
        "text": text,
        "items": [*items],
        "drawing": drawing,
        "write": write,
    }


def _pdf(
    sites: Sequence[Site],
    title: str,
    columns: Sequence[Sequence[Part]],
    address: str,
    paper: Paper,
) -> bytes:
    content = {
        "languages": [site.words.language for site in sites[:PER_PAGE]],
        "fonts": metrics.FAMILIES,
        "colours": {"accent": colours.ACCENT, "ink": colours.INK, "quiet": colours.QUIET},
        "paper": paper,
        "title": title,
        "rows": [*zip(*columns, strict=True)],
        "address": address,
        "code": qr.svg(address, handout.CODE) if address else "",
    }
    return typst.pdf(TEMPLATE, content)
