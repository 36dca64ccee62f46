"""A view can be passed on: its link copied, its QR code read from the screen."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from markupsafe import escape
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from carepath.content import share
from carepath.content.share import markup
from carepath.model.selection import Selection
from carepath.model.urls import address
from carepath.text.messages import Words
from harness.paths import ROOT
from tests.support import facts
from tests.support.browser import OpenPage, paint, resize, wait_until_finished
from tests.support.selections import selected
from tests.support.servers import serve

pytestmark = pytest.mark.browser

TEXT = facts.text()
CHOSEN = selected("high", "cns", "2", "1")
NAMED = "https://care.example.org"
SCRIPT = """
import os
from carepath.content.share import code, markup
from carepath.ui import context
from carepath.ui.components import tab

site = context.site()
tab.show(site.words, "list", "session", False, [], lambda kind, value: None)
link = os.environ["ADDRESS"]
context.show(markup(site.words, link, code(link), {"es": f"{link}&lang=es"}))
context.text("about.html", site.words, overdue="", others={})
"""
REFUSE = """Object.defineProperty(navigator, "clipboard", {
  value: { writeText: async () => { throw new DOMException("no", "NotAllowedError"); } },
})"""
WITHOUT = 'Object.defineProperty(navigator, "clipboard", { value: undefined })'


@pytest.fixture
def link(server: str) -> str:
    return address(server, "", CHOSEN)


@pytest.fixture(scope="module")
def alone(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a page with nothing but what is passed on, with the settings of the app."""
    folder = tmp_path_factory.mktemp("share")
    (folder / "app.py").write_text(SCRIPT, encoding="utf-8")
    for name in (".streamlit", "static"):
        (folder / name).symlink_to(ROOT / name)
    env = {"ADDRESS": address(server, "", CHOSEN), "PYTHONPATH": str(ROOT)}
    with serve(tmp_path_factory.mktemp("home"), env, folder, "app.py") as url:
        yield url


@pytest.fixture
def shared(open_page: OpenPage, alone: str) -> Page:
    return open_page(at=alone)


def code_on(place: Locator) -> list[str]:
    """Read the QR codes a camera would see."""
    image = Image.open(io.BytesIO(place.screenshot()))
    return [code.text for code in zxingcpp.read_barcodes(image)]


def button(page: Page, word: str) -> Locator:
    return page.get_by_role("button", name=TEXT[word], exact=True)


def test_the_code_on_the_page_leads_to_the_same_situation(
    shared: Page, browser: Browser, link: str
) -> None:
    picture = shared.get_by_role("img", name=TEXT["share.code"])
    expect(picture).to_be_visible()
    box = picture.locator("img").bounding_box()
    assert box is not None
    assert box["width"] >= 200
    assert box["height"] == pytest.approx(box["width"], abs=1)
    (read,) = code_on(picture)
    assert read == link
    other = browser.new_context()
    page = other.new_page()
    page.goto(read)
    wait_until_finished(page)
    for word in ("group.high", "place.cns"):
        answer = page.get_by_role("radio", name=TEXT[word], exact=True).filter(visible=True)
        expect(answer).to_be_checked()
    chosen = page.locator("section.details:not([hidden])")
    expect(chosen.get_by_role("heading", name="Chemotherapy", exact=True)).to_be_visible()
    other.close()


def test_the_address_is_there_as_text(shared: Page, link: str) -> None:
    expect(shared.locator(".carepath-share .address").first).to_have_text(link)


def test_the_link_is_copied_and_that_is_said(shared: Page, link: str) -> None:
    shared.context.grant_permissions(["clipboard-read", "clipboard-write"])
    said = shared.locator(".carepath-share [role=status]").first
    expect(said).to_be_empty()
    button(shared, "share.copy").click()
    expect(said).to_have_text(TEXT["share.copied"])
    expect(said).to_be_visible()
    assert shared.evaluate("navigator.clipboard.readText()") == link


def test_a_link_that_keeps_a_language_is_copied_as_well(shared: Page, link: str) -> None:
    shared.context.grant_permissions(["clipboard-read", "clipboard-write"])
    part = shared.locator(".pinned .part").filter(has_text="Español")
    part.get_by_role("button").click()
    expect(part.get_by_role("status")).to_have_text(TEXT["share.copied"])
    assert shared.evaluate("navigator.clipboard.readText()") == f"{link}&lang=es"


@pytest.mark.parametrize("clipboard", [REFUSE, WITHOUT], ids=["refused", "missing"])
def test_a_link_that_cannot_be_copied_is_marked(shared: Page, link: str, clipboard: str) -> None:
    shared.evaluate(clipboard)
    button(shared, "share.copy").click()
    expect(shared.locator(".carepath-share [role=status]").first).to_have_text(
        TEXT["share.refused"]
    )
    assert shared.evaluate("getSelection().toString()").strip() == link


