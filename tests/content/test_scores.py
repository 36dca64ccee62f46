"""The check-lists: every test that is named exists, and readers learn what is not met."""

from __future__ import annotations

import re

import pytest

from carepath import library
from carepath.content import scores
from carepath.text import templating
from carepath.text.glossary import Glossary
from carepath.text.messages import Words
from harness import reading
from harness.paths import ROOT
from tests.support import facts

TESTS = ROOT / "tests"
ITEMS = facts.read("scores.csv")
LISTS = scores.read(ITEMS)
MET = re.compile(r"read\b.*|\w+/\w+\.py::\w+")


def test_each_list_is_counted_by_itself() -> None:
    yes, no, nothing = ({"met": met, "missed": "numbers"} for met in ("yes", "no", "n/a"))
    rows = [{"checklist": name} | row for name in ("a", "b") for row in (yes, nothing, no)]
    a, b = scores.read([*rows, {"checklist": "a"} | yes])
    assert (a.id, a.asked, a.met, a.misses) == ("a", 3, 2, ("numbers",))
    assert (b.id, b.asked, b.met, b.misses) == ("b", 2, 1, ("numbers",))


# What only a reader can judge: a test shows that a heading is there, not that it informs.
JUDGED = {
    "pemat-p": (2, 6, 9, 11, 15, 16, 19, 22, 26),
    "cdc-index": (7, 10, 16, 19),
}


@pytest.mark.parametrize("checklist", JUDGED)
def test_a_reader_judges_what_no_test_can(checklist: str) -> None:
    shown = {
        int(item["item"].split()[0]): item["shown_by"]
        for item in ITEMS
        if item["checklist"] == checklist and item["met"] != "no"
    }
    judged = [shown[number] for number in JUDGED[checklist] if number in shown]
    assert [text for text in judged if "::" in text] == []


@pytest.mark.parametrize(
    "item", [item for item in ITEMS if item["met"] == "yes"], ids=lambda item: item["item"]
)
def test_what_shows_an_item_is_there(item: dict[str, str]) -> None:
    assert MET.fullmatch(item["shown_by"])
    file, _, name = item["shown_by"].partition("::")
    if name:
        assert re.search(rf"^def {name}\(", (TESTS / file).read_text(encoding="utf-8"), re.M)


@pytest.fixture
def sources_page(words: Words) -> str:
    """Return the text of the About page."""
    markup = templating.render(
        "sources.html",
        words,
        glossary=Glossary(words),
        sources=list(words.sources),
        counts=dict.fromkeys(words.sources, 0),
        pages={},
        hardest={"score": "3.1", "limit": "6"},
        scores=LISTS,
        signed=[],
        unsigned=True,
    )
    return " ".join(reading.blocks(markup))


def test_the_sources_page_says_who_why_and_when(words: Words, sources_page: str) -> None:
    told = "made funding policy selection quality scores.own checks.clinician checks.families"
    for word in told.split():
        assert words(f"sources.{word}") in sources_page


def test_the_sources_page_tells_every_list_and_every_miss(words: Words, sources_page: str) -> None:
    for checklist in LISTS:
        name = words(f"checklist.{checklist.id}")
        counted = words("sources.scores", name=name, met=checklist.met, asked=checklist.asked)
        assert counted in sources_page
        for why in checklist.misses:
            assert words(f"miss.{why}") in sources_page


def test_families_are_asked_what_matters_to_them(words: Words) -> None:
    site = library.site(facts.DATA)
    asked = reading.page_texts(site)
    for situation in site.pathways.situations:
        assert words("options.values") in " ".join(reading.blocks(asked[situation.id]))
