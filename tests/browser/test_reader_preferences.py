"""What readers ask of their system: larger, wider set, in its own colours, and at rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, ViewportSize, expect

from harness.browser import FINISHED
from tests.support import facts
from tests.support.browser import (
    OpenPage,
    resize,
    unfold,
    wait_until_drawn,
    wait_until_finished,
    wait_until_given_over,
    wait_until_still,
)
from tests.support.colours import contrast
from tests.support.locators import SCROLLING, in_page, radio, sidebar, step
from tests.support.screenshots import changed

pytestmark = pytest.mark.browser

TEXT = facts.text()
INSIDE = "/?group=low&place=elsewhere&option=4&step=1"
# What WCAG 1.4.12 has a reader set.
SPACED = """
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }
"""
LARGER = ((720, 450), (320, 256))
"""A screen of 1440 by 900 at twice the size, and one of 1280 by 1024 at four times."""

# Lines of text that cannot be read whole: on another line, out of a box that cuts, out of the page.
SPOILED = """() => {
  const lines = [];
  // What is heard only is cut away on purpose.
  const clipped = (box) => getComputedStyle(box).clipPath !== "none";
  const heard = (box) => box && (clipped(box) || heard(box.parentElement));
  const walker = document.createTreeWalker(document.querySelector(".stMain"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const box = node.parentElement;
    if (!node.data.trim() || box.closest("style")) continue;
    if (!box.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (heard(box)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      if (line.width > 1 && line.height > 1) lines.push({ line, box, text: node.data.trim() });
    }
  }
  const cut = ({ line, box }) => {
    for (let outer = box; outer && !outer.matches(".stMain"); outer = outer.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(outer);
      const edge = outer.getBoundingClientRect();
      if (overflowX !== "visible" && (line.left < edge.left - 1 || line.right > edge.right + 1)) {
        return !["auto", "scroll"].includes(overflowX);
      }
      if (overflowY !== "visible" && (line.top < edge.top - 3 || line.bottom > edge.bottom + 3)) {
        return !["auto", "scroll"].includes(overflowY);
      }
    }
    return line.left < -1 || line.right > innerWidth + 1;
  };
  // Ascenders and descenders of two lines may meet in boxes that are no line of text.
  const shared = (a, b) => [
    Math.min(a.right, b.right) - Math.max(a.left, b.left),
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) - 0.35 * Math.min(a.height, b.height),
  ];
  const over = lines.flatMap((one, at) => lines.slice(at + 1)
    .filter((other) => Math.min(...shared(one.line, other.line)) > 2)
    .map((other) => `${one.text} / ${other.text}`));
  return { read: lines.length, cut: lines.filter(cut).map(({ text }) => text), over };
}"""


def expect_whole(page: Page) -> None:
    """Expect that nothing is cut off, lies on something else, or is to be scrolled to sideways."""
    for wide, tall in LARGER:
        resize(page, wide, tall)
        found = page.evaluate(SPOILED)
        assert found["read"] > 10
        assert (found["cut"], found["over"]) == ([], []), wide
        assert page.evaluate(SCROLLING) == [], wide


@pytest.mark.parametrize("language", ["en", "es"])
def test_larger_and_wider_set_everything_can_be_read(open_page: OpenPage, language: str) -> None:
    words = {row["id"]: row[f"text_{language}"] for row in facts.read("words.csv")}
    page = open_page(f"{INSIDE}&lang={language}", 720, 450)
    page.emulate_media(reduced_motion="reduce")
    page.add_style_tag(content=SPACED)
    wait_until_drawn(page)
    unfold(page)
    expect_whole(page)
    for name in ("questions", "compare", "about", "treatments", "present"):
        # A window that was just made smaller may fold the list of pages away a moment later.
        label = words["next.treatments" if name == "treatments" else f"page.{name}"]
        link = page.locator(".stSidebar a, .next a").filter(has_text=label).first
        link.dispatch_event("click")
        expect(page.locator("h1:focus")).to_have_count(1)
        if name == "present":
            expect(page.get_by_role("button", name=words["present.next"])).to_be_visible()
        else:
            expect(page.get_by_role("heading", level=1)).to_have_text(words[f"page.{name}"])
            wait_until_finished(page)
        if name == "questions":
            page.get_by_role("checkbox").first.press("Space")
            expect(page.get_by_role("button", name=words["questions.remove.short"])).to_be_visible()
            wait_until_finished(page)
        expect_whole(page)


# --- The browser's own text size ------------------------------------------------------------------

# Visible texts with their size in px; the letters of a drawing have the scale of the drawing.
TEXT_SIZES = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const box = node.parentElement;
    if (!node.data.trim() || box.closest("style, script, .carepath-status, .stAppHeader")) continue;
    if (!box.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const scale = box.closest("svg text") ? box.closest("text").getScreenCTM().a : 1;
    texts.push([node.data.trim(), parseFloat(getComputedStyle(box).fontSize) * scale]);
  }
  return texts;
}"""
# Fields whose value is cut off without a sign; a field can't break lines.
SHORTENED = """() => [...document.querySelectorAll("main input")]
  .filter((field) => field.checkVisibility() && field.scrollWidth > field.clientWidth)
  .filter((field) => getComputedStyle(field).textOverflow !== "ellipsis")
  .map((field) => field.value)"""
SMALLEST = 0.92
"""The smallest text of a page in terms of the browser's own text size: help in the sidebar."""
HIGH = "group=high&place=same"
READ = (
    "/",
    INSIDE,
    f"/?{HIGH}",
    f"/compare?{HIGH}&against=low.cns",
    f"/compare?{HIGH}&option=1&against=2",
    f"/questions?{HIGH}",
    f"/present?{HIGH}&option=2&step=1",
    "/present",
    "/treatments",
    "/about",
)


def set_text_size(page: Page, size: int) -> None:
    """Set what a reader sets in the browser as the usual text size, in px."""
    sizes = {"fontSizes": {"standard": size, "fixed": size}}
    page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)