def test_the_code_fills_the_screen_and_closes_again_in_both_ways(shared: Page, link: str) -> None:
    dialog = shared.get_by_role("dialog")
    close = dialog.get_by_role("button", name=TEXT["share.close"])
    opener = button(shared, "share.open")
    for leave in (lambda: shared.keyboard.press("Escape"), close.click):
        expect(dialog).to_have_count(0)
        opener.focus()
        shared.keyboard.press("Enter")
        expect(dialog).to_be_visible()
        expect(close).to_be_focused()
        for place, least in ((dialog, 899), (dialog.locator("img"), 600)):
            box = place.bounding_box()
            assert box is not None
            assert box["height"] >= least
        size = close.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 44
        assert code_on(dialog) == [link]
        leave()
        expect(dialog).to_have_count(0)
        expect(opener).to_be_focused()


def test_it_is_black_on_white_in_every_theme(shared: Page, link: str) -> None:
    picture = shared.get_by_role("img", name=TEXT["share.code"])
    for theme in ("light", "dark"):
        paint(shared, theme)
        image = Image.open(io.BytesIO(picture.locator("img").screenshot())).convert("L")
        assert image.getextrema() == (0, 255)
        # The quiet zone.
        assert image.getpixel((4, 4)) == 255
        assert code_on(picture) == [link]


def test_it_fits_a_phone(shared: Page) -> None:
    widths = (320, 390, 1440)
    root = shared.locator(".carepath-share")
    for width in widths:
        resize(shared, width, 800)
        expect(root.locator(".address").first).to_be_visible()
        assert root.evaluate("node => node.scrollWidth <= node.clientWidth")
        for place in root.get_by_role("button").all():
            box = place.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            assert box["x"] + box["width"] <= width
    button(shared, "share.open").click()
    dialog = shared.get_by_role("dialog")
    for width in widths:
        resize(shared, width, 800)
        assert dialog.evaluate("node => node.scrollWidth <= node.clientWidth"), width


def test_axe_finds_nothing(shared: Page) -> None:
    def check() -> None:
        found = Axe().run(shared, context=".carepath-share")
        assert found.response["passes"]
        assert found.response["violations"] == []

    check()
    button(shared, "share.open").click()
    expect(shared.get_by_role("dialog")).to_be_visible()
    check()


# --- In a page of the site ------------------------------------------------------------------------

PLACE = ".stMain .carepath-share"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose address is not that of this machine, so that its links have codes."""
    with serve(tmp_path_factory.mktemp("named"), {"CAREPATH_SITE": NAMED}) as url:
        yield url


def test_a_fold_opens_without_the_server_but_for_its_code(
    page: Page, open_page: OpenPage, named: str
) -> None:
    asked: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: asked.append("run")))
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    open_page(CHOSEN.url("/"), at=named)
    asked.clear()
    page.get_by_text(TEXT["share.expander"], exact=True).click()
    expect(page.locator(f"{PLACE} .address").first).to_have_text(address(NAMED, "", CHOSEN))
    picture = page.locator(PLACE).get_by_role("img", name=TEXT["share.code"])
    expect(picture).to_be_visible()
    expect(picture.locator("img")).to_have_js_property("naturalWidth", share.PIXELS)
    assert asked == ["/code/paths.svg"]
    assert code_on(picture) == [address(NAMED, "", CHOSEN)]
    button(page, "share.open").click()
    assert code_on(page.get_by_role("dialog")) == [address(NAMED, "", CHOSEN)]


# --- Without a browser ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "path", "expected"),
    [
        ("http://localhost:8501", "", "http://localhost:8501/"),
        ("https://care.example.org", "compare", "https://care.example.org/compare"),
        ("", "compare", "/compare"),
    ],
)
def test_only_the_place_and_the_selection_are_passed_on(
    site: str, path: str, expected: str
) -> None:
    chosen = selected("low", "same")
    assert address(site, path, chosen) == f"{expected}?group=low&place=same"
    assert address(site, path, Selection()) == expected


def test_all_that_is_chosen_is_passed_on() -> None:
    chosen = selected("high", "same", option="2", step="1")
    found = urlsplit(address("https://care.example.org", "compare", chosen))
    assert found.query == "group=high&place=same&option=2&step=1"


def test_the_address_is_text_in_the_markup(words: Words) -> None:
    hostile = 'https://care.example.org/"><script>alert(1)</script>'
    made = str(markup(words, hostile, share.picture(hostile)))
    assert "<script" not in made
    assert made.count(str(escape(hostile))) == 3


def test_a_link_of_this_machine_alone_has_no_code(words: Words) -> None:
    link = "http://localhost:8501/?group=low"
    made = str(markup(words, link, None))
    assert link in made
    assert words("share.local") in made
    assert "<img" not in made
    assert words("share.scan") not in made
    assert words("share.local") not in str(markup(words, link, share.code(link)))


def test_the_script_holds_no_words() -> None:
    script = (ROOT / "carepath" / "ui" / "components" / "share.js").read_text(encoding="utf-8")
    code = re.sub(r"^\s*//.*$", "", script, flags=re.MULTILINE)
    quoted = re.findall(r"([\"'`])(.*?)\1", code)
    assert quoted
    assert [text for _, text in quoted if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text)] == []


def test_the_style_uses_the_colours_of_the_page() -> None:
    style = (ROOT / "carepath" / "content" / "share.css").read_text(encoding="utf-8")
    page = (ROOT / "carepath" / "content" / "style.css").read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--([\w-]+)", style))
    assert used
    assert used <= set(re.findall(r"--([\w-]+):", page))
