"""Presenting in a real browser: keys, the address, sizes on a projector, touch, axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from harness.browser import FINISHED
from tests.support import facts
from tests.support.browser import OpenPage, paint, resize, wait_until_given_over
from tests.support.sentences import NAMED
from tests.support.servers import StartServer

pytestmark = pytest.mark.browser

HIGH = "/present?group=high&place=same"
TEXT = facts.text()
CLOSING = TEXT["present.closing.many"]
# Every text that can be seen: the size of its letters as they stand on the screen, in px.
SIZES = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const box = node.parentElement;
    if (!node.data.trim() || !box.checkVisibility({ visibilityProperty: true })) continue;
    if (box.closest("style, script, noscript, .carepath-status")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { width, height, right } = range.getBoundingClientRect();
    if (width < 2 || height < 2 || right < 0) continue;
    const scale = box instanceof SVGElement ? box.getScreenCTM().a : 1;
    found.push([node.data.trim(), parseFloat(getComputedStyle(box).fontSize) * scale]);
  }
  return found;
}"""
ROOM = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  return [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth];
}"""
# A link for screen readers at the start of every page; it is seen only while it has the focus.
HEARD_ONLY = {"Skip to main content"}


def steps(situation: str) -> list[tuple[int, int]]:
    return sorted((row.option, row.step) for row in facts.rows(situation))


def title(situation: str, option: int) -> str:
    return NAMED[situation][option - 1]


def address(option: int, step: int) -> re.Pattern[str]:
    return re.compile(rf"/present\?group=high&place=same&option={option}&step={step}$")


MIBG = NAMED["high"][1]
ONE_EACH = {situation: answers for answers, situation in facts.ANSWERS.items()}.values()
"""One pair of answers for each situation: the others show the same slides."""


@pytest.fixture
def present(tab: Page, server: str) -> OpenPage:
    """Return `present(path, width, height, dark)`, which opens the page and waits for it."""

    def present(path: str = HIGH, width: int = 1024, height: int = 768, dark: bool = False) -> Page:
        tab.set_viewport_size({"width": width, "height": height})
        tab.emulate_media(color_scheme="dark" if dark else "light")
        tab.goto(f"{server}{path}")
        tab.locator(f"{FINISHED} :is(.carepath-present h1, [role=radiogroup])").first.wait_for()
        wait_until_given_over(tab)
        return tab

    return present


def violations(page: Page) -> list[tuple[str, str]]:
    options = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response
    return [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]]


def forward(page: Page) -> None:
    page.get_by_role("button", name="Next").click()


def test_keys_lead_through_every_step_and_back(present: OpenPage) -> None:
    page = present()
    heading = page.get_by_role("heading", level=1)
    first = heading.inner_text()
    assert first.startswith("Risk group at first: high risk.")
    for option, step in steps("high"):
        page.keyboard.press("ArrowRight")
        expect(heading).to_have_text(title("high", option))
        said = re.compile(f"^{re.escape(title('high', option))}: ")
        expect(page.get_by_role("status").filter(has_text=said)).to_have_count(1)
        expect(page.locator(".slide:visible figure:visible [aria-current=step]")).to_have_count(1)
        expect(page).to_have_url(address(option, step))
    page.keyboard.press("ArrowRight")
    expect(heading).to_have_text(CLOSING)
    page.keyboard.press("ArrowRight")
    expect(heading).to_have_text(CLOSING)
    expect(page.locator(".slide:visible li")).to_have_count(4)
    for option, _ in reversed(steps("high")):
        page.keyboard.press("ArrowLeft")
        expect(heading).to_have_text(title("high", option))
    page.keyboard.press("ArrowLeft")
    expect(heading).to_have_text(first)
    expect(page).to_have_url(re.compile(r"/present\?group=high&place=same$"))


def test_buttons_keep_the_focus_and_say_where_it_ends(present: OpenPage) -> None:
    page = present("/present?group=low&place=same&option=2&step=2")
    heading = page.get_by_role("heading", level=1)
    back, on = (page.get_by_role("button", name=name) for name in ("Back", "Next"))
    on.focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_text(CLOSING)
    expect(on).to_be_focused()
    expect(on).to_have_attribute("aria-disabled", "true")
    expect(back).to_have_attribute("aria-disabled", "false")
    for number in range(6):
        back.press("Space" if number % 2 else "Enter")
    expect(back).to_be_focused()
    expect(back).to_have_attribute("aria-disabled", "true")
    expect(page).to_have_url(re.compile(r"/present\?group=low&place=same$"))


def test_a_quick_hand_is_not_set_back(present: OpenPage) -> None:
    page = present()
    for _ in steps("high"):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(address(*steps("high")[-1]))
    page.locator(FINISHED).wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text(title("high", steps("high")[-1][0]))


def test_a_reload_and_the_browsers_back_keep_the_place(present: OpenPage) -> None:
    page = present()
    heading = page.get_by_role("heading", level=1)
    for option, step in steps("high")[:4]:
        forward(page)
        expect(page).to_have_url(address(option, step))
        page.locator(FINISHED).wait_for()
    page.reload()
    wait_until_given_over(page)
    expect(heading).to_have_text(MIBG)
    page.locator(FINISHED).wait_for()
    page.go_back()
    expect(page).to_have_url(address(2, 1))
    expect(heading).to_have_text(MIBG)
    page.go_forward()
    expect(heading).to_have_text(MIBG)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("option=2", "Chemotherapy"),
        ("option=4&step=1.3", "Consolidation, phase 2 of 3"),
    ],
)
def test_a_link_to_an_option_or_an_inner_step_opens_its_slide(
    present: OpenPage, query: str, title: str
) -> None:
    page = present(f"/present?group=low&place=elsewhere&{query}")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_fresh_server_opens_a_deep_link(start_server: StartServer, page: Page) -> None:
    page.goto(f"{start_server()}{HIGH}&option=2&step=3")
    wait_until_given_over(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(MIBG)
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)


@pytest.mark.parametrize("answers", ONE_EACH, ids="-".join)
def test_all_can_be_read_from_the_back_row(present: OpenPage, answers: tuple[str, str]) -> None:
    group, place = answers
    page = present(f"/present?group={group}&place={place}")
    heading = page.get_by_role("heading", level=1)
    shown = page.locator(".slide:visible")
    for number in range(page.locator(".slide").count()):
        if number:
            page.keyboard.press("ArrowRight")
        expect(shown).to_have_attribute("data-slide", str(number))
        for width, height in ((1024, 768), (1440, 900)):
            resize(page, width, height)
            small = [
                (text, size)
                for text, size in page.evaluate(SIZES)
                if size < 31.99 and text not in HEARD_ONLY
            ]
            assert small == [], width
            down, across = page.evaluate(ROOM)
            room = heading.inner_text(), max(down, 0), max(across, 0)
            assert room == (heading.inner_text(), 0, 0), width


def test_the_questions_can_be_read_from_the_back_row(present: OpenPage) -> None:
    page = present("/present")
    texts = page.evaluate(SIZES)
    assert TEXT["question.group"] in [text for text, _ in texts]
    assert [t for t in texts if t[1] < 31.99 and t[0] not in HEARD_ONLY] == []
    assert max(page.evaluate(ROOM)) <= 0


def test_two_answers_start_the_slides(present: OpenPage) -> None:
    page = present("/present")
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)
    page.get_by_text("High risk", exact=True).click()
    expect(page).to_have_url(re.compile(r"group=high"))
    page.get_by_text("The same area", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Risk group at first: high risk.")


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Page]:
    """Return a page that is touched, 390 px wide, with the slides on it."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server}{HIGH}")
    page.locator(f"{FINISHED} .carepath-present h1").wait_for()
    wait_until_given_over(page)
    yield page
    context.close()


