"""A meeting from the first page to the sheet in the hand, by keyboard and by touch."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Locator, Page, expect

from harness.browser import FINISHED
from tests.support import facts
from tests.support.browser import OpenPage, wait_until_finished
from tests.support.sentences import NAMED, TOLD
from tests.support.servers import LOGS, StartServer

pytestmark = pytest.mark.browser
TEXT = facts.text()
QUESTIONS = {row["prompt"]: row["text_en"] for row in facts.read("prompts.csv")}
CHOSEN = ("no-standard", "where-and-how", "trial-open")
SITE = "https://carepath.example.org"
OWN = "May our dog Zebulon sleep in her room?"


def questions_link(page: Page) -> Locator:
    return page.get_by_role("link", name=TEXT["next.questions"])


def tick(page: Page, question: str) -> None:
    box = page.get_by_role("checkbox", name=QUESTIONS[question], exact=True)
    page.get_by_text(QUESTIONS[question], exact=True).first.click()
    expect(box).to_be_checked()
    wait_until_finished(page)


def download(page: Page, word: str, into: Path) -> Path:
    name = TEXT[word]
    offered = page.get_by_role("button", name=name, exact=True)
    with page.expect_download() as started:
        offered.or_(page.get_by_role("link", name=name, exact=True)).click()
    saved = into / started.value.suggested_filename
    started.value.save_as(saved)
    return saved


def pdf_text(file: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(file).pages)


def codes(file: Path) -> list[str]:
    pages = pypdfium2.PdfDocument(file)
    images = [page.render(scale=3).to_pil() for page in pages]
    return [code.text for image in images for code in zxingcpp.read_barcodes(image)]


def test_a_meeting_ends_with_a_sheet(
    open_page: OpenPage, browser: Browser, start_server: StartServer, tmp_path: Path
) -> None:
    # Paper carries a code only where others can reach the site.
    server = start_server({"CAREPATH_SITE": SITE})
    page = open_page("/?group=high&place=same", at=server)
    page.get_by_role("link", name=TEXT["next.present"]).press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(page.get_by_role("button", name=TEXT["present.next"])).to_be_visible()
    page.keyboard.press("ArrowRight")
    for row in facts.rows("high"):
        page.keyboard.press("ArrowRight")
        expect(heading).to_have_text(NAMED["high"][row.option - 1])
    expect(page).to_have_url(re.compile(r"option=4&step=1$"))
    page.locator(FINISHED).wait_for()
    page.get_by_role("link", name=TEXT["present.leave"]).press("Enter")
    expect(heading).to_have_text(TEXT["app.title"])
    # The page opens at the step of the slide; a key that is pressed before goes there.
    expect(page.locator("section.details:visible h3")).to_be_focused()

    questions_link(page).press("Enter")
    expect(heading).to_have_text(TEXT["page.questions"])
    wait_until_finished(page)
    for question in CHOSEN:
        tick(page, question)
    field = page.get_by_role("textbox", name=TEXT["questions.own"])
    field.fill(OWN)
    page.get_by_role("button", name=TEXT["questions.own.add"]).press("Enter")
    expect(page.get_by_text(f"4. {OWN}")).to_be_visible()
    wait_until_finished(page)

    sheet = download(page, "take.pdf.letter", tmp_path)
    told = pdf_text(sheet)
    for expected in (*TOLD["high"], *(QUESTIONS[question] for question in CHOSEN), OWN):
        assert expected in told
    (address,) = codes(sheet)
    assert address in told.replace(" ", "")
    assert address.startswith(f"{SITE}/?group=high&place=same")
    assert len(pypdf.PdfReader(sheet).pages) <= 2

    assert "Zebulon" not in page.url
    log = LOGS[int(server.rpartition(":")[2])].read_text(encoding="utf-8")
    assert "Zebulon" not in log

    other = browser.new_context().new_page()
    other.goto(server + address.removeprefix(SITE))
    expect(other.locator(".in-short li > span")).to_have_text(TOLD["high"], use_inner_text=True)
    other.context.close()


def test_the_list_is_ordered_shortened_and_kept_from_page_to_page(open_page: OpenPage) -> None:
    page = open_page("/questions?group=low&place=same")
    for question in ("which-fits", "second-opinion"):
        tick(page, question)
    page.get_by_role("button", name=TEXT["questions.down.short"], exact=True).first.click()
    expect(page.get_by_text(f"1. {QUESTIONS['second-opinion']}")).to_be_visible()
    page.get_by_role("link", name=TEXT["page.words"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT["page.words"])
    page.get_by_role("link", name=TEXT["page.questions"], exact=True).click()
    expect(page.get_by_text(f"2. {QUESTIONS['which-fits']}")).to_be_visible()
    page.get_by_role("button", name=TEXT["questions.remove.short"], exact=True).first.click()
    expect(page.get_by_text(f"1. {QUESTIONS['which-fits']}")).to_be_visible()
    gone = page.get_by_role("checkbox", name=QUESTIONS["second-opinion"], exact=True)
    expect(gone).not_to_be_checked()


def test_page_and_drawing_can_be_taken_away(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/?group=low&place=same")
    assert download(page, "take.page", tmp_path).read_bytes().startswith(b"<!DOCTYPE html>")
    page.get_by_text(TEXT["take.more"], exact=True).click()
    assert b"<svg" in download(page, "take.svg", tmp_path).read_bytes()[:200]
    assert download(page, "take.png", tmp_path).read_bytes().startswith(b"\x89PNG")


def test_what_comes_in_place_of_a_sheet_is_shown(open_page: OpenPage, server: str) -> None:
    page = open_page("/?group=low&place=same")
    page.route("**/handout/*", lambda route: route.continue_(url=f"{server}/handout/none.pdf"))
    page.get_by_role("button", name=TEXT["take.pdf.letter"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT["lost.title"])
    page.unroute_all()


def test_a_phone_takes_the_sheet_home_by_touch(
    browser: Browser, server: str, tmp_path: Path
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{server}/?group=low&place=elsewhere")
    wait_until_finished(page)
    page.locator('svg [data-choice="option=3&step=1"]').filter(visible=True).tap()
    expect(page.get_by_role("region", name="Surgery", exact=True)).to_be_visible()
    questions_link(page).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT["page.questions"])
    wait_until_finished(page)
    page.get_by_text(QUESTIONS["how-much-taken-out"], exact=True).first.tap()
    expect(page.get_by_text(f"1. {QUESTIONS['how-much-taken-out']}")).to_be_visible()
    wait_until_finished(page)
    page.get_by_text(TEXT["take.more"], exact=True).tap()
    with page.expect_download() as started:
        page.get_by_role("button", name=TEXT["take.pdf.a4"], exact=True).tap()
    sheet = tmp_path / "sheet.pdf"
    started.value.save_as(sheet)
    assert QUESTIONS["how-much-taken-out"] in pdf_text(sheet)
    context.close()


def test_a_term_opens_by_keyboard_and_gives_the_focus_back(open_page: OpenPage) -> None:
    page = open_page("/?group=high&place=same")
    term = page.get_by_role("button", name="clinical trial", exact=True)
    meaning = page.get_by_role("dialog", name="Clinical trial", exact=True)
    expect(meaning).to_have_count(0)
    term.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_have_count(0)
    expect(term).to_be_focused()
