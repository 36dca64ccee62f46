"""Files that a URL alone names, so that any copy of the site can make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from carepath import handout, preview
from carepath.cache import cached_by_owner
from carepath.handout import PAPERS
from carepath.link import ANSWERS, Selection
from carepath.share.address import address
from carepath.site import Site

MEDIA = {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}
PAPER = next(iter(PAPERS))


@dataclass(frozen=True)
class File:
    """A file: its name for whoever keeps it, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


def url(folder: str, chosen: Selection, suffix: str, **query: str) -> str:
    """Return where the file of two answers is: `folder` is "handout", "diagram" or "preview"."""
    return f"/{folder}/{chosen.answers}.{suffix}?{urlencode(query)}"


def find(
    site: Site, folder: str, name: str, base: str, paper: str = "", questions: Sequence[str] = ()
) -> File | None:
    """Return a file by the parts of its address; None where nothing is there.

    `base` is the address of the site, for the link on a sheet, and `questions` stand on it. A sheet
    with questions is a reader's own: it is made and forgotten.
    """
    answers, _, suffix = name.rpartition(".")
    paper = paper or PAPER
    if answers not in ANSWERS or paper not in PAPERS:
        return None
    make = _make if questions else _kept
    content = make(site, f"{folder}.{suffix}", answers, base, paper, tuple(questions))
    return File(f"carepath-{name}", MEDIA[suffix], content) if content else None


def _make(
    site: Site, kind: str, answers: str, base: str, paper: str, questions: tuple[str, ...]
) -> bytes | None:
    words, pathways = site.words, site.pathways
    group, place = ANSWERS[answers]
    situation = pathways.answer(group, place)
    match kind:
        case "handout.pdf":
            link = address(base, "", Selection(group, place, lang=words.language))
            return handout.pdf(words, pathways, group, place, link, questions, PAPERS[paper])
        case "diagram.svg":
            return handout.drawing_svg(words, situation).encode()
        case "diagram.png":
            return handout.drawing_png(words, situation)
        case "preview.png":
            return preview.png(words, pathways, group, place)
    return None


# All files of nine answers under one address are 45.
_kept = cached_by_owner(maxsize=64)(_make)
