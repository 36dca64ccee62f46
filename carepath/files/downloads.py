"""Files that a URL fully describes, so that every replica can make them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from carepath.cache import cached_by_owner
from carepath.files import all_sheets, handout, preview, single_page
from carepath.model import origin
from carepath.model.file_urls import LARGE, PAPERS
from carepath.model.selection import Selection
from carepath.model.urls import address
from carepath.site import Site
from carepath.tables.routing import ALL, Answers

MEDIA = {
    "pdf": "application/pdf",
    "html": "text/html",
    "svg": "image/svg+xml",
    "png": "image/png",
}
PAPER = next(iter(PAPERS))


@dataclass(frozen=True)
class File:
    """A file: its name when saved, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


def find(
    sites: Sequence[Site],
    folder: str,
    name: str,
    base: str,
    paper: str = "",
    size: str = "",
    questions: Sequence[str] = (),
) -> File | None:
    """Return the file at a URL, or None if there is none.

    Parameters
    ----------
    sites : sequence of Site
        The site in the language of the file, then in the others, which a page has as well.
    folder, name : str
        The last two parts of the URL's path.
    base : str
        The origin of the site, for the link on a hand-out. The hand-out has no link if phones
        cannot reach the origin.
    paper : str
        A key of PAPERS; "" for the default.
    size : str
        LARGE for a hand-out in large print; "" for a usual one.
    questions : sequence of str
        A reader's questions for the hand-out, which is then never cached.
    """
    site = sites[0]
    stem, _, suffix = name.rpartition(".")
    answers = site.pathways.names.get(stem)
    paper = paper or PAPER
    if paper not in PAPERS or size not in ("", LARGE):
        return None
    if answers is None:
        if (folder, name) != ("handout", f"{ALL}.pdf"):
            return None
        content = _all_sheets(site, base if origin.reaches_others(base) else "", paper, size)
        return File(file_name(site, stem, suffix, size), MEDIA[suffix], content)
    if (folder, suffix) == ("handout", "pdf"):
        view = _view(site, answers)
        link = address(base, "", view) if origin.reaches_others(base) else ""
        sheet = (
            _sheet(site, answers, link, paper, size, *questions)
            if questions
            else (_kept_sheet(site, answers, link, paper, size))
        )
        return File(file_name(site, stem, suffix, size), MEDIA[suffix], sheet)
    if (folder, suffix) == ("page", "html"):
        page = single_page.html(sites, answers, base if origin.reaches_others(base) else "")
        return File(file_name(site, stem, suffix), MEDIA[suffix], page)
    picture = _picture(site, f"{folder}.{suffix}", answers)
    return File(file_name(site, stem, suffix), MEDIA[suffix], picture) if picture else None


def file_name(site: Site, answers: str, suffix: str, size: str = "") -> str:
    """Return the name of a saved file: what it is and whom it is for, in the letters of ASCII."""
    words, names = site.words, site.pathways.names
    texts = tuple(_plain(words.answers[answer]["text"]) for answer in names.get(answers, ()))
    sheet = words("file.sheet" if answers in names else "file.sheets")
    kinds = {"pdf": sheet, "html": words("file.page")}
    parts = (
        kinds.get(suffix, words("file.picture")),
        site.pathways.parameter,
        # Another script leaves nothing of a text: then the answers are as in the URL.
        *(texts if all(texts) else (answers,)),
        words("file.large") if size else "",
    )
    return f"{'-'.join(filter(None, map(_plain, parts)))}.{suffix}"


def _plain(text: str) -> str:
    """Return the words of a text joined by hyphens, without accents and what is not ASCII."""
    ascii = normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", ascii.lower()))


def _view(site: Site, answers: Answers) -> Selection:
    return Selection(answers, lang=site.words.language, topic=site.pathways.parameter)


def _sheet(
    site: Site, answers: Answers, link: str, paper: str, size: str, *questions: str
) -> bytes:
    large = size == LARGE
    return handout.pdf(site.words, site.pathways, answers, link, questions, PAPERS[paper], large)


# Not in the cache of pictures: requests with invented host names may evict only hand-outs.
_kept_sheet = cached_by_owner(maxsize=32)(_sheet)


@cached_by_owner(maxsize=4)
def _all_sheets(site: Site, base: str, paper: str, size: str) -> bytes:
    def link(answers: Answers) -> str:
        return address(base, "", _view(site, answers)) if base else ""

    return all_sheets.pdf(site.words, site.pathways, link, PAPERS[paper], size == LARGE)


@cached_by_owner(maxsize=32)
def _picture(site: Site, kind: str, answers: Answers) -> bytes | None:
    situation = site.pathways.routes[answers]
    match kind:
        case "diagram.svg":
            return handout.drawing_svg(site.words, situation).encode()
        case "diagram.png":
            return handout.drawing_png(site.words, situation)
        case "preview.png":
            return preview.png(site.words, site.pathways, answers)
    return None
