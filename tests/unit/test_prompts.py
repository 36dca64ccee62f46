"""Questions: which fit what is chosen, in which order, and the list a family makes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from carepath.model.pathway import Pathways
from carepath.model.selection import Selection
from carepath.tables.csvfile import one_line
from carepath.tables.loader import Tables
from carepath.text import prompts
from carepath.text.messages import Words
from carepath.text.prompts import Entry
from tests.support import facts
from tests.support.fuzz import tries
from tests.support.selections import pairs, selected


@pytest.fixture(scope="module")
def table(request: pytest.FixtureRequest) -> tuple[prompts.Prompt, ...]:
    tables: Tables = request.getfixturevalue("tables")
    return prompts.read(tables, "en")


def grouped(words, pathways, table, chosen: Selection) -> dict[str, list[str]]:
    situations, treatments = prompts.subject(pathways, chosen)
    found = prompts.by_heading(words, table, situations, treatments)
    return {heading: [prompt.id for prompt in group] for heading, group in found.items()}


def test_headings_are_in_the_order_of_the_words(words: Words, pathways, table) -> None:
    found = grouped(words, pathways, table, selected("high", "same"))
    assert list(found) == [
        "options",
        "treatment",
        "side-effects",
        "trials",
        "joining",
        "daily-life",
        "after",
    ]


@pytest.mark.parametrize(("group", "place"), facts.ANSWERS)
def test_every_list_is_short_and_starts_with_what_fits(
    words: Words, pathways: Pathways, table, group: str, place: str
) -> None:
    situation = pathways.routes[pairs(group, place)]
    selections = [selected(group, place)] + [
        selected(group, place, str(option.number), str(step.number))
        for option in situation.options
        for step in option.steps
    ]
    general = {prompt.id: prompt.general for prompt in table}
    for chosen in selections:
        for asked in grouped(words, pathways, table, chosen).values():
            assert 0 < len(asked) < 8
            assert [general[q] for q in asked] == sorted(general[q] for q in asked)


def test_questions_for_other_situations_are_left_out(words: Words, pathways, table) -> None:
    low = grouped(words, pathways, table, selected("low", "same"))
    high = grouped(words, pathways, table, selected("high", "same"))
    nothing = grouped(words, pathways, table, Selection())
    assert high["options"][0] == "no-standard"
    assert "no-standard" not in low["options"] + nothing["options"]
    # What is said of a risk group is asked about wherever the cancer came back.
    cns = grouped(words, pathways, table, selected("high", "cns"))
    assert cns["options"][0] == "no-standard"
    assert "no-standard" not in grouped(words, pathways, table, selected("low", "cns"))["options"]


def test_a_chosen_step_narrows_the_questions_to_its_treatment(
    words: Words, pathways, table
) -> None:
    whole = grouped(words, pathways, table, selected("low", "same"))["treatment"]
    step = grouped(words, pathways, table, selected("low", "same", "1", "2"))["treatment"]
    assert {"which-signs", "how-much-taken-out", "which-drugs"} <= set(whole)
    assert step[0] == "which-signs"
    assert not {"how-much-taken-out", "which-drugs"} & set(step)


def test_a_step_inside_a_step_asks_about_the_outer_treatment(pathways) -> None:
    inner = prompts.subject(pathways, selected("low", "elsewhere", "4", "1.3"))
    assert inner == (("low-elsewhere",), ("high-risk-treatment",))


# --- A family's list ------------------------------------------------------------------------------

A, B, C = (Entry(id=name) for name in "abc")


def typed(*texts: str) -> prompts.Entries:
    return prompts.joined((), [entry for text in texts for entry in prompts.own(text)])


def test_the_list_keeps_its_order_and_moves_one_place_at_a_time() -> None:
    asked = (A, B, C)
    assert prompts.moved(asked, 2, -1) == (A, C, B)
    assert prompts.moved(asked, 0, 1) == (B, A, C)
    assert prompts.moved(asked, 0, -1) == asked
    assert prompts.moved(asked, 2, 1) == asked


def test_a_second_tap_takes_a_question_off() -> None:
    assert prompts.toggled((A,), B) == (A, B)
    assert prompts.toggled((A, B), A) == (B,)


def test_a_full_list_takes_no_more_but_gives_back() -> None:
    full = typed(*map(str, range(prompts.MOST)))
    assert len(full) == prompts.MOST
    assert prompts.toggled(full, A) == full
    assert prompts.joined(full, (A,)) == full
    assert len(prompts.toggled(full, full[3])) == prompts.MOST - 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Can we   wait?\n", ("Can we wait?",)),
        ("\x00\u202e\t", ()),
        ("", ()),
        ("<script>alert(1)</script>", ("<script>alert(1)</script>",)),
        ("x" * 500, ("x" * prompts.LONGEST_OWN,)),
    ],
)
def test_an_own_question_is_one_line_of_visible_text(text: str, kept: tuple[str, ...]) -> None:
    assert prompts.texts((), prompts.own(text)) == kept


def test_the_same_own_question_stands_once() -> None:
    assert typed("Why?", " Why? ") == (Entry(text="Why?"),)


def test_what_a_family_types_is_no_question_of_the_table(table) -> None:
    name = table[0].id
    assert prompts.texts(table, typed(name)) == (name,)
    assert prompts.joined(typed(name), (Entry(id=name),)) == (Entry(text=name), Entry(id=name))


def test_a_list_is_read_with_the_texts_of_known_questions(table) -> None:
    known = table[0]
    entries = (*prompts.own("Why?"), Entry(id=known.id), Entry(id="gone"))
    assert prompts.texts(table, prompts.known(table, entries)) == ("Why?", known.text)


@pytest.mark.parametrize("text", ["می\u200cدی", "क्\u200dष", "👨\u200d👩\u200d👧"])
def test_letters_that_a_joiner_shapes_stay_joined(text: str) -> None:
    assert prompts.texts((), prompts.own(f" {text}\u202e\n")) == (text,)
    cut = "x" * (prompts.LONGEST_OWN - 1) + "\u200dک"
    assert prompts.texts((), prompts.own(cut)) == ("x" * (prompts.LONGEST_OWN - 1),)


# --- The list in a browser ------------------------------------------------------------------------

CHARACTERS = st.characters(exclude_categories=())
TEXTS = st.text(CHARACTERS, max_size=300)
ITEMS = st.one_of(
    st.builds(lambda key, text: {key: text}, st.sampled_from(["id", "text", "own"]), TEXTS),
    TEXTS,
    st.none() | st.integers() | st.lists(TEXTS, max_size=2),
    st.dictionaries(TEXTS, TEXTS, max_size=2),
    st.just({"id": ["which-fits"]}),
)
ANYTHING = st.lists(ITEMS, max_size=30) | ITEMS


@tries(200)
@given(ANYTHING)
def test_any_value_from_a_browser_is_a_list_that_can_be_shown(value: object) -> None:
    entries = prompts.restored(value)
    assert len(entries) <= prompts.MOST
    assert len({*entries}) == len(entries)
    assert all(bool(entry.id) != bool(entry.text) for entry in entries)
    shown = prompts.texts((), entries)
    assert [one_line(text) for text in shown] == [*shown]
    assert all(len(text) <= prompts.LONGEST_OWN for text in shown)


@tries(100)
@given(st.lists(st.sampled_from([A, B, C]) | TEXTS.map(lambda text: Entry(text=text)), max_size=20))
def test_a_list_returns_from_a_browser_as_it_was(entries: list[Entry]) -> None:
    cleaned = [own for entry in entries for own in prompts.own(entry.text) or (entry,)]
    asked = prompts.joined((), [entry for entry in cleaned if entry.id or one_line(entry.text)])
    assert prompts.restored(json.loads(json.dumps(prompts.stored(asked)))) == asked


def test_a_question_that_is_no_longer_in_the_table_is_dropped(table) -> None:
    entries = prompts.restored([{"id": "gone"}, {"id": table[0].id}, {"text": "gone"}])
    assert prompts.known(table, entries) == (Entry(id=table[0].id), Entry(text="gone"))
