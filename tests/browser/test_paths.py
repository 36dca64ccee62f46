"""A reader's ways through the site in a real browser: by tap and keyboard, on phone and paper."""

from __future__ import annotations

import csv
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FloatRect, Locator, Page, WebSocketRoute, expect

from carepath.content.treatment_table import COLUMNS
from carepath.tables import loader
from carepath.text.titles import FRONT, IN_NAVIGATION
from tests.support import facts
from tests.support.axe import OPTIONS
from tests.support.browser import OpenPage, resize, wait_until_finished
from tests.support.locators import SCROLLING, answer, box, in_page, radio, sidebar, step
from tests.support.sentences import IN_SHORT, TOLD
from tests.support.servers import SERVERS, StartServer
from tests.support.spoiled import copy, file_of

pytestmark = pytest.mark.browser

TEXT, NAMES = facts.text(), facts.names()
HIGH = {"group": "high", "place": "same"}
INSIDE = {"group": "low", "place": "elsewhere", "option": "4", "step": "1"}
"""A step with a flow of its own inside."""
SITUATIONS = {situation: answers for answers, situation in facts.ANSWERS.items()}
OPENED = {
    "low-elsewhere": {"option": "4", "step": "1"},
    "intermediate-elsewhere": {"option": "1", "step": "1.4"},
}
CONNECTED = "[data-test-connection-state=CONNECTED]"
WIDTHS = (320, 390, 768, 1024, 1440)


def at(page: str = FRONT, **query: str) -> str:
    path = "/" if page == FRONT else f"/{page}"
    return f"{path}?{urlencode(query)}" if query else path


def query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def expect_query(page: Page, **wanted: str) -> None:
    page.wait_for_url(lambda url: query(url) == wanted)


def title(name: str) -> str:
    return TEXT["app.title"] if name == FRONT else TEXT[f"page.{name}"]


def inner_step(page: Page, number: int) -> Locator:
    return box(page, f"option={INSIDE['option']}&step={INSIDE['step']}.{number}")


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


def details(page: Page, treatment: str) -> Locator:
    """The opened details of a step; what is closed has no role."""
    return page.get_by_role("region", name=capital(NAMES[treatment]), exact=True)


def expect_drawing(page: Page) -> None:
    """Wait for the drawing: its script comes after the page itself."""
    expect(page.locator(".carepath-drawing svg").locator("visible=true")).not_to_have_count(0)


def open_details(page: Page) -> Locator:
    return page.locator("section.details:not([hidden])")


def listed(page: Page) -> Locator:
    """The options in words, under the drawing."""
    return page.locator("section.paths")


def expect_options(page: Page, told: list[str]) -> None:
    expect(page.locator(".in-short li > span")).to_have_text(told, use_inner_text=True)


def status(page: Page, text: str) -> Locator:
    return page.get_by_role("status").filter(has_text=text)


def said_of(treatment: str) -> str:
    return TEXT["drawing.chosen"].format(name=capital(NAMES[treatment]))


def leave_a_mark(page: Page) -> None:
    """Leave what a reload would wipe out."""
    page.evaluate("window.mark = 'kept'")


def assert_not_reloaded(page: Page) -> None:
    assert page.evaluate("window.mark") == "kept"


def wait_for_the_server(page: Page, **wanted: str) -> None:
    """Wait until the server has taken a choice over and shown the page again."""
    expect_query(page, **wanted)
    wait_until_finished(page)


# --- Choosing -------------------------------------------------------------------------------------


def test_the_answers_in_the_sidebar_lead_to_the_drawing(open_page: OpenPage) -> None:
    page = open_page()
    expect(page).to_have_title(TEXT["app.title"])
    leave_a_mark(page)
    map_title = page.get_by_role("heading", name=TEXT["map.title.2"])
    drawing_title = page.get_by_role("heading", name=TEXT["drawing.title.many"])
    expect(map_title).to_be_visible()
    answer(sidebar(page), "group", "high").click()
    expect_query(page, group="high")
    expect(radio(sidebar(page), "group", "high")).to_be_checked()
    expect(drawing_title).to_have_count(0)
    answer(sidebar(page), "place", "same").click()
    expect_query(page, **HIGH)
    expect(drawing_title).to_be_visible()
    expect(map_title).to_have_count(0)
    for number in (1, 2, 3, 4):
        expect(step(page, number, 1)).to_be_visible()
    expect_options(page, TOLD["high"])
    answer(sidebar(page), "group", "low").click()
    expect_query(page, group="low", place="same")
    expect_options(page, TOLD["low-same"])
    expect(step(page, 2, 1)).to_be_visible()
    expect(step(page, 3, 1)).to_have_count(0)
    expect(status(page, TEXT["drawing.new"].partition("{")[0])).to_have_count(1)
    assert_not_reloaded(page)


