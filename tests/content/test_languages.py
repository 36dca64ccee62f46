"""Two languages say the same: the same numbers and links, and no sentence of the other one."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace
from datetime import date, timedelta

import pypdf
import pytest
from streamlit.testing.v1 import AppTest

from carepath import library
from carepath.content import term_index
from carepath.files import handout
from carepath.model.selection import Selection
from carepath.tables.loader import DATA
from carepath.text import messages, sentences, templating, titles
from harness import client, reading
from tests.support import selections
from tests.support.app import bodies, labels, run
from tests.support.html import plain
from tests.support.project_data import ENGLISH, PATHS, SPANISH, TABLES, TOPICS

TRANSLATED = ("words", "terms", "situations", "questions", "sources", "kinds")
SPELLED = {"say", "forms", "article", "link"}
"""Columns that are no translation: how a word sounds, its forms and article, what tells more."""


def pairs() -> list[tuple[str, str, str]]:
    """Return every English text with the Spanish one beside it."""
    return [
        (f"{name} {row[table.columns[0]]} {column}", row[column], row[f"{column[:-3]}_es"])
        for tables in TOPICS.values()
        for name in TRANSLATED
        for table in [getattr(tables, name)]
        for row in table.rows
        for column in table.columns
        if column.endswith("_en") and column[:-3] not in SPELLED
    ]


def test_both_languages_are_offered() -> None:
    assert messages.languages(TABLES) == ("en", "es")


@pytest.mark.parametrize(
    ("asked", "language"),
    [((), "en"), (("", "fr"), "en"), (("fr", "es", "en"), "es"), (("en", "es"), "en")],
)
def test_the_first_language_that_is_offered_is_taken(asked: tuple[str, ...], language: str) -> None:
    assert library.site(DATA, *asked).words.language == language


@pytest.mark.parametrize(
    "found", [r"\d+", r"https://\S+", r"\{\w+\}"], ids=["number", "link", "name"]
)
def test_numbers_links_and_placeholders_are_the_same(found: str) -> None:
    for place, english, spanish in pairs():
        assert sorted(re.findall(found, english)) == sorted(re.findall(found, spanish)), place


def test_every_sentence_is_translated() -> None:
    same = [
        place
        for place, english, spanish in pairs()
        if english == spanish
        and len(re.sub(r"\{\w+\}", "", english).split()) > 2
        and "=" not in english
    ]
    assert same == []


def test_a_term_leads_to_ncis_spanish_page_or_says_that_the_page_is_in_english() -> None:
    for entry in term_index.entries(SPANISH, PATHS, Selection()):
        row = next(row for row in TABLES.terms.rows if row["term"] == entry.term)
        page = templating.render("word.html", SPANISH, entry=entry, links=())
        links = re.findall(r'<p>\s*<a href="([^#"][^"]*)"[^>]*>([^<]+)</a>\s*</p>', page)
        more = SPANISH("details.more")
        if row["link_es"]:
            assert links == [(row["link_es"], more)]
            assert row["link_es"].startswith("https://www.cancer.gov/espanol/")
        elif row["link_en"]:
            assert links == [(row["link_en"], SPANISH("details.in-english", text=more))]
        else:
            assert links == []


@pytest.mark.parametrize(
    ("treatment", "told"),
    [
        ("observation", "Después de la cirugía, observación."),
        ("surgery", "Después de la quimioterapia, es posible que siga la cirugía."),
        ("eflornithine", "Después del mantenimiento, el tratamiento puede incluir: eflornitina."),
        (
            "stem-cell-rescue",
            "después de los dos ciclos de quimioterapia combinada en dosis altas,",
        ),
    ],
)
def test_a_spanish_sentence_has_the_article_of_what_comes_before(treatment: str, told: str) -> None:
    spanish = [
        sentences.step_sentence(SPANISH, option, step)
        for situation in (*PATHS.situations, *PATHS.inside.values())
        for option in situation.options
        for step in option.steps
        if step.treatment == treatment
    ]
    assert any(told in sentence for sentence in spanish)


def english_in(shown: str) -> list[str]:
    """Return the English sentences of the tables that a text holds."""
    sentences = {
        sentence
        for _, english, spanish in pairs()
        for sentence in reading.sentences([english])
        if "{" not in sentence and sentence not in spanish
    }
    return sorted(sentence for sentence in sentences if sentence in shown)


def test_english_would_be_found() -> None:
    assert english_in(f"Hola. {ENGLISH('about.advice')}") != []


def shown(at: AppTest) -> str:
    """Return all that a page shows: text, the markup of components, names and labels."""
    components = [part.proto for part in at.get("bidi_component")]
    markup = [client.markup(component) for component in components]
    named = [name for one in components for name in client.values(one).get("said", {}).values()]
    return " ".join([*map(plain, [*bodies(at), *markup]), *named, labels(at)])


@pytest.mark.parametrize("name", titles.HEADS)
@pytest.mark.parametrize("answers", [("", ""), ("low", "elsewhere"), ("high", "same")])
def test_a_spanish_page_holds_no_english_sentence(name: str, answers: tuple[str, str]) -> None:
    query = dict(zip(("group", "place"), answers, strict=True)) if answers[0] else {}
    told = shown(run(name, lang="es", **query))
    assert SPANISH("app.title") in told or SPANISH(f"page.{name}") in told or name == "present"
    assert english_in(told) == []


@pytest.mark.parametrize(("group", "place"), [("low", "elsewhere"), ("high", "same")])
def test_a_spanish_sheet_holds_no_english_sentence(group: str, place: str) -> None:
    made = handout.pdf(
        SPANISH, PATHS, selections.pairs(group, place), "https://example.org/?lang=es"
    )
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    told = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert SPANISH("handout.options.many") in told
    assert english_in(told) == []


def test_only_a_spanish_page_says_who_translated_it() -> None:
    assert SPANISH("about.translation") in shown(run(lang="es"))
    assert ENGLISH("about.translation") not in shown(run(lang="en"))


def test_a_word_that_is_missing_is_logged_once_and_takes_no_page_down(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # The one of conftest.py lets every other test fail.
    monkeypatch.setattr(logging.getLogger(messages.__name__), "handlers", [])
    texts = {id: text for id, text in SPANISH.texts.items() if id != "about.advice"}
    words = replace(SPANISH, texts=texts)
    for _ in range(3):
        about = templating.render("about.html", words, overdue="", others={})
        assert SPANISH("about.support") in plain(about)
    assert [record.getMessage() for record in caplog.records] == [
        "words.csv has no word about.advice"
    ]


def test_a_text_that_is_empty_is_that_of_the_default_language() -> None:
    rows = tuple(row | {"text_es": ""} for row in TABLES.words.rows)
    empty = replace(TABLES, words=replace(TABLES.words, rows=rows))
    assert messages.read(empty, "es")("about.advice") == ENGLISH("about.advice")


def test_a_source_that_is_late_is_told_on_the_day_after() -> None:
    due = min(row["review_by"] for row in ENGLISH.sources.values() if row["review_by"])
    on_time = date.fromisoformat(due)
    assert messages.overdue(ENGLISH, on_time) == ""
    assert messages.overdue(ENGLISH, on_time + timedelta(days=1)) == due
    late = templating.render("about.html", ENGLISH, overdue=due, others={})
    assert messages.day(ENGLISH, due) in late
