"""Terms are explained once a page, where they first stand, whatever the text holds."""

from __future__ import annotations

import re

import pytest

from carepath import wordlist, words as wording
from carepath.glossary import Glossary
from carepath.pathway import Pathways
from carepath.tables import Tables
from carepath.words import Words
from tests import facts


def buttons(marked: str) -> list[str]:
    return re.findall(r'<button type="button" class="term" [^>]*>([^<]*)</button>', marked)


def test_a_term_is_a_button_where_it_first_stands(words: Words) -> None:
    glossary = Glossary(words)
    first = glossary.mark("Surgery, then chemotherapy.")
    again = glossary.mark("Chemotherapy, which may then be followed by surgery.")
    assert buttons(first) == ["Surgery", "chemotherapy"]
    assert buttons(again) == []
    assert first.count("popover id=") == 2
    assert words.terms["surgery"]["meaning"] in first


def test_each_button_opens_the_meaning_that_is_there(words: Words) -> None:
    marked = Glossary(words).mark("stem cell rescue and a clinical trial")
    targets = re.findall(r'popovertarget="([^"]+)">', marked)
    assert targets == re.findall(r'popover id="([^"]+)"', marked)


def test_the_longest_name_wins(words: Words) -> None:
    marked = Glossary(words).mark("Combination chemotherapy comes first.")
    assert buttons(marked) == ["Combination chemotherapy"]


def test_no_term_is_found_inside_another_word(words: Words) -> None:
    assert buttons(Glossary(words).mark("neurosurgery, pre-surgery, chemotherapy-like")) == []


def test_text_is_escaped_around_terms(words: Words) -> None:
    marked = Glossary(words).mark('<b>surgery</b> & "more" <script>')
    assert marked.startswith("&lt;b&gt;<button")
    assert "<script" not in marked
    assert "&amp; &#34;more&#34;" in marked


def test_the_word_list_names_every_option_a_treatment_stands_in(
    words: Words, pathways: Pathways
) -> None:
    inside = {situation.id for situation in pathways.inside.values()}
    entries = {entry.term: entry for entry in wordlist.entries(words, pathways, "")}
    assert set(entries) == set(facts.names())
    for term, entry in entries.items():
        stated = [
            (row.situation, row.option)
            for row in facts.rows()
            if row.treatment == term and row.situation not in inside
        ]
        assert [(place.situation, place.option) for place in entry.places] == stated


def test_a_place_opens_the_step_and_keeps_the_language(words: Words, pathways: Pathways) -> None:
    for entry in wordlist.entries(words, pathways, "en"):
        for place in entry.places:
            chosen = place.selection
            situation = pathways.answer(chosen.group, chosen.place)
            assert situation.id == place.situation
            option = situation.options[int(chosen.option) - 1]
            assert option.steps[int(chosen.step) - 1].treatment == entry.term
            assert chosen.query()["lang"] == "en"


def test_terms_of_labels_are_named_once_and_only_while_new(words: Words) -> None:
    glossary = Glossary(words)
    glossary.mark("Surgery")
    labels = ["High-risk surgery?", "high risk", "Clinical trials"]
    assert glossary.new_in(labels) == (words.name("high-risk"), words.name("clinical-trial"))
    assert glossary.new_in(["nothing to explain"]) == ()


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_term_is_found_by_its_name(tables: Tables, language: str) -> None:
    words = wording.read(tables, language)
    for term in words.terms:
        name = words.name(term)
        assert Glossary(words).new_in([name]) == (name,)
