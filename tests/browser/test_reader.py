"""A meeting by keyboard alone, and as a screen reader says it, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from carepath.model.effects import GENERAL
from carepath.model.options import Option
from carepath.text import messages, phrases, sentences
from carepath.text.messages import Words
from carepath.text.titles import HEADS
from harness.browser import FINISHED
from tests.support import facts
from tests.support.browser import OpenPage, wait_until_finished
from tests.support.project_data import PATHS, TABLES
from tests.support.screenshots import changed
from tests.support.selections import pairs

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "es")
OWN = "¿Puede venir Nala?"
PIECE = 300
"""px: as much of a control as is looked at."""


@pytest.fixture
def told(language: str) -> Words:
    """Return the words of the language of a test."""
    return messages.read(TABLES, language)


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


def wait_for_step(page: Page) -> None:
    """Wait for the front page at the step of its address, whose heading then has the focus."""
    expect(page.locator("section.details:visible h3")).to_be_focused()
    page.locator(FINISHED).wait_for()


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
    hands, texts = Hands(page), facts.text(language)

    # Both answers.
    group = page.get_by_role("radio", name=texts["group.low"], exact=True).first
    hands.tab_to(group)
    assert hands.stops == [told("around.skip"), texts["group.low"]]
    hands.press("Space")
    expect(group).to_be_checked()
    hands.tab_to(page.get_by_role("radio", name=texts["place.same"], exact=True).first)
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
    wait_for_step(page)

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
    hands.tab_to(page.locator("summary").filter(has_text=told("take.more")))
    hands.press("Enter")
    hands.tab_to(page.get_by_role("button", name=told("take.pdf.a4")))

    # The other language.
    other = next(other for other in LANGUAGES if other != language)
    hands.tab_to(page.get_by_role("link", name=told(f"language.{other}")), "Shift+Tab")
    hands.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", other)
    wait_for(page, messages.read(TABLES, other), "questions")


def box(page: Page, told: Words, option: int, step: int) -> Locator:
    """Return the box of a step that is shown."""
    return page.locator(f'svg [data-choice="option={option}&step={step}"]').filter(visible=True)


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
    region = page.get_by_role("region", name=words("shell.pages.many"))
    hands = Hands(page)
    opener = page.get_by_role("button", name=words("around.open"))
    closer = page.get_by_role("button", name=words("around.close.many"))
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
    hands.tab_to(region.get_by_role("link", name=words("page.words")))
    hands.press("Enter")
    wait_for(page, words, "words")
    expect(region).to_have_count(0)
    hands.tab_to(opener, "Shift+Tab")


# --- By ear ---------------------------------------------------------------------------------------

CONTROLS = {
    "button",
    "checkbox",
    "combobox",
    "DisclosureTriangle",
    "link",
    "radio",
    "radiogroup",
    "searchbox",
    "textbox",
}
# What is of no language: parts of addresses, what was typed.
NAMES = {"carepath", "http", "zzz"}
STATES = ("checked", "expanded", "level")


@dataclass(frozen=True)
class Part:
    """A part of the page as Chromium hands it to a screen reader."""

    role: str
    name: str
    states: dict[str, object]


class Ears:
    """Someone who hears the pages, and keeps in mind all that was said."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tree = page.context.new_cdp_session(page)
        self.heard: dict[str, set[str]] = {}

    def listen(self) -> list[Part]:
        """Return the page part by part, as it is told from its beginning to its end."""
        nodes = self.tree.send("Accessibility.getFullAXTree")["nodes"]
        kept = {node["nodeId"]: node for node in nodes}
        parts = [part(node) for node in in_order(kept, nodes[0]) if not node["ignored"]]
        for one in parts:
            assert one.name or one.role not in CONTROLS, one
            self.heard.setdefault(one.role, set()).add(one.name)
        return parts

    def of(self, *roles: str) -> list[Part]:
        """Return the parts of some kinds."""
        return [one for one in self.listen() if one.role in roles]


def in_order(nodes: dict[str, Any], node: Any) -> Iterator[Any]:
    yield node
    for child in node.get("childIds", ()):
        if child in nodes:
            yield from in_order(nodes, nodes[child])