def test_the_first_drawing_is_announced_too(open_page: OpenPage) -> None:
    page = open_page(at(group="high"))
    answer(sidebar(page), "place", "same").click()
    expect_query(page, **HIGH)
    expect(status(page, TEXT["drawing.new"].partition("{")[0])).to_have_count(1)


def test_the_keyboard_moves_between_answers_and_stays_there(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH))
    radio(sidebar(page), "place", "same").focus()
    page.keyboard.press("ArrowDown")
    wait_for_the_server(page, group="high", place="elsewhere")
    chosen = radio(sidebar(page), "place", "elsewhere")
    expect(chosen).to_be_checked()
    expect(chosen).to_be_focused()


# --- Steps ----------------------------------------------------------------------------------------


def test_a_tap_opens_a_step_and_another_closes_it(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH))
    leave_a_mark(page)
    tapped = step(page, 2, 1)
    expect(tapped).to_have_attribute("aria-expanded", "false")
    expect(open_details(page)).to_have_count(0)
    tapped.click()
    expect(details(page, "mibg-therapy")).to_be_visible()
    expect(details(page, "mibg-therapy")).to_contain_text(
        next(row["meaning_en"] for row in facts.read("terms.csv") if row["term"] == "mibg-therapy")
    )
    wait_for_the_server(page, **HIGH, option="2", step="1")
    expect(open_details(page)).to_have_count(1)
    expect(tapped).to_have_attribute("aria-expanded", "true")
    expect(tapped).to_be_focused()
    expect(step(page, 2, 2)).to_have_attribute("aria-expanded", "false")
    expect(status(page, said_of("mibg-therapy"))).to_have_count(1)
    # Another step takes the place of the first.
    step(page, 1, 2).click()
    wait_for_the_server(page, **HIGH, option="1", step="2")
    expect(details(page, "dinutuximab")).to_be_visible()
    expect(open_details(page)).to_have_count(1)
    expect(tapped).to_have_attribute("aria-expanded", "false")
    step(page, 1, 2).click()
    wait_for_the_server(page, **HIGH)
    expect(open_details(page)).to_have_count(0)
    expect(step(page, 1, 2)).to_be_focused()
    expect(status(page, TEXT["drawing.closed"])).to_have_count(1)
    assert_not_reloaded(page)


def test_the_keyboard_opens_and_closes_a_step(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH))
    leave_a_mark(page)
    chosen = step(page, 4, 1)
    chosen.focus()
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
        expect(details(page, "car-t-cell-trial")).to_be_visible()
        wait_for_the_server(page, **HIGH, option="4", step="1")
        expect(chosen).to_be_focused()
        expect(status(page, said_of("car-t-cell-trial"))).to_have_count(1)
        page.keyboard.press(key)
        expect(open_details(page)).to_have_count(0)
        wait_for_the_server(page, **HIGH)
        expect(chosen).to_be_focused()
    assert_not_reloaded(page)


def test_every_box_is_reached_with_the_tab_key(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH))
    expect_drawing(page)
    boxes = page.locator("svg").get_by_role("button").filter(visible=True)
    names = [box.get_attribute("aria-label") for box in boxes.all()]
    assert len(names) == len(facts.rows("high"))
    boxes.and_(page.get_by_label(str(names[0]), exact=True)).focus()
    reached = [names[0]]
    for _ in names[1:]:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert reached == names


def test_a_link_to_an_option_opens_its_first_step(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH, option="2"))
    opened = details(page, "mibg-therapy")
    expect(opened).to_be_visible()
    expect(opened).to_contain_text(TOLD["high"][1])
    expect(open_details(page)).to_have_count(1)
    expect(step(page, 2, 1)).to_have_attribute("aria-expanded", "true")
    opened.get_by_role("button", name=TEXT["details.close"]).click()
    expect(open_details(page)).to_have_count(0)
    wait_for_the_server(page, **HIGH)


def test_closing_gives_the_focus_back_to_the_step(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH))
    step(page, 2, 1).click()
    details(page, "mibg-therapy").get_by_role("button", name=TEXT["details.close"]).press("Enter")
    wait_for_the_server(page, **HIGH)
    expect(open_details(page)).to_have_count(0)
    expect(step(page, 2, 1)).to_be_focused()


