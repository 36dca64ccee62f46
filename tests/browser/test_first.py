"""The page before Streamlit: without JavaScript, on a slow line, and when it hands over."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from carepath.text.titles import HEADS
from harness.browser import FINISHED
from tests.support import facts
from tests.support.axe import violations
from tests.support.browser import Late, wait_until_finished
from tests.support.sentences import IN_SHORT

pytestmark = pytest.mark.browser

TEXT = facts.text()
LOW = "/?group=low&place=elsewhere"
STEP = "/?group=high&place=same&option=2&step=1"
INNER = f"{LOW}&option=4&step=1.1"
# Fonts of a page that isn't laid out yet are not awaited by `document.fonts.ready`.
FONTS = """Promise.all(["", "bold "].map(
  (weight) => document.fonts.load(`${weight}1em "Atkinson Hyperlegible Next"`)
)).then(() => new Promise(requestAnimationFrame))"""


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """Return the page of a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def expect_told(page: Page, situation: str) -> None:
    summaries = page.locator(".in-short li > span")
    expect(summaries).to_have_text(IN_SHORT[situation], use_inner_text=True)


def linked(page: Page, choice: str) -> Locator:
    """The box that leads to a choice, where there is no script yet."""
    return page.locator(f'svg a[href$="{choice}"]').filter(visible=True)


def test_without_javascript_every_situation_can_be_reached(plain: Page, server: str) -> None:
    plain.goto(server)
    links = plain.locator("nav .ways").get_by_role("link")
    for (group, place), situation in facts.ANSWERS.items():
        links.filter(has_text=re.compile(f"^{re.escape(TEXT[f'group.{group}'])}$")).click()
        links.filter(has_text=re.compile(f"^{re.escape(TEXT[f'place.{place}'])}$")).click()
        expect_told(plain, situation)
        marked = plain.locator("nav .ways [aria-current=true]")
        expect(marked).to_have_text([TEXT[f"group.{group}"], TEXT[f"place.{place}"]])


