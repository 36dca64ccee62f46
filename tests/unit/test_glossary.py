"""Terms are explained once a page, where they first stand, whatever the text holds."""

from __future__ import annotations

import re
from html import unescape

import pytest

from carepath.content import term_index
from carepath.model.pathway import Pathways, steps_of
from carepath.model.selection import Selection
from carepath.tables.loader import Tables
from carepath.text import messages
from carepath.text.glossary import Glossary
from carepath.text.messages import Words
from carepath.text.sentences import option_name
from tests.support import facts
from tests.support.selections import pairs, selected


def buttons(marked: str) -> list[str]:
    pattern = r'<button type="button" class="term" [^>]*>[^<]*<span>([^<]*)</span>[^<]*</button>'
    return re.findall(pattern, marked)


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


@pytest.mark.parametrize(
    ("text", "button"),
    [
        ("the brain, chemotherapy, then", "chemotherapy,"),
        ("Ask about a (clinical trial).", "(clinical trial)."),
        ("“Surgery” is one word.", "“Surgery”"),
        ("Surgery’s aim is to", "Surgery’s"),
        ("surgery; chemotherapy", "surgery;"),
        ("surgery - or not", "surgery"),
    ],
)
def test_punctuation_stays_on_the_line_of_its_term(words: Words, text: str, button: str) -> None:
    """A line may break before and after a button, which nothing but its content prevents."""
    marked = Glossary(words).mark(text)
    found = re.search(r'<button type="button" class="term" [^>]*>(.*?)</button>', marked)
    assert found
    assert unescape(re.sub("<[^>]*>", "", found[1])) == button


def test_the_word_list_names_every_option_a_treatment_stands_in(
    words: Words, pathways: Pathways
) -> None:
    entries = term_index.entries(words, pathways, Selection())
    assert {entry.term for entry in entries} == set(facts.names())
    for entry in entries:
        places = {(place.situation, place.option) for place in entry.places}
        for situation in pathways.situations:
            for option in situation.options:
                if any(found.step.treatment == entry.term for found in steps_of(pathways, option)):
                    assert (situation.id, option_name(words, option)) in places


def test_a_place_opens_the_step_and_keeps_what_the_reader_chose(
    words: Words, pathways: Pathways
) -> None:
    for chosen in (Selection(lang="en"), selected("high", "elsewhere", lang="en")):
        for entry in term_index.entries(words, pathways, chosen):
            for place in entry.places:
                opened = place.selection
                (situation,) = (s for s in pathways.situations if s.id == place.situation)
                assert opened.lang == "en"
                if not pathways.situation(opened.answers):
                    # Several answers lead there, and none of them is the reader's.
                    assert len(situation.answers) > 1
                    assert (opened.option, opened.step) == ("", "")
                    continue
                assert opened.answers in situation.answers
                option = situation.options[int(opened.option) - 1]
                (found,) = (
                    found for found in steps_of(pathways, option) if found.address == opened.step
                )
                broader = words.terms[found.step.treatment]["broader"]
                assert entry.term in (found.step.treatment, found.step.phase, broader)


def test_a_place_changes_no_answer_that_leads_there(words: Words, pathways: Pathways) -> None:
    for group in facts.GROUPS:
        for place in facts.PLACES:
            here = pathways.routes[pairs(group, place)].id
            for entry in term_index.entries(words, pathways, selected(group, place)):
                for found in entry.places:
                    if found.situation == here:
                        assert found.selection.answers == pairs(group, place)
                    if found.situation == "cns":
                        assert found.selection.answer("group") == group


def test_terms_of_labels_are_named_once_and_only_while_new(words: Words) -> None:
    glossary = Glossary(words)
    glossary.mark("Surgery")
    labels = ["High-risk surgery?", "high risk", "Clinical trials"]
    assert glossary.new_in(labels) == (words.name("high-risk"), words.name("clinical-trial"))
    assert glossary.new_in(["nothing to explain"]) == ()


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_term_is_found_by_its_name(tables: Tables, language: str) -> None:
    words = messages.read(tables, language)
    for term in words.terms:
        name = words.name(term)
        assert Glossary(words).new_in([name]) == (name,)
