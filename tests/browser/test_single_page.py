"""The page as one file opens from a disk in every engine, without a script, and prints whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import pypdf
import pytest
from playwright.sync_api import Page, Playwright, expect

from carepath import library
from carepath.files import single_page
from carepath.tables.loader import DATA
from tests.support import engines, facts, journeys
from tests.support.axe import COLOURS, violations
from tests.support.browser import unfold
from tests.support.engines import Engine
from tests.support.selections import pairs
from tests.support.sentences import TOLD

pytestmark = pytest.mark.browser

TEXT = facts.text()
FIRST = facts.rows("cns")[0].treatment
MEANING = next(row["meaning_en"] for row in facts.read("terms.csv") if row["term"] == FIRST)
ABOUT = TEXT["details.about"].format(name=facts.names()[FIRST])
STEP = "en-step-1-1"
SHOWN = f"() => document.getElementById('{STEP}').getClientRects().length > 0"
Opened = Callable[[Path], AbstractContextManager[Engine]]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page on a disk, in English and Spanish."""
    state = library.state(DATA)
    path = tmp_path_factory.mktemp("stick") / "page.html"
    path.write_bytes(single_page.html(state.translations(state.site()), pairs("low", "cns"), ""))
    return path


def read(engine: Engine, file: Path) -> None:
    """Open a page from a disk, and a step of it by its fold and by its box."""
    engine.open(file.as_uri())
    journeys.until(lambda: engine.run("() => document.readyState"), "complete".__eq__)
    assert not engine.run(SHOWN)
    for shown in (True, False):
        journeys.tap(engine, "summary", ABOUT)
        journeys.until(lambda: engine.run(SHOWN), shown.__eq__)
    journeys.tap(engine, f'.carepath-drawing a[href="#{STEP}"]')
    journeys.until(lambda: engine.run(SHOWN))
    journeys.tap(engine, ".folded:target .back a")
    journeys.until(lambda: engine.run(SHOWN), False.__eq__)
    assert engine.errors() == []


def test_it_opens_from_a_disk_in_chromium(page: Page, file: Path) -> None:
    page.set_viewport_size(engines.SIZE)
    read(engines.Played(page), file)


@pytest.mark.parametrize(
    "opened",
    [
        pytest.param(opened, id=name, marks=pytest.mark.engine(name))
        for name, opened in (("firefox", engines.firefox), ("webkit", engines.webkit))
    ],
)
def test_it_opens_from_a_disk_in_another_browser(
    tmp_path: Path, file: Path, opened: Opened
) -> None:
    with opened(tmp_path) as engine:
        read(engine, file)


@pytest.mark.engine("chromium-109")
def test_it_opens_from_a_disk_in_an_old_chromium(playwright: Playwright, file: Path) -> None:
    with engines.old_chromium(playwright, 109) as engine:
        read(engine, file)


def test_axe_finds_nothing_in_it(tab: Page, file: Path) -> None:
    tab.goto(file.as_uri())
    unfold(tab)
    for width in (1440, 320):
        tab.set_viewport_size({"width": width, "height": 844})
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(tab) == [], width
    tab.emulate_media(color_scheme="dark")
    assert violations(tab, COLOURS) == []
    headings = tab.get_by_role("heading").locator("visible=true")
    levels = headings.evaluate_all("all => all.map((h) => Number(h.tagName.slice(1)))")
    assert levels[0] == 1
    assert levels.count(1) == 2
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_step_opens_by_the_keyboard(tab: Page, file: Path, key: str) -> None:
    tab.goto(file.as_uri())
    meaning = tab.locator(f"#{STEP}").get_by_text(MEANING)
    expect(meaning).to_be_hidden()
    tab.locator("summary", has_text=ABOUT).focus()
    tab.keyboard.press(key)
    expect(meaning).to_be_visible()
    tab.keyboard.press(key)
    expect(meaning).to_be_hidden()


# In forced colours the outline alone marks it, as on the site.
@pytest.mark.parametrize(("forced", "width"), [("none", "4px"), ("active", "2px")])
def test_a_box_shows_that_it_has_the_focus(tab: Page, file: Path, forced: str, width: str) -> None:
    tab.emulate_media(forced_colors=forced)
    tab.goto(file.as_uri())
    box = tab.locator(f'svg a[href="#{STEP}"]').locator("visible=true")
    tab.keyboard.press("Tab")
    expect(box).to_have_css("outline-style", "none")
    box.focus()
    expect(box).to_have_css("outline-style", "solid")
    expect(box.locator("> path")).to_have_css("stroke-width", width)


def test_a_word_leads_to_its_meaning(tab: Page, file: Path) -> None:
    tab.goto(file.as_uri())
    tab.locator("#en a.term").first.click()
    target = tab.locator(":target")
    expect(target).to_be_visible()
    expect(target).to_be_in_viewport()


def test_paper_has_what_is_folded_on_the_screen(tab: Page, file: Path) -> None:
    tab.emulate_media(color_scheme="dark")
    tab.goto(file.as_uri())
    pages = pypdf.PdfReader(BytesIO(tab.pdf(format="Letter"))).pages
    # Fonts of a system may have one glyph for "fi".
    plain = normalize("NFKC", "".join(page.extract_text() for page in pages))
    printed = "".join(plain.split())
    for text in (MEANING, TEXT["unchecked"], TEXT["known.left-out"], *TOLD["cns"]):
        assert "".join(text.split()) in printed
    assert "".join(TEXT["single.back"].split()) not in printed
