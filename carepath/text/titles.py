"""Pages of the site, and titles of views for browser tabs and link previews."""

from __future__ import annotations

from functools import reduce

from carepath.model.pathway import Pathways
from carepath.model.selection import Selection
from carepath.text.messages import Words
from carepath.text.sentences import answers_line

HEADS = {
    "paths": ("app.title", "app.purpose"),
    "present": ("page.present", "app.purpose"),
    "compare": ("page.compare", "compare.lead"),
    "questions": ("page.questions", "questions.lead"),
    "words": ("page.words", "words.lead"),
    "about": ("page.about", "sources.lead"),
    "treatments": ("page.treatments", "table.lead"),
}
"""Page -> the ids of its heading and of the sentence below, in the order of the pages.

A page has the name of its file in `pages/`. The text of links to it is the word `page.<name>`.
"""
FRONT = next(iter(HEADS))
IN_NAVIGATION = tuple(page for page in HEADS if page != "treatments")
"""The pages that every page links to; the page about the site leads staff to the treatment list."""


def path(page: str) -> str:
    """Return the path of a page's URL without a slash; "" for the front page."""
    return "" if page == FRONT else page


def title(words: Words, pathways: Pathways, page: str, chosen: Selection) -> str:
    """Return the title of a page and a selection: the page first, the site's name last."""
    answered = pathways.situation(chosen.answers) is not None
    view = answers_line(words, chosen.answers) if answered else ""
    return joined(words, "" if page == FRONT else words(f"page.{page}"), view)


def joined(words: Words, *parts: str) -> str:
    """Return a title of the non-empty parts and the site's name."""
    names = [part.rstrip(".") for part in (*parts, words("app.title")) if part]
    return reduce(lambda first, then: words("title.of", first=first, then=then), names)