def test_without_javascript_a_step_opens_and_closes(plain: Page, server: str) -> None:
    plain.goto(server + LOW)
    linked(plain, "option=3&step=1").click()
    details = plain.locator("section.details:visible")
    expect(details.get_by_role("heading", name="Surgery", exact=True)).to_be_visible()
    details.get_by_role("link", name=TEXT["details.close"]).click()
    expect(details).to_have_count(0)
    term = plain.get_by_role("button", name="neuroblastoma", exact=True).first
    term.click()
    expect(plain.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("page", HEADS)
def test_without_javascript_every_page_can_be_read(plain: Page, server: str, page: str) -> None:
    path = "/" if page == "paths" else f"/{page}"
    plain.goto(f"{server}{path}?group=low&place=elsewhere&option=1&against=2")
    expect(plain.get_by_role("heading", level=1)).to_have_text(TEXT[HEADS[page][0]])
    expect(plain.locator("footer.about")).to_be_visible()
    for width in (320, 1440):
        plain.set_viewport_size({"width": width, "height": 900})
        box = plain.locator("#first main").bounding_box()
        content = plain.locator("footer.about").bounding_box()
        assert box
        assert content
        assert content["x"] + content["width"] <= width


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_before_streamlit_comes(page: Page, server: str, theme: str) -> None:
    Late(page)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    for path, width in (("/?group=high&place=same&option=2&step=1", 1440), ("/", 390)):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(server + path, wait_until="commit")
        expect(page.locator("#first footer.about")).to_be_attached()
        assert violations(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_place_is_kept_when_streamlit_takes_over(page: Page, server: str, width: int) -> None:
    late = Late(page)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{server}/?group=high&place=same", wait_until="commit")
    heading = page.get_by_role("heading", name=TEXT["known.title"])
    expect(heading).to_be_attached()
    page.evaluate(FONTS)
    summary = page.locator("#first .paths summary").first
    summary.evaluate("(summary) => summary.parentElement.open = true")
    linked(page, "option=3&step=1").focus()
    page.locator("#first").evaluate(
        "(first) => first.scrollTop = first.querySelector('.known h2').offsetTop - 40"
    )
    before = heading.bounding_box()
    late.come()
    wait_until_finished(page)
    after = heading.bounding_box()
    assert before
    assert after
    assert after["y"] == pytest.approx(before["y"], abs=3)
    expect(page.locator(".paths details").first).to_have_attribute("open", "")
    box = page.locator('svg [data-choice="option=3&step=1"]').filter(visible=True)
    expect(box).to_be_focused()


PADDING = """() => getComputedStyle(document.querySelector(".stMainBlockContainer")).padding"""


def test_the_page_is_laid_out_before_the_styles_of_a_component_come(
    page: Page, server: str
) -> None:
    """The handover measures places then, and Streamlit's own style comes after the document's."""
    page.goto(f"{server}/?group=high&place=same")
    wait_until_finished(page)
    padding = page.evaluate(PADDING)
    styles = page.locator("body style").all()
    assert styles
    page.evaluate("document.querySelectorAll('body style').forEach((style) => style.remove())")
    assert page.evaluate(PADDING) == padding


def opened(page: Page, step: str) -> Locator:
    """The heading of a step's details."""
    return page.locator("section.details").get_by_role("heading", name=step, exact=True)


def top(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    ("path", "name"), [(STEP, "Iodine 131-MIBG therapy"), (INNER, "Combination chemotherapy")]
)
def test_a_link_to_a_step_opens_at_the_step(
    page: Page, server: str, path: str, name: str, width: int
) -> None:
    late = Late(page)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(server + path, wait_until="commit")
    heading = opened(page, name)
    whole = page.get_by_text(TEXT["opened.whole"]).filter(visible=True).last
    expect(heading).to_be_focused()
    page.evaluate(FONTS)
    before = top(heading)
    # In the upper half of the view.
    assert 0 < top(whole) < before < 844 / 2
    late.come()
    wait_until_finished(page)
    expect(heading).to_be_focused()
    assert top(heading) == pytest.approx(before, abs=3)
    expect(whole).to_be_in_viewport(ratio=1)
    whole.click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
    expect(heading).to_be_hidden()
    expect(page).not_to_have_url(re.compile("step="))


def test_a_tap_leaves_a_reader_at_the_box(page: Page, server: str) -> None:
    page.goto(server + STEP)
    wait_until_finished(page)
    box = page.locator('svg [data-choice="option=3&step=1"]').filter(visible=True)
    box.scroll_into_view_if_needed()
    box.click()
    expect(opened(page, "Chemotherapy")).to_be_visible()
    expect(box).to_be_in_viewport()
    expect(page.get_by_text(TEXT["opened.whole"]).filter(visible=True)).to_have_count(0)


def test_a_link_inside_the_site_opens_at_the_step_as_well(page: Page, server: str) -> None:
    page.goto(f"{server}/words?group=high&place=same")
    wait_until_finished(page)
    page.locator('.stMain a[href*="group=high&place=same&option=2&step=1"]').first.click()
    heading = opened(page, "Iodine 131-MIBG therapy")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport(ratio=1)
    assert top(heading) < 300


@pytest.mark.parametrize("width", [1440, 390])
def test_a_line_of_the_summary_leads_to_its_option(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{server}/?group=high&place=same")
    wait_until_finished(page)
    name = f"{TEXT['summary.see']}: Iodine 131-MIBG therapy"
    page.get_by_role("link", name=name, exact=True).click()
    box = page.locator('svg [data-choice="option=2&step=1"]').filter(visible=True)
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
    expect(opened(page, "Iodine 131-MIBG therapy")).to_be_visible()
    # The address that a reader copies from there opens at the option as well.
    expect(page).to_have_url(re.compile("option=2$"))
    page.reload()
    wait_until_finished(page)
    expect(box).to_be_focused()
    assert 0 < top(page.locator("#option-2")) < 150


@pytest.mark.parametrize("path", [STEP, INNER, "/?group=high&place=same&option=3"])
def test_without_javascript_a_link_leads_on_to_the_step(
    plain: Page, server: str, path: str
) -> None:
    plain.set_viewport_size({"width": 390, "height": 844})
    plain.goto(server + path)
    link = plain.get_by_role("link", name=TEXT["opened.go"])
    expect(link).to_be_in_viewport(ratio=1)
    link.click()
    expect(plain.locator("section.details:visible").last).to_be_in_viewport()
    target = plain.locator(f"#{plain.url.partition('#')[2]}")
    assert 0 <= top(target) < 150


def test_words_stay_in_sight_while_the_server_is_waited_for(page: Page, server: str) -> None:
    # Streamlit's scripts come, its connection does not.
    page.route_web_socket(re.compile("/_stcore/stream"), lambda socket: None)
    page.goto(server + LOW)
    expect(page.locator(".stApp")).to_be_attached()
    expect_told(page, "low-elsewhere")
    expect(page.locator("#first")).to_be_visible()
    linked(page, "option=3&step=1").click()
    expect(page).to_have_url(re.compile("option=3&step=1$"))
    expect(page.get_by_role("heading", name="Surgery", exact=True)).to_be_visible()


def test_without_javascript_a_reader_is_told_what_that_leaves_out(plain: Page, server: str) -> None:
    plain.goto(server + LOW)
    told = f"{TEXT['limits.script']} {TEXT['limits.rest']}"
    expect(plain.locator(".limits:visible")).to_have_text(told)
    expect(plain.get_by_role("link", name=TEXT["take.pdf.letter"])).to_be_visible()


def test_a_reader_without_a_connection_is_told_what_is_missing(page: Page, server: str) -> None:
    page.clock.install()
    page.route_web_socket(re.compile("/_stcore/stream"), lambda socket: None)
    page.goto(server + LOW)
    told = page.locator("#first .limits[role=status]")
    expect(told).to_be_empty()
    page.clock.run_for(12_000)
    expect(told).to_have_text(f"{TEXT['limits.connection']} {TEXT['limits.works']}")
    expect(told).to_be_in_viewport()
    page.get_by_text(TEXT["trials.title"], exact=True).locator("visible=true").first.click()
    expect(page.get_by_role("link", name=TEXT["trials.registry"])).to_be_visible()
    sheet = page.get_by_role("link", name=TEXT["take.pdf.letter"])
    expect(sheet).to_have_attribute("href", re.compile("^/handout/low.elsewhere.pdf"))


def test_the_place_is_given_over_also_where_that_fails(page: Page, server: str) -> None:
    # The error is one of the test's own, so the browser needn't report it.
    page.add_init_script("""
      Element.prototype.getBoundingClientRect = () => { throw Error("no"); };
      addEventListener("error", (event) => event.preventDefault());
    """)
    page.goto(server + LOW)
    expect(page.locator("#first")).to_have_count(0)
    expect(page.locator("#root")).not_to_have_attribute("inert", "")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_a_theme_that_an_address_asks_for_is_the_whole_pages(
    page: Page, server: str, system: str
) -> None:
    page.emulate_media(color_scheme="dark" if system == "dark" else "light")
    for theme, ink in (("light", "rgb(34, 48, 60)"), ("dark", "rgb(232, 237, 240)")):
        page.goto(f"{server}{LOW}&embed=true&embed_options={theme}_theme")
        expect(page.locator(".stMain .carepath h1")).to_have_css("color", ink)
        expect(page.locator(".stApp")).to_have_css("color", ink)


# How many times as wide as high the widest icon is: a name that is no icon stands there in letters.
WIDEST = """() => Math.max(...[...document.querySelectorAll("*")].map((box) => {
  const style = getComputedStyle(box);
  if (!style.fontFamily.includes("Material") || !box.checkVisibility()) return 0;
  const range = document.createRange();
  range.selectNodeContents(box);
  return range.getBoundingClientRect().width / parseFloat(style.fontSize);
}))"""


def test_nothing_breaks_the_policy_and_no_large_font_is_loaded(page: Page, server: str) -> None:
    broken: list[str] = []
    fonts: list[str] = []
    page.on("request", lambda asked: asked.resource_type == "font" and fonts.append(asked.url))
    page.on(
        "console",
        lambda line: "Content Security Policy" in line.text and broken.append(line.text),
    )
    for name in HEADS:
        path = "" if name == "paths" else name
        page.goto(f"{server}/{path}?group=high&place=same&option=1&against=2")
        page.locator(FINISHED).wait_for()
        page.locator("#first").wait_for(state="detached")
        page.evaluate("document.fonts.ready")
        assert page.evaluate(WIDEST) < 1.5, name
    assert broken == []
    assert {url.removeprefix(server) for url in fonts} == {
        "/app/static/AtkinsonHyperlegibleNext-Bold.woff2",
        "/app/static/AtkinsonHyperlegibleNext-Regular.woff2",
        "/app/static/MaterialSymbolsRounded-subset.woff2",
    }
