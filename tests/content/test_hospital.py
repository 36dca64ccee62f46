"""What a hospital's layer adds to the pages: all of it in frames, and nothing else changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from carepath.layer.columns import TEXTS
from carepath.model.selection import Selection
from carepath.text.titles import HEADS
from carepath.web import prerender
from tests.support.html import Markup
from tests.support.layer import EXAMPLE, NAME, copied, frames, over, plain, without_frames
from tests.support.selections import selected

LANGUAGES = ("en", "es")
SELECTIONS = [
    Selection(),
    selected("high", "elsewhere"),
    selected("unsure", "unsure"),
    selected("low", "same", "1", "3"),
    selected("low", "elsewhere", "4", "1.1", against="1"),
    selected("low", "same", "1", against="2"),
    selected("high", "same", against="low.same"),
]


@cache
def views(layer: Path | None, language: str) -> list[str]:
    """Return views of every page without a script, with a layer or without one."""
    site = (over(layer) if layer else plain()).site(language)
    return [
        str(prerender.page(site, page, selection, "").body)
        for page, selection in product(HEADS, SELECTIONS)
    ]


def both(layer: Path, language: str) -> Iterator[tuple[str, str]]:
    """Yield every view with a layer and without one."""
    yield from zip(views(layer, language), views(None, language), strict=True)


def texts(layer: Path, language: str) -> set[str]:
    """Return the texts of a layer in a language."""
    found = set()
    for table, columns in TEXTS.items():
        file = io.StringIO((layer / f"{table}.csv").read_text(encoding="utf-8"))
        for row in csv.DictReader(file):
            found |= {row[f"{column}_{language}"] for column in columns}
    return found - {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_its_frames_a_page_is_the_same_byte_by_byte(language: str) -> None:
    for body, bare in both(EXAMPLE, language):
        assert frames(bare) == []
        assert without_frames(body) == bare


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_shown_in_a_frame_that_says_whom_it_is_from(language: str) -> None:
    words = over(EXAMPLE).site(language).words
    assert words.layer
    said = words("layer.from", name=words.layer.name)
    shown = {frame for body, _ in both(EXAMPLE, language) for frame in frames(body)}
    for frame in shown:
        assert Markup(frame).text.startswith(said)
        assert Markup(frame).unclosed == []
    text = " ".join(Markup(frame).text for frame in shown)
    assert [one for one in texts(EXAMPLE, language) if one not in text] == []
    # What is empty in this language is missing, not shown in the other one.
    others = texts(EXAMPLE, "es" if language == "en" else "en") - texts(EXAMPLE, language)
    assert [one for one in others if one in text] == []


def test_whom_to_call_is_on_every_page_a_family_opens() -> None:
    for page in HEADS:
        body = prerender.page(over(EXAMPLE).site("en"), page, selected("low", "same"), "").body
        (frame,) = [one for one in frames(str(body)) if "<section" in one]
        assert Markup(frame).links == ["tel:+15550100110", "tel:+15550100120"]
        assert f"From {NAME}" in Markup(frame).text


def test_notes_are_where_their_option_and_step_are() -> None:
    body = str(prerender.page(over(EXAMPLE).site("en"), "paths", selected("low", "same"), "").body)
    option = body.index("The surgeon meets you")
    step = body.index("Most visits are in the day hospital")
    words = over(EXAMPLE).site("en").words
    heads = [
        body.index(f"<h3>{name}</h3>")
        for name in (
            "Surgery, then observation or chemotherapy",
            "Chemotherapy, which may then be followed by surgery",
        )
    ]
    assert heads[0] < option < step < heads[1]
    assert body.count(words("layer.offered")) == 3


# --- Attempts to change, hide or imitate a fact ---------------------------------------------------

FACT = "The National Cancer Institute (NCI) names these treatments."
SLY = [
    "&lt;/div&gt;&lt;script&gt;window.hacked=1&lt;/script&gt;",
    "\"> ' onmouseover='window.hacked=1' \"",
    "[x](javascript:window.hacked=1) ![x](https://other.example.org/x.png)",
    "{{ 7*7 }} {% raw %} {name} {0} ${window.hacked=1}",
    "' class='callout' style='position:fixed; inset:0' id='option-1' '",
    "*/ } .callout { display: none } /*",
    f"{FACT} (NCI's page for patients, list for low risk)",
    "Not yet checked by a doctor. Where this comes from: NCI.",
    "W" * 300,
    " ".join(["e\u0301\u0302"] * 60),
    "#option-1 option=2&step= \\N \\n // ]]> -->",
]


@pytest.fixture(scope="module")
def sly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a layer that tries each of these texts at a place that is read first."""
    layer = copied(tmp_path_factory.mktemp("sly"))
    rows = [{"text_en": text, "text_es": text} for text in SLY]
    places = [
        *[{"situation": "low-same", "option": "1", "treatment": "surgery"}] * 3,
        *[{"situation": "low-same", "option": "1", "step": "1", "treatment": "surgery"}] * 3,
        *[{"situation": "low-same"}] * 3,
        *[{}] * 2,
    ]
    columns = ["topic", "situation", "option", "step", "treatment", "text_en", "text_es"]
    with (layer / "additions.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, restval="")
        table.writeheader()
        table.writerows(row | place for row, place in zip(rows, places, strict=True))
    assert [str(fault) for fault in over(layer).faults] == []
    return layer


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_leaves_its_frame(language: str, sly: Path) -> None:
    shown = set()
    for body, bare in both(sly, language):
        assert without_frames(body) == bare
        shown |= {*frames(body)}
    allowed = {
        "section",
        "h2",
        "h3",
        "img",
        "p",
        "ul",
        "li",
        "strong",
        "a",
        "span",
        "br",
        "details",
    }
    for frame in shown:
        page = Markup(frame)
        assert {element.tag for element in page.elements} <= {*allowed, "summary", "div"}
        assert page.ids == []
        for element in page.elements:
            assert not element.attributes.keys() & {"style", "onmouseover", "onload"}
            assert element.classes <= {"carepath", "own", "from", "tonight"}
        assert [link for link in page.links if not link.startswith("tel:+")] == []
    text = " ".join(Markup(frame).text for frame in shown)
    assert [one for one in SLY if one not in text] == []


def test_a_text_like_a_fact_is_in_the_frame_alone(sly: Path) -> None:
    body = str(prerender.page(over(sly).site("en"), "paths", selected("low", "same"), "").body)
    outside = Markup(without_frames(body)).text
    assert Markup(body).text.count(FACT) == 2 * outside.count(FACT) == 2
