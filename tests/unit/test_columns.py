"""Sheets in two languages beside each other: the presenter's, and a family's for an interpreter."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from carepath import library
from carepath.files import columns
from carepath.model.file_urls import PAPERS
from carepath.site import Site
from tests.support import facts
from tests.support.paper import letters, reader, text_of, without_spaces

ADDRESS = "https://care.example.org/present"
TEXTS = {"en": facts.text(), "es": facts.text("es")}


@pytest.fixture(scope="module")
def sites() -> list[Site]:
    state = library.state(library.folder())
    return [state.site(language) for language in ("en", "es")]


def read(content: bytes) -> str:
    return without_spaces(text_of(content))


def expect_large_letters(content: bytes) -> None:
    """Expect every letter as large as on other paper, those in drawings too."""
    assert min(size for _, _, size, _ in letters(content)) >= 12 - 0.01


@pytest.mark.parametrize("paper", PAPERS.values())
def test_the_presenters_sheet_is_one_page_with_both_languages(
    sites: list[Site], paper: str
) -> None:
    content = columns.presenter(sites, ADDRESS, paper)
    assert len(reader(content).pages) == 1
    text = read(content)
    for words in TEXTS.values():
        for title, lines in columns.GUIDE.items():
            assert without_spaces(words[title]) in text
            for line in lines:
                # A line may name buttons by their own words.
                for part in re.split(r"“?\{.*?\}”?", words[line]):
                    assert without_spaces(part) in text, line
        for button in ("page.present", "room.start", "room.join.end"):
            assert without_spaces(words[button]) in text
    assert ADDRESS in text


def test_a_sheet_without_an_address_has_no_code(sites: list[Site]) -> None:
    content = columns.presenter(sites, "", "a4")
    assert "http" not in read(content)
    assert len(reader(content).pages) == 1


@pytest.mark.parametrize("answers", [".".join(answers) for answers in facts.LISTED])
def test_an_interpreters_sheet_says_the_same_in_both_languages(
    sites: list[Site], answers: str
) -> None:
    names = sites[0].pathways.names
    content = columns.family(sites, names[answers], ADDRESS, "a4")
    expect_large_letters(content)
    text = read(content)
    for site in sites:
        words, situation = site.words, site.pathways.routes[names[answers]]
        for option in situation.options:
            for step in option.steps:
                assert without_spaces(words.name(step.treatment)).lower() in text.lower()
        for note in situation.all_notes(names[answers]):
            assert without_spaces(words(f"note.{note.id}")) in text
        assert without_spaces(words("handout.questions")) in text
        assert without_spaces(words("handout.advice")) in text


def test_sheets_are_tagged_and_as_large_as_other_print(sites: list[Site]) -> None:
    names = sites[0].pathways.names
    for content in (
        columns.presenter(sites, ADDRESS, "us-letter"),
        columns.family(sites, names["high.same"], ADDRESS, "us-letter"),
    ):
        root = reader(content).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        expect_large_letters(content)


def test_rows_keep_what_says_the_same_beside_each_other(sites: list[Site]) -> None:
    english, spanish = (list(columns._guide(site.words)) for site in sites)
    assert [part["level"] for part in english] == [part["level"] for part in spanish]
    assert [len(part["items"]) for part in english] == [len(part["items"]) for part in spanish]
    for part in (*pairwise(english), *pairwise(spanish)):
        assert part[0]["language"] == part[1]["language"]
