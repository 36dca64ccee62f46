"""axe-core finds nothing on any page, in any state, theme or width; headings make an outline."""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import OpenPage, resize, wait_until_still
from tests.support import facts

pytestmark = pytest.mark.browser

TEXT = facts.text()
# All that the standard asks for, and what axe itself recommends; no rule is left out.
OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
VIEWS = {
    "nothing": "/",
    "step": "/?group=high&place=same&option=2&step=1",
    "inside": "/?group=low&place=elsewhere&option=4&step=1.4",
    "map": "/map?group=low&place=same",
    "treatments": "/treatments?group=high&place=same",
    "sources": "/sources",
    "questions": "/questions?group=high&place=same",
    "words": "/words?lang=es",
    "term": "/?group=high&place=same",
    "term in Spanish": "/?group=high&place=same&lang=es",
    "term in a table": "/treatments",
    "term of a label": "/compare",
}
DRAWN = ("nothing", "step", "inside", "map")
SCREENS = {"desk": (1440, 900), "phone": (390, 844)}


def wait_until_drawn(page: Page) -> None:
    """Wait until a drawing is shown: its script comes after the page itself."""
    shown = page.locator(".carepath-drawing svg").locator("visible=true")
    expect(shown).not_to_have_count(0)


def unfold(page: Page) -> None:
    """Open all that can be opened: the legend, and what is said of each step of the list."""
    page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")
    expect(page.locator("main details:not([open])")).to_have_count(0)


# A theme changes colours, and nothing else.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}


def violations(page: Page, options: dict[str, object] = OPTIONS) -> list[str]:
    found = Axe().run(page, options=options).response
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{rule['id']}: {node['target']}: {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def paint(page: Page, theme: str) -> None:
    """Give the page another theme, and wait for its colours."""
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    expect(page.locator(".stApp")).to_have_css("color-scheme", theme)
    wait_until_still(page)


def expect_no_violations(page: Page) -> None:
    """Check the page as it stands, in the light theme and in the dark one."""
    for theme, options in (("light", OPTIONS), ("dark", COLOURS)):
        paint(page, theme)
        assert violations(page, options) == [], theme


def headings(page: Page) -> list[int]:
    """The levels of the headings that are shown, in their order."""
    shown = page.get_by_role("heading").locator("visible=true")
    return [int(heading.evaluate("(h) => h.tagName.slice(1)")) for heading in shown.all()]


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
    page = open_page("/sources")
    page.evaluate("document.querySelector('main h1').insertAdjacentHTML('afterend', '<img src=x>')")
    assert any(fault.startswith("image-alt: ") for fault in violations(page))
