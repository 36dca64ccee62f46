"""Notices about a reader's link, above a page."""

from __future__ import annotations

from markupsafe import Markup

from carepath.tables.vocabulary import TOPIC
from carepath.text import templating
from carepath.text.messages import Words


def dropped(words: Words, keys: tuple[str, ...]) -> Markup:
    """Return a notice that names the parts of a URL that were dropped, if any."""
    if not keys:
        return Markup()
    if TOPIC in keys:
        return templating.render("notice.html", words, notice=words("notice.topic"))
    names = ", ".join(
        words.questions[key]["name"] if key in words.questions else words(f"notice.param.{key}")
        for key in keys
    )
    return templating.render("notice.html", words, notice=words("notice.dropped", names=names))
