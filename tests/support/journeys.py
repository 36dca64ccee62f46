"""What a family does with the pages, in any browser behind the calls of `tests/support/engines.py`.

`meet` is a meeting where Streamlit runs; `read` is what is left where it can't. `follow` chooses.
To follow one against a running address, with an old Chromium that
`tests/install-engines.sh all` has unpacked::

    from playwright.sync_api import sync_playwright
    from tests.support import engines, journeys

    with sync_playwright() as playwright, engines.old_chromium(playwright, 92) as engine:
        journeys.follow(engine, "http://localhost:8501")
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

from tests.support import facts, rooms
from tests.support.engines import BETWEEN, LEFT, LOOKS, Engine

TEXT = facts.text()
NAMES = {row["term"]: row["name_en"] for row in facts.read("terms.csv")}
SPANISH = {row["id"]: row["text_es"] for row in facts.read("words.csv")}
CHOSEN = "/?group=high&place=same"

# Of the boxes that fit a selector and hold or are named with a text, the first that can be seen,
# brought into the window: the middle of its first line.
FIND = """(selector, text) => {
  const named = (one) => (one.getAttribute("aria-label") || one.textContent).trim();
  const seen = (one) => one.getClientRects().length
    && getComputedStyle(one).visibility === "visible"
    && !one.closest("details:not([open]) > :not(summary), [inert]");
  const box = [...document.querySelectorAll(selector)]
    .find((one) => named(one).startsWith(text) && seen(one));
  if (!box) return null;
  box.scrollIntoView({ block: "center", inline: "nearest" });
  const { left, top, width, height } = box.getClientRects()[0];
  return [left + width / 2, top + height / 2];
}"""
# What the boxes of a drawing are filled with, and the ground and the letters of the page.
COLOURS = """() => {
  const style = (selector) => getComputedStyle(document.querySelector(selector));
  const boxes = [...document.querySelectorAll(".carepath-drawing .node > path")];
  return {
    boxes: [...new Set(boxes.map((box) => getComputedStyle(box).fill))],
    opacities: [...new Set(boxes.map((box) => Number(getComputedStyle(box).fillOpacity)))],
    ink: style(".carepath h1").color,
    letters: style(".carepath-drawing .step text").fill,
    meaning: style(".meaning").backgroundColor,
  };
}"""
LIGHT = {"ink": "rgb(34, 48, 60)", "letters": "rgb(34, 48, 60)", "meaning": "rgb(255, 255, 255)"}
MARK = """() => {
  const style = getComputedStyle(document.querySelector(".term span"));
  return [style.textDecorationLine, style.textDecorationStyle, style.textDecorationColor];
}"""
MEANINGS = """() => [...document.querySelectorAll(".meaning")]
  .filter((one) => one.getClientRects().length).length"""
DETAILS = "() => document.querySelectorAll('section.details:not([hidden])').length"
STREAMLIT = """() => { try { return !!new RegExp("", "v"); } catch { return false; } }"""
FINISHED = """() => !document.getElementById("first")
  && !!document.querySelector(
    "[data-test-connection-state=CONNECTED][data-test-script-state=notRunning]")"""
WHOLE = "() => document.readyState !== 'loading'"
QUERY = "() => location.search"
# By its name, the window that the slides have opened.
NOTES = """() => window.open("", "carepath-notes")
  ?.document.querySelector("section:not([hidden]) h1")?.textContent"""
ONWARD = "() => [...document.querySelectorAll('.stMain .next a')].map((one) => one.href).join()"


def until(look: Callable[[], Any], wanted: Callable[[Any], bool] = bool) -> Any:
    """Return what is looked for once it is as wanted; say what it was instead after a while."""
    found: Any = None
    for _ in range(LOOKS):
        try:
            found = look()
            if wanted(found):
                return found
        except LEFT as left:
            found = left
        Event().wait(BETWEEN)
    raise AssertionError(found)


def tap(engine: Engine, selector: str, text: str = "") -> None:
    """Tap what has a name; it has to stand still first.

    WebKit scrolls to a half pixel by turns one up and one down.
    """
    before: list[float] = []

    def still(place: list[float] | None) -> bool:
        nonlocal before
        then, before = before, place or []
        near = [abs(now - at) <= 1 for now, at in zip(before, then, strict=False)]
        return bool(near) and all(near)

    engine.tap(*until(lambda: engine.run(FIND, selector, text), still))


def capital(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def heading(engine: Engine) -> str:
    """Return the heading of the page."""
    found: str = engine.run("() => document.querySelector('h1')?.textContent ?? ''")
    return found


def expect_heading(engine: Engine, start: str) -> None:
    """Wait until the heading of the page begins with some words."""
    until(lambda: heading(engine), lambda found: found.startswith(start))


def expect_query(engine: Engine, part: str) -> None:
    """Wait until the address says something."""
    until(lambda: engine.run(QUERY), lambda query: part in query)


def expect_finished(engine: Engine) -> None:
    """Wait until Streamlit shows all of the page."""
    until(lambda: engine.run(FINISHED))


def look(engine: Engine) -> None:
    """See the right colours and a term that is marked; open its meaning and close it."""
    # A drawing is unpacked a moment after Streamlit's run.
    colours = until(lambda: engine.run(COLOURS))
    assert "rgb(0, 0, 0)" not in colours.pop("boxes")
    assert max(colours.pop("opacities")) < 0.5
    assert colours == LIGHT
    assert engine.run(MARK) == ["underline", "dotted", "rgb(15, 106, 114)"]
    assert engine.run(MEANINGS) == 0
    tap(engine, ".term", "neuroblastoma")
    until(lambda: engine.run(MEANINGS) == 1)
    tap(engine, ".meaning button", TEXT["details.close"])
    until(lambda: engine.run(MEANINGS) == 0)


def meet(engine: Engine, site: str) -> None:
    """Choose, open a step, go back, read a term, show slides, change the language, save."""
    choose_a_card(engine, site)

    engine.open(site)
    expect_heading(engine, TEXT["app.title"])
    expect_finished(engine)
    tap(engine, ".stSidebar label", TEXT["group.high"])
    expect_query(engine, "group=high")
    expect_finished(engine)
    tap(engine, ".stSidebar label", TEXT["place.same"])
    expect_query(engine, "place=same")
    expect_finished(engine)
    look(engine)

    tap(engine, ".carepath-drawing [role=button]", capital(NAMES["mibg-therapy"]))
    until(lambda: engine.run(DETAILS) == 1)
    expect_query(engine, "option=2&step=1")
    tap(engine, "section.details .close", TEXT["details.close"])
    until(lambda: engine.run(DETAILS) == 0)
    until(lambda: engine.run(QUERY), lambda query: "step" not in query)
    engine.run("() => history.back()")
    expect_query(engine, "option=2&step=1")
    until(lambda: engine.run(DETAILS) == 1)
    engine.run("() => history.back()")
    until(lambda: engine.run(QUERY), lambda query: "step" not in query)
    until(lambda: engine.run(DETAILS) == 0)
    # The links come with the run that answers the step back.
    until(lambda: engine.run(ONWARD), lambda links: links and "step" not in links)
    expect_finished(engine)

    tap(engine, ".carepath.files button", TEXT["take.pdf.letter"])
    (sheet,) = until(engine.saved)
    assert sheet.read_bytes().startswith(b"%PDF")

    tap(engine, ".stMain .next a", TEXT["next.present"])
    # The slides listen for keys as soon as they are there, which is later than their container.
    until(lambda: engine.run("() => !!document.querySelector('.carepath-present h1')"))
    expect_finished(engine)
    # From the statement to what the list names, then from step to step.
    engine.press("ArrowRight")
    for step in (1, 2):
        engine.press("ArrowRight")
        expect_heading(engine, capital(NAMES["combination-chemotherapy"]))
        expect_query(engine, f"option=1&step={step}")
    engine.press("ArrowLeft")
    expect_query(engine, "option=1&step=1")

    tap(engine, ".stMain .languages a", TEXT["language.es"])
    until(lambda: engine.run("() => document.documentElement.lang") == "es")
    expect_heading(engine, "Quimioterapia combinada")

    tap(engine, ".carepath-present button", facts.text("es")["present.notes"])
    until(lambda: engine.run(NOTES) == "Quimioterapia combinada")
    assert engine.errors() == []


def choose_a_card(engine: Engine, site: str) -> None:
    """Go from answers without a list to the beginning of one that they refer to."""
    engine.open(f"{site}/?group=unsure&place=several")
    expect_finished(engine)
    (name,) = (row["name_en"] for row in facts.read("situations.csv") if row["situation"] == "cns")
    tap(engine, ".stMain .cards a", name)
    expect_query(engine, "group=unsure&place=cns")
    expect_finished(engine)
    top = "() => document.querySelector('.stMain h1').getBoundingClientRect().top"
    # The summary is there before everything below it.
    until(lambda: engine.run("() => !!document.querySelector('.stMain .in-short')"))
    assert 0 < engine.run(top) < 900


def read(engine: Engine, site: str) -> None:
    """Read where Streamlit can't run: every page, its colours and terms, the sheet, the trials."""
    engine.open(f"{site}{CHOSEN}")
    expect_heading(engine, TEXT["app.title"])
    # The heading comes before the meanings of terms, with which the document ends.
    until(lambda: engine.run(WHOLE))
    look(engine)
    told = "() => document.querySelector('.limits[role=status]').textContent"
    english = f"{TEXT['limits.browser']} {TEXT['limits.works']}"
    until(lambda: engine.run(told), lambda found: found == english)

    tap(engine, "summary", TEXT["trials.title"])
    for trial in ("trials.nci", "trials.registry"):
        assert engine.run(FIND, ".trials a", TEXT[trial])
    sheet = engine.run(
        """async (selector) => {
          const link = document.querySelector(selector).href;
          const answer = await fetch(link);
          return [answer.status, answer.headers.get("Content-Type")];
        }""",
        "a[href^='/handout/']",
    )
    assert sheet == [200, "application/pdf"]

    tap(engine, ".carepath-drawing a", capital(NAMES["mibg-therapy"]))
    expect_query(engine, "option=2&step=1")
    until(lambda: engine.run(DETAILS) == 1)
    tap(engine, "section.details .close", TEXT["details.close"])
    until(lambda: engine.run(DETAILS) == 0)
    engine.run("() => history.back()")
    expect_query(engine, "option=2&step=1")
    until(lambda: engine.run(DETAILS) == 1)
    for page in ("compare", "questions", "words", "about"):
        tap(engine, "nav a", TEXT[f"page.{page}"])
        until(lambda: engine.run("() => location.pathname"), lambda at, page=page: at == f"/{page}")
        until(lambda: heading(engine))
        until(lambda: engine.run(WHOLE))
        assert engine.run(MEANINGS) == 0
    tap(engine, ".languages a", TEXT["language.es"])
    spanish = f"{SPANISH['limits.browser']} {SPANISH['limits.works']}"
    until(lambda: engine.run(told), lambda found: found == spanish)
    assert engine.errors() == []


