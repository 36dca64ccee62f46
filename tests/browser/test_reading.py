"""How easy the pages are to read as a browser shows them, with everything in them opened."""

from __future__ import annotations

import re

import pytest

from carepath.text import messages
from harness import reading
from tests.support.browser import OpenPage, unfold, wait_until_drawn
from tests.support.project_data import TABLES

pytestmark = pytest.mark.browser
VIEWS = (
    "/?group=high&place=same&option=2&step=1",
    "/?group=low&place=elsewhere&option=4&step=1.3",
    "/questions?group=low&place=same",
    "/compare?group=high&place=same&option=1&against=2",
    "/about?",
)
WITHOUT_DRAWING = ("/questions", "/about")
LONGEST = 20


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_page_shows_is_easy_to_read(open_page: OpenPage, language: str) -> None:
    words = messages.read(TABLES, language)
    for view in VIEWS:
        page = open_page(f"{view}&lang={language}")
        if not view.startswith(WITHOUT_DRAWING):
            wait_until_drawn(page)
        unfold(page)
        # Cells of a table stand on one line, parts of a sentence of ways behind semicolons.
        shown = re.split(r"[\n\t;]", page.get_by_role("main").inner_text())
        measured = reading.measure(words, view, shown)
        score = float(measured.score)
        limit = float(reading.SCALES[language][1])
        assert score <= limit if language == "en" else score >= limit, view
        assert int(measured.sentences) > 10, view
        long = [
            sentence
            for sentence in reading.sentences(shown)
            if len(reading.masked(words, sentence).split()) > LONGEST
        ]
        assert long == [], view
