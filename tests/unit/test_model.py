"""The model and its sentences, small and by hand; and that nothing of the tables is lost in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from carepath.model import pathway
from carepath.model.options import Group, Note, Option, Phases, Reference, Step
from carepath.model.pathway import Pathways, Situation
from carepath.tables.loader import TABLE_NAMES, Table, Tables
from carepath.text import messages, sentences
from carepath.text.messages import Words
from tests.support import facts
from tests.support.selections import pairs

# --- The project's own tables ---------------------------------------------------------------------


def reference(row: Mapping[str, str]) -> Reference:
    return Reference(row["source"], row["found_at"])


def notes(**place: str) -> tuple[Note, ...]:
    """The notes that the table holds for a place."""
    rows = [row for row in facts.read("notes.csv") if place.items() <= row.items()]
    return tuple(Note(row["note"], reference(row)) for row in rows)


def test_every_cell_of_the_tables_stands_in_the_model(tables: Tables) -> None:
    built = pathway.build(tables)
    flows = {flow.id: flow for flow in (*built.situations, *built.inside.values())}
    inside = {
        "high-risk-treatment": Phases("usually", ("induction", "consolidation", "maintenance"))
    }
    for row in facts.read("situations.csv"):
        flow = flows.pop(row["situation"])
        assert flow.explains == row["explains"]
        assert (flow.lead, flow.shares) == (row["lead"], row["shares"])
        assert flow.reference == reference(row)
        assert flow.notes == notes(situation=flow.id, option="", answer="")
        for pair in {pair for answers in flow.answers for pair in answers}:
            question, answer = pair
            expected = notes(situation=flow.id, question=question, answer=answer)
            assert flow.notes_on((pair,)) == expected
        assert {*flow.answers} == {
            pairs(*answer) for answer, id in facts.ROUTES.items() if id == flow.id
        }
        rows = [r for r in facts.read("treatments.csv") if r["situation"] == flow.id]
        assert [str(option.number) for option in flow.options] == sorted(
            {r["option"] for r in rows}
        )
        for option in flow.options:
            number = str(option.number)
            assert option.notes == notes(situation=flow.id, option=number, step="")
            assert option.steps == tuple(
                Step(
                    int(r["step"]),
                    r["phase"],
                    r["phase_lead"],
                    r["treatment"],
                    int(r["follows"]) if r["follows"] else None,
                    r["link"],
                    bool(r["alone"]),
                    r["whom"],
                    r["purpose"],
                    reference(r),
                    notes(situation=flow.id, option=number, step=r["step"]),
                    inside.get(r["treatment"]),
                )
                for r in rows
                if r["option"] == number
            )
    assert flows == {}


def test_paths_and_the_flows_inside_a_treatment_are_kept_apart(tables: Tables) -> None:
    built = pathway.build(tables)
    rows = facts.read("situations.csv")
    assert [flow.id for flow in built.situations] == [
        r["situation"] for r in rows if not r["explains"]
    ]
    assert {name: flow.id for name, flow in built.inside.items()} == {
        row["explains"]: row["situation"] for row in rows if row["explains"]
    }
    for answer, situation in facts.ANSWERS.items():
        assert built.routes[pairs(*answer)].id == situation


def test_rows_may_stand_in_any_order(tables: Tables) -> None:
    treatments = replace(tables.treatments, rows=tables.treatments.rows[::-1])
    mixed = replace(tables, treatments=treatments)
    assert pathway.build(mixed) == pathway.build(tables)


# --- Small options --------------------------------------------------------------------------------

CELLS = dict.fromkeys(("phase", "phase_lead", "follows", "link", "alone", "whom", "purpose"), "")
CELLS |= {"situation": "here", "option": "1", "source": "page", "found_at": "list#1"}
TEXTS = {
    "date": "{day} {month} {year}",
    "found.list": "the list",
    "found.line": "a line",
    "list.comma": "{before}, {after}",
    "list.last": "{before}, and {after}",
    "list.pair": "{before} and {after}",
    "month.2": "February",
    "options.many": "{count} options",
    "options.none": "no option",
    "options.one": "an option",
    "purpose.rest": "for rest",
    "say.also": "{sentence} {also}",
    "say.beside.and": "Has {others}.",
    "say.beside.combined-with": "Together with {others}.",
    "say.beside.with": "With {others}.",
    "say.beside.with-or-without": "Perhaps with {others}.",
    "say.first": "{name}.",
    "say.later-phase": "past {before} {sentence}",
    "say.may-be-left-out": "Perhaps added to {name}.",
    "say.may-follow-a-phase": "Past {before} maybe: {name}.",
    "say.may-then": "After {before} maybe {name}.",
    "say.or-may-then": "Or after {before} maybe {name}.",
    "say.or-then": "Or after {before} {name}.",
    "say.phase.is": "{phase}: {sentence}",
    "say.phase.may-include": "{phase} may: {sentence}",
    "say.then": "After {before} {name}.",
    "say.way.combined-with": "A way: {before} + {name}.",
    "say.way.may-then": "A way: {before} >? {name}.",
    "say.way.then": "A way: {before} > {name}.",
    "say.way.with": "A way: {before} w {name}.",
    "say.ways": "Given {ways}.",
    "source.item": "{found}, item {item}",
    "source.line": "{source}: {found}",
    "statement.added": "Not repeated.",
    "sum.alone": "{summary} alone",
    "sum.aside": "{summary} ({aside})",
    "sum.also.and": "No order.",
    "sum.also.combined-with": "Together.",
    "sum.also.named.and": "No order of {names}.",
    "sum.also.named.combined-with": "Together {names}.",
    "sum.also.named.with": "When {names}?",
    "sum.also.named.with-or-without": "When {names}, if so?",
    "sum.also.with": "When?",
    "sum.also.with-or-without": "When, if so?",
    "sum.combined-with": "{before} + {after}",
    "sum.items": "{before}; {after}",
    "sum.may-then": "{before} >? {after}",
    "sum.or": "{before} | {after}",
    "sum.or-ways": "{before} || {after}",
    "sum.part.may-then": "{told}. Past {before} maybe {after}",
    "sum.part.then": "{told}. Then {after}",
    "sum.phase.is": "{phase}={items}",
    "sum.phase.may-include": "{phase}({items})",
    "sum.purpose": "{summary} {purpose}",
    "sum.sentence": "{summary}.",
    "sum.then": "{before} > {after}",
    "sum.way.alone": "alone",
    "sum.way.combined-with": "+ {after}",
    "sum.way.may-then": ">? {after}",
    "sum.way.then": "> {after}",
    "sum.way.with": "w {after}",
    "sum.ways": "{before} [{ways}]",
    "sum.whom": "{summary}, {whom}",
    "sum.with": "{before} w {after}",
    "sum.with-or-without": "{before} w? {after}",
    "whom.old": "if old",
}
NAMES = {f"t{number}": chr(ord("a") + number - 1) for number in range(1, 9)} | {"p": "P", "q": "Q"}
WORDS = Words(
    "en",
    TEXTS,
    {term: {"name": name, "article": ""} for term, name in NAMES.items()},
    {"here": {"name": "Here"}},
    {"page": {"short": "the page", "review_by": ""}},
    {},
)
Rows = list[tuple[str, str, str]]
"""Phase, what is followed, link; the treatment of step 2 is called b."""


def table_of(*rows: dict[str, str]) -> Table:
    return Table(tuple(rows[0]) if rows else (), rows)


def tables_of(options: list[list[dict[str, str]]], **tables: Table) -> Tables:
    rows = [
        CELLS | {"option": str(number), "step": str(at), "treatment": f"t{at}"} | cells
        for number, steps in enumerate(options, start=1)
        for at, cells in enumerate(steps, start=1)
    ]
    place = {
        "situation": "here",
        "explains": "",
        "lead": "may-include",
    }
    place |= {"shares": "", "shares_by": ""}
    made = {"treatments": table_of(*rows), "situations": table_of(CELLS | place)}
    return Tables(**(dict.fromkeys(TABLE_NAMES, table_of()) | made | tables))


def situation_of(options: list[list[dict[str, str]]]) -> Situation:
    (situation,) = pathway.build(tables_of(options)).situations
    return situation


def option_of(rows: Rows, **cells: dict[str, str]) -> Option:
    """Return the option of some rows; `s2={...}` are other cells of step 2."""
    steps = [
        {"phase": phase, "phase_lead": phase and "may-include", "follows": follows, "link": link}
        | cells.get(f"s{at}", {})
        for at, (phase, follows, link) in enumerate(rows, start=1)
    ]
    (option,) = situation_of([steps]).options
    return option


JOINTS = {"combined-with": "+", "with": "w", "with-or-without": "w?", "and": "&"}


def short(group: Group) -> str:
    """Write a group in short: steps by number, their joint between, each way in brackets."""
    return JOINTS.get(group.link, "").join(
        f"{tree.step.number}"
        + "".join(f"[{branch.link} {short(branch.group)}]" for branch in tree.branches)
        for tree in group.trees
    )


def sentences_of(option: Option) -> list[str]:
    return [sentences.step_sentence(WORDS, option, step) for step in option.steps]


# Name -> rows, the parts in short, the name, the summary, the sentences.
SMALL: dict[str, tuple[Rows, list[tuple[str, str, str]], str, str, list[str]]] = {
    "one step": ([("", "", "")], [("", "", "1")], "A", "A.", ["A."]),
    "a chain": (
        [("", "", ""), ("", "1", "then"), ("", "2", "may-then")],
        [("", "", "1[then 2[may-then 3]]")],
        "A > b >? c",
        "A > b >? c.",
        ["A.", "After a b.", "After b maybe c."],
    ),
    "a sequence that is too long for one sentence": (
        [("", "", ""), *(("", str(at), "then") for at in range(1, 5))],
        [("", "", "1[then 2[then 3[then 4[then 5]]]]")],
        "A > b > c > d > e",
        "A. Then b. Then c. Then d. Then e.",
        ["A.", "After a b.", "After b c.", "After c d.", "After d e."],
    ),
    "a long sequence that ends in a choice": (
        [("", "", ""), *(("", at, "then") for at in ("1", "2", "3", "4", "4"))],
        [("", "", "1[then 2[then 3[then 4[then 5][then 6]]]]")],
        "A > b > c > d > e | f",
        "A. Then b. Then c. Then d > e | f.",
        ["A.", "After a b.", "After b c.", "After c d.", "After d e.", "Or after d f."],
    ),
    "alternatives": (
        [("", "", ""), ("", "1", "then"), ("", "1", "then"), ("", "1", "then")],
        [("", "", "1[then 2][then 3][then 4]")],
        "A > b | c | d",
        "A > b | c | d.",
        ["A.", "After a b.", "Or after a c.", "Or after a d."],
    ),
    "alternatives that may follow": (
        [("", "", ""), ("", "1", "may-then"), ("", "1", "may-then")],
        [("", "", "1[may-then 2][may-then 3]")],
        "A >? b | c",
        "A >? b | c.",
        ["A.", "After a maybe b.", "Or after a maybe c."],
    ),
    "given together": (
        [("", "", ""), ("", "1", "combined-with")],
        [("", "", "1+2")],
        "A + b",
        "A + b. Together.",
        ["A. Together with b.", "B. Together with a."],
    ),
    "the word with": (
        [("", "", ""), ("", "1", "with")],
        [("", "", "1w2")],
        "A w b",
        "A w b. When?",
        ["A. With b.", "B. With a."],
    ),
    "a part that may be left out": (
        [("", "", ""), ("", "1", "with-or-without")],
        [("", "", "1w?2")],
        "A w? b",
        "A w? b. When, if so?",
        ["A. Perhaps with b.", "B. Perhaps added to a."],
    ),
    "parts of one option": (
        [("", "", ""), ("", "1", "and"), ("", "2", "and")],
        [("", "", "1&2&3")],
        "A, b, and c",
        "A, b, and c. No order.",
        ["A. Has b and c.", "B. Has a and c.", "C. Has a and b."],
    ),
    "together after an alternative": (
        [("", "", ""), ("", "1", "then"), ("", "1", "then"), ("", "3", "combined-with")],
        [("", "", "1[then 2][then 3+4]")],
        "A > b | c + d",
        "A > b | c + d. Together c and d.",
        ["A.", "After a b.", "Or after a c. Together with d.", "D. Together with c."],
    ),
    "phases": (
        [("p", "", ""), ("p", "1", "item"), ("q", "2", "then"), ("", "3", "may-then")],
        [("p", "", "1;2"), ("q", "then", "3"), ("", "may-then", "4")],
        "P > Q",
        "P(a; b). Then Q(c). Past Q maybe d.",
        ["P may: a.", "P may: b.", "Past P Q may: c.", "Past Q maybe: d."],
    ),
    "a sequence among the items of a phase": (
        [("", "", ""), ("q", "1", "then"), ("q", "2", "then"), ("q", "2", "item")],
        [("", "", "1"), ("q", "then", "2[then 3];4")],
        "Q",
        "A. Then Q(b > c; d).",
        ["A.", "Past a Q may: b.", "Past a Q may: after b c.", "Past a Q may: d."],
    ),
    "a step that follows a phase": (
        [("p", "", ""), ("", "1", "then")],
        [("p", "", "1"), ("", "then", "2")],
        "P",
        "P(a). Then b.",
        ["P may: a.", "After P b."],
    ),
}


@pytest.mark.parametrize("case", SMALL)
def test_a_small_option_is_put_together_and_told(case: str) -> None:
    rows, stages, name, summary, told = SMALL[case]
    option = option_of(rows)
    assert [
        (stage.phase, stage.link, ";".join(map(short, stage.items))) for stage in option.stages
    ] == stages
    assert sentences.option_name(WORDS, option) == name
    assert sentences.option_summary(WORDS, option) == summary
    assert sentences_of(option) == told


def test_each_phase_has_the_words_of_its_own_list() -> None:
    rows = [("p", "", ""), ("p", "1", "item"), ("q", "1", "then")]
    option = option_of(rows, s1={"phase_lead": "is"})
    assert [stage.lead for stage in option.stages] == ["is", "may-include"]
    assert sentences.option_summary(WORDS, option) == "P=a; b. Then Q(c)."
    assert sentences_of(option) == ["P: a.", "P: b.", "Past P Q may: c."]


WAYS = ("then", "may-then", "combined-with", "with")


def test_what_may_be_given_alone_has_ways_that_need_not_exclude_each_other() -> None:
    option = option_of([("", "", ""), *(("", "1", link) for link in WAYS)], s1={"alone": "yes"})
    (stage,) = option.stages
    assert short(stage.items[0]) == "1[then 2][may-then 3][combined-with 4][with 5]"
    assert sentences.option_name(WORDS, option) == "A"
    ways = "alone || > b || >? c || + d || w e"
    assert sentences.option_summary(WORDS, option) == f"A [{ways}]."
    assert sentences_of(option) == [
        f"A. Given {ways}.",
        *("A way: a > b.", "A way: a >? c.", "A way: a + d.", "A way: a w e."),
    ]


def test_what_is_given_alone_says_so() -> None:
    option = option_of([("", "", "")], s1={"alone": "yes", "whom": "old"})
    assert sentences.option_name(WORDS, option) == "A alone"
    assert sentences.option_summary(WORDS, option) == "A alone, if old."
    assert sentences_of(option) == ["A alone, if old."]


def test_purpose_and_whom_it_is_for_are_told_of_their_own_step() -> None:
    option = option_of(
        [("p", "", ""), ("p", "1", "then")],
        s1={"whom": "old", "purpose": "rest"},
        s2={"whom": "old"},
    )
    assert sentences.option_summary(WORDS, option) == "P(a (for rest, if old) > b, if old)."
    assert sentences_of(option) == ["P may: a for rest, if old.", "P may: after a b, if old."]


@pytest.mark.parametrize(
    ("link", "summary"),
    [
        ("then", "A (if old) > b, if old."),
        ("may-then", "A (if old) >? b, if old."),
        ("with", "A (if old) w b, if old. When?"),
        ("with-or-without", "A (if old) w? b, if old. When, if so?"),
        ("and", "A (if old) and b, if old. No order."),
    ],
)
def test_whom_a_step_is_for_does_not_run_into_what_follows_it(link: str, summary: str) -> None:
    option = option_of([("", "", ""), ("", "1", link)], s1={"whom": "old"}, s2={"whom": "old"})
    assert sentences.option_summary(WORDS, option) == summary


def test_whom_an_alternative_is_for_does_not_run_into_the_next() -> None:
    rows: Rows = [("", "", ""), ("", "1", "then"), ("", "1", "then")]
    option = option_of(rows, s2={"whom": "old"}, s3={"purpose": "rest"})
    assert sentences.option_summary(WORDS, option) == "A > b (if old) | c for rest."


def test_steps_of_an_option_are_found_with_those_inside_them(pathways: Pathways) -> None:
    option = pathways.routes[pairs("low", "elsewhere")].options[3]
    found = [*pathway.steps_of(pathways, option)]
    inside = pathways.inside["high-risk-treatment"].options[0]
    assert [item.address for item in found] == ["1", *(f"1.{s.number}" for s in inside.steps)]
    assert [item.step for item in found] == [*option.steps, *inside.steps]
    assert [item.outer for item in found] == [None, *[option.steps[0]] * len(inside.steps)]
    assert [item.option for item in found] == [option, *[inside] * len(inside.steps)]


# --- Statements -----------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", facts.ANSWERS)
def test_the_statement_of_a_risk_group_holds_wherever_it_came_back(
    pathways: Pathways, words: Words, answer: tuple[str, str]
) -> None:
    group, place = answer
    situation = pathways.routes[pairs(group, place)]
    stated = sentences.statement(words, situation, pairs(group, place))
    row = words.situations["high"]
    assert (stated is None) == (group != "high")
    if stated:
        assert (stated.text, stated.meaning) == (row["statement"], row["meaning"])
        assert stated.action == row["action"]
        # The list for the brain or spinal cord does not repeat it.
        assert (stated.added == words("statement.added")) == (place == "cns")
        assert bool(stated.added) == (place == "cns")
    assert "its list for high risk, which names no place" in words("statement.added")


def test_options_stand_in_the_order_of_their_numbers() -> None:
    situation = situation_of([[{}] for _ in range(11)])
    assert [option.number for option in situation.options] == list(range(1, 12))


# --- Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "told"), [(0, "no option"), (1, "an option"), (2, "2 options"), (10, "10 options")]
)
def test_a_count_has_its_own_form(count: int, told: str) -> None:
    assert WORDS.counted("options", count) == told


@pytest.mark.parametrize(
    ("found_at", "told"),
    [("list#12", "the page: the list, item 12"), ("line", "the page: a line")],
)
def test_a_place_is_told_with_its_item_if_it_has_one(found_at: str, told: str) -> None:
    assert WORDS.citation(Reference("page", found_at)) == told


def test_both_answers_are_told_in_one_line() -> None:
    questions = {"group": {"line": "At first {answer}."}, "place": {"line": "Now {answer}."}}
    answers = {
        ("group", "low"): {"line": "", "within": "LOW"},
        ("place", "cns"): {"line": "", "within": "CNS"},
    }
    words = replace(WORDS, questions=questions, answers=answers)
    assert sentences.answers_line(words, pairs("low", "cns")) == "At first LOW. Now CNS."
    assert sentences.answers_line(words, pairs("low")) == "At first LOW."
    assert sentences.answers_line(words, ()) == ""


def test_the_own_line_of_an_answer_replaces_that_of_its_question() -> None:
    questions = {"place": {"line": "Now {answer}."}}
    answers = {("place", "unsure"): {"line": "Not sure where.", "within": "no"}}
    words = replace(WORDS, questions=questions, answers=answers)
    assert sentences.answers_line(words, pairs(place="unsure")) == "Not sure where."


@pytest.mark.parametrize(
    ("article", "alone", "after"),
    [("la|de la", "la a", "de la a"), ("die", "die a", "die a"), ("", "a", "a")],
)
def test_a_name_has_the_article_of_its_language(article: str, alone: str, after: str) -> None:
    words = replace(WORDS, terms={"t1": {"name": "a", "article": article}})
    assert (words.the("t1"), words.after("t1")) == (alone, after)


def test_a_placeholder_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        WORDS("list.pair")


@pytest.mark.parametrize(
    ("text", "told"),
    [("abc d", "Abc d"), ("éa", "Éa"), ("IL-2 x", "IL-2 x"), ("1a", "1a"), ("", "")],
)
def test_a_capital_changes_the_first_letter_alone(text: str, told: str) -> None:
    assert messages.capital(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Where did it come back?", "Where did it come back?"),
        ("1. x", "1\\. x"),
        ("12) x", "12\\) x"),
        ("1.5 and 2. x", "1\\.5 and 2. x"),
        ("# x", "\\# x"),
        ("+ x", "\\+ x"),
        ("> x", "\\> x"),
        ("- x - y", "\\- x - y"),
        ("a*b_c`d~e$f", "a\\*b\\_c\\`d\\~e\\$f"),
        ("![x](y)", "!\\[x\\](y)"),
        ("<b>", "\\<b>"),
        (":red[x] a: b", ":\u200bred\\[x\\] a: b"),
        (":material/home: :smile:", ":\u200bmaterial/home: :\u200bsmile:"),
        ("a & b &amp; &#60;", "a & b \\&amp; \\&#60;"),
        ("a\\b", "a\\\\b"),
    ],
)
def test_a_label_holds_no_markdown(text: str, told: str) -> None:
    assert messages.markdown(text) == told


def test_a_day_is_told_in_words() -> None:
    assert messages.day(WORDS, "2026-02-01") == "1 February 2026"


@pytest.mark.parametrize(
    ("review_by", "late"),
    [
        ([], ""),
        ([""], ""),
        (["2026-02-02"], ""),
        (["2026-02-01"], ""),
        (["2026-01-31"], "2026-01-31"),
        (["2026-01-31", "", "2025-12-31", "2027-01-01"], "2025-12-31"),
    ],
)
def test_the_first_day_that_is_past_is_overdue(review_by: list[str], late: str) -> None:
    sources = {str(at): {"review_by": day} for at, day in enumerate(review_by)}
    assert messages.overdue(replace(WORDS, sources=sources), date(2026, 2, 1)) == late


def test_languages_stand_in_the_order_of_their_columns(tables: Tables) -> None:
    columns = ["id", "text_en", "text_xx", "other_yy", "text_ab"]
    other = replace(tables, words=Table(tuple(columns), ()))
    assert messages.languages(other) == ("en", "xx", "ab")


@pytest.mark.parametrize("language", ["en", "es"])
def test_words_are_those_of_one_language(tables: Tables, language: str) -> None:
    read = messages.read(tables, language)
    assert read.language == language
    assert read.texts == {row["id"]: row[f"text_{language}"] for row in facts.read("words.csv")}
    for name, key in (
        ("terms", "term"),
        ("situations", "situation"),
        ("sources", "source"),
        ("kinds", "kind"),
    ):
        rows = facts.read(f"{name}.csv")
        found = getattr(read, name)
        assert list(found) == [row[key] for row in rows]
        for row in rows:
            for column, cell in row.items():
                assert found[row[key]][column.removesuffix(f"_{language}")] == cell


def test_a_term_stands_in_a_text_by_its_name_and_its_other_forms() -> None:
    terms = {"one": {"name": "a", "forms": "b|c d"}, "other": {"name": "e", "forms": ""}}
    words = replace(WORDS, terms=terms)
    assert words.forms("one") == ("a", "b", "c d")
    assert words.forms("other") == ("e",)


def test_names_are_found_as_whole_words_and_the_longest_first() -> None:
    found = messages.whole_words(["cell", "stem cell", "a.b"])
    text = "Stem cell, CELL; cells, excell, T-cell, cell-free, aXb, a.b (cell)"
    assert found.findall(text) == ["Stem cell", "CELL", "a.b", "cell"]


def test_words_are_english_where_no_language_is_named(tables: Tables) -> None:
    assert vars(messages.read(tables)) == vars(messages.read(tables, "en"))


def test_every_path_has_a_sentence_in_every_language(tables: Tables) -> None:
    built = pathway.build(tables)
    for language in messages.languages(tables):
        read = messages.read(tables, language)
        for flow in (*built.situations, *built.inside.values()):
            assert all("." in sentences.option_summary(read, option) for option in flow.options)
            used = {step.treatment for option in flow.options for step in option.steps}
            assert {read.name(name) for name in used} <= {
                row[f"name_{language}"] for row in facts.read("terms.csv") if row["kind"]
            }


def test_of_two_names_that_begin_alike_the_longer_one_is_found() -> None:
    found = messages.whole_words(["stem cell", "Stem cell rescue"]).search(
        "A stem cell rescue follows."
    )
    assert found
    assert found[0] == "stem cell rescue"
