"""The search for trials in a real browser: the links that follow from what is typed, kept here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from harness.paths import ROOT
from tests.support import facts
from tests.support.axe import violations
from tests.support.browser import OpenPage, resize
from tests.support.servers import serve
from tests.support.trials import ABOUT, NCI, PHONE, REGISTRY

pytestmark = pytest.mark.browser

TEXT = facts.text()
SEARCH = "https://www.cancer.gov/research/participate/clinical-trials-search/r?t=C3270"
# A page with nothing but the section, and a button that lets the page run again.
APP = """
import streamlit as st
from carepath.text import templating
from carepath.ui import context
from carepath.ui.components import article

words = context.site().words
st.set_page_config(page_title=words("app.title"), layout="wide")
st.html(context.STYLE)
context.text("head.html", words, title=words("app.title"), lead="")
again = st.button("again", key="again")
st.html(f"<p>run {again}</p>")
markup = templating.render("trials.html", words, key="trials")
part = article.part("trials", "carepath-trials", markup)
article.show(article.packed(part), "trials", print)
context.text("about.html", words, overdue="", others={})
"""


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the section by itself, with the settings and the fonts of the site."""
    folder = tmp_path_factory.mktemp("trials")
    (folder / "app.py").write_text(APP, encoding="utf-8")
    for name in (".streamlit", "static"):
        (folder / name).symlink_to(ROOT / name)
    with serve(folder, {"PYTHONPATH": str(ROOT)}, folder, "app.py") as url:
        yield url


@pytest.fixture
def opened(open_page: OpenPage, alone: str) -> Page:
    page = open_page(at=alone)
    expect(field(page, "age")).to_be_visible()
    return page


def field(page: Page, name: str) -> Locator:
    return page.get_by_label(TEXT[f"trials.{name}"])


def leave(page: Page, name: str, text: str) -> None:
    """Type a value and go on to the next thing, as a reader does."""
    field(page, name).fill(text)
    field(page, name).press("Tab")


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=TEXT[name])


def registry(age: str) -> str:
    return REGISTRY.replace("ages:child", f"ages:{age}")


def expect_links(page: Page, nci: str, registered: str) -> None:
    expect(link(page, "trials.nci")).to_have_attribute("href", nci)
    expect(link(page, "trials.registry")).to_have_attribute("href", registered)


def expect_message(page: Page, name: str, bad: bool) -> None:
    """The message is seen, said, and tied to its field; or there is none."""
    wrong = TEXT[f"trials.{name}.wrong"]
    expect(page.get_by_role("status").filter(has_text=wrong)).to_have_count(int(bad))
    expect(field(page, name)).to_have_attribute("aria-invalid", str(bad).lower())
    help_text = TEXT[f"trials.{name}.help"]
    told = f"{help_text} {wrong}" if bad else help_text
    expect(field(page, name)).to_have_accessible_description(told)


AGES = [
    ("", "", "child"),
    ("0", "&a=0", "child"),
    ("5", "&a=5", "child"),
    (" 5 ", "&a=5", "child"),
    ("05", "&a=5", "child"),
    ("17", "&a=17", "child"),
    ("18", "&a=18", "adult"),
    ("64", "&a=64", "adult"),
    ("65", "&a=65", "older"),
    ("120", "&a=120", "older"),
]


def test_an_age_is_in_both_links(opened: Page) -> None:
    for age, code, group in AGES:
        leave(opened, "age", age)
        expect_links(opened, f"{SEARCH}{code}&loc=0&rl=1", registry(group))
        expect_message(opened, "age", bad=False)


def test_a_wrong_age_is_said_and_left_out(opened: Page) -> None:
    leave(opened, "zip", "20892")
    for age in ("-1", "121", "5.5", "5,5", "five", "1e1", "\u0665", "5 6", "999999"):
        leave(opened, "age", age)
        expect_message(opened, "age", bad=True)
        expect_message(opened, "zip", bad=False)
        expect_links(opened, f"{SEARCH}&loc=1&z=20892&rl=1", REGISTRY)
        # What is put right loses its message at once.
        field(opened, "age").fill("5")
        expect_message(opened, "age", bad=False)
        expect_links(opened, f"{SEARCH}&a=5&loc=1&z=20892&rl=1", REGISTRY)


def test_a_zip_code_is_in_one_link_and_the_other_says_so(opened: Page) -> None:
    for code in ("20892", "", " 20892 "):
        leave(opened, "zip", code)
        if not code:
            expect_links(opened, NCI, REGISTRY)
            continue
        expect_links(opened, f"{SEARCH}&loc=1&z=20892&rl=1", REGISTRY)
        expect_message(opened, "zip", bad=False)
        near = TEXT["trials.near"].format(zip="20892")
        expect(opened.get_by_role("status").filter(has_text=near)).to_have_count(1)
        told = TEXT["trials.registry.line"].format(age=TEXT["trials.child"])
        expect(opened.get_by_text(told)).to_be_visible()