@pytest.mark.parametrize(("width", "shown"), [(1440, "wide"), (390, "narrow")])
def test_a_step_with_phases_has_a_picture_that_fits_the_page(
    open_page: OpenPage, width: int, shown: str
) -> None:
    page = open_page(at(**INSIDE), width=width)
    pictures = details(page, "high-risk-treatment").locator("figure.inside").filter(visible=True)
    expect(pictures).to_have_class(f"inside {shown}")


def test_a_step_inside_a_step_opens_within_it(open_page: OpenPage) -> None:
    page = open_page(at(**INSIDE))
    outer = details(page, "high-risk-treatment")
    expect(outer).to_be_visible()
    expect(open_details(page)).to_have_count(1)
    inner_step(page, 4).click()
    inner = details(page, "stem-cell-rescue")
    expect(inner).to_be_visible()
    expect(outer).to_be_visible()
    wait_for_the_server(page, **{**INSIDE, "step": "1.4"})
    expect(open_details(page)).to_have_count(2)
    expect(inner_step(page, 4)).to_be_focused()
    expect(inner_step(page, 4)).to_have_attribute("aria-expanded", "true")
    expect(step(page, 4, 1)).to_have_attribute("aria-expanded", "true")
    inner.get_by_role("button", name=TEXT["details.close"]).click()
    expect(inner).to_have_count(0)
    expect(outer).to_be_visible()
    wait_for_the_server(page, **INSIDE)
    step(page, 4, 1).click()
    expect(open_details(page)).to_have_count(0)
    wait_for_the_server(page, group="low", place="elsewhere")


def test_what_a_reader_opened_in_the_list_stays_open(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH))
    about = TEXT["details.about"].format(name=NAMES["combination-chemotherapy"])
    opened = listed(page).locator("details").filter(has=page.get_by_text(about, exact=True))
    opened.get_by_text(about, exact=True).click()
    expect(opened).to_have_attribute("open", "")
    step(page, 2, 1).click()
    wait_for_the_server(page, **HIGH, option="2", step="1")
    expect(opened).to_have_attribute("open", "")


# --- The address ----------------------------------------------------------------------------------


def test_back_and_forward_go_through_every_choice(open_page: OpenPage) -> None:
    page = open_page()
    answer(sidebar(page), "group", "high").click()
    expect_query(page, group="high")
    answer(sidebar(page), "place", "same").click()
    wait_for_the_server(page, **HIGH)
    step(page, 2, 1).click()
    wait_for_the_server(page, **HIGH, option="2", step="1")
    page.go_back()
    wait_for_the_server(page, **HIGH)
    expect(open_details(page)).to_have_count(0)
    page.go_back()
    wait_for_the_server(page, group="high")
    expect(page.get_by_role("heading", name=TEXT["map.title.2"])).to_be_visible()
    expect(radio(sidebar(page), "group", "high")).to_be_checked()
    expect(radio(sidebar(page), "place", "same")).not_to_be_checked()
    page.go_back()
    wait_for_the_server(page)
    expect(radio(sidebar(page), "group", "high")).not_to_be_checked()
    page.go_forward()
    wait_for_the_server(page, group="high")
    expect(radio(sidebar(page), "group", "high")).to_be_checked()
    page.go_forward()
    wait_for_the_server(page, **HIGH)
    expect_options(page, TOLD["high"])
    page.go_forward()
    wait_for_the_server(page, **HIGH, option="2", step="1")
    expect(details(page, "mibg-therapy")).to_be_visible()
    expect(radio(sidebar(page), "place", "same")).to_be_checked()


def test_a_reload_shows_the_same(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH))
    step(page, 2, 3).click()
    wait_for_the_server(page, **HIGH, option="2", step="3")
    page.reload()
    wait_until_finished(page)
    assert query(page.url) == {**HIGH, "option": "2", "step": "3"}
    expect(details(page, "stem-cell-rescue")).to_be_visible()
    expect(open_details(page)).to_have_count(1)
    for key, value in HIGH.items():
        expect(radio(sidebar(page), key, value)).to_be_checked()


def test_the_links_to_the_pages_keep_what_is_chosen(open_page: OpenPage) -> None:
    chosen = {**HIGH, "option": "2", "step": "1"}
    page = open_page(at(**HIGH))
    leave_a_mark(page)
    step(page, 2, 1).click()
    wait_for_the_server(page, **chosen)
    for name in IN_NAVIGATION:
        link = sidebar(page).get_by_role("link", name=TEXT[f"page.{name}"], exact=True)
        address = page.evaluate("(link) => link.href", link.element_handle())
        assert (urlsplit(address).path, query(address)) == (at(name), chosen)
    for name in ("words", "about", FRONT):
        sidebar(page).get_by_role("link", name=TEXT[f"page.{name}"], exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title(name))
        wait_for_the_server(page, **chosen)
        assert urlsplit(page.url).path == at(name)
        for key, value in HIGH.items():
            expect(radio(sidebar(page), key, value)).to_be_checked()
    expect(details(page, "mibg-therapy")).to_be_visible()
    assert_not_reloaded(page)


