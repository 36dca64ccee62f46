"""A reader whose copy of the site ends while a page is open, and what the page lost by that.

The reader has chosen an option and a step. The page has to find the other copy by itself, and the
next tap has to work.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import Browser, Error, Page

from harness.browser import FINISHED
from harness.hosting import COOKIE, Site
from harness.program import Server

SIGNS = (signal.SIGTERM, signal.SIGKILL)
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
class Reading:
    """The addresses, as queries, of the step that a reader has open and of the one tapped next.

    `answered` are the questions that the reader has answered.
    """

    chosen: Mapping[str, str]
    tapped: Mapping[str, str]
    answered: tuple[str, ...] = ("group", "place")


HIGH = Reading(
    {"group": "high", "place": "same", "option": "2", "step": "1"},
    {"group": "high", "place": "same", "option": "1", "step": "2"},
)


@dataclass(frozen=True)
class Failover:
    """The end of a page's copy: by which signal, and the seconds until the page had another one.

    `lost` tells what did not stay as it was or did not work afterwards; it should be empty.
    """

    sign: str
    seconds: float
    lost: tuple[str, ...]


@contextmanager
def reader(browser: Browser, site: Site, own: Reading = HIGH) -> Iterator[Page]:
    """Open the page that a reader has chosen, in a window of its own."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, ignore_https_errors=True, locale="en-US"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{site.url}/?{urlencode(own.chosen)}")
    page.locator(FINISHED).wait_for()
    # What the page held before Streamlit came has given its place over.
    page.locator("#first").wait_for(state="detached")
    page.locator(OPENED.format(**own.chosen)).wait_for()
    # The browser draws the sidebar on its own, which may be later.
    for key in own.answered:
        page.locator(ANSWER.format(key)).wait_for(state="attached")
    yield page
    context.close()


def serving(site: Site, page: Page) -> Server:
    """Return the copy that the page stays with."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return site.copy_of(cookies[COOKIE])


def fail(site: Site, page: Page, sign: signal.Signals, own: Reading = HIGH) -> Failover:
    """End the copy that serves a page, let its reader go on, and have the copy start again."""
    site.wait()
    before = serving(site, page)
    page.evaluate(WATCH, OPENED.format(**own.chosen))
    try:
        begin = perf_counter()
        with page.expect_websocket(lambda socket: "/_stcore/stream" in socket.url):
            before.program.end(sign)
        page.locator(FINISHED).wait_for()
        seconds = perf_counter() - begin
        lost = [*changed(page, own), *tap(page, own)]
        if serving(site, page) == before:
            lost.append("it is still sent to the copy that is gone")
    finally:
        before.program.start()
    return Failover(sign.name, seconds, tuple(lost))


def changed(page: Page, own: Reading = HIGH) -> Iterator[str]:
    """Tell what the page lost while its copy was gone."""
    if gone := page.evaluate("window.over = true, window.gone"):
        yield f"drawing or details were gone for {gone} moments" if gone > 0 else "it was reloaded"
    if dict(parse_qsl(urlsplit(page.url).query)) != own.chosen:
        yield f"the address is {page.url}"
    for key in own.answered:
        if page.locator(ANSWER.format(key)).count() != 1:
            yield f"no answer to {key}"


def tap(page: Page, own: Reading = HIGH) -> Iterator[str]:
    """Tap another step; tell what does not follow."""
    choice = f"option={own.tapped['option']}&step={own.tapped['step']}"
    page.locator(f".wide [data-choice='{choice}']").click()
    try:
        page.locator(OPENED.format(**own.tapped)).wait_for()
        page.wait_for_url(lambda url: dict(parse_qsl(urlsplit(url).query)) == own.tapped)
    except Error as error:
        yield f"the tap did not work: {error.message}"
