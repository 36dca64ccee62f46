"""axe-core finds nothing on any page, in any state, theme or width; headings make an outline."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.support import facts
from tests.support.axe import expect_no_violations, violations
from tests.support.browser import OpenPage, resize, unfold, wait_until_drawn

pytestmark = pytest.mark.browser

TEXT = facts.text()
VIEWS = {
    "nothing": "/",
    "step": "/?group=high&place=same&option=2&step=1",
    "inside": "/?group=low&place=elsewhere&option=4&step=1.4",
    "about": "/about?group=low&place=same",
    "treatments": "/treatments?group=high&place=same",
    "questions": "/questions?group=high&place=same",
    "words": "/words?lang=es",
    "term": "/?group=high&place=same",
    "term in Spanish": "/?group=high&place=same&lang=es",
    "term in a table": "/treatments",
    "term of a label": "/compare",
}
DRAWN = ("nothing", "step", "inside")
SCREENS = {"desk": (1440, 900), "phone": (390, 844)}


def headings(page: Page) -> list[int]:
    """The levels of the headings that are shown, in their order."""
    shown = page.get_by_role("heading").locator("visible=true")
    levels: list[int] = shown.evaluate_all("all => all.map((h) => Number(h.tagName.slice(1)))")
    return levels


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(open_page: OpenPage, view: str) -> None:
    page = open_page(VIEWS[view], *SCREENS["desk"])
    for width, height in SCREENS.values():
        resize(page, width, height)
        if view in DRAWN:
            wait_until_drawn(page)
        unfold(page)
        if view.startswith("term"):
            page.locator("button.term").locator("visible=true").first.click()
            expect(page.get_by_role("dialog")).to_be_visible()
        expect_no_violations(page)
        levels = headings(page)
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
        if view.startswith("term"):
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)


def test_axe_would_find_something(open_page: OpenPage) -> None:
    page = open_page("/about")
    page.evaluate("document.querySelector('main h1').insertAdjacentHTML('afterend', '<img src=x>')")
    assert any(fault.startswith("image-alt: ") for fault in violations(page))