def expect_text_size(page: Page, size: int) -> None:
    """Expect that no text ignores the browser's own size, and that drawings follow it as well."""
    texts = page.evaluate(TEXT_SIZES)
    assert len(texts) > 10
    assert [text for text in texts if text[1] < SMALLEST * size] == []


@pytest.mark.parametrize(("size", "language"), [(20, "en"), (32, "es")])
def test_the_text_size_of_the_browser_counts_everywhere(
    page: Page, server: str, size: int, language: str
) -> None:
    set_text_size(page, size)
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(reduced_motion="reduce")
    for path in READ:
        page.goto(f"{server}{path}{'&' if '?' in path else '?'}lang={language}")
        ready = "footer.about, .carepath-present h1, .st-key-present-start label"
        page.locator(f"{FINISHED} :is({ready})").first.wait_for()
        wait_until_given_over(page)
        unfold(page)
        expect_text_size(page, size)
        found = page.evaluate(SPOILED)
        assert found["cut"] == [], path
        assert page.evaluate(SHORTENED) == [], path
        # A drawing that is wider than the page scrolls by itself.
        assert [box for box in page.evaluate(SCROLLING) if " scroll:" not in box] == [], path


def test_the_text_size_of_the_browser_counts_before_streamlit_comes(
    browser: Browser, server: str
) -> None:
    viewport: ViewportSize = {"width": 390, "height": 844}
    page = browser.new_page(java_script_enabled=False, viewport=viewport)
    set_text_size(page, 32)
    for path in READ:
        page.goto(f"{server}{path}")
        expect_text_size(page, 32)
        assert page.locator("#first").evaluate("(first) => first.scrollWidth") <= 390, path
    page.close()


def test_a_drawing_that_is_too_wide_scrolls_by_the_keyboard(page: Page, server: str) -> None:
    set_text_size(page, 32)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{server}/compare?{HIGH}&against=low.cns")
    wait_until_finished(page)
    drawings = page.get_by_role("group").filter(has=page.get_by_role("img"), visible=True)
    name = drawings.first.get_attribute("aria-label")
    assert name
    assert name[0].isupper()
    drawings.first.press("ArrowRight")
    expect(drawings.first).not_to_have_js_property("scrollLeft", 0)


# --- More contrast --------------------------------------------------------------------------------

# Each colour of a visible text, and the first ground below it that is not transparent.
ON_GROUND = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pairs = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const box = node.parentElement;
    if (!node.data.trim() || box.closest("style, script")) continue;
    if (!box.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const style = getComputedStyle(box);
    let under = box;
    while (under && /, 0\\)$|transparent/.test(getComputedStyle(under).backgroundColor)) {
      under = under.parentElement;
    }
    const ground = getComputedStyle(under ?? document.body).backgroundColor;
    pairs.add([box.closest("svg text") ? style.fill : style.color, ground].join("|"));
  }
  return [...pairs];
}"""
MOST = 7.0
"""The contrast of text that WCAG 2.2 asks for at its highest level (1.4.6)."""


def hexadecimal(colour: str) -> str:
    """Return `rgb(1, 2, 3)` as `#010203`."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_has_more_contrast_for_who_asks_for_it(open_page: OpenPage, dark: bool) -> None:
    page = open_page(f"/?{HIGH}&option=2&step=1", 390, 844, dark=dark)
    page.emulate_media(contrast="more", reduced_motion="reduce")
    wait_until_drawn(page)
    unfold(page)
    wait_until_still(page)
    pairs = [pair.split("|") for pair in page.evaluate(ON_GROUND)]
    assert pairs
    assert [pair for pair in pairs if contrast(*map(hexadecimal, pair)) < MOST] == []


# --- The colours of the system --------------------------------------------------------------------

STROKES = """() => [...document.querySelectorAll(".carepath-drawing .edge path")]
  .filter((line) => line.checkVisibility()).map((line) => getComputedStyle(line).stroke)"""

FILLS = """() => [...new Set([...document.querySelectorAll(".carepath-drawing .chosen text")]
  .filter((line) => line.checkVisibility()).map((line) => getComputedStyle(line).fill))]"""