def test_a_phone_works_by_touch(phone: Page) -> None:
    page = phone
    heading = page.get_by_role("heading", level=1)

    def expect_room() -> None:
        for width in (320, 390):
            resize(page, width, 844)
            assert page.evaluate(ROOM)[1] <= 0
            assert [t for t in page.evaluate(SIZES) if t[1] < 16 and t[0] not in HEARD_ONLY] == []
            for button in page.locator(".carepath-present button").all():
                box = button.bounding_box()
                assert box
                assert min(box["width"], box["height"]) >= 44

    for option, _ in steps("high"):
        page.get_by_role("button", name="Next").tap()
        expect(heading).to_have_text(title("high", option))
        expect_room()
    page.get_by_role("button", name="Next").tap()
    expect(heading).to_have_text(CLOSING)
    expect_room()


def test_the_prompt_stays_open_from_step_to_step(present: OpenPage) -> None:
    page = present()
    prompter = page.get_by_role("button", name="For the presenter")
    prompts = page.get_by_role("region", name="For the presenter")
    expect(prompter).to_have_attribute("aria-expanded", "false")
    expect(prompts).to_have_count(0)
    prompter.click()
    expect(prompter).to_have_attribute("aria-expanded", "true")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        expect(prompts).to_contain_text("I want to check that I explained this well")
        expect(prompts.locator("> div:visible")).to_have_count(1)
    page.locator(FINISHED).wait_for()
    expect(prompts).to_be_visible()
    assert "prompt" not in page.url


