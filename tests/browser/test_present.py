"""Presenting in a real browser: keys, the address, sizes on a projector, touch, axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from carepath.text import messages
from harness.browser import FINISHED
from tests.support import facts
from tests.support.browser import OpenPage, paint, resize, wait_until_given_over
from tests.support.sentences import NAMED
from tests.support.servers import StartServer

pytestmark = pytest.mark.browser

HIGH = "/present?group=high&place=same"
TEXT = facts.text()
SUMMARY, LAST = TEXT["summary.title.many"], TEXT["present.last"]
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
HEARD_ONLY = {TEXT["around.skip"], facts.text("es")["around.skip"]}


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


def open_notes(page: Page) -> Page:
    with page.expect_popup() as popup:
        page.get_by_role("button", name=TEXT["present.notes"]).click()
    return popup.value


def test_keys_lead_through_every_step_and_back(present: OpenPage) -> None:
    page = present()
    heading = page.get_by_role("heading", level=1)
    first = heading.inner_text()
    assert first.startswith("Risk group at first: high risk.")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".slide:visible li")).to_have_text([*NAMED["high"]])
    for option, step in steps("high"):
        page.keyboard.press("ArrowRight")
        expect(heading).to_have_text(title("high", option))
        said = re.compile(f"^{re.escape(title('high', option))}: ")
        expect(page.get_by_role("status").filter(has_text=said)).to_have_count(1)
        expect(page.locator(".slide:visible figure:visible [aria-current=step]")).to_have_count(1)
        expect(page).to_have_url(address(option, step))
    page.keyboard.press("ArrowRight")
    expect(heading).to_have_text(SUMMARY)
    expect(page.locator(".slide:visible li")).to_have_count(4)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        expect(heading).to_have_text(LAST)
    page.keyboard.press("ArrowLeft")
    for option, _ in reversed(steps("high")):
        page.keyboard.press("ArrowLeft")
        expect(heading).to_have_text(title("high", option))
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
        expect(heading).to_have_text(first)
    expect(page).to_have_url(re.compile(r"/present\?group=high&place=same$"))


def test_buttons_keep_the_focus_and_say_where_it_ends(present: OpenPage) -> None:
    page = present("/present?group=low&place=same&option=2&step=2")
    heading = page.get_by_role("heading", level=1)
    back, on = (page.get_by_role("button", name=name) for name in ("Back", "Next"))
    on.focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_text(SUMMARY)
    page.keyboard.press("Enter")
    expect(heading).to_have_text(LAST)
    expect(on).to_be_focused()
    expect(on).to_have_attribute("aria-disabled", "true")
    expect(back).to_have_attribute("aria-disabled", "false")
    for number in range(7):
        back.press("Space" if number % 2 else "Enter")
    expect(back).to_be_focused()
    expect(back).to_have_attribute("aria-disabled", "true")
    expect(page).to_have_url(re.compile(r"/present\?group=low&place=same$"))


def test_a_quick_hand_is_not_set_back(present: OpenPage) -> None:
    page = present()
    for _ in range(1 + len(steps("high"))):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(address(*steps("high")[-1]))
    page.locator(FINISHED).wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text(title("high", steps("high")[-1][0]))


def test_a_reload_and_the_browsers_back_keep_the_place(present: OpenPage) -> None:
    page = present()
    heading = page.get_by_role("heading", level=1)
    forward(page)
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


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("answers", ONE_EACH, ids="-".join)
def test_all_can_be_read_from_the_back_row(
    present: OpenPage, answers: tuple[str, str], language: str
) -> None:
    group, place = answers
    page = present(f"/present?group={group}&place={place}&lang={language}")
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
            for button in page.locator(".carepath-present button").filter(visible=True).all():
                box = button.bounding_box()
                assert box
                assert min(box["width"], box["height"]) >= 44

    following = page.get_by_role("button", name="Next")
    following.tap()
    for name in (*(title("high", option) for option, _ in steps("high")), SUMMARY, LAST):
        following.tap()
        expect(heading).to_have_text(name)
        expect_room()


def test_the_notes_are_in_a_window_of_their_own(present: OpenPage) -> None:
    page = present()
    heading = page.get_by_role("heading", level=1)
    notes = open_notes(page)
    about = notes.get_by_role("heading", level=1)
    assert notes.title() == TEXT["present.notes.title"]
    expect(notes.locator("html")).to_have_attribute("lang", "en")
    expect(notes.get_by_text(TEXT["present.ask.statement"])).to_be_visible()
    expect(page.get_by_text(TEXT["present.ask.statement"])).to_have_count(0)
    # Both windows move both, by keys and by buttons.
    notes.keyboard.press("PageDown")
    expect(about).to_have_text(TEXT["present.options"])
    forward(notes)
    expect(heading).to_have_text(NAMED["high"][0])
    expect(about).to_have_text("Combination chemotherapy")
    following = TEXT["present.notes.next"].format(name="Monoclonal antibody therapy (dinutuximab)")
    expect(notes.get_by_text(following)).to_be_visible()
    page.bring_to_front()
    page.keyboard.press("PageDown")
    expect(about).to_have_text("Monoclonal antibody therapy (dinutuximab)")
    expect(page).to_have_url(address(1, 2))
    expect(notes.locator("main > section:visible")).to_have_count(1)


BELOW = """() => {
  const { scrollTop, scrollHeight, clientHeight } = document.querySelector("dialog[open] .shown");
  return scrollHeight - clientHeight - scrollTop;
}"""
# The policy of a page lets Playwright's own wait look only once.
LESS_BELOW = f"""(left) => new Promise((tell) => {{
  const look = () => (({BELOW})() < left ? tell() : requestAnimationFrame(look));
  look();
}})"""
# A key scrolls over many frames; the next one counts from where they end.
STILL_BELOW = f"""() => new Promise((tell) => {{
  const look = (before, times) => {{
    const now = ({BELOW})();
    if (now === before && times === 3) tell(now);
    else requestAnimationFrame(() => look(now, now === before ? times + 1 : 0));
  }};
  look();
}})"""


def below(page: Page) -> float:
    """The px of text below the edge of what lies over a slide, once it has come to rest."""
    return float(page.evaluate(STILL_BELOW))


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (390, 844)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_slide_tells_on_demand_what_its_treatment_may_be_like(
    present: OpenPage, language: str, width: int, height: int
) -> None:
    text = facts.text(language)
    page = present(f"{HIGH}&option=1&step=1&lang={language}", width, height)
    more = page.get_by_role("button", name=text["present.like"], exact=True)
    terms = {row["term"]: row for row in facts.read("terms.csv")}
    name = messages.capital(terms["combination-chemotherapy"][f"name_{language}"])
    told = page.get_by_role("dialog", name=name)
    more.click()
    for row in facts.read("effects.csv"):
        own = "combination-chemotherapy" in row["treatments"].split()
        if own and row["section"] != "given":
            expect(told).to_contain_text(row[f"text_{language}"])
    if width >= 1024:
        texts = page.evaluate(SIZES)
        assert [t for t in texts if t[1] < 31.99 and t[0] not in HEARD_ONLY] == []
    assert page.evaluate(ROOM)[1] <= 0
    assert violations(page) == []
    # A remote control pages to the end, then closes it; the slide stays until the next press.
    assert below(page) > 1
    while (left := below(page)) > 1:
        page.keyboard.press("PageDown")
        page.evaluate(LESS_BELOW, left)
        expect(told).to_be_visible()
    page.keyboard.press("PageDown")
    expect(told).to_have_count(0)
    expect(page).to_have_url(re.compile("option=1&step=1"))
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile("option=1&step=2"))
    more.click()
    page.keyboard.press("ArrowRight")
    expect(told).to_have_count(0)
    expect(page).to_have_url(re.compile("option=1&step=2"))
    more.click()
    page.get_by_role("button", name=text["details.close"]).click()
    expect(more).to_be_focused()


def test_the_summary_tells_what_may_come_later(present: OpenPage) -> None:
    page = present()
    heading = page.get_by_role("heading", level=1)
    more = page.get_by_role("button", name=TEXT["present.like"])
    expect(more).to_have_count(0)
    for _ in range(page.locator(".slide").count() - 2):
        page.keyboard.press("PageDown")
    expect(heading).to_have_text(SUMMARY)
    more.click()
    later = page.get_by_role("dialog", name=TEXT["later.title"])
    general = [row["text_en"] for row in facts.read("effects.csv") if not row["treatments"]]
    assert general
    for told in general:
        expect(later).to_contain_text(told)
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    page.keyboard.press("PageDown")
    expect(heading).to_have_text(LAST)
    expect(more).to_have_count(0)


def test_the_notes_follow_the_slides_into_another_language(present: OpenPage) -> None:
    page = present(f"{HIGH}&option=3&step=1")
    notes = open_notes(page)
    page.get_by_role("link", name=TEXT["language.es"]).click()
    about = notes.get_by_role("heading", level=1)
    expect(about).to_have_text("Quimioterapia")
    notes.get_by_role("button", name="Siguiente").click()
    expect(about).to_have_text("Ensayo clínico de terapia de células T con CAR")
    expect(page.get_by_role("heading", level=1)).to_have_text(about.inner_text())


def test_closing_the_notes_does_the_slides_no_harm(present: OpenPage) -> None:
    page = present(f"{HIGH}&option=2&step=1")
    open_notes(page).close()
    for option, step in steps("high")[3:6]:
        page.keyboard.press("ArrowRight")
        expect(page).to_have_url(address(option, step))
    notes = open_notes(page)
    expect(notes.get_by_role("heading", level=1)).to_have_text("Chemotherapy")


def test_notes_without_slides_say_so_and_stay(present: OpenPage) -> None:
    page = present(f"{HIGH}&option=3&step=1")
    notes = open_notes(page)
    ended = notes.get_by_text(TEXT["present.notes.ended"])
    expect(ended).to_have_count(0)
    page.get_by_role("link", name=TEXT["present.leave"]).click()
    expect(ended).to_be_visible()
    expect(notes.get_by_role("heading", level=1)).to_have_text("Chemotherapy")


def test_after_a_reload_the_same_window_follows_again(present: OpenPage) -> None:
    page = present(f"{HIGH}&option=3&step=1")
    notes = open_notes(page)
    page.reload()
    wait_until_given_over(page)
    expect(notes.get_by_text(TEXT["present.notes.ended"])).to_be_visible()
    page.get_by_role("button", name=TEXT["present.notes"]).click()
    expect(notes.get_by_text(TEXT["present.notes.ended"])).to_have_count(0)
    forward(page)
    expect(notes.get_by_role("heading", level=1)).to_contain_text("CAR T-cell therapy")
    assert len(page.context.pages) == 2


def test_a_browser_that_opens_no_window_is_named(present: OpenPage) -> None:
    page = present()
    page.evaluate("window.open = () => null")
    page.get_by_role("button", name=TEXT["present.notes"]).click()
    expect(page.get_by_text(TEXT["present.notes.blocked"])).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (390, 844)])
def test_keys_of_a_remote_control_always_move(present: OpenPage, width: int, height: int) -> None:
    page = present(f"{HIGH}&option=1&step=1", width, height)
    heading = page.get_by_role("heading", level=1)
    # Wherever the focus is: on the page, on a button, in what a button has opened.
    page.keyboard.press("PageDown")
    expect(page).to_have_url(address(1, 2))
    page.get_by_role("button", name="Back").click()
    page.keyboard.press("PageDown")
    expect(page).to_have_url(address(1, 2))
    page.get_by_role("button", name=TEXT["share.short"]).click()
    page.get_by_role("button", name=TEXT["share.copy"]).focus()
    page.keyboard.press("PageDown")
    expect(heading).to_have_text(MIBG)
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(address(1, 1))
    page.keyboard.press("Control+ArrowRight")
    expect(page).to_have_url(address(1, 1))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_no_word_touches_the_arrow_beside_it(present: OpenPage, width: int, height: int) -> None:
    page = present(f"{HIGH}&option=1&step=1", width, height)
    button = page.get_by_role("button", name=TEXT["share.short"])
    word, arrow = (button.locator(part).bounding_box() for part in ("p", "div[aria-hidden]"))
    assert word
    assert arrow
    assert arrow["x"] - word["x"] - word["width"] >= 6


def test_keys_in_a_field_are_those_of_the_field(present: OpenPage) -> None:
    page = present(f"{HIGH}&option=1&step=1")
    page.evaluate("document.querySelector('.slide.step').append(document.createElement('input'))")
    page.locator(".slide input").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("PageDown")
    expect(page).to_have_url(address(1, 2))


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


SCREENS = (
    (1280, 720),
    (1024, 768),
    (1920, 1080),
    (2560, 1440),
    (768, 1024),
    (390, 844),
    (320, 568),
)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_heading_stands_clear_of_the_row(present: OpenPage, language: str) -> None:
    for group, place in ONE_EACH:
        page = present(f"/present?group={group}&place={place}&lang={language}", 1280, 720)
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            expect(page.locator("html")).to_have_js_property("clientWidth", width)
            assert page.evaluate(APART) == [], (group, place, width)


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1440, 900)])
def test_a_notice_stands_below_the_row(present: OpenPage, width: int, height: int) -> None:
    page = present(f"{HIGH}&option=2&step=9&lang=es", width, height)
    notice = page.locator(".stMain .callout[role=status]").first
    expect(notice).to_contain_text(facts.text("es")["notice.param.step"])
    told, row = notice.bounding_box(), page.locator(".st-key-present-top").bounding_box()
    assert told and row
    assert told["y"] >= row["y"] + row["height"]


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
    for _ in range(5):
        forward(page)
    expect(heading).to_have_text(MIBG)
    check()
    notes = open_notes(page)
    for theme in ("light", "dark"):
        notes.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        assert violations(notes) == [], theme
    for _ in range(5):
        forward(page)
    expect(heading).to_have_text(LAST)
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
    expect(page.get_by_role("heading", level=1)).to_have_text(SUMMARY)
    page.get_by_role("link", name="Write down your questions").click()
    expect(page).to_have_url(re.compile(r"/questions\?group=high&place=same"))
    assert page.evaluate("window.stayed") is True


def test_a_lost_connection_does_not_stop_the_slides(present: OpenPage) -> None:
    page = present()
    page.context.set_offline(True)
    heading = page.get_by_role("heading", level=1)
    forward(page)
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
