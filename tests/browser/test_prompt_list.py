"""A family's list of questions is in the browser's tab: it outlives a session and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from harness.browser import FINISHED
from tests.support import facts
from tests.support.browser import OpenPage, wait_until_finished

pytestmark = pytest.mark.browser

TEXT = facts.text()
QUESTIONS = {row["prompt"]: row["text_en"] for row in facts.read("prompts.csv")}
AT = "/questions?group=low&place=same"
OWN = "May <b>Zebulon</b> & Nala come?"
BLOCKED = """Object.defineProperty(window, "sessionStorage", {
  get() { throw new DOMException("blocked", "SecurityError"); },
})"""
FULL = """Storage.prototype.setItem = function () {
  throw new DOMException("full", "QuotaExceededError");
}"""


def tick(page: Page, question: str) -> None:
    page.get_by_text(QUESTIONS[question], exact=True).first.click()
    expect(page.get_by_role("checkbox", name=QUESTIONS[question], exact=True)).to_be_checked()
    page.locator(FINISHED).wait_for()


def add_own(page: Page, text: str) -> None:
    page.get_by_role("textbox", name=TEXT["questions.own"]).fill(text)
    page.get_by_role("button", name=TEXT["questions.own.add"]).click()


def expect_list(page: Page, *texts: str) -> None:
    entries = [f"{number}. {text}" for number, text in enumerate(texts, start=1)]
    expect(page.locator(".entry")).to_have_text(entries)
    if not texts:
        expect(page.get_by_text(TEXT["questions.list.empty"])).to_be_visible()


def reload(page: Page) -> None:
    page.reload()
    wait_until_finished(page)


def clear(page: Page) -> None:
    page.get_by_role("button", name=TEXT["questions.clear"]).click()
    page.get_by_role("button", name=TEXT["questions.clear.all"]).click()
    expect_list(page)


def test_a_list_outlives_its_session_until_it_is_cleared(open_page: OpenPage) -> None:
    page = open_page(AT)
    tick(page, "which-fits")
    add_own(page, OWN)
    expect_list(page, QUESTIONS["which-fits"], OWN)
    expect(page.get_by_text(TEXT["questions.list.kept"])).to_be_visible()
    expect(page.get_by_text(TEXT["questions.list.unkept"])).to_be_hidden()
    page.locator(FINISHED).wait_for()

    reload(page)
    expect_list(page, QUESTIONS["which-fits"], OWN)
    expect(page.get_by_role("checkbox", name=QUESTIONS["which-fits"], exact=True)).to_be_checked()
    tick(page, "second-opinion")
    assert "Zebulon" not in page.url

    # A list of one page is that of every page, in the other language too.
    page.goto(page.url.replace("group=low", "group=high") + "&lang=es")
    spanish = {row["prompt"]: row["text_es"] for row in facts.read("prompts.csv")}
    expect_list(page, spanish["which-fits"], OWN, spanish["second-opinion"])

    page.goto(page.url.replace("&lang=es", ""))
    expect_list(page, QUESTIONS["which-fits"], OWN, QUESTIONS["second-opinion"])
    clear(page)
    reload(page)
    expect_list(page)


def test_each_tab_has_a_list_of_its_own(open_page: OpenPage) -> None:
    page = open_page(AT)
    tick(page, "which-fits")
    other = page.context.new_page()
    other.goto(page.url)
    wait_until_finished(other)
    expect_list(other)
    tick(other, "second-opinion")
    reload(page)
    expect_list(page, QUESTIONS["which-fits"])


@pytest.mark.parametrize("storage", [BLOCKED, FULL], ids=["blocked", "full"])
def test_a_browser_that_keeps_nothing_changes_nothing_else(
    page: Page, open_page: OpenPage, storage: str
) -> None:
    page.add_init_script(storage)
    open_page(AT)
    tick(page, "which-fits")
    add_own(page, OWN)
    expect_list(page, QUESTIONS["which-fits"], OWN)
    expect(page.get_by_text(TEXT["questions.list.unkept"])).to_be_visible()
    expect(page.get_by_text(TEXT["questions.list.kept"])).to_be_hidden()
    reload(page)
    expect_list(page)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ('{"entries": [{"id": "gone"}, {"id": "which-fits"}]}', [QUESTIONS["which-fits"]]),
        ('{"entries": [7, null, {"text": "\\ud800<i>a</i>\\u202e"}]}', ["<i>a</i>"]),
        ('{"entries": "which-fits"}', []),
        ("not JSON", []),
    ],
)
def test_whatever_a_tab_has_kept_the_page_can_be_shown(
    open_page: OpenPage, kept: str, shown: list[str]
) -> None:
    page = open_page(AT)
    page.evaluate("kept => sessionStorage.setItem('carepath.questions.1', kept)", kept)
    reload(page)
    expect_list(page, *shown)
    tick(page, "second-opinion")
    expect_list(page, *shown, QUESTIONS["second-opinion"])
