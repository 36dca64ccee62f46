"""Links to the other topics that a site offers."""

from __future__ import annotations

from carepath.content.view import View
from carepath.model.selection import Selection


def links(view: View) -> dict[str, str]:
    """Return the title of each other topic by its address."""
    lang = view.selection.lang
    return {
        Selection(lang=lang, topic=other.pathways.parameter).url("/"): other.words("app.title")
        for other in view.site.others
    }
