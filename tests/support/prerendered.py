"""Pages as they are before Streamlit, from the tables of the project."""

from __future__ import annotations

import re

from carepath import library
from carepath.model.selection import Selection
from carepath.web import prerender
from carepath.web.prerender import Prerendered
from tests.support import facts
from tests.support.selections import selected

SITES = {language: library.site(facts.DATA, language) for language in ("en", "es")}
INSIDE = selected("low", "elsewhere", "4", "1.4")


def made(language: str, page: str, chosen: Selection) -> Prerendered:
    return prerender.page(SITES[language], page, chosen, "")


CLOSED = re.compile(r'<section class="details"[^>]* hidden(?:(?!<section).)*?</section>', re.DOTALL)
"""Details that are closed, without others inside."""


def without_closed(body: str) -> str:
    """Return the body of a page without the details that are closed."""
    before = ""
    while body != before:
        before, body = body, CLOSED.sub("", body)
    return body