def follow(engine: Engine, site: str) -> None:
    """Take part in a meeting, or read, as the browser allows."""
    (meet if engine.run(STREAMLIT) else read)(engine, site)


OPEN = "() => document.querySelector('section.details:not([hidden]) h3')?.textContent"
TOP = """() => document.querySelector("section.details:not([hidden]) h3")
  .getBoundingClientRect().top"""
# Not every browser gives the focus to a link that is tapped. A window without a screen has none, so
# that Firefox says nothing of it.
FOCUS = """() => {
  const box = [...document.querySelectorAll('#first svg [aria-expanded=true]')]
    .find((one) => one.getClientRects().length);
  box.focus();
  if (!document.hasFocus()) box.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
}"""
FOCUSED = "() => document.activeElement.dataset.choice"


def open_in_place(engine: Engine, site: str, come: Callable[[], None]) -> None:
    """Open and close a step while Streamlit's scripts are held back; then let them come."""
    engine.open(f"{site}{CHOSEN}")
    expect_heading(engine, TEXT["app.title"])
    name = capital(NAMES["mibg-therapy"])
    tap(engine, "#first .carepath-drawing [role=button]", name)
    until(lambda: engine.run(OPEN) == name)
    expect_query(engine, "option=2&step=1")
    engine.run("() => history.back()")
    until(lambda: engine.run(DETAILS) == 0)
    until(lambda: engine.run(QUERY), lambda query: "step" not in query)
    tap(engine, "#first .carepath-drawing [role=button]", name)
    until(lambda: engine.run(OPEN) == name)
    tap(engine, "#first section.details .close", TEXT["details.close"])
    until(lambda: engine.run(DETAILS) == 0)
    tap(engine, "#first .carepath-drawing [role=button]", name)
    until(lambda: engine.run(OPEN) == name)
    engine.run(FOCUS)
    top = engine.run(TOP)
    come()
    until(lambda: engine.run(FINISHED))
    until(lambda: engine.run(OPEN), lambda found: found == name)
    expect_query(engine, "option=2&step=1")
    until(lambda: engine.run(TOP), lambda found: abs(found - top) < 4)
    until(lambda: engine.run(FOCUSED), lambda found: found == "option=2&step=1")
    # Streamlit has run about the same step.
    until(lambda: engine.run(ONWARD), lambda links: "step=1" in links)
    assert engine.errors() == []


