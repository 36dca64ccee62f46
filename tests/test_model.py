"""The model and its sentences, small and by hand; and that nothing of the tables is lost in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from carepath import pathway, words as wording
from carepath.pathway import Note, Option, Piece, Reference, Situation, Step
from carepath.tables import TABLE_NAMES, Table, Tables
from carepath.words import Words
from tests import facts

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
    for row in facts.read("situations.csv"):
        flow = flows.pop(row["situation"])
        assert flow.explains == row["explains"]
        assert flow.reference == reference(row)
        assert flow.notes == notes(situation=flow.id, option="")
        assert {*flow.answers} == {
            (group, place) for group in row["groups"].split() for place in row["places"].split()
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
                    r["treatment"],
                    int(r["follows"]) if r["follows"] else None,
                    r["link"],
                    r["condition"],
                    r["purpose"],
                    reference(r),
                    notes(situation=flow.id, option=number, step=r["step"]),
                )
                for r in rows
                if r["option"] == number
            )
    assert flows == {}


def test_paths_and_the_flows_inside_a_treatment_are_kept_apart(tables: Tables) -> None:
    built = pathway.build(tables)
    rows = facts.read("situations.csv")
    assert [flow.id for flow in built.situations] == [r["situation"] for r in rows if r["groups"]]
    assert {name: flow.id for name, flow in built.inside.items()} == {
        row["explains"]: row["situation"] for row in rows if row["explains"]
    }
    for answer, situation in facts.ANSWERS.items():
        assert built.answer(*answer).id == situation


def test_rows_may_stand_in_any_order(tables: Tables) -> None:
    treatments = replace(tables.treatments, rows=tables.treatments.rows[::-1])
    mixed = replace(tables, treatments=treatments)
    assert pathway.build(mixed) == pathway.build(tables)


# --- Small options --------------------------------------------------------------------------------

CELLS = dict.fromkeys(("phase", "follows", "link", "condition", "purpose"), "")
CELLS |= {"situation": "here", "option": "1", "source": "page", "found_at": "list#1"}
TEXTS = {
    "condition.old": "old enough",
    "date": "{day} {month} {year}",
    "found.list": "the list",
    "found.line": "a line",
    "month.2": "February",
    "option": "Option {number}",
    "options.many": "{count} options",
    "options.none": "no option",
    "options.one": "an option",
    "purpose": "For {purpose}.",
    "purpose.rest": "rest",
    "say.alone": "{sentence} Or alone.",
    "say.first": "{name}.",
    "say.may-then": "after {before} maybe {name}.",
    "say.may-with": "with {before} maybe {name}.",
    "say.only-if": "only if {condition}: {sentence}",
    "say.or-may-then": "or after {before} maybe {name}.",
    "say.or-may-with": "or with {before} maybe {name}.",
    "say.or-then": "or after {before} {name}.",
    "say.phase": "in {phase}: {sentence}",
    "say.purpose": "{sentence} {purpose}",
    "say.then": "after {before} {name}.",
    "say.with": "{name} with {before}.",
    "source.item": "{found}, item {item}",
    "source.line": "{source}: {found}",
    "sum.beside": "{before} & {after}",
    "sum.may-then": "{before} >? {after}",
    "sum.may-with": "{before} +? {after}",
    "sum.only-if": "if {condition}: {summary}",
    "sum.or": "{before} | {after}",
    "sum.or-ways": "{before} || {after}",
    "sum.phase": "{phase}({parts})",
    "sum.purpose": "{summary} for {purpose}",
    "sum.sentence": "{summary}.",
    "sum.then": "{before} > {after}",
    "sum.way.alone": "alone",
    "sum.way.may-then": ">? {after}",
    "sum.way.may-with": "+? {after}",
    "sum.ways": "{before} [{ways}]",
    "sum.with": "{before} + {after}",
}
NAMES = {f"t{number}": chr(ord("a") + number - 1) for number in range(1, 9)} | {"p": "P", "q": "Q"}
WORDS = Words(
    "en",
    TEXTS,
    {term: {"name": name} for term, name in NAMES.items()},
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
    place = {"situation": "here", "groups": "low", "places": "same", "explains": ""}
    made = {"treatments": table_of(*rows), "situations": table_of(CELLS | place)}
    return Tables(**(dict.fromkeys(TABLE_NAMES, table_of()) | made | tables))


def situation_of(options: list[list[dict[str, str]]]) -> Situation:
    (situation,) = pathway.build(tables_of(options)).situations
    return situation


def option_of(rows: Rows, **cells: dict[str, str]) -> Option:
    """Return the option of some rows; `s2={...}` are other cells of step 2."""
    steps = [
        {"phase": phase, "follows": follows, "link": link} | cells.get(f"s{at}", {})
        for at, (phase, follows, link) in enumerate(rows, start=1)
    ]
    (option,) = situation_of([steps]).options
    return option


def short(pieces: tuple[Piece, ...]) -> str:
    """Write pieces in short: steps by number, + where no order is stated, each way in brackets."""
    return "+".join(
        f"{piece.step.number}" + "".join(f"[{way.link} {short(way.pieces)}]" for way in piece.ways)
        for piece in pieces
    )


def sentences(option: Option) -> list[str]:
    return [wording.step_sentence(WORDS, option, step) for step in option.steps]


# Name -> rows, the parts in short, the summary, the sentences.
SMALL: dict[str, tuple[Rows, list[tuple[str, str, str]], str, list[str]]] = {
    "one step": ([("", "", "")], [("", "", "1")], "A.", ["A."]),
    "a chain": (
        [("", "", ""), ("", "1", "then"), ("", "2", "may-then")],
        [("", "", "1[then 2[may-then 3]]")],
        "A > b >? c.",
        ["A.", "After a b.", "After b maybe c."],
    ),
    "alternatives": (
        [("", "", ""), ("", "1", "then"), ("", "1", "then"), ("", "1", "then")],
        [("", "", "1[then 2][then 3][then 4]")],
        "A > b | c | d.",
        ["A.", "After a b.", "Or after a c.", "Or after a d."],
    ),
    "different ways": (
        [("", "", ""), ("", "1", "may-with"), ("", "1", "may-then")],
        [("", "", "1[may-with 2][may-then 3]")],
        "A [alone || +? b || >? c].",
        ["A. Or alone.", "With a maybe b.", "Or after a maybe c."],
    ),
    "an optional way beside": (
        [("", "", ""), ("", "1", "may-with")],
        [("", "", "1[may-with 2]")],
        "A +? b.",
        ["A.", "With a maybe b."],
    ),
    "no order": (
        [("", "", ""), ("", "1", "with"), ("", "2", "with")],
        [("", "", "1+2+3")],
        "A + b + c.",
        ["A.", "B with a.", "C with b."],
    ),
    "no order, one of them with a way on": (
        [("", "", ""), ("", "1", "then"), ("", "1", "with")],
        [("", "", "1[then 2]+3")],
        "A > b & c.",
        ["A.", "After a b.", "C with a."],
    ),
    "no order after an alternative": (
        [("", "", ""), ("", "1", "then"), ("", "1", "then"), ("", "3", "with")],
        [("", "", "1[then 2][then 3+4]")],
        "A > b | c + d.",
        ["A.", "After a b.", "Or after a c.", "D with c."],
    ),
    "phases": (
        [("p", "", ""), ("p", "1", "with"), ("q", "2", "then"), ("", "3", "may-then")],
        [("p", "", "1+2"), ("q", "then", "3"), ("", "may-then", "4")],
        "P(a + b) > Q(c) >? d.",
        ["in P: A.", "in P: B with a.", "in Q: After P c.", "After Q maybe d."],
    ),
    "steps before a phase": (
        [("", "", ""), ("p", "1", "then")],
        [("", "", "1"), ("p", "then", "2")],
        "A > P(b).",
        ["A.", "in P: After a b."],
    ),
    "a way on in a phase is not one out of it": (
        [("p", "", ""), ("p", "1", "then"), ("q", "1", "may-then")],
        [("p", "", "1[then 2]"), ("q", "may-then", "3")],
        "P(a > b) >? Q(c).",
        ["in P: A.", "in P: After a b.", "in Q: After P maybe c."],
    ),
}


@pytest.mark.parametrize("case", SMALL)
def test_a_small_option_is_put_together_and_told(case: str) -> None:
    rows, parts, summary, told = SMALL[case]
    option = option_of(rows)
    assert [(part.phase, part.link, short(part.pieces)) for part in option.parts] == parts
    assert wording.option_summary(WORDS, option) == summary
    assert sentences(option) == told


def test_a_lone_way_on_that_has_two_links_in_it_is_told_once() -> None:
    option = option_of([("", "", ""), ("", "1", "may-then"), ("", "1", "may-then")])
    assert wording.option_summary(WORDS, option) == "A >? b | c."
    assert sentences(option)[0] == "A."
    (part,) = option.parts
    assert not pathway.ways_differ(part.pieces[0])


def test_condition_and_purpose_are_told_of_their_own_step() -> None:
    option = option_of(
        [("p", "", ""), ("p", "1", "then")],
        s1={"condition": "old", "purpose": "rest"},
        s2={"condition": "old"},
    )
    assert wording.option_summary(WORDS, option) == (
        "P(if old enough: a for rest > if old enough: b)."
    )
    assert sentences(option) == [
        "in P: only if old enough: A. For rest.",
        "in P: only if old enough: After a b.",
    ]


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
    assert WORDS.found(Reference("page", found_at)) == told


def test_both_answers_are_told_in_one_line() -> None:
    texts = {"answers.line": "{group}, {place}", "group.low.in": "LOW", "place.cns.in": "CNS"}
    assert wording.answers_line(replace(WORDS, texts=texts), "low", "cns") == "LOW, CNS"


def test_a_placeholder_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        WORDS("option")


@pytest.mark.parametrize(
    ("text", "told"),
    [("abc d", "Abc d"), ("éa", "Éa"), ("IL-2 x", "IL-2 x"), ("1a", "1a"), ("", "")],
)
def test_a_capital_changes_the_first_letter_alone(text: str, told: str) -> None:
    assert wording.capital(text) == told


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
        (":red[x] a: b", "\\:red\\[x\\] a: b"),
        ("a & b &amp; &#60;", "a & b \\&amp; \\&#60;"),
        ("a\\b", "a\\\\b"),
    ],
)
def test_a_label_holds_no_markdown(text: str, told: str) -> None:
    assert wording.markdown(text) == told


def test_a_day_is_told_in_words() -> None:
    assert wording.day(WORDS, "2026-02-01") == "1 February 2026"


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
    assert wording.overdue(replace(WORDS, sources=sources), date(2026, 2, 1)) == late


def test_languages_stand_in_the_order_of_their_columns(tables: Tables) -> None:
    columns = ["id", "text_en", "text_xx", "other_yy", "text_ab"]
    other = replace(tables, words=Table(tuple(columns), ()))
    assert wording.languages(other) == ("en", "xx", "ab")


@pytest.mark.parametrize("language", ["en", "es"])
def test_words_are_those_of_one_language(tables: Tables, language: str) -> None:
    read = wording.read(tables, language)
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
    found = wording.finding(["cell", "stem cell", "a.b"])
    text = "Stem cell, CELL; cells, excell, T-cell, cell-free, aXb, a.b (cell)"
    assert found.findall(text) == ["Stem cell", "CELL", "a.b", "cell"]


def test_words_are_english_where_no_language_is_named(tables: Tables) -> None:
    assert vars(wording.read(tables)) == vars(wording.read(tables, "en"))


def test_every_path_has_a_sentence_in_every_language(tables: Tables) -> None:
    built = pathway.build(tables)
    for language in wording.languages(tables):
        read = wording.read(tables, language)
        for flow in (*built.situations, *built.inside.values()):
            assert all("." in wording.option_summary(read, option) for option in flow.options)
            used = {step.treatment for option in flow.options for step in option.steps}
            assert {read.name(name) for name in used} <= {
                row[f"name_{language}"] for row in facts.read("terms.csv") if row["kind"]
            }


def test_of_two_names_that_begin_alike_the_longer_one_is_found() -> None:
    found = wording.finding(["stem cell", "Stem cell rescue"]).search("A stem cell rescue follows.")
    assert found
    assert found[0] == "stem cell rescue"