def test_a_wrong_zip_code_is_said_and_left_out(opened: Page) -> None:
    leave(opened, "age", "70")
    for code in ("2089", "208920", "abcde", "20 892", "20892-1234", "&z=1", "20892&a"):
        leave(opened, "zip", code)
        expect_message(opened, "zip", bad=True)
        expect_message(opened, "age", bad=False)
        expect_links(opened, f"{SEARCH}&a=70&loc=0&rl=1", registry("older"))
        field(opened, "zip").fill("")
        expect_message(opened, "zip", bad=False)


def test_half_a_zip_code_is_not_yet_wrong(opened: Page) -> None:
    field(opened, "zip").press_sequentially("2089")
    expect(field(opened, "zip")).to_have_value("2089")
    expect_message(opened, "zip", bad=False)
    expect_links(opened, NCI, REGISTRY)
    field(opened, "zip").press_sequentially("2")
    expect_links(opened, f"{SEARCH}&loc=1&z=20892&rl=1", REGISTRY)


def test_without_a_value_the_links_are_those_of_the_page(opened: Page) -> None:
    expect_links(opened, NCI, REGISTRY)
    leave(opened, "age", "70")
    leave(opened, "zip", "20892")
    expect_links(opened, f"{SEARCH}&a=70&loc=1&z=20892&rl=1", registry("older"))
    leave(opened, "age", "")
    leave(opened, "zip", "")
    expect_links(opened, NCI, REGISTRY)
    expect(link(opened, "trials.about")).to_have_attribute("href", ABOUT)
    expect(link(opened, "trials.phone")).to_have_attribute("href", PHONE)
    for name in ("trials.nci", "trials.registry", "trials.about"):
        expect(link(opened, name)).to_have_attribute("target", "_blank")
        expect(link(opened, name)).to_have_attribute("rel", "noopener noreferrer")


def test_what_is_typed_stays_in_the_page(page: Page, open_page: OpenPage, alone: str) -> None:
    sent: list[bytes] = []
    asked: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on(
            "framesent",
            lambda frame: sent.append(frame.encode() if isinstance(frame, str) else frame),
        )

    page.on("websocket", listen)
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    open_page(at=alone)
    before = page.url
    leave(page, "age", "117")
    leave(page, "zip", "20892")
    field(page, "zip").press("Enter")
    expect_links(page, f"{SEARCH}&a=117&loc=1&z=20892&rl=1", registry("older"))
    # A run of the page after that: the server is told of the button, and what was typed stays.
    frames = len(sent)
    page.get_by_role("button", name="again").click()
    expect(page.get_by_text("run True")).to_be_visible()
    expect(field(page, "age")).to_have_value("117")
    expect(field(page, "zip")).to_have_value("20892")
    expect_links(page, f"{SEARCH}&a=117&loc=1&z=20892&rl=1", registry("older"))
    assert len(sent) > frames
    assert any(b"again" in frame for frame in sent)
    assert [frame for frame in sent if b"20892" in frame] == []
    assert asked
    assert [url for url in asked if "20892" in url] == []
    assert page.url == before
    kept = page.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,
            history.state, await indexedDB.databases(), await caches.keys()])"""
    )
    assert "20892" not in kept
    page.reload()
    expect(field(page, "zip")).to_have_value("")
    expect_links(page, NCI, REGISTRY)


def test_it_can_be_used_by_keyboard_alone(opened: Page) -> None:
    field(opened, "age").focus()
    opened.keyboard.type("5")
    opened.keyboard.press("Tab")
    expect(field(opened, "zip")).to_be_focused()
    opened.keyboard.type("20892")
    for name in ("trials.nci", "trials.registry", "trials.about", "trials.phone"):
        opened.keyboard.press("Tab")
        expect(link(opened, name)).to_be_focused()
    expect_links(opened, f"{SEARCH}&a=5&loc=1&z=20892&rl=1", REGISTRY)


def test_targets_are_large_and_nothing_is_cut(opened: Page) -> None:
    page = opened
    leave(page, "age", "121")
    leave(page, "zip", "2089")
    expect_message(page, "zip", bad=True)
    targets = page.locator(".carepath-trials :is(input, a)")
    expect(targets).to_have_count(6)
    for width in (320, 390, 1024):
        resize(page, width, 900)
        for target in targets.all():
            box = target.bounding_box()
            assert box
            assert box["height"] >= 44
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        wide = page.locator(".stMain").evaluate("(box) => box.scrollWidth - box.clientWidth")
        assert wide == 0, width


@pytest.mark.parametrize("colours", ["light", "dark", "forced"])
def test_axe_finds_nothing(open_page: OpenPage, alone: str, colours: str) -> None:
    page = open_page(dark=colours == "dark", at=alone)
    if colours == "forced":
        page.emulate_media(forced_colors="active")
    sizes = ((1440, 900), (390, 844))
    for width, height in sizes:
        resize(page, width, height)
        assert violations(page) == [], width
    leave(page, "age", "121")
    leave(page, "zip", "2089")
    expect_message(page, "zip", bad=True)
    for width, height in sizes:
        resize(page, width, height)
        assert violations(page) == [], width
        # The edge of a field is seen in every theme.
        for name in ("age", "zip"):
            edge = field(page, name).evaluate("(input) => getComputedStyle(input).borderTopWidth")
            assert edge == "2px"