def link(page: Page, name: str) -> Locator:
    return sidebar(page).get_by_role("link", name=TEXT[f"page.{name}"], exact=True)


# A page of its own: the one of all tests has as long a history as Chromium keeps.
@pytest.mark.usefixtures("page")
def test_a_link_is_one_entry_of_the_history(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH))
    leave_a_mark(page)
    before = page.evaluate("history.length")
    heading = page.get_by_role("heading", level=1)
    link(page, "about").click()
    expect(heading).to_have_text(title("about"))
    expect(heading).to_be_focused()
    # It leads to the page that is open.
    link(page, "about").click()
    wait_until_finished(page)
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect(heading).to_have_text(title(FRONT))
    expect_options(page, TOLD["high"])
    wait_until_finished(page)
    page.go_forward()
    expect(heading).to_have_text(title("about"))
    assert_not_reloaded(page)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_word_is_found_in_the_list_of_words(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page("/words", width, height)
    leave_a_mark(page)
    listed = page.get_by_role("navigation", name=TEXT["words.index"]).get_by_role("link")
    name = listed.last.inner_text()
    listed.last.click()
    entry = page.get_by_role("heading", name=name, level=2, exact=True)
    expect(entry).to_be_in_viewport()
    above = page.get_by_test_id("stHeader").bounding_box()
    found = entry.bounding_box()
    assert above and found
    assert found["y"] >= above["y"] + above["height"]
    page.get_by_role("link", name=TEXT["words.more"]).last.click()
    expect(listed.first).to_be_in_viewport()
    assert_not_reloaded(page)


def test_a_link_opens_in_another_tab(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH))
    with page.context.expect_page() as opened:
        link(page, "words").click(modifiers=["ControlOrMeta"])
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(title("words"))
    assert query(opened.value.url) == HIGH
    opened.value.close()
    expect(page.get_by_role("heading", level=1)).to_have_text(title(FRONT))


