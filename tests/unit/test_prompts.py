"""Questions: which fit what is chosen, in which order, and the list a family makes."""

from __future__ import annotations

import pytest

from carepath.model.pathway import Pathways
from carepath.model.selection import Selection
from carepath.tables.loader import Tables
from carepath.text import prompts
from carepath.text.messages import Words
from tests.support import facts


@pytest.fixture(scope="module")
def questions(request: pytest.FixtureRequest) -> tuple[prompts.Question, ...]:
    tables: Tables = request.getfixturevalue("tables")
    return prompts.read(tables, "en")


def grouped(words, pathways, questions, chosen: Selection) -> dict[str, list[str]]:
    situations, treatments = prompts.subject(pathways, chosen)
    found = prompts.by_topic(words, questions, situations, treatments)
    return {topic: [question.id for question in group] for topic, group in found.items()}


def test_topics_stand_in_the_order_of_the_words(words: Words, pathways, questions) -> None:
    found = grouped(words, pathways, questions, Selection("high", "same"))
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
    words: Words, pathways: Pathways, questions, group: str, place: str
) -> None:
    situation = pathways.answer(group, place)
    selections = [Selection(group, place)] + [
        Selection(group, place, str(option.number), str(step.number))
        for option in situation.options
        for step in option.steps
    ]
    general = {question.id: question.general for question in questions}
    for chosen in selections:
        for asked in grouped(words, pathways, questions, chosen).values():
            assert 0 < len(asked) < 8
            assert [general[q] for q in asked] == sorted(general[q] for q in asked)


def test_questions_for_other_situations_are_left_out(words: Words, pathways, questions) -> None:
    low = grouped(words, pathways, questions, Selection("low", "same"))
    high = grouped(words, pathways, questions, Selection("high", "same"))
    nothing = grouped(words, pathways, questions, Selection())
    assert high["options"][0] == "no-standard"
    assert "no-standard" not in low["options"] + nothing["options"]
    # What is said of a risk group is asked about wherever the cancer came back.
    cns = grouped(words, pathways, questions, Selection("high", "cns"))
    assert cns["options"][0] == "no-standard"
    assert (
        "no-standard" not in grouped(words, pathways, questions, Selection("low", "cns"))["options"]
    )


def test_a_chosen_step_narrows_the_questions_to_its_treatment(
    words: Words, pathways, questions
) -> None:
    whole = grouped(words, pathways, questions, Selection("low", "same"))["treatment"]
    step = grouped(words, pathways, questions, Selection("low", "same", "1", "2"))["treatment"]
    assert {"which-signs", "how-much-taken-out", "which-drugs"} <= set(whole)
    assert step[0] == "which-signs"
    assert not {"how-much-taken-out", "which-drugs"} & set(step)


def test_a_step_inside_a_step_asks_about_the_outer_treatment(pathways) -> None:
    inner = prompts.subject(pathways, Selection("low", "elsewhere", "4", "1.3"))
    assert inner == (("low-elsewhere",), ("high-risk-treatment",))


def test_the_list_keeps_its_order_and_moves_one_place_at_a_time() -> None:
    asked = ("a", "b", "c")
    assert prompts.moved(asked, 2, -1) == ("a", "c", "b")
    assert prompts.moved(asked, 0, 1) == ("b", "a", "c")
    assert prompts.moved(asked, 0, -1) == asked
    assert prompts.moved(asked, 2, 1) == asked


def test_a_second_tap_takes_a_question_off() -> None:
    assert prompts.toggled(("a",), "b") == ("a", "b")
    assert prompts.toggled(("a", "b"), "a") == ("b",)


def test_a_full_list_takes_no_more_but_gives_back() -> None:
    full = tuple(map(str, range(prompts.MOST)))
    assert prompts.toggled(full, "more") == full
    assert prompts.own(full, "more") == full
    assert len(prompts.toggled(full, "3")) == prompts.MOST - 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Can we   wait?\n", ("Can we wait?",)),
        ("\x00\u202e\t", ()),
        ("", ()),
        ("<script>alert(1)</script>", ("<script>alert(1)</script>",)),
        ("x" * 500, ("x" * prompts.LONGEST_OWN,)),
    ],
)
def test_an_own_question_is_one_line_of_visible_text(typed: str, kept: tuple[str, ...]) -> None:
    assert prompts.own((), typed) == kept


def test_the_same_own_question_stands_once() -> None:
    assert prompts.own(("Why?",), " Why? ") == ("Why?",)


def test_a_list_from_outside_is_taken_as_own_questions_are() -> None:
    assert prompts.joined(("b", " b ", "", "a")) == ("b", "a")
    assert prompts.joined(map(str, range(99))) == tuple(map(str, range(prompts.MOST)))


def test_a_list_is_read_with_the_texts_of_known_questions(questions) -> None:
    known = questions[0]
    assert prompts.texts(questions, ("Why?", known.id)) == ("Why?", known.text)


@pytest.mark.parametrize("typed", ["می\u200cدی", "क्\u200dष", "👨\u200d👩\u200d👧"])
def test_letters_that_a_joiner_shapes_stay_joined(typed: str) -> None:
    assert prompts.own((), f" {typed}\u202e\n") == (typed,)
    cut = "x" * (prompts.LONGEST_OWN - 1) + "\u200dक"
    assert prompts.own((), cut) == ("x" * (prompts.LONGEST_OWN - 1),)
