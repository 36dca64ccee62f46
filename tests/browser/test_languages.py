"""The language in a real browser: guessed, chosen, kept, and told to a screen reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from carepath.fonts import metrics
from carepath.text import messages
from tests.support.browser import OpenPage, resize, wait_until_finished
from tests.support.project_data import ENGLISH, SPANISH
from tests.support.servers import StartServer
from tests.support.spoiled import copy, file_of

pytestmark = pytest.mark.browser

UNCOVERED = """(link) => {
  const box = link.getBoundingClientRect();
  return [box.top + 1, box.bottom - 1].every((y) =>
    link.contains(document.elementFromPoint(box.left + box.width / 2, y)));
}"""


def speaks(page: Page, words: messages.Words) -> None:
    """Expect the page to be in a language, and to say so."""
    expect(page.locator("html")).to_have_attribute("lang", words.language)
    expect(page.get_by_role("heading", level=1)).to_have_text(words("app.title"))


def test_a_link_in_spanish_opens_in_spanish_and_stays_so(open_page: OpenPage) -> None:
    page = open_page("/?group=low&place=same&lang=es")
    speaks(page, SPANISH)
    page.get_by_role("link", name=SPANISH("page.questions"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SPANISH("page.questions"))
    expect(page).to_have_url(re.compile(r"lang=es"))
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.reload()
    wait_until_finished(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(SPANISH("page.questions"))


def test_the_other_language_is_one_tap_away_and_keeps_the_view(open_page: OpenPage) -> None:
    page = open_page("/?group=high&place=same&option=2")
    speaks(page, ENGLISH)
    link = page.get_by_role("link", name="Español")
    for width in (390, 1440):
        resize(page, width, 844)
        # A link to an option opens there, with the top of the page out of view.
        link.scroll_into_view_if_needed()
        assert link.evaluate(UNCOVERED), f"something lies over the link at {width} px"
    link.click()
    speaks(page, SPANISH)
    expect(page).to_have_url(re.compile(r"group=high&place=same&option=2.*lang=es"))
    page.go_back()
    speaks(page, ENGLISH)


@pytest.mark.parametrize(
    ("locale", "words"), [("es-MX", SPANISH), ("en-US", ENGLISH), ("fr-FR", ENGLISH)]
)
def test_the_browsers_language_is_the_first_guess(
    browser: Browser, server: str, locale: str, words: messages.Words
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(f"{server}/")
    wait_until_finished(page)
    speaks(page, words)
    context.close()


# Each line of the drawing of all options: its text, whether it is bold, and how wide it is.
LINES = """() => [...document.querySelectorAll(".carepath-drawing .wide text")].map((line) => [
  line.textContent, getComputedStyle(line).fontWeight === "700", line.getComputedTextLength(),
])"""


def test_browsers_draw_every_letter_in_the_font_it_was_measured_in(
    open_page: OpenPage, start_server: StartServer, tmp_path: Path
) -> None:
    loaded: list[str] = []
    page = open_page("/?group=high&place=same")
    page.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    page.reload()
    wait_until_finished(page)
    assert not [name for name in loaded if name.startswith(metrics.FALLBACK)]

    folder = copy(tmp_path / "tables")
    for table, old, new in (
        ("terms", "iodine 131-MIBG therapy", "йод 131\u2011MIBG → trị liệu"),
        (
            "situations",
            "Neuroblastoma that was high risk at first",
            "Nó trở lại вернулась ŋ",
        ),
    ):
        file = file_of(folder, table)
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    open_page("/?group=high&place=same", at=start_server(env={"CAREPATH_DATA": str(folder)}))
    page.evaluate("document.fonts.ready")
    weights = {name for name in loaded if name.startswith(metrics.FALLBACK)}
    assert weights == {f"{metrics.FALLBACK}-{weight}.woff2" for weight in ("Regular", "Bold")}
    lines = page.evaluate(LINES)
    assert {"Йод", "trị"} <= {word for text, _, _ in lines for word in text.split()}
    for text, bold, width in lines:
        assert width == pytest.approx(metrics.width(text, bold), abs=0.5), text
