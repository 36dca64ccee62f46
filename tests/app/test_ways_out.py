"""Answers of families that don't know all, or whose child's cancer fits no single list."""

from __future__ import annotations

import pytest

from carepath import library
from carepath.content import cards
from carepath.content.view import View
from carepath.model.selection import Selection
from carepath.tables import routing
from carepath.text import sentences
from carepath.text.glossary import Glossary
from tests.support import facts
from tests.support.app import run, told
from tests.support.html import plain
from tests.support.prerendered import made
from tests.support.project_data import ENGLISH, PATHS, SPANISH
from tests.support.renderers import assert_same
from tests.support.selections import pairs, selected

WORDS = {"en": ENGLISH, "es": SPANISH}
SITES = {language: library.site(facts.DATA, language) for language in WORDS}
WITHOUT_LIST = [answers for answers in facts.ROUTES if answers not in facts.LISTED]
WAYS_OUT = [answers for answers in facts.ROUTES if answers not in facts.ANSWERS]
LISTS = [(answers, card) for answers, names in facts.CARDS.items() for card in names]


def notes(answers: tuple[str, str]) -> list[str]:
    """The notes that the table holds for answers, on all of their situation or on one of them."""
    return [
        row["note"]
        for row in facts.read("notes.csv")
        if row["situation"] == facts.ROUTES[answers]
        and not row["option"]
        and (not row["answer"] or (row["question"], row["answer"]) in pairs(*answers))
    ]


def found(answers: tuple[str, str], page: str = "paths", language: str = "en") -> tuple[str, str]:
    """A page before Streamlit: its markup, and its text."""
    body = str(made(language, page, selected(*answers, lang=language)).body)
    return body, plain(body)


@pytest.mark.parametrize("answers", facts.ROUTES, ids=".".join)
def test_every_answer_leads_somewhere(answers: tuple[str, str]) -> None:
    assert PATHS.routes[pairs(*answers)].id == facts.ROUTES[answers]
    cards = [routing.name(card) for card in PATHS.cards[pairs(*answers)]]
    assert cards == facts.CARDS.get(answers, [])


def test_only_one_answer_has_neither_a_list_nor_cards() -> None:
    assert [a for a in WITHOUT_LIST if a not in facts.CARDS] == [("intermediate", "no-response")]


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("answers", WAYS_OUT, ids=".".join)
def test_each_way_out_says_what_the_pages_list_and_do_not_list(
    answers: tuple[str, str], language: str
) -> None:
    _, text = found(answers, language=language)
    words = WORDS[language]
    assert notes(answers)
    assert [n for n in notes(answers) if plain(words(f"note.{n}")) not in text] == []
    assert words("call.team") in text


@pytest.mark.parametrize(
    ("answers", "card", "page"),
    [
        (answers, card, page)
        for answers, card in LISTS
        for page in ("paths", "present", "compare")
        if card != routing.ALL and (page == "paths" or answers in WITHOUT_LIST)
    ],
)
def test_a_card_is_a_list_in_short_with_a_link_to_the_same_page(
    answers: tuple[str, str], card: str, page: str
) -> None:
    view = View(page, SITES["en"], selected(*answers), Glossary(ENGLISH))
    shown = cards.cards(view)
    group, place = card.split(".")
    path = "/" if page == "paths" else f"/{page}"
    (one,) = [each for each in shown if each.url == f"{path}?group={group}&place={place}"]
    assert one.situation.id == facts.ROUTES[group, place]
    body, text = found(answers, page)
    assert one.url.replace("&", "&amp;") in body
    assert ENGLISH.situations[one.situation.id]["name"] in text
    for option in one.situation.options:
        assert sentences.option_summary(ENGLISH, option) in text
    stated = sentences.statement(ENGLISH, one.situation, pairs(group, place))
    assert stated is None or stated.text in text


@pytest.mark.parametrize("page", ["paths", "present", "compare", "questions"])
@pytest.mark.parametrize("answers", WITHOUT_LIST, ids=".".join)
def test_without_a_list_there_is_no_drawing_of_one_and_no_sheet(
    answers: tuple[str, str], page: str
) -> None:
    body, _ = found(answers, page)
    assert "/handout/" not in body
    assert "/diagram/" not in body
    everything = answers == ("unsure", "unsure") and page != "questions"
    assert ("<svg" in body) == everything
    assert ("carepath-map" in body) == everything
    assert made("en", page, selected(*answers)).picture == ""


@pytest.mark.parametrize("answers", WITHOUT_LIST, ids=".".join)
def test_without_a_list_a_family_reads_what_to_ask(answers: tuple[str, str]) -> None:
    asked = [
        row["text_en"]
        for row in facts.read("prompts.csv")
        if facts.ROUTES[answers] in row["situations"].split()
    ]
    _, text = found(answers)
    assert asked or answers in (("low", "unsure"), ("intermediate", "unsure"))
    assert [question for question in asked if question not in text] == []


@pytest.mark.parametrize(
    ("answers", "page"),
    [
        (answers, page)
        for answers in WAYS_OUT
        for page in ("paths", "present", "compare", "questions")
        # Slides have a list of blocks in their place before Streamlit.
        if page != "present" or answers in WITHOUT_LIST
    ],
)
def test_both_renderers_show_a_way_out_alike(answers: tuple[str, str], page: str) -> None:
    group, place = answers
    at = run(page, group=group, place=place)
    assert at.query_params == {"group": group, "place": place}
    assert_same(at, SITES["en"], page, Selection(pairs(*answers)))


def test_the_statement_stands_on_the_card_of_high_risk() -> None:
    at = run(group="unsure", place="same")
    assert ENGLISH.situations["high"]["statement"] in told(at)
