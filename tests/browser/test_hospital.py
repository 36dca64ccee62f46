"""A hospital's layer in a browser: it passes axe, stays in its frame, and nothing in it runs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness.browser import FINISHED
from tests.support.axe import expect_no_violations
from tests.support.browser import OpenPage, unfold, wait_until_given_over
from tests.support.layer import EXAMPLE, NAME, copied
from tests.support.servers import StartServer

pytestmark = pytest.mark.browser

VIEW = "/?group=low&place=same&option=1&step=1"
COMPARED = "/compare?group=low&place=same&option=1&against=2"
# Frames whose content is wider than they are, and frames that are wider than the page.
OUT_OF_FRAME = """() => [...document.querySelectorAll(".stMain .own")].filter((frame) => {
  if (!frame.getClientRects().length) return false;
  return frame.scrollWidth > frame.clientWidth || frame.getBoundingClientRect().right > innerWidth;
}).length"""


def open_slide(page: Page, url: str, step: int) -> None:
    page.goto(f"{url}/present?group=low&place=same&option=1&step={step}")
    page.locator(f"{FINISHED} .carepath-present h1").wait_for()
    wait_until_given_over(page)


def test_axe_finds_nothing_and_a_slide_is_whole(
    open_page: OpenPage, start_server: StartServer
) -> None:
    url = start_server({"CAREPATH_LAYER": str(EXAMPLE)})
    for dark in (False, True):
        page = open_page(VIEW, 1024, 768, dark, at=url)
        unfold(page)
        expect(page.get_by_role("region", name=f"From {NAME}")).to_have_count(1)
        logo = page.locator(".stMain .own img")
        expect(logo).not_to_have_js_property("naturalWidth", 0)
        expect_no_violations(page)
    page.emulate_media(color_scheme="light")
    open_slide(page, url, 1)
    frame = page.get_by_role("note", name=f"From {NAME}")
    expect(frame).to_contain_text("The surgeon meets you before the day of the operation.")
    expect(frame).to_be_in_viewport(ratio=1)
    expect_no_violations(page)


def test_what_is_sly_stays_in_its_frame(
    open_page: OpenPage, start_server: StartServer, tmp_path: Path
) -> None:
    layer = copied(tmp_path)
    with (layer / "additions.csv").open("a", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        for text in (
            "&lt;img src=x onerror=window.hacked=1&gt;",
            "\"> ' onmouseover='window.hacked=1' style='position:fixed' \"",
            "W" * 300,
        ):
            write(["", "low-same", "1", "2", "observation", text, text])
    url = start_server({"CAREPATH_LAYER": str(layer)})
    for view in (VIEW, COMPARED):
        page = open_page(view, 390, 844, at=url)
        unfold(page)
        assert_kept(page)
    open_slide(page, url, 2)
    assert_kept(page)


def assert_kept(page: Page) -> None:
    assert page.evaluate(OUT_OF_FRAME) == 0
    for frame in page.locator(".stMain .own").locator("visible=true").all():
        frame.hover()
    assert page.evaluate("window.hacked ?? null") is None
