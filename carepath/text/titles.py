"""The pages of the site, and the title of a view: on a browser's tab, in a link's preview."""

from __future__ import annotations

from functools import reduce

from carepath.model.selection import Selection
from carepath.text.messages import Words, answers_line

HEADS = {
    "paths": ("app.title", "app.purpose"),
    "present": ("page.present", "app.purpose"),
    "compare": ("page.compare", "compare.lead"),
    "questions": ("page.questions", "questions.lead"),
    "words": ("page.words", "words.lead"),
    "map": ("page.map", "map.lead"),
    "treatments": ("page.treatments", "table.lead"),
    "sources": ("page.sources", "sources.lead"),
}
"""Page -> the words of its heading and of the sentence under it, in the order of the pages.

A page is named as its file in `pages/`; the words `page.<name>` are what links to it say.
"""
FRONT = next(iter(HEADS))


def path(page: str) -> str:
    """Return the path of a page's URL, without a slash: the front page's is empty."""
    return "" if page == FRONT else page


def title(words: Words, page: str, chosen: Selection) -> str:
    """Return what the page `page` shows of a selection: what is special first, the site last."""
    view = answers_line(words, chosen.group, chosen.place) if chosen.complete else ""
    return joined(words, "" if page == FRONT else words(f"page.{page}"), view)


def joined(words: Words, *parts: str) -> str:
    """Return a title of some parts and the site's name; empty parts are left out."""
    given = [part.rstrip(".") for part in (*parts, words("app.title")) if part]
    return reduce(lambda first, then: words("title.of", first=first, then=then), given)
