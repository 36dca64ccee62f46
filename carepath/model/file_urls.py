"""Addresses of the files that a view offers: the sheet on both papers, and the drawing."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

from carepath.model.selection import Selection

Paper = Literal["us-letter", "a4"]
PAPERS: dict[str, Paper] = {"letter": "us-letter", "a4": "a4"}
"""The name of a paper in addresses and commands -> its name in Typst; the first is the default."""


def url(folder: str, chosen: Selection, suffix: str, **query: str) -> str:
    """Return where the file of two answers is: `folder` is that of its kind."""
    return f"/{folder}/{chosen.answers}.{suffix}?{urlencode(query)}"


def sheets(chosen: Selection, language: str, *, own: bool = False) -> dict[str, str]:
    """Return where the sheet is, by paper; `own` stands for a sheet with a reader's questions.

    A browser that fetches a download again has only its address, which then tells the two apart.
    """
    folder = "handout/own" if own else "handout"
    return {paper: url(folder, chosen, "pdf", lang=language, paper=paper) for paper in PAPERS}


def drawings(chosen: Selection, language: str) -> dict[str, str]:
    """Return where the drawing is, by format."""
    return {suffix: url("diagram", chosen, suffix, lang=language) for suffix in ("svg", "png")}
