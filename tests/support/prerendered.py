"""Pages as they are before Streamlit, from the tables of the project."""

from __future__ import annotations

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
