"""Comparing in a real browser: choosing, the address, reload and Back, the table, sizes, axe."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import facts
from tests.support.axe import expect_no_violations
from tests.support.browser import OpenPage, resize, unfold, wait_until_finished
from tests.support.comparison import EVERY, cells_of, lettered
from tests.support.sentences import NAMED, TOLD

pytestmark = pytest.mark.browser

TEXT, NAMES = facts.text(), facts.names()
HIGH = {"group": "high", "place": "same"}
LOW = {"group": "low", "place": "same"}
OPTIONS = LOW | {"option": "1", "against": "2"}
SITUATIONS = {"group": "low", "place": "elsewhere", "against": "high.same"}
SAME = {"group": "low", "place": "cns", "against": "high.cns"}
WIDTHS = (1440, 1024, 768, 390, 320)

OVERHANGS = """() => {
  const wide = [document.documentElement, document.querySelector(".stMain")]
    .filter((box) => box.scrollWidth > box.clientWidth);
  const cut = [...document.querySelectorAll(".carepath-compare :is(svg, table, p)")]
    .filter((box) => box.checkVisibility())
    .filter((box) => box.getBoundingClientRect().left < 0
      || box.getBoundingClientRect().right > innerWidth);
  return [...wide, ...cut].map((box) => box.outerHTML.slice(0, 200));
}"""


def at(**query: str) -> str:
    return f"/compare?{urlencode(query)}"


CELLS = {place: cells_of(*place) for place in EVERY}
ABSENT = (TEXT["compare.absent"],)


def expect_query(page: Page, **wanted: str) -> None:
    page.wait_for_url(lambda url: dict(parse_qsl(urlsplit(url).query)) == wanted)


def choose(page: Page, side: str, name: str) -> None:
    page.locator(f".st-key-compare-{side}").get_by_role("combobox").click()
    page.get_by_role("option", name=name, exact=True).click()


def expect_sides(page: Page, *titles: str) -> None:
    expect(page.locator(".carepath-compare .sides h2")).to_have_text([*titles])


def pictures(page: Page) -> Locator:
    """The pictures that are shown; of each there is another one for other widths."""
    return page.get_by_role("img").locator("visible=true")


def expect_table(page: Page, *columns: tuple[str, int]) -> None:
    """The table as a screen reader gets it, against the facts."""
    table = page.get_by_role("table")
    treatments = dict.fromkeys(name for column in columns for name in CELLS[column])
    expect(table.get_by_role("columnheader")).to_have_count(1 + len(columns))
    # Of a cell the text that is shown: the meaning of a term is there, and closed.
    expect(table.get_by_role("rowheader")).to_have_text(
        [re.compile(f"^{re.escape(NAMES[name])}$", re.IGNORECASE) for name in treatments],
        use_inner_text=True,
    )
    expect(table.get_by_role("cell")).to_have_text(
        [
            re.compile(r"\s*".join(map(re.escape, CELLS[column].get(name, ABSENT))))
            for name in treatments
            for column in columns
        ],
        use_inner_text=True,
    )


def test_two_options_are_chosen_and_survive_reload_back_and_forward(open_page: OpenPage) -> None:
    page = open_page(at(**LOW))
    expect(page.get_by_role("table")).to_have_count(0)
    choose(page, "left", NAMED["low-same"][0])
    expect_query(page, **LOW, option="1")
    expect(page.get_by_text(TEXT["compare.next.option"].format(right="With"))).to_be_visible()
    choose(page, "right", NAMED["low-same"][1])
    expect_query(page, **OPTIONS)

    def expect_both() -> None:
        expect_sides(page, *lettered(*NAMED["low-same"]))
        expect_table(page, ("low-same", 1), ("low-same", 2))
        expect(pictures(page)).to_have_count(2)
        for picture, told in zip(pictures(page).all(), TOLD["low-same"], strict=True):
            expect(picture).to_have_accessible_name(told)

    expect_both()
    page.reload()
    wait_until_finished(page)
    expect_both()
    expect_query(page, **OPTIONS)
    page.go_back()
    expect_query(page, **LOW, option="1")
    expect(page.get_by_role("table")).to_have_count(0)
    page.go_forward()
    expect_both()
    choose(page, "left", NAMED["low-same"][1])
    expect_query(page, **LOW, option="2", against="1")
    expect_sides(page, *lettered(*NAMED["low-same"][::-1]))
    expect_table(page, ("low-same", 2), ("low-same", 1))


def test_two_situations_are_chosen_and_survive_reload_and_back(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH))
    choose(page, "right", "Intermediate risk: the same area")
    expect_query(page, **HIGH, against="intermediate.same")
    titles = "High risk: the same area", "Intermediate risk: the same area"
    columns = [("high", number) for number in (1, 2, 3, 4)]
    columns += [("intermediate-same", number) for number in (1, 2)]

    def expect_both() -> None:
        expect_sides(page, *titles)
        expect_table(page, *columns)
        expect(pictures(page)).to_have_count(6)
        statement = page.get_by_text("There is no standard treatment for this.")
        expect(statement).to_have_count(1)
        expect(page.get_by_role("region", name=titles[0])).to_contain_text("no standard treatment")

    # Wide enough for a table, so every cell is there.
    page.set_viewport_size({"width": 1900, "height": 1000})
    expect_both()
    page.reload()
    wait_until_finished(page)
    expect_both()
    page.go_back()
    expect_query(page, **HIGH)
    expect(page.get_by_role("table")).to_have_count(0)
    page.go_forward()
    expect_both()


def test_a_change_is_said(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH, option="1", against="2"))
    expect_sides(page, *lettered(*NAMED["high"][:2]))
    choose(page, "right", NAMED["high"][2])
    said = TEXT["compare.said"].format(sides=f"{NAMED['high'][0]} and {NAMED['high'][2]}")
    expect(page.locator(".carepath-status")).to_have_text(said)


def test_it_can_be_chosen_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(at(**LOW, option="1"))
    page.locator(".st-key-compare-right").get_by_role("combobox").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_text([NAMED["low-same"][1]])
    page.keyboard.press("Enter")
    expect_query(page, **OPTIONS)
    expect_sides(page, *lettered(*NAMED["low-same"]))


def test_answers_with_one_list_say_so(open_page: OpenPage) -> None:
    page = open_page(at(**SAME))
    expect(page.get_by_text(TEXT["compare.same"])).to_be_visible()
    expect(pictures(page)).to_have_count(2)
    expect_table(page, ("cns", 1), ("cns", 2))


def test_a_strange_partner_is_said_and_left_out(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH, against="7"))
    expect(page.get_by_role("status").filter(has_text=TEXT["notice.param.against"])).to_be_visible()
    expect_query(page, **HIGH)


def boxes(page: Page) -> list[dict[str, float]]:
    return [box.bounding_box() or {} for box in page.locator(".carepath-compare section").all()]


def test_sides_stand_beside_each_other_where_there_is_room_else_one_under_the_other(
    open_page: OpenPage,
) -> None:
    page = open_page(at(**OPTIONS), 1440, 900)
    expect_sides(page, *lettered(*NAMED["low-same"]))
    for width in (1440, 1024):
        resize(page, width, 900)
        left, right = boxes(page)
        assert left["x"] + left["width"] <= right["x"]
        assert left["y"] == right["y"]
    expect_table(page, ("low-same", 1), ("low-same", 2))
    resize(page, 390, 844)
    left, right = boxes(page)
    assert left["y"] + left["height"] <= right["y"]
    assert left["x"] == right["x"]
    first = page.get_by_role("cell").first
    label = first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"A. Surgery …:"'


@pytest.mark.parametrize(
    ("query", "titles", "situations"),
    [
        (OPTIONS, lettered(*NAMED["low-same"]), ("low-same",)),
        (
            SITUATIONS,
            ["Low risk: other parts of the body", "High risk: the same area"],
            ("low-elsewhere", "high"),
        ),
    ],
)
def test_in_small_lists_only_options_that_hold_a_treatment_are_named(
    open_page: OpenPage, query: dict[str, str], titles: list[str], situations: tuple[str, ...]
) -> None:
    page = open_page(at(**query), 390, 844)
    expect_sides(page, *titles)
    expect(page.get_by_text(TEXT["compare.rule"])).to_be_visible()
    held = [cells for (key, _), cells in CELLS.items() if key in situations]
    expect(page.get_by_role("cell")).to_have_count(sum(map(len, held)))
    expect(page.get_by_role("cell").filter(has_text=TEXT["compare.absent"])).to_have_count(0)


@pytest.mark.parametrize("query", [{}, LOW, OPTIONS, SITUATIONS, SAME], ids=len)
def test_nothing_scrolls_sideways_and_axe_finds_nothing(
    open_page: OpenPage, query: dict[str, str]
) -> None:
    page = open_page(at(**query))
    expect(page.locator(".stSidebar input[type=radio]")).to_have_count(
        len(facts.GROUPS) + len(facts.PLACES)
    )
    if "group" in query:
        expect(page.locator(".st-key-compare-right")).to_be_visible()
    if "against" in query:
        expect(page.get_by_role("table")).to_be_visible()
        unfold(page)
    for width in WIDTHS:
        resize(page, width, 844)
        assert page.evaluate(OVERHANGS) == [], width
        if width in (1440, 390):
            expect_no_violations(page)


def test_four_options_do_not_scroll_sideways(open_page: OpenPage) -> None:
    page = open_page(at(**HIGH, against="1"))
    expect(page.get_by_role("table")).to_be_visible()
    unfold(page)
    for width in WIDTHS:
        resize(page, width, 844)
        assert page.evaluate(OVERHANGS) == [], width