SYSTEM_TEXT = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "CanvasText";
  const { color } = getComputedStyle(probe);
  probe.remove();
  return [color];
}"""


def seen(page: Page, place: Locator, change: Callable[[], object], around: int = 0) -> int:
    """Count the pixels in a place, and so far around it, that can be seen to change."""
    edge = place.bounding_box()
    assert edge
    clip: FloatRect = {
        "x": edge["x"] - around,
        "y": edge["y"] - around,
        "width": edge["width"] + 2 * around,
        "height": edge["height"] + 2 * around,
    }
    return changed(page, clip, change)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_is_chosen_is_seen_in_the_colours_of_the_system(
    open_page: OpenPage, dark: bool
) -> None:
    page = open_page("/?group=low&place=same", 1440, 1200, dark=dark)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    wait_until_drawn(page)
    lines = page.evaluate(STROKES)
    assert lines
    assert {"none", page.evaluate("getComputedStyle(document.body).backgroundColor")}.isdisjoint(
        lines
    )

    mark = high_risk(page).locator("> div > div").first
    assert seen(page, mark, lambda: answer_high(page)) > 50

    box = step(page, 2, 1)
    box.focus()
    page.keyboard.press("Shift+Tab")
    # The mark of the focus, what is open, and what is open without the focus: three sights.
    assert seen(page, box, lambda: page.keyboard.press("Tab"), 16) > 200
    assert seen(page, box, lambda: open_it(page, box), 16) > 200
    assert seen(page, box, lambda: page.keyboard.press("Tab"), 16) > 200
    assert page.evaluate(FILLS) == page.evaluate(SYSTEM_TEXT)

    page.get_by_role("link", name=TEXT["page.questions"], exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT["page.questions"])
    question = page.get_by_role("checkbox").first
    question.focus()
    mark = page.locator(".stCheckbox label > span + div").first
    assert seen(page, mark, lambda: tick(page, question)) > 50


def high_risk(page: Page) -> Locator:
    """The label of an answer to the first question in the sidebar."""
    label = page.get_by_role("radiogroup").first.locator("label")
    return label.filter(has_text=TEXT["group.high"])


def answer_high(page: Page) -> None:
    high_risk(page).click()
    expect(radio(sidebar(page), "group", "high")).to_be_checked()
    # Only this answer has a fourth option: a box of the drawing before it would soon be gone.
    expect(step(page, 4, 1)).to_be_visible()
    wait_until_finished(page)


def open_it(page: Page, box: Locator) -> None:
    page.keyboard.press("Enter")
    expect(box).to_have_attribute("aria-expanded", "true")


def tick(page: Page, question: Locator) -> None:
    page.keyboard.press("Space")
    expect(question).to_be_checked()


# --- At rest --------------------------------------------------------------------------------------

# What is animated, with every value it has meanwhile: who sees but two saw no way between them.
MOVING = """() => {
  window.looks = {};
  const note = () => {
    for (const { effect } of document.getAnimations()) {
      const style = getComputedStyle(effect.target);
      for (const name of new Set(effect.getKeyframes().flatMap(Object.keys))) {
        if (name in style) ((looks[`${effect.target.className} ${name}`] ??= {})[style[name]] = 1);
      }
    }
    requestAnimationFrame(note);
  };
  note();
}"""
MOVED = "Object.keys(looks).filter((name) => Object.keys(looks[name]).length > 2)"


@pytest.fixture
def folds(page: Page) -> Iterator[None]:
    """Let Streamlit forget, at the end, that the sidebar was opened or folded."""
    yield
    page.evaluate("location.host && localStorage.clear()")


def go_round(page: Page) -> None:
    """Use what moves where it may: sidebar, folds, answers, steps, a tick that is taken back."""
    page.get_by_role("button", name=TEXT["around.open"]).click()
    page.get_by_role("button", name=TEXT["around.close.many"]).click()
    page.get_by_text(TEXT["answers.change.many"]).click()
    in_page(page).get_by_text(TEXT["group.high"], exact=True).click()
    page.wait_for_url(re.compile("group=high"))
    wait_until_finished(page)
    step(page, 2, 1).press("Enter")
    page.get_by_role("link", name=TEXT["next.questions"]).click()
    # A key that is pressed before goes to the heading.
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(TEXT["page.questions"])
    expect(heading).to_be_focused()
    question = page.get_by_role("checkbox").first
    question.press("Space")
    expect(question).to_be_checked()
    remove = page.get_by_role("button", name=TEXT["questions.remove.short"])
    remove.press("Enter")
    expect(remove).to_have_count(0)
    expect(question).not_to_be_checked()
    wait_until_finished(page)


@pytest.mark.usefixtures("folds")
def test_nothing_moves_for_who_asks_for_rest(open_page: OpenPage) -> None:
    page = open_page("/?group=low&place=same", 390, 844)
    page.evaluate(MOVING)
    go_round(page)
    assert page.evaluate(MOVED) != []
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT["app.title"])
    wait_until_finished(page)
    page.emulate_media(reduced_motion="reduce")
    wait_until_still(page)
    page.evaluate("looks = {}")
    go_round(page)
    assert page.evaluate(MOVED) == []
