"""What works in place before Streamlit is there, and that Streamlit takes it over."""

from __future__ import annotations

import re

import pypdf
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import facts
from tests.support.browser import Late, wait_until_finished

pytestmark = pytest.mark.browser

TEXT = facts.text()
QUESTIONS = {row["prompt"]: row["text_en"] for row in facts.read("prompts.csv")}
HIGH = "/?group=high&place=same"
ASK = "/questions?group=high&place=same"
STEP = "option=2&step=1"
# Ticks a question when Streamlit has taken the list over, just before its page is shown.
LATER = """(id) => new MutationObserver(() => {
  if (document.documentElement.dataset.list !== "kept") return;
  const tick = document.querySelector(`#first .ticks input[value="${id}"]:not(:checked)`);
  if (tick) document.late = !tick.click();
}).observe(document.documentElement, { attributes: true })"""


def box(page: Page, choice: str) -> Locator:
    return page.locator(f'svg [data-choice="{choice}"]').filter(visible=True)


def details(page: Page) -> Locator:
    return page.locator("section.details:visible")


def at(choice: str) -> re.Pattern[str]:
    return re.compile(re.escape(HIGH + choice) + "$")


def ticked(page: Page, prompt: str) -> Locator:
    return page.get_by_role("checkbox", name=QUESTIONS[prompt], exact=True)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_step_opens_and_closes_in_place_and_streamlit_shows_the_same(
    page: Page, server: str, width: int
) -> None:
    late = Late(page)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(server + HIGH, wait_until="commit")
    box(page, STEP).click()
    expect(page).to_have_url(at(f"&{STEP}"))
    heading = details(page).get_by_role("heading", level=3)
    expect(heading).to_have_text("Iodine 131-MIBG therapy")
    expect(box(page, STEP)).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#first nav .links a").last).to_have_attribute("href", re.compile(STEP))
    page.evaluate("history.back()")
    expect(page).to_have_url(at(""))
    expect(details(page)).to_have_count(0)
    page.evaluate("history.forward()")
    expect(heading).to_be_visible()
    box(page, "option=3&step=1").focus()
    page.keyboard.press(" ")
    expect(heading).to_have_text("Chemotherapy")
    details(page).get_by_role("button", name=TEXT["details.close"]).click()
    expect(details(page)).to_have_count(0)
    expect(box(page, "option=3&step=1")).to_be_focused()
    box(page, STEP).click()
    heading.evaluate("(one) => one.scrollIntoView()")
    before = heading.bounding_box()

    late.come()
    wait_until_finished(page)
    expect(page).to_have_url(at(f"&{STEP}"))
    expect(heading).to_have_text("Iodine 131-MIBG therapy")
    expect(box(page, STEP)).to_be_focused()
    after = heading.bounding_box()
    assert before
    assert after
    assert after["y"] == pytest.approx(before["y"], abs=3)
    # What Streamlit has sent is about the same step, too.
    onward = page.locator(".stMain .next a").first
    expect(onward).to_have_attribute("href", re.compile(STEP))
    page.evaluate("history.back()")
    expect(details(page)).to_have_count(0)


def test_a_meaning_opens_before_streamlit_is_there_and_stays_open(page: Page, server: str) -> None:
    late = Late(page)
    page.goto(server + HIGH, wait_until="commit")
    page.get_by_role("button", name="neuroblastoma", exact=True).first.click()
    meaning = page.get_by_role("dialog")
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_have_count(0)
    page.get_by_role("button", name="neuroblastoma", exact=True).first.click()

    late.come()
    wait_until_finished(page)
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_have_count(0)


def test_a_tap_for_another_tab_is_the_browsers(page: Page, server: str) -> None:
    Late(page)
    page.goto(server + HIGH, wait_until="commit")
    with page.context.expect_page() as other:
        box(page, STEP).click(modifiers=["Control"])
    expect(details(other.value)).to_have_count(1)
    expect(details(page)).to_have_count(0)


def test_ticked_questions_are_on_the_list_once_streamlit_is_there(page: Page, server: str) -> None:
    late = Late(page)
    page.goto(server + ASK, wait_until="commit")
    for prompt in ("second-opinion", "which-fits", "when-to-start"):
        ticked(page, prompt).check()
    ticked(page, "which-fits").uncheck()
    expect(page.get_by_text(TEXT["questions.list.waiting"])).to_be_visible()
    page.reload(wait_until="commit")
    expect(ticked(page, "second-opinion")).to_be_checked()
    page.evaluate(LATER, "which-fits")

    late.come()
    wait_until_finished(page)
    assert page.evaluate("document.late")
    order = ["second-opinion", "when-to-start", "which-fits"]
    entries = [f"{number}. {QUESTIONS[prompt]}" for number, prompt in enumerate(order, 1)]
    expect(page.locator(".entry")).to_have_text(entries)
    for prompt in order:
        expect(ticked(page, prompt)).to_be_checked()


def test_a_sheet_holds_the_questions_that_were_ticked(page: Page, server: str) -> None:
    Late(page)
    page.goto(server + ASK, wait_until="commit")
    ticked(page, "which-fits").check()
    page.goto(server + HIGH, wait_until="commit")
    with page.expect_download() as sheet:
        page.locator("#first").get_by_role("link", name=TEXT["take.pdf.letter"]).click()
    pages = pypdf.PdfReader(sheet.value.path()).pages
    printed = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert QUESTIONS["which-fits"] in printed
    assert page.url == server + HIGH


def test_a_full_list_takes_no_more_ticks(page: Page, server: str) -> None:
    Late(page)
    page.goto(server + ASK, wait_until="commit")
    ticks = page.locator("#first .ticks input")
    for number in range(12):
        ticks.nth(number).check()
    expect(ticks.nth(12)).to_be_disabled()
    ticks.first.uncheck()
    expect(ticks.nth(12)).to_be_enabled()