def test_a_link_keeps_a_page_embedded(open_page: OpenPage) -> None:
    page = open_page(at(embed="true", **HIGH))
    page.locator(".visit").get_by_role("link", name=TEXT["next.questions"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title("questions"))
    assert query(page.url) == {"embed": "true", **HIGH}


@pytest.mark.parametrize(
    ("name", "script"), [("treatments", "app.py"), ("words", "server.py"), ("about", "app.py")]
)
def test_a_fresh_server_shows_a_page_inside_its_frame(
    open_page: OpenPage, start_server: StartServer, name: str, script: str
) -> None:
    """Before its first run Streamlit knows nothing of the frame around the pages."""
    page = open_page(at(name, **HIGH), at=start_server(script=script))
    expect(page.get_by_role("heading", level=1)).to_have_text(title(name))
    expect(page).to_have_title(
        re.compile(rf"^{title(name)} · .*high risk.* · {TEXT['app.title']}$")
    )
    for key, value in HIGH.items():
        expect(radio(sidebar(page), key, value)).to_be_checked()
    links = sidebar(page).get_by_role("link")
    expect(links).to_have_text([TEXT[f"page.{name}"] for name in IN_NAVIGATION])
    # Streamlit's own menus have no name to find them by.
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    expect(page.get_by_test_id("stMainMenu")).to_have_count(0)
    expect(page.get_by_test_id("stAppDeployButton")).to_have_count(0)
    assert query(page.url) == HIGH


# --- The map --------------------------------------------------------------------------------------


def on_the_map(page: Page, group: str, place: str) -> Locator:
    return page.get_by_role(
        "button",
        name=f"{TEXT[f'group.{group}']}, {TEXT[f'place.{place}']}",
        exact=True,
    )


def test_a_tap_on_a_first_answer_of_the_map_chooses_it(open_page: OpenPage) -> None:
    page = open_page()
    leave_a_mark(page)
    chosen = page.get_by_role("button", name=TEXT["group.intermediate"], exact=True)
    expect(chosen).to_have_attribute("aria-pressed", "false")
    chosen.focus()
    page.keyboard.press("Enter")
    wait_for_the_server(page, group="intermediate")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(chosen).to_be_focused()
    expect(radio(sidebar(page), "group", "intermediate")).to_be_checked()
    assert_not_reloaded(page)


def test_a_tap_on_the_map_of_the_front_page_shows_the_paths(open_page: OpenPage) -> None:
    page = open_page()
    on_the_map(page, "high", "cns").click()
    wait_for_the_server(page, group="high", place="cns")
    expect_options(page, TOLD["cns"])
    expect(open_details(page)).to_have_count(0)
    # The tapped box is gone; the reader must not be thrown back to the top of the page.
    expect(page.locator(":focus")).to_have_count(1)


# --- A slow connection ----------------------------------------------------------------------------


class Line:
    """The connection between page and server: it can be cut, and either way of it held up."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked = 0
        self.held: list[Callable[[], None]] = []
        self.holds_questions = self.holds_answers = False
        self.is_cut = False
        self.ends: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def _connect(self, browser: WebSocketRoute) -> None:
        if self.is_cut:
            browser.close()
            return
        server = browser.connect_to_server()
        self.ends.append(browser)

        def ask(message: str | bytes) -> None:
            self.asked += 1
            self._carry(lambda: server.send(message), self.holds_questions)

        browser.on_message(ask)
        server.on_message(
            lambda message: self._carry(lambda: browser.send(message), self.holds_answers)
        )

    def _carry(self, send: Callable[[], None], hold: bool) -> None:
        if hold:
            self.held.append(send)
        else:
            send()

    def wait_until_asked(self, count: int) -> None:
        """Wait until the page has asked this many times, one frame after the other."""
        while self.asked < count:
            self.page.evaluate("new Promise(requestAnimationFrame)")

    def cut(self) -> None:
        """End the connection, and let none come about until it is mended."""
        self.is_cut = True
        for end in self.ends:
            end.close()
        expect(self.page.locator(CONNECTED)).to_have_count(0)

    def mend(self) -> None:
        self.is_cut = False

    def release(self) -> None:
        self.holds_questions = self.holds_answers = False
        for send in self.held:
            send()


@pytest.fixture
def line(page: Page) -> Line:
    """The line of a page that is opened later in the test."""
    return Line(page)


@pytest.mark.parametrize("held", ["questions", "answers"])
def test_two_quick_answers_are_both_kept(
    page: Page, open_page: OpenPage, line: Line, held: str
) -> None:
    open_page()
    expect_drawing(page)
    before = line.asked
    setattr(line, f"holds_{held}", True)
    answer(sidebar(page), "group", "high").click()
    answer(sidebar(page), "place", "same").click()
    line.wait_until_asked(before + 2)
    line.release()
    expect_options(page, TOLD["high"])
    expect_query(page, **HIGH)


def test_the_way_forward_is_kept_by_a_page_that_is_left_at_once(
    page: Page, open_page: OpenPage, line: Line
) -> None:
    open_page(at(**HIGH))
    leave_a_mark(page)
    before = line.asked
    line.holds_answers = True
    link(page, "about").click()
    line.wait_until_asked(before + 1)
    page.go_back()
    line.wait_until_asked(before + 2)
    line.release()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(title(FRONT))
    expect_options(page, TOLD["high"])
    wait_until_finished(page)
    page.go_forward()
    expect(heading).to_have_text(title("about"))
    assert_not_reloaded(page)


def test_going_back_quickly_is_not_undone(page: Page, open_page: OpenPage, line: Line) -> None:
    open_page()
    answer(sidebar(page), "group", "high").click()
    wait_for_the_server(page, group="high")
    answer(sidebar(page), "place", "same").click()
    wait_for_the_server(page, **HIGH)
    expect_options(page, TOLD["high"])
    before = line.asked
    line.holds_answers = True
    for count, wanted in enumerate(({"group": "high"}, {}), start=1):
        page.go_back(wait_until="commit")
        expect_query(page, **wanted)
        line.wait_until_asked(before + count)
    line.release()
    expect(radio(sidebar(page), "group", "high")).not_to_be_checked()
    expect(page.get_by_role("heading", name=TEXT["map.title.2"])).to_be_visible()
    expect_query(page)


# --- The table ------------------------------------------------------------------------------------


def test_the_rows_that_are_shown_can_be_saved(open_page: OpenPage) -> None:
    page = open_page(at("treatments", **HIGH))
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(1 + len(facts.rows()))
    found = [row for row in rows.all_inner_texts() if "dinutuximab" in row]
    page.get_by_role("textbox", name=TEXT["table.search"]).fill("dinutuximab")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1 + len(found))
    assert rows.all_inner_texts()[1:] == found
    with page.expect_download() as download:
        page.get_by_role("button", name=TEXT["table.download"]).click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        header, *saved = csv.reader(file)
    assert header == [TEXT[f"table.{column}"] for column in COLUMNS]
    shown = [row.get_by_role("cell").all_inner_texts() for row in rows.all()[1:]]
    assert saved == shown
    assert query(page.url) == HIGH


# --- Screens --------------------------------------------------------------------------------------


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Page]:
    """The front page on a phone with a touch screen."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(server)
    wait_until_finished(page)
    yield page
    context.close()


WHERE = next(row["help_en"] for row in facts.read("questions.csv") if row["question"] == "place")


def test_a_phone_answers_and_changes_both_questions_without_the_sidebar(phone: Page) -> None:
    expect(sidebar(phone)).not_to_be_in_viewport()
    leave_a_mark(phone)
    answer(in_page(phone), "group", "high").tap()
    expect_query(phone, group="high")
    answer(in_page(phone), "place", "same").tap()
    wait_for_the_server(phone, **HIGH)
    answers = "Risk group at first: high risk. Came back in the same area."
    expect(phone.get_by_text(answers)).to_be_visible()
    change = phone.get_by_text(TEXT["answers.change.many"])
    expect(answer(in_page(phone), "place", "same")).to_be_hidden()
    step(phone, 2, 1).tap()
    expect(details(phone, "mibg-therapy")).to_be_visible()
    wait_for_the_server(phone, **HIGH, option="2", step="1")
    change.tap()
    # The fold grows as its texts come; a reader taps what stands still.
    expect(in_page(phone).get_by_text(WHERE)).to_be_visible()
    wait_until_finished(phone)
    answer(in_page(phone), "place", "cns").tap()
    wait_for_the_server(phone, group="high", place="cns")
    expect_options(phone, TOLD["cns"])
    expect(open_details(phone)).to_have_count(0)
    expect(sidebar(phone)).not_to_be_in_viewport()
    assert_not_reloaded(phone)


def test_the_questions_of_a_phone_keep_the_focus(open_page: OpenPage) -> None:
    """Changing an answer by keyboard is not to fold the questions away under one's fingers."""
    page = open_page(at(**HIGH), width=390, height=844)
    page.get_by_text(TEXT["answers.change.many"]).click()
    radio(in_page(page), "group", "high").focus()
    page.keyboard.press("ArrowUp")
    wait_for_the_server(page, group="intermediate", place="same")
    expect(radio(in_page(page), "group", "intermediate")).to_be_focused()


def visible(page: Page, variant: str) -> list[FloatRect]:
    """Where the drawings of one of the two variants stand, those that are shown."""
    pictures = page.locator(f".carepath-drawing .{variant}").locator("visible=true")
    return [box for picture in pictures.all() if (box := picture.bounding_box())]


TEXTS = """() => [...document.querySelectorAll("svg text")]
  .filter((text) => text.closest(".carepath-drawing") && text.checkVisibility())
  .map((text) => [
    text.textContent,
    parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a,
    text.closest("svg").getBoundingClientRect().right,
  ])"""
SIZES = """() => [...document.querySelectorAll(".carepath-drawing svg [role=button] > path")]
  .filter((shape) => shape.checkVisibility())
  .map((shape) => [shape.parentNode.id, shape.getBoundingClientRect()])
  .map(([id, box]) => [id, Math.min(box.width, box.height)])"""


# One line leads from the start to every option: each branch ends at the box or frame it leads to.
UNREACHED = """() => [...document.querySelectorAll("li.option > figure")]
  .filter((figure) => figure.checkVisibility())
  .map((figure) => {
    const branch = getComputedStyle(figure, "::before");
    const from = figure.getBoundingClientRect();
    const end = from.left + parseFloat(branch.left) + parseFloat(branch.width);
    const height = from.top + parseFloat(branch.top);
    const met = [...figure.querySelectorAll("svg :is(.node, .cluster) > path")].some((shape) => {
      const box = shape.getBoundingClientRect();
      return Math.abs(box.left - end) < 3 && box.top < height && height < box.bottom;
    });
    return met ? "" : `${figure.textContent.trim()} is not reached`;
  })
  .filter(Boolean)"""


def views() -> Iterator[str]:
    """Every drawing there is; those with a flow inside a step with that step opened."""
    yield at()
    for situation, (group, place) in SITUATIONS.items():
        opened = OPENED.get(situation, {})
        yield at(group=group, place=place, **opened)


PLACES = """(opened) => [".option > figure svg", opened ? ".option > .details" : ".legend"]
  .map((found) => [...document.querySelectorAll(found)].find((one) => one.checkVisibility()))
  .map((one) => one.getBoundingClientRect().toJSON())"""


@pytest.mark.parametrize("opened", [False, True])
def test_the_legend_or_the_opened_step_is_beside_the_picture_where_there_is_room(
    open_page: OpenPage, opened: bool
) -> None:
    last = {"option": "4", "step": "1"} if opened else {}
    page = open_page(at(**HIGH, **last), width=1440)
    expect_drawing(page)
    picture, beside = page.evaluate(PLACES, opened)
    assert beside["left"] > picture["right"]
    assert beside["top"] == pytest.approx(picture["top"], abs=2)
    resize(page, 1024, 900)
    picture, below = page.evaluate(PLACES, opened)
    assert below["top"] > picture["bottom"]


@pytest.mark.parametrize("view", [*views()])
def test_every_drawing_can_be_read_and_tapped_at_any_width(open_page: OpenPage, view: str) -> None:
    page = open_page(view, width=max(WIDTHS))
    expect_drawing(page)
    # On a phone the picture of all answers is folded.
    page.evaluate(
        "document.querySelectorAll('details.narrow').forEach((fold) => (fold.open = true))"
    )
    faults = []
    for width in sorted(WIDTHS, reverse=True):
        resize(page, width, 900)
        wide, narrow = visible(page, "wide"), visible(page, "narrow:not(.inside)")
        # Each option is drawn as it fits: all from left to right where there is room, and on a
        # phone those that need more of it from top to bottom.
        if not wide + narrow or (width >= 1440 and narrow):
            faults.append(f"{width}: {len(wide)} wide and {len(narrow)} narrow drawings are shown")
        faults += [f"{width}: {text}" for text in page.evaluate(UNREACHED)]
        texts = page.evaluate(TEXTS)
        assert texts
        faults += [f"{width}: {text} is {size:.1f} px" for text, size, _ in texts if size < 15.99]
        faults += [f"{width}: {text} is cut" for text, _, right in texts if right > width + 0.5]
        faults += [f"{width}: scrolls sideways: {box}" for box in page.evaluate(SCROLLING)]
        sizes = page.evaluate(SIZES)
        assert sizes
        faults += [f"{width}: {box} is {size:.1f} px" for box, size in sizes if size < 43.9]
    assert faults == []


def test_no_page_scrolls_sideways_on_the_smallest_phone(open_page: OpenPage) -> None:
    for name in ("treatments", "about"):
        page = open_page(at(name, **HIGH), width=320)
        expect(page.get_by_role("heading", level=1)).to_have_text(title(name))
        assert page.evaluate(SCROLLING) == [], name
    page = open_page(at(**INSIDE), width=320)
    expect_drawing(page)
    for summary in page.locator(".carepath summary, .carepath-drawing summary").all():
        if summary.is_visible():
            summary.click()
    assert page.evaluate(SCROLLING) == []


# --- When something is different ------------------------------------------------------------------

PAINT = """() => [...document.querySelectorAll("svg [role=button]")]
  .filter((box) => box.querySelector("path").checkVisibility())
  .map((box) => {
    const [shape, text] = ["path", "text"].map((tag) => getComputedStyle(box.querySelector(tag)));
    return [box.id, shape.stroke, parseFloat(shape.strokeWidth), shape.fill, text.fill];
  })"""


def test_boxes_keep_an_outline_in_the_colours_of_the_system(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH, option="2", step="1"))
    page.emulate_media(forced_colors="active")
    expect_drawing(page)
    boxes = page.evaluate(PAINT)
    assert len(boxes) == len(facts.rows("high"))
    for name, stroke, width, fill, text in boxes:
        assert stroke not in ("none", fill), name
        assert width >= 1, name
        assert text != fill, name
    chosen = {stroke for name, stroke, *_ in boxes if name.endswith("-2-1")}
    others = {stroke for name, stroke, *_ in boxes if not name.endswith("-2-1")}
    assert chosen.isdisjoint(others)


