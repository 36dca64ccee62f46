"""A family's list of questions is in the browser's tab: it outlives a session and nothing else."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, Request, expect

from carepath.text import prompts
from harness.browser import FINISHED
from tests.support import facts
from tests.support.axe import expect_no_violations
from tests.support.browser import OpenPage, resize, wait_until_finished

pytestmark = pytest.mark.browser

TEXT = facts.text()
QUESTIONS = {row["prompt"]: row["text_en"] for row in facts.read("prompts.csv")}
AT = "/questions?group=low&place=same"
OWN = "May <b>Zebulon</b> & Nala come?"
SHORT = "<b>&</b> Nala?"
BLOCKED = """Object.defineProperty(window, "sessionStorage", {
  get() { throw new DOMException("blocked", "SecurityError"); },
})"""
FULL = """Storage.prototype.setItem = function () {
  throw new DOMException("full", "QuotaExceededError");
}"""

WITH_SHARE_SHEET = """navigator.share = async (data) => { window.sent = data; }"""
PRINT = "window.print = () => { window.printed = (window.printed ?? 0) + 1; }"


def tick(page: Page, question: str) -> None:
    page.get_by_text(QUESTIONS[question], exact=True).first.click()
    expect(page.locator(".entry").filter(has_text=QUESTIONS[question])).to_be_visible()
    page.locator(FINISHED).wait_for()


def add_own(page: Page, text: str) -> None:
    page.get_by_role("textbox", name=TEXT["questions.own"]).fill(text)
    page.get_by_role("button", name=TEXT["questions.own.add"]).click()
    expect(page.locator(".entry").filter(has_text=text)).to_be_visible()
    page.locator(FINISHED).wait_for()


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
    page.get_by_role("button", name=TEXT["questions.clear.all"]).press("Enter")
    expect_list(page)
    expect(page.get_by_role("heading", name=TEXT["questions.list"])).to_be_focused()


def test_a_list_outlives_its_session_until_it_is_cleared(open_page: OpenPage) -> None:
    page = open_page(AT)
    tick(page, "which-fits")
    add_own(page, OWN)
    expect_list(page, QUESTIONS["which-fits"], OWN)
    expect(page.get_by_text(TEXT["questions.list.kept"])).to_be_visible()
    expect(page.get_by_text(TEXT["questions.list.unkept"])).to_be_hidden()

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


def test_until_streamlit_is_there_a_kept_list_is_not_said_to_be_empty(
    page: Page, server: str
) -> None:
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(f"{server}{AT}")
    expect(page.get_by_text(TEXT["questions.list.empty"])).to_be_visible()
    expect(page.get_by_text(TEXT["questions.list.waiting"])).to_be_hidden()
    kept = '{"entries": [{"id": "which-fits"}]}'
    page.evaluate("([name, kept]) => sessionStorage.setItem(name, kept)", [prompts.KEPT, kept])
    page.reload()
    expect(page.get_by_text(TEXT["questions.list.waiting"])).to_be_visible()
    expect(page.get_by_text(TEXT["questions.list.empty"])).to_be_hidden()


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ('{"entries": [7, null, {"id": "gone"}, {"text": "\\ud800<i>a</i>"}]}', ["<i>a</i>"]),
        ('{"entries": "which-fits"}', []),
    ],
)
def test_whatever_a_tab_has_kept_the_page_can_be_shown(
    open_page: OpenPage, kept: str, shown: list[str]
) -> None:
    page = open_page(AT)
    page.evaluate("([name, kept]) => sessionStorage.setItem(name, kept)", [prompts.KEPT, kept])
    reload(page)
    expect_list(page, *shown)
    tick(page, "second-opinion")
    expect_list(page, *shown, QUESTIONS["second-opinion"])


# --- Handing the list over ------------------------------------------------------------------------


def pass_on(page: Page) -> None:
    page.locator("summary").filter(has_text=TEXT["questions.pass"]).click()
    expect(page.get_by_role("button", name=TEXT["questions.print"])).to_be_visible()


def test_a_link_adds_its_questions_to_the_list_of_another_browser(
    open_page: OpenPage, browser: Browser
) -> None:
    page = open_page(AT)
    for question in ("which-fits", "second-opinion"):
        tick(page, question)
    add_own(page, OWN)
    pass_on(page)
    link = page.locator(".carepath-share .address").inner_text()
    assert urlsplit(link).fragment == "ask=which-fits.second-opinion"

    context = browser.new_context()
    requests: list[str] = []

    def note(request: Request) -> None:
        requests.append(request.url)

    context.on("request", note)
    other = context.new_page()
    other.goto(f"{page.url.partition('/questions')[0]}{AT}")
    wait_until_finished(other)
    tick(other, "second-opinion")
    add_own(other, "Why?")
    # The address differs after the # only, so the browser stays on the page.
    other.evaluate("link => location.assign(link)", link)
    listed = QUESTIONS["second-opinion"], "Why?", QUESTIONS["which-fits"]
    expect_list(other, *listed)
    added = other.get_by_text(TEXT["questions.linked.one"])
    expect(added).to_be_visible()
    assert "#" not in other.url
    assert not any("which-fits" in url for url in requests)

    # Opened once more, it adds nothing, also where a new session has to get the list first.
    other.goto("about:blank")
    other.goto(link)
    wait_until_finished(other)
    expect(other.get_by_text(TEXT["questions.linked.none"])).to_be_visible()
    expect_list(other, *listed)
    assert not any("which-fits" in url for url in requests)
    clear(other)
    expect(other.get_by_text(TEXT["questions.linked.none"])).to_have_count(0)
    context.close()


def test_a_link_of_unknown_questions_adds_those_that_there_are(open_page: OpenPage) -> None:
    page = open_page(f"{AT}#ask=gone..%3Cb%3E.which-fits.")
    expect_list(page, QUESTIONS["which-fits"])
    expect(page.get_by_text(TEXT["questions.linked.one"])).to_be_visible()


def test_a_list_is_sent_copied_printed_and_read_from_a_code(
    page: Page, open_page: OpenPage
) -> None:
    page.add_init_script(WITH_SHARE_SHEET)
    page.add_init_script(PRINT)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(AT)
    tick(page, "which-fits")
    add_own(page, SHORT)
    expect_list(page, QUESTIONS["which-fits"], SHORT)
    pass_on(page)
    whole = f"1. {QUESTIONS['which-fits']}\n2. {SHORT}"

    page.get_by_role("button", name=TEXT["questions.send"]).click()
    assert page.evaluate("sent") == {"text": whole}
    page.get_by_role("button", name=TEXT["questions.copy"]).click()
    expect(page.get_by_text(TEXT["questions.copied"])).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == whole

    page.get_by_role("button", name=TEXT["questions.print"]).click()
    assert page.evaluate("printed") == 1
    page.emulate_media(media="print")
    paper = page.locator("body > .paper")
    assert paper.inner_text().split("\n\n") == [TEXT["handout.questions"], *whole.split("\n")]
    expect(page.locator("#root")).to_be_hidden()
    page.emulate_media(media="null")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(paper).to_have_count(0)

    for width, height in ((1440, 900), (390, 844)):
        resize(page, width, height)
        expect_no_violations(page)
    # On a phone an entry's buttons stay together, however short it is.
    acts = [TEXT[f"questions.{act}.short"] for act in ("up", "down", "remove")]
    buttons = [page.get_by_role("button", name=act, exact=True).last for act in acts]
    assert (
        len({button.evaluate("one => one.getBoundingClientRect().top") for button in buttons}) == 1
    )
    page.get_by_role("button", name=TEXT["share.open"]).click()
    code = page.get_by_role("dialog").get_by_role("img", name=TEXT["questions.code"])
    expect(code).to_be_visible()
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())))
    assert [one.text for one in read] == [whole]


def test_without_a_share_sheet_or_a_clipboard_the_list_is_marked(open_page: OpenPage) -> None:
    page = open_page(AT)
    tick(page, "which-fits")
    pass_on(page)
    expect(page.get_by_role("button", name=TEXT["questions.send"])).to_have_count(0)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name=TEXT["questions.copy"]).click()
    expect(page.get_by_text(TEXT["questions.refused"])).to_be_visible()
    assert page.evaluate("getSelection().toString()").strip() == f"1. {QUESTIONS['which-fits']}"