def part(node: Any) -> Part:
    states = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    return Part(
        node["role"]["value"],
        str(node.get("name", {}).get("value", "")),
        {name: states[name] for name in STATES if name in states},
    )


def vocabulary(language: str) -> set[str]:
    """Return every word of the tables in one language, and the names that are of none."""
    return {
        word
        for name in {file.name for file in facts.DATA.rglob("*.csv")}
        for row in facts.read(name)
        for column, text in row.items()
        if column.endswith(f"_{language}")
        for word in words_in(text)
    }


def words_in(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


# What Streamlit calls out and gives no way to say otherwise: how many choices a list has, and which
# one was taken.
CALLED_OUT = re.compile(r"^(\d+ options? available\.|.+, selected\.?)$")
ADDRESS = re.compile(r"^https?://\S+$")


def expect_headings(ears: Ears, expected: list[tuple[int, str]]) -> None:
    """Expect this outline, when what was there before is gone."""
    expect(ears.page.get_by_role("heading")).to_have_count(len(expected))
    assert [(one.states["level"], one.name) for one in ears.of("heading")] == expected


def expected_headings(told: Words, options: tuple[Option, ...]) -> list[tuple[int, str]]:
    """Return the outline of the paths, with no step opened."""
    return [
        (1, told("app.title")),
        (2, told.counted("summary.title", len(options))),
        (2, told.counted("drawing.title", len(options))),
        (3, told("legend.title")),
        (2, told.counted("list.title", len(options))),
        *((3, sentences.option_name(told, option)) for option in options),
        (2, told("later.title")),
        *((3, told(f"effects.{section.id}")) for section in told.effects[GENERAL]),
        (2, told("known.title")),
        (3, told("known.stated")),
        (3, told("known.silent")),
        *((2, told(name)) for name in ("visit.title", "next.more", "about.title")),
    ]


def expected_boxes(told: Words, options: tuple[Option, ...]) -> list[str]:
    """Return how the name of every box of a drawing begins, and what it ends with."""
    return [
        f"{phrases.phases_inside(told, step)}."
        if step.inside
        else sentences.step_sentence(told, option, step)
        for option in options
        for step in option.steps
    ]


def status(page: Page, text: str) -> Locator:
    return page.get_by_role("status").filter(has_text=text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_by_ear(page: Page, open_page: OpenPage, told: Words, language: str) -> None:
    # A page of its own: one that is listened to is slower from then on.
    open_page(f"/?lang={language}")
    ears = Ears(page)
    expect(page.locator("html")).to_have_attribute("lang", language)
    for other in LANGUAGES:
        link = page.get_by_role("link", name=told(f"language.{other}"), exact=True)
        expect(link).to_have_count(int(other != language))
        if other != language:
            assert link.evaluate("(one) => one.closest('[lang]').lang") == other

    # The questions and their answers.
    texts = facts.text(language)
    asked = [
        texts["question.group"],
        texts["question.place"],
    ]
    answers = [*(texts[f"group.{one}"] for one in facts.GROUPS)]
    answers += [texts[f"place.{one}"] for one in facts.PLACES]
    assert [one.name for one in ears.of("radiogroup")] == asked
    radios = ears.of("radio")
    assert [(one.name, one.states["checked"]) for one in radios] == [
        (name, "false") for name in answers
    ]
    expect_headings(
        ears, [(1, told("app.title")), (2, told("map.title.2")), (2, told("about.title"))]
    )
    for name in (
        texts["group.low"],
        texts["place.elsewhere"],
    ):
        page.get_by_role("radio", name=name, exact=True).first.press("Space")
        expect(page.get_by_role("radio", name=name, exact=True).first).to_be_checked()
        wait_until_finished(page)
    chosen = [one.name for one in ears.of("radio") if one.states["checked"] == "true"]
    assert chosen == [
        texts["group.low"],
        texts["place.elsewhere"],
    ]

    # The path, and a step that is opened.
    rows = facts.rows("low-elsewhere")
    options = PATHS.routes[pairs("low", "elsewhere")].options
    expect(status(page, told.situations["low-elsewhere"]["name"])).to_have_count(1)
    expect_headings(ears, expected_headings(told, options))
    boxes = [one for one in ears.of("button") if one.name.endswith(".")]
    names = expected_boxes(told, options)
    assert [
        one.name.endswith(sentence) and one.states["expanded"] is False
        for one, sentence in zip(boxes, names, strict=True)
    ] == [True] * len(names)
    treatment = messages.capital(told.name("surgery"))
    box(page, told, 3, 1).press("Enter")
    expect(status(page, told("drawing.chosen", name=treatment))).to_have_count(1)
    opened = [one.name for one in ears.of("button") if one.states.get("expanded") is True]
    assert opened == [f"{treatment}."]
    assert treatment in [one.name for one in ears.of("region")]
    assert treatment in [one.name for one in ears.of("heading")]
    page.wait_for_url(re.compile("option=3&step=1"))
    page.locator(FINISHED).wait_for()

    # The slides.
    page.get_by_role("link", name=told("next.present"), exact=True).press("Enter")
    onward = page.get_by_role("button", name=told("present.next"))
    expect(onward).to_be_visible()
    onward.press("Enter")
    title = sentences.option_name(told, options[2])
    said = told("present.said", place=title, name=told.name("chemotherapy"))
    expect(status(page, said)).to_have_count(1)
    expect_headings(ears, [(1, title)])
    drawn = [messages.capital(told.name(row.treatment)) for row in rows if row.option == 3]
    assert [one.name for one in ears.of("image")] == drawn
    page.wait_for_url(re.compile("option=3&step=2"))
    page.locator(FINISHED).wait_for()
    page.get_by_role("link", name=told("present.leave")).press("Enter")
    wait_for_step(page)

    # What to ask.
    page.get_by_role("link", name=told("page.questions"), exact=True).press("Enter")
    wait_for(page, told, "questions")
    own = page.get_by_role("textbox", name=told("questions.own"))
    own.focus()
    expect(page.get_by_text(told("around.done"))).to_be_visible()
    page.get_by_role("checkbox").first.press("Space")
    expect(page.get_by_text(re.compile(r"^1\. "))).to_be_visible()
    wait_until_finished(page)
    questions = {row[f"text_{language}"] for row in facts.read("prompts.csv")}
    ticked = {one.name: one.states["checked"] for one in ears.of("checkbox")}
    assert {*ticked} <= questions
    assert [*ticked.values()].count("true") == 1
    page.locator("summary").filter(has_text=told("questions.pass")).press("Enter")
    expect(page.get_by_role("button", name=told("questions.print"))).to_be_visible()
    page.locator("summary").filter(has_text=told("take.more")).press("Enter")
    expect(page.get_by_role("button", name=told("take.pdf.a4"))).to_be_visible()
    offered = [one.name for one in ears.of("button", "link")]
    for name in ("take.pdf.letter", "take.pdf.a4", "take.svg", "take.png", "questions.copy"):
        assert told(name) in offered

    # Where Streamlit says most of its own: lists to choose from.
    page.get_by_role("link", name=told("page.compare"), exact=True).press("Enter")
    wait_for(page, told, "compare")
    expect(page.get_by_role("combobox")).to_have_count(2)
    ears.listen()
    open_page(f"/treatments?lang={language}")
    expect(page.get_by_role("heading", level=1)).to_have_text(told("page.treatments"))
    field = page.get_by_role("combobox").first
    field.press("ArrowDown")
    expect(page.get_by_role("option", name=told("around.all"))).to_be_visible()
    ears.listen()
    field.press("ArrowDown")
    field.press("Enter")
    wait_until_finished(page)
    field.press_sequentially("zzz")
    expect(page.get_by_role("option", name=told("around.none"))).to_be_visible()
    ears.listen()
    field.press("Tab")
    expect(page.get_by_role("button", name=told("around.clear"))).to_be_visible()
    ears.listen()

    # All of that in the language of the page.
    every = {name for names in ears.heard.values() for name in names}
    assert len(every) > 200
    known = vocabulary(language) | NAMES
    strange = {
        name: foreign
        for name in every
        if not (CALLED_OUT.match(name) or ADDRESS.match(name))
        and (foreign := words_in(name) - known)
    }
    assert strange == {}
