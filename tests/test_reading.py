"""What a family reads is plain: measured, short, calm, and the same in every language."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from bench import reading
from carepath import asking, pathway, plainness, words as wording
from carepath.tables import DATA, Tables, load
from tests import facts

TABLES = load(DATA)
LANGUAGES = wording.languages(TABLES)
LONGEST = 20
HARDEST_GRADE, LOWEST_EASE = 6, 80
NEVER = {
    "en": "should best recommended recommend survival survive percent hopeless fail failed failure "
    "cure cured prognosis odds doses unfortunately".split()
    + ["cure rate", "chance of", "%"],
    "es": "debe deben debería deberían mejor recomendado recomendada recomienda supervivencia "
    "sobrevivir porcentaje desahuciado fracaso fracasar curar curado pronóstico".split()
    + ["tasa de curación", "probabilidad de", "por ciento", "%"],
}
# The names of a treatment hold "dose": as a source writes them, and explained beside it.
NAMED = {"en": {"dose": ("high-dose",)}, "es": {"dosis": ("dosis altas",)}}


def texts(tables: Tables, language: str) -> Iterator[tuple[str, str]]:
    """Yield every text of a language with the place it stands in."""
    for name in ("words", "terms", "situations", "questions", "sources", "kinds"):
        frame = getattr(tables, name)
        for column in frame:
            if column.endswith(f"_{language}"):
                for key, text in zip(frame.iloc[:, 0], frame[column], strict=True):
                    if "://" not in text:
                        yield f"{name}.csv {key} {column}", text


def test_the_measures_are_those_of_today() -> None:
    with reading.FILE.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [asdict(m) for m in reading.measures()]


@pytest.mark.parametrize("measured", reading.measures(), ids=lambda m: f"{m.language}-{m.page}")
def test_every_page_is_easy_to_read(measured: reading.Measure) -> None:
    if measured.language == "en":
        assert float(measured.score) <= HARDEST_GRADE
    else:
        assert float(measured.score) >= LOWEST_EASE
    assert int(measured.longest) <= LONGEST


def test_a_hard_text_would_be_found(words: wording.Words) -> None:
    hard = "Multidisciplinary considerations necessitate individualized therapeutic determinations."
    assert float(reading.measure(words, "hard", [hard]).score) > HARDEST_GRADE


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_a_word_that_presses_or_predicts(language: str) -> None:
    never = "|".join(map(re.escape, NEVER[language]))
    found = [
        (place, match[0])
        for place, text in texts(TABLES, language)
        if (match := re.search(rf"(?<!\w)({never})(?!\w)", text, re.IGNORECASE))
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dose_is_only_named_in_the_name_of_a_treatment(language: str) -> None:
    for word, names in NAMED[language].items():
        for place, text in texts(TABLES, language):
            rest = text.casefold()
            for name in names:
                rest = rest.replace(name, "")
            assert word not in rest, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_tables_is_short(language: str) -> None:
    words = wording.read(TABLES, language)
    for place, text in texts(TABLES, language):
        for sentence in plainness.sentences([text]):
            assert len(plainness.masked(words, sentence).split()) <= LONGEST, place


def test_defined_terms_are_masked_and_nothing_else(words: wording.Words) -> None:
    assert plainness.masked(words, "Combination chemotherapy at home.") == "word at home."
    assert plainness.masked(words, "chemotherapylike 18 months") == "chemotherapylike ten months"


def test_text_of_a_page_is_read_block_by_block() -> None:
    markup = "<style>p {}</style><h1>One</h1><p>Two <b>three</b>.</p><svg><text>x</text></svg>"
    assert plainness.blocks(markup) == ["One", "Two three."]


def test_pages_hold_what_is_measured(pathways: pathway.Pathways, words: wording.Words) -> None:
    pages = plainness.pages(words, pathways, asking.read(TABLES, "en"))
    assert set(facts.ANSWERS.values()) | {"words", "questions"} == set(pages)
    for situation in pathways.situations:
        for option in situation.options:
            told = wording.option_summary(words, option)
            assert told in " ".join(plainness.blocks(pages[situation.id]))
