"""Pages in a browser: waiting until they rest, and giving them another size or theme."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from harness.browser import FINISHED
from tests.support.servers import log

LOOPBACK = ("127.0.0.1", "localhost", "::1")
WAIT_SECONDS = 20
# Up to this width, in px, Streamlit folds the sidebar away.
NARROW = 768
EXCEPTION = "[data-testid=stException]"
GIVEN_OVER = """async (patience) => {
  const end = performance.now() + patience;
  while (document.getElementById("first") && performance.now() < end) {
    await new Promise(requestAnimationFrame);
  }
  return !document.getElementById("first");
}"""
# What is repeated without end, as a sign that something runs, never comes to rest.
STILL = """async (patience) => {
  const end = performance.now() + patience;
  const moves = () => document.getAnimations().some((one) =>
    one.playState === "running" && one.effect.getComputedTiming().endTime < Infinity);
  while (moves() && performance.now() < end) {
    await new Promise((next) => setTimeout(next, 20));
  }
  return !moves();
}"""
OpenPage = Callable[..., Page]


class Late:
    """Holds Streamlit's scripts back until they are let through."""

    def __init__(self, page: Page) -> None:
        self.held: list[Route] = []
        self.holds = True
        page.route(re.compile(r"/static/js/"), self._hold)

    def _hold(self, route: Route) -> None:
        if self.holds:
            self.held.append(route)
        else:
            route.continue_()

    def come(self) -> None:
        """Let them through."""
        self.holds = False
        for route in self.held:
            route.continue_()


def wait_until_given_over(page: Page) -> None:
    """Wait until what the page held before Streamlit came is gone; it is looked for every frame."""
    assert page.evaluate(GIVEN_OVER, WAIT_SECONDS * 1000)


def wait_until_still(page: Page) -> None:
    """Wait for what changes over a moment: some colours, and the sidebar that moves away."""
    assert page.evaluate(STILL, WAIT_SECONDS * 1000)


def resize(page: Page, width: int, height: int) -> None:
    """Give the page another size, and wait until it stands as one that was opened so.

    Streamlit folds the sidebar of a narrow page, and brings that of a wide one back, only after
    the page has its new size, and then over a moment.
    """
    page.set_viewport_size({"width": width, "height": height})
    expect(page.locator("html")).to_have_js_property("clientWidth", width)
    before = str(width > NARROW).lower()
    expect(page.locator(f'.stSidebar[data-collapsed="{before}"]')).to_have_count(0)
    wait_until_still(page)


def wait_until_finished(page: Page) -> None:
    """Wait until Streamlit has run the script and shows all of the page, without an exception."""
    page.locator(f"{FINISHED} :is(footer.about, {EXCEPTION})").first.wait_for()
    wait_until_given_over(page)
    assert page.locator(EXCEPTION).all_inner_texts() == [], log(page.url)


def wait_until_drawn(page: Page) -> None:
    """Wait until a drawing is shown: its script comes after the page itself."""
    shown = page.locator(".carepath-drawing svg").locator("visible=true")
    expect(shown).not_to_have_count(0)


def unfold(page: Page) -> None:
    """Open all that can be opened: the legend, and what is said of each step of the list."""
    page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")
    expect(page.locator("main details:not([open])")).to_have_count(0)


def paint(page: Page, theme: str) -> None:
    """Give the page another theme, and wait for its colours."""
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    expect(page.locator(".stApp")).to_have_css("color-scheme", theme)
    wait_until_still(page)