def test_paper_holds_the_drawing_and_the_list(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH, option="2", step="1"), width=800)
    page.emulate_media(media="print")
    expect_drawing(page)
    expect_options(page, TOLD["high"])
    expect(listed(page)).to_be_visible()
    expect(details(page, "mibg-therapy")).to_be_visible()
    expect(page.get_by_role("button", name=TEXT["details.close"])).to_be_hidden()
    expect(page.get_by_text(TEXT["about.advice"])).to_be_visible()
    expect(sidebar(page)).to_be_hidden()
    # All of it, not only what fits the screen.
    cut = """() => [...document.querySelectorAll("body *")].filter((box) =>
      box.querySelector("footer.about") && box.scrollHeight > box.clientHeight + 1
      && getComputedStyle(box).overflowY !== "visible").map((box) => box.className)"""
    assert page.evaluate(cut) == []


def test_without_the_drawings_script_the_page_before_streamlit_stays(
    page: Page, server: str
) -> None:
    # Streamlit runs a component's script from an address of this kind, and nothing else.
    page.add_init_script("URL.createObjectURL = () => { throw new Error('broken'); }")
    page.clock.install()
    page.goto(server + at(**INSIDE))
    expect(page.locator("#root .about")).to_be_attached()
    page.clock.run_for(20_000)
    told = f"{TEXT['limits.connection']} {TEXT['limits.works']}"
    expect(page.locator("#first .limits[role=status]")).to_have_text(told)
    expect_options(page, IN_SHORT["low-elsewhere"])
    expect(page.locator("#first .carepath-drawing svg:visible")).not_to_have_count(0)
    expect(listed(page)).to_be_visible()
    expect(page.locator("#root .about")).not_to_be_visible()


