"""A reader whose copy of the site ends while a page is open, and what the page lost by that.

The reader has chosen an option and a step. The page has to find the other copy by itself, and the
next tap has to work.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Browser, Error, Page

from harness.browser import FINISHED
from harness.hosting import COOKIE, Site
from harness.program import Server

SIGNS = (signal.SIGTERM, signal.SIGKILL)
ANSWERS = {"group": "high", "place": "same"}
CHOSEN = {**ANSWERS, "option": "2", "step": "1"}
TAPPED = {**ANSWERS, "option": "1", "step": "2"}
PATIENCE_MS = 10_000
OPENED = "#details-option-{option}-step-{step}:not([hidden])"
ANSWER = ".st-key-{}-side input:checked"
"""The answer to a question in the sidebar."""
WATCH = """(opened) => {
  window.gone = 0;
  const look = () => {
    const seen = (selector) => document.querySelector(selector)?.checkVisibility();
    if (!seen(".carepath-drawing .wide svg") || !seen(opened)) window.gone += 1;
    if (!window.over) requestAnimationFrame(look);
  };
  look();
}"""
"""Counts the moments in which the drawing or the open details are not to be seen."""


@dataclass(frozen=True)
class Failover:
    """The end of a page's copy: by which signal, and the seconds until the page had another one.

    `lost` tells what did not stay as it was or did not work afterwards; it should be empty.
    """

    sign: str
    seconds: float
    lost: tuple[str, ...]


@contextmanager
def reader(browser: Browser, site: Site) -> Iterator[Page]:
    """Open the page that a reader has chosen, in a window of its own."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, ignore_https_errors=True, locale="en-US"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    choice = "&".join(f"{key}={value}" for key, value in CHOSEN.items())
    page.goto(f"{site.url}/?{choice}")
    page.locator(FINISHED).wait_for()
    # What the page held before Streamlit came has given its place over.
    page.locator("#first").wait_for(state="detached")
    page.locator(OPENED.format(**CHOSEN)).wait_for()
    # The browser draws the sidebar on its own, which may be later.
    for key in ANSWERS:
        page.locator(ANSWER.format(key)).wait_for(state="attached")
    yield page
    context.close()


def serving(site: Site, page: Page) -> Server:
    """Return the copy that the page stays with."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return site.copy_of(cookies[COOKIE])


def fail(site: Site, page: Page, sign: signal.Signals) -> Failover:
    """End the copy that serves a page, let its reader go on, and have the copy start again."""
    site.wait()
    before = serving(site, page)
    page.evaluate(WATCH, OPENED.format(**CHOSEN))
    try:
        begin = perf_counter()
        with page.expect_websocket(lambda socket: "/_stcore/stream" in socket.url):
            before.program.end(sign)
        page.locator(FINISHED).wait_for()
        seconds = perf_counter() - begin
        lost = [*changed(page), *tap(page)]
        if serving(site, page) == before:
            lost.append("it is still sent to the copy that is gone")
    finally:
        before.program.start()
    return Failover(sign.name, seconds, tuple(lost))


def changed(page: Page) -> Iterator[str]:
    """Tell what the page lost while its copy was gone."""
    if gone := page.evaluate("window.over = true, window.gone"):
        yield f"drawing or details were gone for {gone} moments" if gone > 0 else "it was reloaded"
    if dict(parse_qsl(urlsplit(page.url).query)) != CHOSEN:
        yield f"the address is {page.url}"
    for key, value in ANSWERS.items():
        if page.locator(ANSWER.format(key)).count() != 1:
            yield f"no answer to {key}={value}"


def tap(page: Page) -> Iterator[str]:
    """Tap another step; tell what does not follow."""
    choice = f"option={TAPPED['option']}&step={TAPPED['step']}"
    page.locator(f".wide [data-choice='{choice}']").click()
    try:
        page.locator(OPENED.format(**TAPPED)).wait_for()
        page.wait_for_url(lambda url: dict(parse_qsl(urlsplit(url).query)) == TAPPED)
    except Error as error:
        yield f"the tap did not work: {error.message}"
