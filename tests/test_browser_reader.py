"""A meeting by keyboard alone, and as a screen reader says it, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from carepath import words as wording
from carepath.tables import DATA, load
from carepath.titles import HEADS
from carepath.words import Words
from tests.conftest import FINISHED, OpenPage, wait_until_finished
from tests.pixels import changed

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "es")
TABLES = load(DATA)
OWN = "¿Puede venir Nala?"
PIECE = 300
"""px: as much of a control as is looked at."""


@pytest.fixture
def told(language: str) -> Words:
    """Return the words of the language of a test."""
    return wording.read(TABLES, language)


# --- By keyboard ----------------------------------------------------------------------------------

# What has the focus: its kind, its name, and whether it is all on the screen. What goes away while
# it has the focus gives it on at the next frame.
STOP = """async () => {
  for (let frame = 0; frame < 5 && document.activeElement === document.body; frame++) {
    await new Promise(requestAnimationFrame);
  }
  const at = document.activeElement;
  const { left, top, right, bottom } = (at.closest("label") ?? at).getBoundingClientRect();
  return {
    kind: [at.localName, at.type, at.role, at.dataset.testid].join(" "),
    name: at.ariaLabel ?? at.labels?.[0]?.innerText ?? at.innerText ?? at.textContent.trim(),
    seen: at !== document.body && at.checkVisibility({ visibilityProperty: true })
      && left >= 0 && right <= innerWidth && bottom > 0 && top < innerHeight,
    around: [left - 8, top - 8, right - left + 16, bottom - top + 16],
  };
}"""
LEAVE = "window.left = document.activeElement; window.left.blur()"
RETURN = "window.left.focus({ preventScroll: true })"


class Hands:
    """Someone at a keyboard, who sees at every stop where it is."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.kinds: set[str] = set()
        self.stops: list[str] = []

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def tab_to(self, wanted: Locator, key: str = "Tab") -> None:
        """Go on until this has the focus."""
        for _ in range(80):
            self.press(key)
            self.look()
            if wanted.evaluate("(one) => one === document.activeElement"):
                return
        raise AssertionError(f"not reached: {wanted}; passed {self.stops[-80:]}")

    def look(self) -> None:
        stop = self.page.evaluate(STOP)
        assert stop["seen"], stop
        self.stops.append(stop["name"])
        if stop["kind"] not in self.kinds:
            self.kinds.add(stop["kind"])
            assert self._marked(*stop["around"]), stop

    def _marked(self, left: float, top: float, wide: float, tall: float) -> bool:
        """Tell whether the mark of the focus can be told from what is there without it."""
        clip: FloatRect = {
            "x": max(left, 0),
            "y": max(top, 0),
            "width": min(wide, PIECE),
            "height": min(tall, PIECE),
        }
        seen = changed(self.page, clip, lambda: self.page.evaluate(LEAVE))
        self.page.evaluate(RETURN)
        # At least as much as a line of one pixel along its longer side.
        return seen >= max(clip["width"], clip["height"])