@pytest.mark.parametrize("script", ["server.py", "app.py"])
def test_a_page_that_waits_for_sound_tables_comes_back_by_itself(
    page: Page, start_server: StartServer, tmp_path: Path, script: str
) -> None:
    """The hosted site answers with a page of its own; the app alone shows the same in its page."""
    folder = copy(tmp_path / "tables")
    file = file_of(folder, "treatments")
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound.replace("mibg-therapy", "<img src=x onerror=alert(1)>"), encoding="utf-8")
    url = start_server(
        env={"CAREPATH_DATA": str(folder), "CAREPATH_SHOW_FAULTS": "1"}, script=script
    )
    page.goto(url + at("treatments", lang="es", **HIGH))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        facts.outage("es")["unavailable.title"]
    )
    with pytest.raises(loader.FaultyTables) as faulty:
        loader.load(folder)
    expect(page.get_by_role("listitem")).to_have_text([str(f) for f in faulty.value.faults])
    expect(page.get_by_role("radio")).to_have_count(0)
    expect(page.get_by_role("img")).to_have_count(0)
    if script == "server.py":
        assert Axe().run(page, options=OPTIONS).response["violations"] == []
    file.write_text(sound, encoding="utf-8")
    expect(page.get_by_role("heading", level=1)).to_have_text(facts.text("es")["page.treatments"])
    wait_until_finished(page)
    expect(page.get_by_role("listitem").filter(has_text="treatments.csv")).to_have_count(0)


