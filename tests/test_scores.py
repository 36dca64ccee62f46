"""The check-lists: every test that is named exists, and readers are told what is not met."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from carepath import html, plainness, scores
from carepath.glossary import Glossary
from carepath.words import Words

TESTS = Path(__file__).parent
LISTS = scores.read(scores.FILE.read_text(encoding="utf-8"))
ITEMS = [item for checklist in LISTS for item in checklist.items]


def test_the_four_lists_are_read() -> None:
    assert [checklist.name for checklist in LISTS] == [
        "PEMAT-P",
        "CDC Clear Communication Index",
        "IPDAS v4",
        "WCAG 2.2 A and AA",
    ]
    assert all(checklist.items for checklist in LISTS)
    assert {item.met for item in ITEMS} == {"yes", "no", "n/a"}


@pytest.mark.parametrize("checklist", LISTS[:2], ids=lambda checklist: checklist.name)
def test_every_item_that_applies_is_met(checklist: scores.CheckList) -> None:
    assert checklist.met == checklist.asked


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.asks)
def test_what_shows_an_item_is_there(words: Words, item: scores.Item) -> None:
    if item.met == "no":
        assert item.shown in words.texts
    elif "::" in item.shown:
        file, _, name = item.shown.partition("::")
        assert re.search(rf"^def {name}\(", (TESTS / file).read_text(encoding="utf-8"), re.M)
    else:
        assert item.shown.startswith(("read", "there is nothing to compute"))


@pytest.fixture
def sources_page(words: Words) -> str:
    """Return the text of the Sources page."""
    markup = html.render(
        "sources.html",
        words,
        glossary=Glossary(words),
        sources=list(words.sources),
        counts=dict.fromkeys(words.sources, 0),
        hardest="3.1",
        limit=6,
        scores=LISTS,
    )
    return " ".join(plainness.blocks(markup))


def test_the_sources_page_says_who_why_and_when(words: Words, sources_page: str) -> None:
    told = "made funding policy selection quality scores.own checks.clinician checks.families"
    for word in told.split():
        assert words(f"sources.{word}") in sources_page


def test_the_sources_page_tells_every_list_and_every_miss(words: Words, sources_page: str) -> None:
    for checklist in LISTS:
        counted = words(
            "sources.scores", name=checklist.name, met=checklist.met, asked=checklist.asked
        )
        assert counted in sources_page
        for why in checklist.misses:
            assert words(why) in sources_page


def test_families_are_asked_what_matters_to_them(words: Words, pathways) -> None:
    asked = {**plainness.pages(words, pathways, ())}
    for situation in pathways.situations:
        assert words("options.values") in " ".join(plainness.blocks(asked[situation.id]))