def test_keys_of_a_remote_control_move_on_only_where_nothing_scrolls(present: OpenPage) -> None:
    page = present()
    heading = page.get_by_role("heading", level=1)
    page.keyboard.press("PageDown")
    expect(heading).to_have_text(NAMED["high"][0])
    page.keyboard.press("PageUp")
    expect(heading).to_contain_text("Risk group at first")
    page.keyboard.press("Control+ArrowRight")
    expect(heading).to_contain_text("Risk group at first")


# The letters of the heading, and what stands at the top right.
APART = """async () => {
  // What is measured is set in the frame after.
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const heading = document.querySelector("h1");
  const letters = document.createRange();
  letters.selectNodeContents(heading);
  const row = document.querySelector(".st-key-present-top").getBoundingClientRect();
  return [...letters.getClientRects()].filter(({ right, left, top, bottom }) =>
    right > row.left && left < row.right && bottom > row.top && top < row.bottom);
}"""


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_heading_stands_clear_of_the_row(present: OpenPage, language: str) -> None:
    for group, place in ONE_EACH:
        page = present(f"/present?group={group}&place={place}&lang={language}", 1280, 720)
        for width, height in ((1280, 720), (1024, 768), (1920, 1080), (2560, 1440), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            expect(page.locator("html")).to_have_js_property("clientWidth", width)
            assert page.evaluate(APART) == [], (group, place, width)


def test_axe_finds_nothing(present: OpenPage) -> None:
    page = present(HIGH)
    heading = page.get_by_role("heading", level=1)

    def check() -> None:
        for (width, height), theme in product(((1024, 768), (390, 844)), ("light", "dark")):
            resize(page, width, height)
            paint(page, theme)
            assert violations(page) == [], (width, theme)
            expect(page.locator("h1")).to_have_count(1)

    check()
    for _ in range(4):
        forward(page)
    expect(heading).to_have_text(MIBG)
    page.get_by_role("button", name="For the presenter").click()
    check()
    for _ in range(4):
        forward(page)
    expect(heading).to_have_text(CLOSING)
    check()


def test_axe_finds_nothing_in_the_questions(present: OpenPage) -> None:
    page = present("/present")
    for theme in ("light", "dark"):
        paint(page, theme)
        assert violations(page) == [], theme


def test_leaving_leads_to_the_same_place(present: OpenPage) -> None:
    page = present(f"{HIGH}&option=2&step=1")
    page.evaluate("window.stayed = true")
    forward(page)
    expect(page).to_have_url(address(2, 2))
    page.locator(FINISHED).wait_for()
    page.get_by_role("link", name=TEXT["present.leave"]).click()
    expect(page).to_have_url(re.compile(r"/\?group=high&place=same&option=2&step=2$"))
    expect(page.locator("section.details:visible")).to_have_count(1)
    assert page.evaluate("window.stayed") is True


def test_the_end_leads_to_the_questions(present: OpenPage) -> None:
    page = present(f"{HIGH}&option=4&step=1")
    page.evaluate("window.stayed = true")
    forward(page)
    page.get_by_role("link", name="Write down your questions").click()
    expect(page).to_have_url(re.compile(r"/questions\?group=high&place=same"))
    assert page.evaluate("window.stayed") is True


def test_a_lost_connection_does_not_stop_the_slides(present: OpenPage) -> None:
    page = present()
    page.context.set_offline(True)
    heading = page.get_by_role("heading", level=1)
    for option, _ in steps("high")[:3]:
        forward(page)
        expect(heading).to_have_text(title("high", option))
    page.context.set_offline(False)
    expect(page).to_have_url(address(*steps("high")[2]))
    expect(heading).to_have_text(title("high", steps("high")[2][0]))


def test_on_paper_only_the_slide_is_left(present: OpenPage) -> None:
    page = present(f"{HIGH}&option=2&step=2")
    page.emulate_media(media="print")
    expect(page.locator(".carepath-present svg:visible")).to_have_count(1)
    expect(page.get_by_role("button", name="Next")).to_be_hidden()
    expect(page.get_by_role("link", name=TEXT["present.leave"])).to_be_hidden()
