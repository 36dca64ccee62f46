"""A visit asks no other computer for anything, and leaves nothing behind."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from carepath.text.titles import FRONT, HEADS
from harness.browser import FINISHED
from tests.support import facts
from tests.support.browser import LOOPBACK, wait_until_finished, wait_until_given_over

pytestmark = pytest.mark.browser

TEXT = facts.text()
CHOSEN = "?group=high&place=same&option=2&step=1"
# Streamlit looks for its server under the address it was opened at before it tries the root.
PROBES = ("_stcore/health", "_stcore/host-config")


def visit(page: Page, server: str) -> None:
    """Open each page by its address, and then by the links; choose, open and close."""
    for name in HEADS:
        page.goto(f"{server}/{'' if name == FRONT else name}{CHOSEN}")
        page.locator(FINISHED).wait_for()
        wait_until_given_over(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{server}/{CHOSEN}")
    wait_until_finished(page)
    page.locator('svg [data-choice="option=1&step=1"]').filter(visible=True).click()
    page.wait_for_url("**option=1&step=1")
    links = page.get_by_role("region", name=TEXT["shell.pages.many"]).get_by_role("link")
    for name in ("words", "about"):
        links.filter(has_text=TEXT[f"page.{name}"]).click()
        page.wait_for_url(f"**/{name}?**")
        wait_until_finished(page)


def test_a_visit_asks_nobody_else_and_leaves_nothing(
    empty_context: BrowserContext, server: str
) -> None:
    context = empty_context
    asked: set[str | None] = set()
    failed: list[str] = []
    errors: list[tuple[str, str]] = []

    def watch(page: Page) -> None:
        page.on("websocket", lambda socket: asked.add(urlsplit(socket.url).hostname))
        page.on(
            "console",
            lambda line: (
                line.type in ("error", "warning")
                and errors.append((line.text, line.location["url"]))
            ),
        )

    def blob(url: str) -> str:
        # The address of a script in memory wraps the address of its page.
        return url.removeprefix("blob:")

    context.on("page", watch)
    context.on("request", lambda request: asked.add(urlsplit(blob(request.url)).hostname))
    context.on("response", lambda answer: answer.status >= 400 and failed.append(answer.url))
    # A request that is under way when the reader goes on is given up by the browser.
    context.on(
        "requestfailed",
        lambda request: request.failure != "net::ERR_ABORTED" and failed.append(request.url),
    )
    page = context.new_page()
    visit(page, server)

    assert asked == {"127.0.0.1"}
    assert asked <= {*LOOPBACK}
    deep = [name for name in HEADS if name != FRONT]
    probes = {f"{server}/{name}/{probe}" for name in deep for probe in PROBES}
    assert set(failed) == probes
    assert {url for _, url in errors} == probes
    assert {text.partition(":")[0] for text, _ in errors} == {"Failed to load resource"}
    assert context.cookies() == []
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    for answer in ("high", "same", "group", "place"):
        assert answer not in stored
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT["page.about"])