SLIDE = "() => document.querySelector('.slide:not([hidden])')?.dataset.key"
BAR = "() => document.querySelector('.carepath-room p')?.textContent ?? ''"


def follow_room(engine: Engine, site: str) -> None:
    """Follow a presenter, look around, come back, and see the end."""
    presenter = rooms.present(site, "1.1")
    engine.open(site + presenter.path)
    until(lambda: engine.run(SLIDE), lambda slide: slide == "1.1")
    # The script of the page is there once a question can be marked.
    until(lambda: engine.run("() => !!document.querySelector('.asks input:enabled')"))
    assert presenter.lead("2.1").status == 200
    until(lambda: engine.run(SLIDE), lambda slide: slide == "2.1")
    tap(engine, ".leave a", TEXT["page.words"])
    until(lambda: engine.run(BAR), lambda text: capital(NAMES["mibg-therapy"]) in text)
    expect_finished(engine)
    assert presenter.lead("1.2").status == 200
    until(lambda: engine.run(BAR), lambda text: "dinutuximab" in text)
    tap(engine, ".carepath-room a", TEXT["room.bar.back"])
    until(lambda: engine.run(SLIDE), lambda slide: slide == "1.2")
    assert presenter.lead("1.2", end=True).status == 200
    expect_heading(engine, TEXT["room.ended.title"])
    assert engine.errors() == []
