"""URLs of the files that a view offers: hand-outs for either paper, page, drawing, and QR code."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

from carepath.model.selection import Selection
from carepath.tables.vocabulary import TOPIC

Paper = Literal["us-letter", "a4"]
PAPERS: dict[str, Paper] = {"letter": "us-letter", "a4": "a4"}
"""The name of a paper in URLs and commands -> its name in Typst. The first is the default."""
LARGE = "large"
"""The size of large print in URLs; a usual sheet has no size in its URL."""
SHEETS = {
    f"{name}.{paper}": {"paper": paper, **size}
    for name, size in (("pdf", {}), (LARGE, {"size": LARGE}))
    for paper in PAPERS
}
"""The end of the id of a sheet's label -> what the sheet's URL says about its print."""


def url(folder: str, chosen: Selection, suffix: str, **query: str) -> str:
    """Return the URL of a file for some answers, in the folder of its kind."""
    topic = {TOPIC: chosen.topic} if chosen.topic else {}
    return f"/{folder}/{chosen.name}.{suffix}?{urlencode(topic | query)}"


def sheets(chosen: Selection, language: str, *, own: bool = False) -> dict[str, str]:
    """Return the URLs of the hand-out by `SHEETS`; with `own`, of one with a reader's questions.

    A browser may fetch a download again by its URL, which therefore differs for the two.
    """
    folder = "handout/own" if own else "handout"
    return {
        name: url(folder, chosen, "pdf", lang=language, **query) for name, query in SHEETS.items()
    }


def all_sheets(chosen: Selection, language: str) -> dict[str, str]:
    """Return the URLs of all hand-outs of a topic in one file, by `SHEETS`."""
    all = Selection(topic=chosen.topic)
    return {
        f"all.{name}": url("handout", all, "pdf", lang=language, **query)
        for name, query in SHEETS.items()
    }


def page(chosen: Selection, language: str) -> str:
    """Return the URL of the page as one file."""
    return url("page", chosen, "html", lang=language)


def code(page: str, chosen: Selection) -> str:
    """Return the URL of the QR code of a page's address."""
    return chosen.url(f"/code/{page}.svg")


def drawings(chosen: Selection, language: str) -> dict[str, str]:
    """Return the URL of the drawing, by format."""
    return {suffix: url("diagram", chosen, suffix, lang=language) for suffix in ("svg", "png")}
