"""What a family reads is plain: measured, short, calm, and the same in every language."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain

import pytest

from carepath import library
from carepath.content import scores
from carepath.model import pathway
from carepath.tables.loader import Tables
from carepath.text import messages, sentences
from harness import reading
from tests.support import facts
from tests.support.project_data import TABLES, TOPICS

LANGUAGES = messages.languages(TABLES)
NEVER = {
    "en": """should, best, recommended, recommend, survival, survive, percent, hopeless, fail,
        failed, failure, cure, cured, cure rate, prognosis, odds, chance of, doses, %""",
    "es": """debe, deben, debería, deberían, mejor, recomendado, recomendada, recomienda,
        supervivencia, sobrevivir, porcentaje, por ciento, desahuciado, fracaso, fracasar, curar,
        curado, tasa de curación, pronóstico, probabilidad de, %""",
}
NAMES_OF_ILLNESSES = ("heart failure",)
# A form of "be", at most two words that begin no new part of the sentence, and a participle by
# itself. Left out are irregular ones that are also everyday words of another kind: cut, put, read,
# set, left.
PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being)\b"
    r"(?:\s+(?!(?:a|an|the|and|or|to|that)\b)[\w']+){0,2}?"
    r"\s+(?:\w+ed|begun|born|brought|built|chosen|done|drawn|found|frozen|given|got|gotten|grown"
    r"|held|kept|known|lost|made|meant|met|said|seen|sent|shown|taken|told|written)\b(?!-)",
    re.IGNORECASE,
)
# The links "may then" and "alone" as the source has them: neither softer nor harder by a word.
LINKS_OF_THE_SOURCE = {
    f"words.csv {word} text_en" for word in ("frame.ways", "say.ways", "sum.ways", "sum.may-then")
}
# A heading, as nurses say it, and the line that names it.
HEADINGS = {f"words.csv {word} text_en" for word in ("effects.given", "effects.again")}
# The names of a treatment hold "dose": as a source writes them, and explained beside it.
NAMED = {"en": {"dose": ("high-dose",)}, "es": {"dosis": ("dosis altas",)}}


def texts(tables: Tables, language: str) -> Iterator[tuple[str, str]]:
    """Yield every text of a language with the place it stands in."""
    for name in ("words", "terms", "situations", "questions", "sources", "kinds", "effects"):
        table = getattr(tables, name)
        key, *columns = table.columns
        for column in columns:
            for row in table.rows if column.endswith(f"_{language}") else ():
                if "://" not in row[column]:
                    yield f"{name}.csv {row[key]} {column}", row[column]


def pressing(place: str, text: str, language: str) -> str:
    """Return the part of a text that may not press or predict.

    A question may ask what no statement says, a sentence may tell that NCI says so, and the name
    of an illness is a name.
    """
    if place.startswith("prompts.csv") or ".ask " in place:
        return ""
    for name in NAMES_OF_ILLNESSES:
        text = text.replace(name, "")
    return facts.NCI_SAYS[language].sub("", text)


def measured(topic: str) -> list[reading.Measure]:
    """Return what is written down of each page of a topic."""
    with reading.file(topic).open(encoding="utf-8", newline="") as file:
        return [reading.Measure(**row) for row in csv.DictReader(file)]


@pytest.mark.parametrize("topic", TOPICS)
def test_the_measures_are_those_of_today(topic: str) -> None:
    assert measured(topic) == reading.measures(topic)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, id=f"{topic}-{page.language}-{page.page}")
        for topic in TOPICS
        for page in measured(topic)
    ],
)
def test_every_page_is_easy_to_read(page: reading.Measure) -> None:
    assert page.is_easy


def test_the_hardest_page_is_the_one_that_is_reported() -> None:
    grades = [{"language": "xx", "score": s, "easier": "lower"} for s in ("2.5", "10.1", "9.9")]
    eases = [{"language": "yy", "score": s, "easier": "higher"} for s in ("101.0", "99.0")]
    assert scores.hardest(grades + eases, "xx") == grades[1]
    assert scores.hardest(grades + eases, "yy") == eases[1]
    assert scores.hardest(grades + eases, "en") is None


def test_a_hard_text_would_be_found(words: messages.Words) -> None:
    hard = "Multidisciplinary considerations necessitate individualized therapeutic determinations."
    measured = reading.measure(words, "hard", [hard])
    assert float(measured.score) > float(measured.limit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_a_word_that_presses_or_predicts(language: str) -> None:
    never = "|".join(re.escape(word) for word in re.split(r",\s*", NEVER[language]))
    found = [
        (place, match[0])
        for tables in TOPICS.values()
        for place, text in texts(tables, language)
        if (
            match := re.search(
                rf"(?<!\w)({never})(?!\w)", pressing(place, text, language), re.IGNORECASE
            )
        )
    ]
    assert found == []


def test_sentences_say_who_does_what() -> None:
    found = [
        place for t in TOPICS.values() for place, text in texts(t, "en") if PASSIVE.search(text)
    ]
    assert {*found} == LINKS_OF_THE_SOURCE | HEADINGS


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("The cells are taken out.", True),
        ("How is this treatment given?", True),
        ("It is sometimes used.", True),
        ("Why is this trial being done?", True),
        ("Doctors take the cells out.", False),
        ("It is a protein that doctors used.", False),
        ("It is well-known.", False),
        ("The cancer has not responded.", False),
    ],
)
def test_a_passive_sentence_would_be_found(sentence: str, passive: bool) -> None:
    assert bool(PASSIVE.search(sentence)) == passive


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dose_is_only_named_in_the_name_of_a_treatment(language: str) -> None:
    for word, names in NAMED[language].items():
        for place, text in chain(*(texts(tables, language) for tables in TOPICS.values())):
            rest = text.casefold()
            for name in names:
                rest = rest.replace(name, "")
            assert word not in rest, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_tables_is_short(language: str) -> None:
    for tables in TOPICS.values():
        words = messages.read(tables, language)
        for place, text in texts(tables, language):
            for sentence in reading.sentences([text]):
                assert len(reading.masked(words, sentence).split()) <= reading.LONGEST, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shared_sentence_is_short_without_the_terms_of_a_topic(language: str) -> None:
    for name in ("words", "sources", "kinds"):
        for row in facts.read(f"{name}.csv", "none"):
            for column, text in row.items():
                if column.endswith(f"_{language}") and "://" not in text:
                    for sentence in reading.sentences([text]):
                        assert len(sentence.split()) <= reading.LONGEST, sentence


def test_defined_terms_are_masked_and_nothing_else(words: messages.Words) -> None:
    assert reading.masked(words, "Combination chemotherapy at home.") == "word at home."
    assert reading.masked(words, "chemotherapylike 18 months") == "chemotherapylike ten months"


def test_text_of_a_page_is_read_block_by_block() -> None:
    markup = "<style>p {}</style><h1>One</h1><p>Two <b>three</b>.</p><svg><text>x</text></svg>"
    assert reading.blocks(markup) == ["One", "Two three."]


def test_pages_hold_what_is_measured(pathways: pathway.Pathways, words: messages.Words) -> None:
    pages = reading.page_texts(library.site(facts.DATA))
    assert set(facts.ROUTES.values()) | {"words", "questions"} == set(pages)
    for situation in pathways.situations:
        for option in situation.options:
            told = sentences.option_summary(words, option)
            assert told in " ".join(reading.blocks(pages[situation.id]))
