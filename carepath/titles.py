"""The title of a view, as it stands on a browser's tab and in a link's preview."""

from __future__ import annotations

from functools import reduce

from carepath.link import Selection
from carepath.words import Words, answers_line

FRONT = "paths"


def title(words: Words, page: str, chosen: Selection) -> str:
    """Return what the page `page` shows of a selection: what is special first, the site last."""
    view = answers_line(words, chosen.group, chosen.place) if chosen.complete else ""
    return joined(words, "" if page == FRONT else words(f"page.{page}"), view)


def joined(words: Words, *parts: str) -> str:
    """Return a title of some parts and the site's name; empty parts are left out."""
    given = [part.rstrip(".") for part in (*parts, words("app.title")) if part]
    return reduce(lambda first, then: words("title.of", first=first, then=then), given)