def wait_for(page: Page, told: Words, name: str) -> None:
    """Wait for a page, whose heading then has the focus."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(told(HEADS[name][0]))
    expect(heading).to_be_focused()
    page.locator(FINISHED).wait_for()


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("es", True)])
def test_a_meeting_by_keyboard_alone(
    open_page: OpenPage, told: Words, language: str, dark: bool
) -> None:
    page = open_page(f"/?lang={language}", dark=dark)
    hands = Hands(page)

    # Both answers.
    group = page.get_by_role("radio", name=told("group.low"), exact=True).first
    hands.tab_to(group)
    assert hands.stops == [told("around.skip"), told("group.low")]
    hands.press("Space")
    expect(group).to_be_checked()
    hands.tab_to(page.get_by_role("radio", name=told("place.same"), exact=True).first)
    hands.press("ArrowDown")
    page.wait_for_url(re.compile("group=low&place=elsewhere"))
    wait_until_finished(page)
    hands.look()

    # A step of the drawing, opened and closed.
    step = box(page, told, 3, 1)
    expect(step).to_be_visible()
    hands.tab_to(step)
    hands.press("Enter")
    expect(step).to_have_attribute("aria-expanded", "true")
    hands.look()
    hands.tab_to(page.get_by_role("button", name=told("details.close")))
    hands.press("Space")
    expect(step).to_be_focused()
    page.locator(FINISHED).wait_for()

    # All the way down the page, to what can be taken home.
    sheet = page.get_by_role("button", name=told("take.pdf.letter"))
    hands.tab_to(sheet)
    with page.expect_download() as started:
        hands.press("Enter")
    assert started.value.suggested_filename.endswith(".pdf")

    # The slides, and back to the paths.
    hands.tab_to(page.get_by_role("link", name=told("next.present"), exact=True))
    hands.press("Enter")
    slide = page.get_by_role("heading", level=1)
    expect(slide).to_be_focused()
    opening = slide.inner_text()
    hands.press("ArrowRight")
    expect(slide).not_to_have_text(opening)
    onward = page.get_by_role("button", name=told("present.next"))
    hands.tab_to(onward)
    hands.press("Space")
    page.wait_for_url(re.compile("option=2&step=1"))
    hands.press("ArrowLeft")
    page.wait_for_url(re.compile("option=1&step=1"))
    page.locator(FINISHED).wait_for()
    expect(onward).to_be_focused()
    hands.tab_to(page.get_by_role("link", name=told("present.leave")), "Shift+Tab")
    hands.press("Enter")
    wait_for(page, told, "paths")

    # A question to tick, one to write, and one to take off again.
    hands.tab_to(page.get_by_role("link", name=told("page.questions"), exact=True), "Shift+Tab")
    hands.press("Enter")
    wait_for(page, told, "questions")
    # All of the new page is there, and nothing of the old one in between.
    own = page.get_by_role("textbox", name=told("questions.own"))
    expect(own).to_be_visible()
    first = page.get_by_role("checkbox").first
    hands.tab_to(first)
    hands.press("Space")
    expect(first).to_be_checked()
    page.locator(FINISHED).wait_for()
    hands.tab_to(own)
    page.keyboard.insert_text(OWN)
    hands.press("Enter")
    expect(page.get_by_text(f"2. {OWN}")).to_be_visible()
    page.locator(FINISHED).wait_for()
    hands.look()
    hands.tab_to(page.get_by_role("button", name=told("questions.remove.short")).last)
    hands.press("Enter")
    expect(page.get_by_role("heading", name=told("questions.list"))).to_be_focused()
    page.locator(FINISHED).wait_for()
    hands.tab_to(page.get_by_role("button", name=told("take.pdf.a4")))

    # The other language.
    other = next(other for other in LANGUAGES if other != language)
    hands.tab_to(page.get_by_role("button", name=told(f"language.{other}")), "Shift+Tab")
    hands.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", other)
    wait_for(page, wording.read(TABLES, other), "questions")


def box(page: Page, told: Words, option: int, step: int) -> Locator:
    """Return a step of the drawing."""
    place = told("option.step", option=option, step=step)
    return page.get_by_role("button", name=re.compile(rf"\. {re.escape(place)}\. "))


@pytest.fixture
def folds(page: Page) -> Iterator[None]:
    """Let Streamlit forget, at the end, that the sidebar was opened or folded."""
    yield
    page.evaluate("location.host && localStorage.clear()")


@pytest.mark.usefixtures("folds")
def test_on_a_phone_what_is_folded_away_is_out_of_reach(open_page: OpenPage, words: Words) -> None:
    page = open_page("/?group=high&place=same", width=390, height=844)
    # Nothing is on its way when it is looked at.
    page.emulate_media(reduced_motion="reduce")
    region = page.get_by_role("region", name=words("shell.pages"))
    hands = Hands(page)
    opener = page.get_by_role("button", name=words("around.open"))
    closer = page.get_by_role("button", name=words("around.close"))
    hands.tab_to(opener)
    hands.tab_to(box(page, words, 2, 1))
    expect(region).to_have_count(0)
    hands.tab_to(opener, "Shift+Tab")
    hands.press("Enter")
    expect(closer).to_be_focused()
    expect(region).to_have_count(1)
    hands.press("Space")
    expect(opener).to_be_focused()
    expect(region).to_have_count(0)
    hands.press("Enter")
    expect(closer).to_be_focused()
    hands.tab_to(region.get_by_role("link", name=words("page.map")))
    hands.press("Enter")
    wait_for(page, words, "map")
    expect(region).to_have_count(0)
    hands.tab_to(opener, "Shift+Tab")