@pytest.mark.parametrize("tapped", [False, True], ids=["Enter", "tap"])
def test_what_is_typed_without_a_connection_is_added_with_the_next(
    page: Page, open_page: OpenPage, line: Line, tapped: bool
) -> None:
    open_page(at("questions", **HIGH))
    # The script that keeps the focus dresses the page when it is there.
    page.locator("html[data-theme]").wait_for(state="attached")
    field = page.get_by_role("textbox", name=TEXT["questions.own"])
    field.press_sequentially("Can Nala")
    line.cut()
    page.keyboard.type(" come?")
    if tapped:
        page.get_by_role("button", name=TEXT["questions.own.add"]).click()
    else:
        page.keyboard.press("Enter")
    expect(field).to_have_value("Can Nala come?")
    line.mend()
    expect(page.get_by_text("1. Can Nala come?")).to_be_visible()
    expect(field).to_have_value("")


def test_a_link_without_a_connection_is_followed_with_the_next(
    page: Page, open_page: OpenPage, line: Line
) -> None:
    open_page(at(**HIGH))
    leave_a_mark(page)
    line.cut()
    link(page, "words").click()
    expect_options(page, TOLD["high"])
    line.mend()
    expect(page.get_by_role("heading", level=1)).to_have_text(title("words"))
    assert urlsplit(page.url).path == at("words")
    assert_not_reloaded(page)


def test_a_page_outlives_its_server(open_page: OpenPage, start_server: StartServer) -> None:
    server = start_server()
    page = open_page(at(**HIGH), at=server)
    SERVERS[server].program.end(signal.SIGKILL)
    expect(page.locator(CONNECTED)).to_have_count(0)
    step(page, 2, 1).click()
    expect(details(page, "mibg-therapy")).to_be_visible()
    expect(step(page, 2, 1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(open_details(page)).to_have_count(0)
    expect_options(page, TOLD["high"])
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT["app.title"])
