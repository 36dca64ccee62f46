"""Sheets in two languages beside each other: the presenter's, and a family's for an interpreter."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pypdf
import pytest

from carepath import library
from carepath.files import columns
from carepath.model.file_urls import PAPERS
from carepath.site import Site
from tests.support import facts

ADDRESS = "https://care.example.org/present"
TEXTS = {"en": facts.text(), "es": facts.text("es")}


@pytest.fixture(scope="module")
def sites() -> list[Site]:
    state = library.state(library.folder())
    return [state.site(language) for language in ("en", "es")]


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """Return the text of a PDF without spaces, because lines break anywhere between words."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader(content).pages))


def plain(text: str) -> str:
    return re.sub(r"\s|\{.*?\}", "", text)


@pytest.mark.parametrize("paper", PAPERS.values())
def test_the_presenters_sheet_is_one_page_with_both_languages(
    sites: list[Site], paper: str
) -> None:
    content = columns.presenter(sites, ADDRESS, paper)
    assert len(reader(content).pages) == 1
    text = text_of(content)
    for words in TEXTS.values():
        for title, lines in columns.GUIDE.items():
            assert plain(words[title]) in text
            for line in lines:
                # A line may name buttons by their own words.
                for part in re.split(r"“?\{.*?\}”?", words[line]):
                    assert plain(part) in text, line
        for button in ("page.present", "room.start", "room.join.end"):
            assert plain(words[button]) in text
    assert ADDRESS in text


def test_a_sheet_without_an_address_has_no_code(sites: list[Site]) -> None:
    content = columns.presenter(sites, "", "a4")
    assert "http" not in text_of(content)
    assert len(reader(content).pages) == 1


@pytest.mark.parametrize("answers", [".".join(answers) for answers in facts.LISTED])
def test_an_interpreters_sheet_says_the_same_in_both_languages(
    sites: list[Site], answers: str
) -> None:
    names = sites[0].pathways.names
    text = text_of(columns.family(sites, names[answers], ADDRESS, "a4"))
    for site in sites:
        words, situation = site.words, site.pathways.routes[names[answers]]
        for option in situation.options:
            for step in option.steps:
                assert plain(words.name(step.treatment)).lower() in text.lower()
        for note in situation.all_notes(names[answers]):
            assert plain(words(f"note.{note.id}")) in text
        assert plain(words("handout.questions")) in text
        assert plain(words("handout.advice")) in text


def test_sheets_are_tagged_and_as_large_as_other_print(sites: list[Site]) -> None:
    names = sites[0].pathways.names
    for content in (
        columns.presenter(sites, ADDRESS, "us-letter"),
        columns.family(sites, names["high.same"], ADDRESS, "us-letter"),
    ):
        root = reader(content).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        sizes: list[float] = []

        def note(text: str, _: object, __: object, ___: object, size: float) -> None:
            if text.strip():
                sizes.append(size)  # noqa: B023

        for page in reader(content).pages:
            page.extract_text(visitor_text=note)
        assert min(sizes) >= 12 - 0.01


def test_rows_keep_what_says_the_same_beside_each_other(sites: list[Site]) -> None:
    english, spanish = (list(columns._guide(site.words)) for site in sites)
    assert [part["level"] for part in english] == [part["level"] for part in spanish]
    assert [len(part["items"]) for part in english] == [len(part["items"]) for part in spanish]
    for part in (*pairwise(english), *pairwise(spanish)):
        assert part[0]["language"] == part[1]["language"]
