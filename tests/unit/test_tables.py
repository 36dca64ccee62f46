"""The tables: what is accepted, and that each fault is told once and in its place."""

import csv
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath
from shutil import copytree, rmtree

import pandas as pd
import pytest

from carepath import library
from carepath.__main__ import main
from carepath.tables import columns as checks, last_sound, loader, topics
from carepath.tables.columns import TEXTS
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import DATA, check, load, snapshot
from carepath.tables.vocabulary import FORMAT
from tests.support.spoiled import (
    CELLS,
    CNS,
    FILES,
    HIGH,
    IN_PHASE,
    LACKING,
    LOST,
    LOW_1_1,
    LOW_2_2,
    SPOILED,
    SUBFLOW,
    TOPIC,
    Where,
    change,
    copy,
    file_of,
    find,
    own,
    read,
    write,
    write_to,
)
from tests.support.topics import make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the project's tables, in English alone, that a test may spoil."""
    folder = copy(tmp_path / "data")
    for table in FILES:
        columns, rows = read(folder, table)
        write(folder, table, [column for column in columns if not column.endswith("_es")], rows)
    return folder


def drop(folder: Path, table: str, where: Where) -> None:
    columns, rows = read(folder, table)
    write(folder, table, columns, [row for row in rows if not where.items() <= row.items()])


def append(folder: Path, table: str, *rows: dict[str, str]) -> int:
    """Add rows at the end and return the number of the first of them."""
    columns, present = read(folder, table)
    write(folder, table, columns, present + [dict.fromkeys(columns, "") | row for row in rows])
    return len(present) + 2


def recount(folder: Path) -> None:
    """Write into situations.csv how many steps treatments.csv has of each situation."""
    _, steps = read(folder, "treatments")
    columns, rows = read(folder, "situations")
    counts = Counter(step["situation"] for step in steps)
    write(folder, "situations", columns, [r | {"steps": counts[r["situation"]]} for r in rows])


def faults(folder: Path) -> tuple[Fault, ...]:
    """Return the faults of a folder, their files called by their names alone."""
    with pytest.raises(FaultyTables) as caught:
        load(folder)
    return tuple(replace(f, file=PurePath(f.file).name) for f in caught.value.faults)


def only_fault(folder: Path) -> Fault:
    found = faults(folder)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def test_the_projects_tables_are_sound() -> None:
    loaded = load(DATA)
    for name in FILES:
        frame = getattr(loaded, name).frame
        _, rows = own(name)
        assert frame.to_dict("records") == rows
        assert isinstance(frame.index, pd.RangeIndex)
        assert all(isinstance(cell, str) for cell in frame.to_numpy().ravel())


# Changes that break a second rule: an option that is not there any more leaves a gap or its notes
# behind, a place that is not held leaves an answer without a situation.
NOT_ALONE = {
    "unknown situation",
    "option is no number",
    "option with a zero in front",
    "option number in other digits",
    "answer to an unknown question",
    "answer that is a number",
    "answer that is called as all of them",
}


@pytest.mark.parametrize("case", CELLS)
def test_a_faulty_cell_is_named(folder: Path, case: str) -> None:
    table, where, cells, (column, value, problem) = CELLS[case]
    row = change(folder, table, where, cells)
    everything = faults(folder)
    place = (f"{table}.csv", row, column)
    found = [fault for fault in everything if (fault.file, fault.row, fault.column) == place]
    assert len(found) == 1, "\n".join(map(str, everything))
    assert found[0].value == value
    assert problem in found[0].problem
    assert found[0].allowed
    assert (len(everything) > 1) == (case in NOT_ALONE), "\n".join(map(str, everything))


@pytest.mark.parametrize(
    ("table", "where", "column", "value", "meant"),
    [
        ("treatments", LOW_1_1, "treatment", "Surgry", "surgery"),
        ("treatments", LOW_2_2, "link", "may then", "may-then"),
        ("treatments", LOW_1_1, "source", "navigating-cares", "navigating-care"),
        ("treatments", LOW_1_1, "found_at", "low-risk-frist-list#1", "low-risk-first-list"),
        (
            "notes",
            {"situation": "high", "note": "palliative-care"},
            "note",
            "paliative-care",
            "palliative-care",
        ),
        ("prompts", {"prompt": "which-fits"}, "treatments", "surgery kemotherapy", "chemotherapy"),
        ("routes", {"situation": "low-same", "answer": "low"}, "answer", "lo", "low"),
        ("cards", {"answers": "low.several", "card": "low.same"}, "card", "low.sme", "low.same"),
        ("treatments", LOW_1_1, "treatment", "zebra", None),
    ],
)
def test_a_mistyped_id_gets_the_one_that_it_may_mean(
    table: str, where: dict[str, str], column: str, value: str, meant: str | None, folder: Path
) -> None:
    row = change(folder, table, where, {column: value})
    fault = next(f for f in faults(folder) if (f.row, f.column) == (row, column))
    assert fault.problem.partition(". ")[2] == (f"Did you mean {meant!r}?" if meant else "")


@pytest.mark.parametrize(
    ("table", "where", "column"),
    [
        ("situations", HIGH, "situation"),
        ("terms", {"term": "surgery"}, "term"),
        ("words", {"id": "link.then"}, "id"),
        ("sources", {"source": "nci-professional"}, "source"),
        ("kinds", {"kind": "surgery"}, "kind"),
        ("treatments", LOW_2_2, "step"),
    ],
)
def test_an_id_stands_once(folder: Path, table: str, where: Where, column: str) -> None:
    first = find(folder, table, where)
    _, rows = read(folder, table)
    row = append(folder, table, rows[first - 2])
    fault = only_fault(folder)
    assert (fault.file, fault.row, fault.column) == (f"{table}.csv", row, column)
    assert fault.value == rows[first - 2][column]
    assert f"as in row {first}" in fault.problem


@pytest.mark.parametrize("spoiled", ["Surgery", "low_same", "-a", "a--b", "a.b", "é", ""])
def test_an_id_is_a_slug(folder: Path, spoiled: str) -> None:
    _, rows = read(folder, "kinds")
    row = append(folder, "kinds", rows[0] | {"kind": spoiled})
    fault = only_fault(folder)
    assert (fault.file, fault.row, fault.column) == ("kinds.csv", row, "kind")
    assert fault.value == spoiled


def test_an_id_of_a_word_may_hold_dots(folder: Path) -> None:
    append(folder, "words", {"id": "note.my-own.word", "text_en": "A {name} and {{braces}}"})
    load(folder)
    row = append(folder, "words", {"id": "note..word", "text_en": "A text"})
    assert (only_fault(folder).row, only_fault(folder).value) == (row, "note..word")


def test_options_have_no_gap(folder: Path) -> None:
    drop(folder, "treatments", {"situation": "high", "option": "3"})
    recount(folder)
    row = find(folder, "treatments", {"situation": "high", "option": "4"})
    fault = only_fault(folder)
    assert (fault.file, fault.row, fault.column) == ("treatments.csv", row, "option")
    assert fault.value == "4"
    assert "high has no option 3" in fault.problem


def test_rows_of_an_option_need_not_stand_together(folder: Path) -> None:
    columns, rows = read(folder, "treatments")
    write(folder, "treatments", columns, rows[::-1])
    assert list(load(folder).treatments.rows) == rows[::-1]


Steps = list[tuple[str, str, str]]
"""The phase, what is followed, and the link; a step that is given alone begins with a star."""


def leads(steps: Steps) -> list[str]:
    """Return the leads of the phases, each in its first step."""
    phases = [phase.lstrip("*") for phase, _, _ in steps]
    return [
        "may-include" if phase and phase != before else ""
        for before, phase in zip(["", *phases], phases, strict=False)
    ]


def add_option(folder: Path, steps: Steps) -> int:
    """Add an option of these phases, follows and links, and return the row of its first step."""
    _, rows = read(folder, "treatments")
    numbers = [int(row["option"]) for row in rows if row["situation"] == "high"]
    base = {"situation": "high", "option": str(max(numbers) + 1), "treatment": "surgery"}
    base |= {"source": "navigating-care", "found_at": "high-risk-list"}
    row = append(
        folder,
        "treatments",
        *(
            base
            | {"step": str(number), "phase": phase.lstrip("*"), "follows": follows, "link": link}
            | {"alone": "yes" if phase.startswith("*") else "", "phase_lead": lead}
            for number, ((phase, follows, link), lead) in enumerate(
                zip(steps, leads(steps), strict=True), start=1
            )
        ),
    )
    recount(folder)
    return row


A, B, C = "induction", "consolidation", "maintenance"
SOUND_OPTIONS: dict[str, Steps] = {
    "one step": [("", "", "")],
    "one step alone": [("*", "", "")],
    "alternatives": [("", "", ""), ("", "1", "then"), ("", "1", "then")],
    "ways": [("*", "", ""), ("", "1", "combined-with"), ("", "1", "then"), ("", "1", "may-then")],
    "a chain of and": [("", "", ""), ("", "1", "and"), ("", "2", "and")],
    "a part that may be left out": [("", "", ""), ("", "1", "with-or-without")],
    "a pair after a step": [("", "", ""), ("", "1", "then"), ("", "2", "combined-with")],
    "a list in a phase": [(A, "", ""), (A, "1", "item"), (A, "1", "item"), (A, "3", "item")],
    "a sequence among items": [(A, "", ""), (A, "1", "then"), (A, "1", "item")],
    "phases": [(A, "", ""), (A, "1", "item"), (B, "2", "then"), (C, "3", "then")],
    "steps around a phase": [("", "", ""), (A, "1", "then"), ("", "2", "may-then")],
    "two after a step, one of them after its phase": [
        (A, "", ""),
        (A, "1", "then"),
        (B, "1", "then"),
    ],
}
FAULTY_OPTIONS: dict[str, tuple[Steps, tuple[int, str, str, str]]] = {
    "mixed in a phase": (
        [(A, "", ""), (A, "1", "may-then"), (A, "1", "then")], (3, "link", "then", "mixes"),
    ),
    "mixed outside the phases": (
        [("", "", ""), ("", "1", "then"), ("", "1", "may-then")], (3, "link", "may-then", "mixes"),
    ),
    "a link of phases": (
        [(A, "", ""), (B, "1", "with")], (2, "link", "with", "joins two phases"),
    ),
    "a phase that may follow": (
        [(A, "", ""), (B, "1", "may-then")], (2, "link", "may-then", "joins two phases"),
    ),
    "a link of a phase and a step": (
        [(A, "", ""), ("", "1", "combined-with")],
        (2, "link", "combined-with", "joins two phases"),
    ),
    "an item outside the phases": (
        [("", "", ""), ("", "1", "item")], (2, "link", "item", "in no phase"),
    ),
    "an item after the middle of another": (
        [(A, "", ""), (A, "1", "then"), (A, "2", "item")], (3, "follows", "2", "begins no item"),
    ),
    "two beside one": (
        [("", "", ""), ("", "1", "and"), ("", "1", "and")], (3, "follows", "1", "an alternative"),
    ),
    "a chain of two links": (
        [("", "", ""), ("", "1", "and"), ("", "2", "combined-with")],
        (3, "link", "combined-with", "joins what and joins"),
    ),
    "a way on from one of several": (
        [("", "", ""), ("", "1", "combined-with"), ("", "2", "then")],
        (3, "follows", "2", "belongs to others"),
    ),
    "a way on from the first of several": (
        [("", "", ""), ("", "1", "and"), ("", "1", "then")],
        (3, "follows", "1", "belongs to others"),
    ),
    "and to what may be given alone": (
        [("*", "", ""), ("", "1", "and")], (2, "link", "and", "may be given alone"),
    ),
    "a part that may be left out of what may be given alone": (
        [("*", "", ""), ("", "1", "with-or-without")],
        (2, "link", "with-or-without", "may be given alone"),
    ),
    "alone among others": (
        [("", "", ""), ("*", "1", "combined-with")], (2, "alone", "yes", "belongs to others"),
    ),
    "two phases after one": (
        [(A, "", ""), (B, "1", "then"), (C, "1", "then")],
        (3, "follows", "1", "a second way on from phase induction"),
    ),
    "a phase and a step after one": (
        [(A, "", ""), (B, "1", "then"), ("", "1", "then")],
        (3, "follows", "1", "a second way on from phase induction"),
    ),
    "a phase beside the steps after a step": (
        [("", "", ""), ("", "1", "then"), (A, "2", "then"), ("", "1", "then")],
        (4, "follows", "1", "a second way on from the steps outside the phases from step 1"),
    ),
    "a second way into a phase": (
        [(A, "", ""), (B, "1", "then"), (B, "1", "then")],
        (3, "follows", "1", "a second way into phase consolidation"),
    ),
    "back into a phase": (
        [(A, "", ""), (B, "1", "then"), (A, "2", "then")], (3, "phase", A, "goes back"),
    ),
    "back into a phase past a step": (
        [(A, "", ""), ("", "1", "then"), (A, "1", "then")], (3, "phase", A, "goes back"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SOUND_OPTIONS)
def test_sound_options_pass(folder: Path, case: str) -> None:
    add_option(folder, SOUND_OPTIONS[case])
    load(folder)


@pytest.mark.parametrize("case", FAULTY_OPTIONS)
def test_options_that_cannot_be_drawn_are_named(folder: Path, case: str) -> None:
    steps, (number, column, value, problem) = FAULTY_OPTIONS[case]
    row = add_option(folder, steps) + number - 1
    fault = only_fault(folder)
    assert (fault.file, fault.row, fault.column) == ("treatments.csv", row, column)
    assert fault.value == value
    assert problem in fault.problem


def test_answers_that_lead_to_no_situation(folder: Path) -> None:
    drop(folder, "routes", HIGH | {"answer": "elsewhere"})
    fault = only_fault(folder)
    assert (fault.file, fault.value) == ("routes.csv", "high, elsewhere")
    assert "no situation" in fault.problem


def test_answers_that_lead_to_two_situations(folder: Path) -> None:
    change(folder, "routes", CNS, {"answer": "same"})
    found = faults(folder)
    assert [(fault.file, fault.value) for fault in found] == [
        ("routes.csv", "low, same"),
        ("routes.csv", "low, cns"),
        ("routes.csv", "intermediate, same"),
        ("routes.csv", "intermediate, cns"),
        ("routes.csv", "high, same"),
        ("routes.csv", "high, cns"),
        ("routes.csv", "unsure, same"),
        ("routes.csv", "unsure, cns"),
    ]
    assert "lead to low-same and cns" in found[0].problem


def test_a_question_that_decides_nothing(folder: Path) -> None:
    columns, rows = read(folder, "questions")
    write(folder, "questions", columns, [*rows, rows[1] | {"question": "when"}])
    fault = only_fault(folder)
    assert (fault.file, fault.row, fault.value) == ("questions.csv", 4, "when")
    assert "no answers" in fault.problem
    columns, rows = read(folder, "answers")
    write(folder, "answers", columns, [*rows, rows[0] | {"question": "when", "answer": "late"}])
    assert "depends on it" in only_fault(folder).problem


@pytest.mark.parametrize("name", ["topic", "option", "lang"])
def test_a_question_may_not_be_called_as_something_else_in_addresses(
    folder: Path, name: str
) -> None:
    for table in ("questions", "answers", "routes", "notes"):
        columns, rows = read(folder, table)
        for row in rows:
            row["question"] = name if row["question"] == "place" else row["question"]
        write(folder, table, columns, rows)
    fault = only_fault(folder)
    assert (fault.file, fault.value) == ("questions.csv", name)


def test_a_fourth_question_is_one_too_many(folder: Path) -> None:
    columns, rows = read(folder, "questions")
    more = [rows[1] | {"question": name} for name in ("when", "how")]
    write(folder, "questions", columns, [*rows, *more])
    found = [fault for fault in faults(folder) if "too many" in fault.problem]
    assert [(fault.row, fault.value) for fault in found] == [(5, "how")]


def test_tables_of_an_older_version_are_one_fault_that_says_what_to_do(folder: Path) -> None:
    for file in file_of(folder, "topic").parent.iterdir():
        file.rename(folder / file.name)
    rmtree(folder / topics.FOLDER)
    fault = only_fault(folder)
    assert (fault.file, fault.problem) == (topics.FOLDER, "holds no topic")
    assert "docs/data.md" in fault.allowed


def test_a_topic_is_called_as_its_folder(folder: Path) -> None:
    file_of(folder, "topic").parent.rename(folder / topics.FOLDER / "other")
    fault = only_fault(folder)
    assert (fault.file, fault.value, fault.allowed) == ("topic.csv", TOPIC, "other")


def test_topics_are_in_the_order_that_they_state(folder: Path) -> None:
    copytree(folder / topics.FOLDER / TOPIC, other := folder / topics.FOLDER / "a-first")
    (other / "topic.csv").write_text(f"topic,format,order\na-first,{FORMAT},1\n", encoding="utf-8")
    with pytest.raises(FaultyTables) as caught:
        load(folder)
    (fault,) = caught.value.faults
    assert (fault.column, fault.value, fault.allowed) == ("order", "1", "each once")
    (other / "topic.csv").write_text(f"topic,format,order\na-first,{FORMAT},2\n", encoding="utf-8")
    assert [*check(snapshot(folder))] == [TOPIC, "a-first"]
    assert load(folder, "a-first").topic.rows[0]["topic"] == "a-first"


def test_a_fault_names_the_folder_of_its_topic(folder: Path) -> None:
    change(folder, "answers", {"answer": "cns"}, {"text_en": ""})
    drop(folder, "routes", {"situation": "high"})
    with pytest.raises(FaultyTables) as caught:
        load(folder)
    files = {fault.file for fault in caught.value.faults}
    assert files == {f"topics/{TOPIC}/{name}.csv" for name in ("answers", "routes")}


def test_a_topic_replaces_shared_rows_and_adds_its_own(folder: Path) -> None:
    before = load(folder)
    own = folder / topics.path("kinds", TOPIC)
    columns, rows = read(folder, "kinds")
    replaced, new = rows[2] | {"name_en": "Replaced"}, rows[2] | {"kind": "new", "name_en": "New"}
    with own.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows([replaced, new])
    assert load(folder).kinds.rows == (
        new,
        *before.kinds.rows[:2],
        replaced,
        *before.kinds.rows[3:],
    )
    own.write_text(own.read_text(encoding="utf-8").replace("New", ""), encoding="utf-8")
    with pytest.raises(FaultyTables) as caught:
        load(folder)
    assert [(f.file, f.row, f.column) for f in caught.value.faults] == [
        (topics.path("kinds", TOPIC), 3, "name_en")
    ]


def test_a_situation_without_options_says_so(folder: Path) -> None:
    """A filter in a spreadsheet, then "save what is shown": the rest of the list is gone."""
    drop(folder, "treatments", {"situation": "cns"})
    columns, rows = read(folder, "notes")
    write(folder, "notes", columns, [row for row in rows if row["situation"] != "cns"])
    columns, rows = read(folder, "cards")
    write(folder, "cards", columns, [row for row in rows if ".cns" not in row["card"]])
    row = find(folder, "situations", {"situation": "cns"})
    fault = only_fault(folder)
    assert (fault.file, fault.row, fault.column) == ("situations.csv", row, "steps")
    assert "treatments.csv has 0 steps of cns" in fault.problem
    change(folder, "situations", {"situation": "cns"}, {"steps": "0", "lead": "", "start_en": ""})
    assert "cns" not in {row["situation"] for row in load(folder).treatments.rows}


def test_no_list_has_a_reason(folder: Path) -> None:
    drop(folder, "notes", {"situation": "unsure"})
    fault = only_fault(folder)
    row = find(folder, "situations", {"situation": "unsure"})
    assert (fault.file, fault.row, fault.column) == ("situations.csv", row, "steps")
    assert "nothing says why" in fault.problem
    told = {"statement_en": "None.", "meaning_en": "Why.", "action_en": "Ask."}
    change(folder, "situations", {"situation": "unsure"}, told)
    load(folder)


def test_no_step_goes_unnoticed(folder: Path) -> None:
    columns, rows = read(folder, "treatments")
    for at, lost in enumerate(rows):
        write(folder, "treatments", columns, rows[:at] + rows[at + 1 :])
        assert faults(folder), lost


def test_a_step_more_is_counted(folder: Path) -> None:
    row = add_option(folder, [("", "", "")])
    counted = next(
        row["steps"] for row in read(folder, "situations")[1] if HIGH.items() <= row.items()
    )
    columns, rows = read(folder, "treatments")
    write(folder, "treatments", columns, [*rows, rows[row - 2] | {"option": "6"}])
    fault = only_fault(folder)
    assert (fault.file, fault.column, fault.value) == ("situations.csv", "steps", counted)
    assert f"treatments.csv has {int(counted) + 1} steps of high" in fault.problem


def test_a_subflow_has_one_option(folder: Path) -> None:
    drop(folder, "treatments", SUBFLOW)
    drop(folder, "notes", SUBFLOW)
    row = find(folder, "situations", SUBFLOW)
    fault = only_fault(folder)
    assert (fault.file, fault.row, fault.column) == ("situations.csv", row, "situation")
    assert "has 0 options" in fault.problem


def test_a_treatment_is_explained_once(folder: Path) -> None:
    first = find(folder, "situations", SUBFLOW)
    _, rows = read(folder, "situations")
    row = append(folder, "situations", rows[first - 2] | {"situation": "again"})
    fault = next(fault for fault in faults(folder) if fault.column == "explains")
    assert (fault.file, fault.row, fault.value) == ("situations.csv", row, "high-risk-treatment")


def test_a_subflow_holds_no_explained_treatment(folder: Path) -> None:
    row = change(folder, "treatments", IN_PHASE, {"treatment": "high-risk-treatment"})
    fault = only_fault(folder)
    assert (fault.file, fault.row, fault.column) == ("treatments.csv", row, "treatment")
    assert "might never end" in fault.problem


def test_an_eighth_item_under_one_head(folder: Path) -> None:
    risk = {"treatments": "surgery cns-surgery", "section": "effects", "head": "other-risks"}
    place = {"source": "nci-treatment-types", "found_at": "surgery-page"}
    rows = [risk | place | {"text_en": f"risk {number}"} for number in range(4, 9)]
    row = append(folder, "effects", *rows)
    fault = only_fault(folder)
    assert (fault.file, fault.row, fault.column) == ("effects.csv", row + 4, "head")
    assert "one item too many under other-risks" in fault.problem
    assert "7 items at most" in fault.allowed


def test_a_treatment_whose_effects_are_lost(folder: Path) -> None:
    drop(folder, "effects", {"treatments": "isotretinoin", "section": "effects"})
    fault = only_fault(folder)
    where = find(folder, "terms", {"term": "isotretinoin"})
    assert (fault.file, fault.row, fault.column) == ("terms.csv", where, "term")
    assert "no row for it in the section effects" in fault.problem


def test_effects_of_treatment_in_general_need_a_word_that_begins_them(folder: Path) -> None:
    drop(folder, "words", {"id": "later.lead"})
    fault = only_fault(folder)
    where = 2 + [row["treatments"] for row in read(folder, "effects")[1]].index("")
    assert (fault.file, fault.row, fault.column) == ("effects.csv", where, "treatments")
    assert "no word later.lead" in fault.problem
    columns, rows = read(folder, "effects")
    write(folder, "effects", columns, [row for row in rows if row["treatments"]])
    assert load(folder).effects.rows


@pytest.mark.parametrize(
    ("gone", "left"),
    [("handout.left-out", "known.left-out"), ("known.left-out", "handout.left-out")],
)
def test_pages_and_sheets_say_alike_what_was_left_out(folder: Path, gone: str, left: str) -> None:
    drop(folder, "words", {"id": "known.others"})
    load(folder)
    drop(folder, "words", {"id": gone})
    fault = only_fault(folder)
    assert (fault.file, fault.column, fault.value) == ("words.csv", "id", left)
    assert gone in fault.problem
    drop(folder, "words", {"id": left})
    load(folder)


def test_a_word_of_the_project_is_missing(folder: Path) -> None:
    drop(folder, "words", {"id": "link.then"})
    fault = only_fault(folder)
    assert (fault.file, fault.row, fault.column) == ("words.csv", None, "id")
    assert fault.value == "link.then"


def test_words_need_the_projects_own(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "DATA", tmp_path / "nowhere")
    assert "project's own words.csv" in only_fault(folder).problem


def translate(folder: Path, *tables_: str) -> None:
    for table in tables_:
        columns, rows = read(folder, table)
        english = [column for column in columns if column.endswith("_en")]
        for row in rows:
            row.update({f"{column[:-3]}_es": row[column] for column in english})
        write(folder, table, columns + [f"{column[:-3]}_es" for column in english], rows)


def test_another_language(folder: Path) -> None:
    translate(folder, *TEXTS)
    assert "text_es" in load(folder).words.columns

    word = change(folder, "words", {"id": "source.read"}, {"text_es": "leído el {fecha}"})
    empty = change(folder, "terms", {"term": "surgery"}, {"meaning_es": ""})
    filled = change(folder, "terms", {"term": "observation"}, {"say_es": "Más."})
    markup = change(folder, "kinds", {"kind": "other"}, {"name_es": "<i>Otros</i>"})
    assert [(fault.file, fault.row, fault.column) for fault in faults(folder)] == [
        ("words.csv", word, "text_es"),
        ("kinds.csv", markup, "name_es"),
        ("terms.csv", empty, "meaning_es"),
        ("terms.csv", filled, "say_es"),
    ]


def test_a_language_has_an_article_for_every_treatment_and_phase_or_for_none(
    folder: Path,
) -> None:
    phases = {row["phase"] for row in read(folder, "treatments")[1]}
    rows = read(folder, "terms")[1]
    named = [row["term"] for row in rows if row["kind"] or row["term"] in phases]
    change(folder, "terms", {"term": "surgery"}, {"article_en": "the"})
    found = faults(folder)
    assert {fault.column for fault in found} == {"article_en"}
    lacking = [rows[(fault.row or 0) - 2]["term"] for fault in found]
    assert lacking == [term for term in named if term != "surgery"]


def test_an_offered_language_has_a_name(folder: Path) -> None:
    """Every other page leads to it by that name."""
    for table in TEXTS:
        columns, rows = read(folder, table)
        english = [column for column in columns if column.endswith("_en")]
        rows = [row | {f"{column[:-3]}_fr": row[column] for column in english} for row in rows]
        write(folder, table, columns + [f"{column[:-3]}_fr" for column in english], rows)
    fault = only_fault(folder)
    assert (fault.file, fault.column, fault.value) == ("words.csv", "id", "language.fr")
    assert "text_fr" in fault.problem


@pytest.mark.parametrize(
    "text", ["Hóa trị liệu", "Химиотерапия", "131\u2011MIBG → β, δ ≥ ½", "a\u200db"]
)
def test_letters_of_many_languages_pass(folder: Path, text: str) -> None:
    change(folder, "terms", {"term": "surgery"}, {"name_en": text})
    assert text in {row["name_en"] for row in load(folder).terms.rows}


def test_a_language_from_right_to_left_is_one_fault_a_column(folder: Path) -> None:
    for table in FILES:
        columns, rows = read(folder, table)
        texts = [column for column in columns if column.endswith("_en")]
        for row in rows:
            row |= {f"{text[:-3]}_ar": row[text] and "علاج" for text in texts}
        write(folder, table, [*columns, *(f"{text[:-3]}_ar" for text in texts)], rows)
    found = faults(folder)
    told = [fault for fault in found if fault.problem == "is written from right to left"]
    assert all(fault.column.endswith("_ar") for fault in told)
    assert len({(fault.file, fault.column) for fault in told}) == len(told) > 10


def test_an_offered_language_is_whole(folder: Path) -> None:
    translate(folder, *({*TEXTS} - {"kinds"}))
    fault = only_fault(folder)
    assert (fault.file, fault.column) == ("kinds.csv", "name_es")
    assert "missing" in fault.problem


def test_a_language_that_is_not_offered(folder: Path) -> None:
    translate(folder, "kinds")
    fault = only_fault(folder)
    assert (fault.file, fault.column) == ("kinds.csv", "name_es")
    assert "not a known column" in fault.problem


def test_several_faults_are_told_at_once_and_in_order(folder: Path) -> None:
    row = change(folder, "treatments", LOW_2_2, {"link": "later", "source": "hearsay"})
    change(folder, "treatments", LOW_1_1, {"treatment": "magic"})
    change(folder, "kinds", {"kind": "other"}, {"light": "grey"})
    file_of(folder, "notes").unlink()
    found = faults(folder)
    places = [(fault.file, fault.column) for fault in found]
    assert places[0] == ("kinds.csv", "light")
    assert sorted(places[1:4]) == [
        ("treatments.csv", "link"), ("treatments.csv", "source"), ("treatments.csv", "treatment"),
    ]  # fmt: skip
    assert places[4:] == [("notes.csv", None)]
    assert [fault.row for fault in found[1:4]] == [find(folder, "treatments", LOW_1_1), row, row]
    assert str(next(fault for fault in found if fault.column == "link")) == (
        f"treatments.csv, row {row}, column link, value 'later': not a known link, "
        "allowed: then, may-then, combined-with, with, with-or-without, and, item"
    )


# Files


def test_a_byte_order_mark_and_windows_line_ends_are_fine(folder: Path) -> None:
    plain = load(folder)
    for name in FILES:
        path = file_of(folder, name)
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    loaded = load(folder)
    for name in FILES:
        assert getattr(loaded, name) == getattr(plain, name)


def test_columns_in_another_order_are_fine(folder: Path) -> None:
    columns, rows = read(folder, "words")
    write(folder, "words", columns[::-1], rows)
    load(folder)


@pytest.mark.parametrize("name", ["reading", *LACKING])
def test_some_tables_may_hold_no_rows(folder: Path, name: str) -> None:
    columns, _ = read(folder, name)
    write(folder, name, columns, [])
    assert getattr(load(folder), name).frame.empty


def test_a_topic_may_have_no_notes(tmp_path: Path) -> None:
    columns, _ = own("notes")
    write_to(make(tmp_path, "one") / topics.path("notes", "one"), columns, [])
    assert load(tmp_path).notes.frame.empty


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_file_is_a_fault(folder: Path, case: str) -> None:
    file, spoil, (row, column, problem) = SPOILED[case]
    path = folder / file
    path.write_bytes(spoil(path.read_bytes()))
    found = faults(folder)
    assert {fault.file for fault in found} == {file}, "other files are blamed for it"
    assert any(
        (fault.row, fault.column) == (row, column) and problem in fault.problem for fault in found
    ), "\n".join(map(str, found))


def spread(data: bytes) -> bytes:
    """Add what spreadsheets add: columns to the right in most rows, and rows at the end."""
    first, *others = data.split(b"\n")
    return b"\n".join([first + b",,", *(row + b",," * (at < 3) for at, row in enumerate(others))])


EMPTY_ENDS: dict[str, Callable[[bytes], bytes]] = {
    "a blank last line": lambda data: data + b"\n",
    "many blank last lines": lambda data: data + b"\r\n" * 200,
    "a row of commas": lambda data: data + b",,,\n",
    "rows of more commas than columns": lambda data: data + b",,,,,,,\n\n" * 20,
    "rows of spaces": lambda data: data + b" ,\xc2\xa0,,\n",
    "a column to the right": lambda data: data.replace(b"\n", b",\n"),
    "columns of spaces to the right": lambda data: data.replace(b"\n", b", ,\n"),
    "columns to the right, cut short from some row on": spread,
}


@pytest.mark.parametrize("case", EMPTY_ENDS)
def test_emptiness_around_a_table_is_left_out(folder: Path, case: str) -> None:
    plain = load(folder).kinds
    path = file_of(folder, "kinds")
    path.write_bytes(EMPTY_ENDS[case](path.read_bytes()))
    assert load(folder).kinds == plain


def test_empty_rows_between_others_are_one_fault(folder: Path) -> None:
    path = file_of(folder, "kinds")
    header, first, rest = path.read_bytes().split(b"\n", 2)
    path.write_bytes(b"\n".join([header, first, b"\n" * 198, rest]))
    fault = only_fault(folder)
    assert (fault.file, fault.row) == ("kinds.csv", 3)
    assert fault.problem == "the row is empty, and 198 more up to row 201"


def test_a_row_longer_than_its_empty_columns_is_a_fault(folder: Path) -> None:
    """A comma in a text moves all cells behind it: the last one must not be taken for empty."""
    path = file_of(folder, "kinds")
    path.write_bytes(path.read_bytes().replace(b"Surgery,", b"Surgery, other,", 1))
    assert only_fault(folder).problem == "the row has 6 cells, the header has 5"


@pytest.mark.parametrize("name", ["Kinds.CSV", "kinds - Sheet1.csv", "kinds.csv.csv", "kinds.xlsx"])
def test_a_file_under_nearly_its_name_is_named(folder: Path, name: str) -> None:
    file_of(folder, "kinds").rename(folder / name)
    fault = only_fault(folder)
    assert fault.file == "kinds.csv"
    assert fault.problem == f"the file is missing; is {name!r} meant?"
    assert fault.allowed == "a CSV file named kinds.csv"


def test_every_undecodable_row_is_named(folder: Path) -> None:
    path = file_of(folder, "kinds")
    path.write_bytes(path.read_bytes().replace(b" therapy", b" th\xe9rapie"))
    assert [fault.row for fault in faults(folder)] == [5, 6]


@pytest.mark.parametrize("name", LACKING)
def test_a_folder_may_lack_some_tables(folder: Path, tmp_path: Path, name: str) -> None:
    """Nor do the saved tables of an older version have them."""
    file_of(folder, name).unlink()
    assert getattr(load(folder), name).frame.empty
    last_sound.save(tmp_path, snapshot(folder))
    saved = last_sound.read(tmp_path, snapshot(DATA))
    assert saved
    assert getattr(check(saved)[TOPIC], name).rows == ()


@pytest.mark.parametrize("name", [name for name in FILES if name not in LACKING])
def test_a_missing_file_is_the_only_fault(folder: Path, name: str) -> None:
    file_of(folder, name).unlink()
    fault = only_fault(folder)
    assert (fault.file, fault.row, fault.column) == (f"{name}.csv", None, None)
    assert "missing" in fault.problem


def test_missing_columns_are_the_only_faults(folder: Path) -> None:
    sheets = {name: read(folder, name) for name in FILES}
    for turn in range(max(len(columns) for columns, _ in sheets.values())):
        missing = {name: columns[turn % len(columns)] for name, (columns, _) in sheets.items()}
        for name, (columns, rows) in sheets.items():
            write(folder, name, [column for column in columns if column != missing[name]], rows)
        assert [(fault.file, fault.row, fault.column) for fault in faults(folder)] == [
            (f"{name}.csv", None, column) for name, column in missing.items()
        ]


def test_a_folder_in_place_of_a_file(folder: Path) -> None:
    file_of(folder, "kinds").unlink()
    file_of(folder, "kinds").mkdir()
    assert "cannot be read" in only_fault(folder).problem


def test_a_link_that_leads_nowhere_is_a_missing_file(folder: Path) -> None:
    file_of(folder, "kinds").unlink()
    file_of(folder, "kinds").symlink_to(folder / "nothing.csv")
    assert "missing" in only_fault(folder).problem
    with pytest.raises(FaultyTables):
        library.site(folder)


def test_a_missing_folder(tmp_path: Path) -> None:
    fault = only_fault(tmp_path / "nowhere")
    assert (fault.file, fault.problem) == ("nowhere", "is not a folder")


def test_an_error_tells_every_fault_in_a_line(folder: Path) -> None:
    file_of(folder, "kinds").unlink()
    file_of(folder, "notes").unlink()
    with pytest.raises(FaultyTables) as caught:
        load(folder)
    assert str(caught.value).splitlines() == [str(fault) for fault in caught.value.faults]
    assert len(caught.value.faults) == 2


def test_a_column_that_is_missing_and_one_too_many_name_all_that_there_may_be(folder: Path) -> None:
    columns, rows = read(folder, "kinds")
    write(folder, "kinds", ["colour", *columns[1:]], [row | {"colour": "x"} for row in rows])
    missing, unknown = faults(folder)
    allowed = "kind, light, dark, pictogram, name_en"
    assert missing == Fault("kinds.csv", None, "kind", None, "this column is missing", allowed)
    assert unknown == Fault("kinds.csv", 1, "colour", None, "not a known column", allowed)


@pytest.mark.parametrize(
    ("check", "fitting", "unfit", "problem", "allowed"),
    [
        (
            checks._matches("a|bc", "not so", "a or bc"),
            ["a", "bc"],
            ["", "ab", "abc", "a\n", "xa"],
            "not so",
            "a or bc",
        ),
    ],
)
def test_a_check_says_what_fits_and_what_is_allowed(
    check: checks.Check, fitting: list[str], unfit: list[str], problem: str, allowed: str
) -> None:
    assert [cell for cell in (*fitting, *unfit) if check.fits(cell)] == fitting
    assert (check.problem, check.allowed) == (problem, allowed)


def test_faults_stand_in_the_order_of_files_and_rows_each_once(folder: Path) -> None:
    change(folder, "kinds", {"kind": "other"}, {"dark": "x", "light": "y"})
    change(folder, "treatments", LOW_2_2, {"source": "hearsay"})
    change(folder, "treatments", LOW_1_1, {"source": "hearsay"})
    drop(folder, "words", {"id": "link.then"})
    file_of(folder, "notes").unlink()
    found = faults(folder)
    files = [fault.file.removesuffix(".csv") for fault in found]
    assert files == sorted(files, key=FILES.index)
    for name in FILES:
        rows = [fault.row or 0 for fault in found if fault.file == f"{name}.csv"]
        assert rows == sorted(rows)
    assert len(found) == len(set(found)) == 6


def test_each_file_may_have_its_own_languages_where_words_are_missing(folder: Path) -> None:
    """What is offered stands in words.csv; without it, no other file is blamed."""
    write(folder, "terms", *own("terms"))
    file_of(folder, "words").unlink()
    assert only_fault(folder).file == "words.csv"


def test_the_projects_own_words_may_be_faulty_themselves(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    copytree(DATA / topics.NEW, own / topics.NEW)
    (own / "words.csv").write_text("id,text\na,b\n", encoding="utf-8")
    monkeypatch.setattr(loader, "DATA", own)
    problem = "cannot be compared with the project's own words.csv, which is faulty"
    assert only_fault(folder) == Fault("words.csv", None, None, None, problem, "")
    (own / "words.csv").write_text("id,text_en\nlink.then,x\nnew,y\n", encoding="utf-8")
    assert (only_fault(folder).column, only_fault(folder).value) == ("id", "new")


def test_every_topic_has_the_words_of_a_new_one(folder: Path) -> None:
    drop(folder, "words", {"id": "app.title"})
    with pytest.raises(FaultyTables) as caught:
        load(folder)
    (fault,) = caught.value.faults
    assert (fault.file, fault.value) == (topics.path("words", TOPIC), "app.title")


def test_a_statement_that_is_shared_needs_a_word_that_says_why(folder: Path) -> None:
    drop(folder, "words", {"id": "statement.added"})
    assert {(fault.file, fault.value) for fault in faults(folder)} == {("situations.csv", "high")}


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (Fault("a.csv", None, None, None, "is empty", ""), "a.csv: is empty"),
        (Fault("a.csv", 2, "b", "", "p", "x"), "a.csv, row 2, column b, value '': p, allowed: x"),
        (Fault("a.csv", 1, "", None, "p", ""), "a.csv, row 1, column '': p"),
        (Fault("a.csv", 1, None, None, "p?", "x"), "a.csv, row 1: p? Allowed: x"),
        (Fault("a.csv", 1, "\x1b[2J", None, "p", ""), r"a.csv, row 1, column \x1b[2J: p"),
        (Fault("a.csv", None, "b", "\u202e\n", "p", ""), r"a.csv, column b, value '\u202e\n': p"),
        (
            Fault("a.csv", 1, None, "it's", "p", "\u2028"),
            r"""a.csv, row 1, value "it's": p, allowed: \u2028""",
        ),
        (Fault("a.csv", 1, None, "x" * 61, "p", ""), f"a.csv, row 1, value '{'x' * 59}…': p"),
    ],
)
def test_a_fault_is_one_plain_line(fault: Fault, text: str) -> None:
    assert str(fault) == text


# The command line


def test_check_of_sound_tables(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 0
    output = capsys.readouterr().out
    _, rows = read(folder, "terms")
    assert output.startswith("ok: ")
    assert f"1 sub-flow, {len(rows)} terms, " in output


def commit(folder: Path) -> None:
    """Make a folder a git repository with its files in one commit."""
    name = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "."], [*name, "commit", "-q", "-m", "Tables"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True)


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    main(["check", *arguments])
    return capsys.readouterr().out.splitlines()


def test_check_names_what_is_gone_since_the_last_commit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(folder)
    assert len(output(capsys, str(folder))) == 1

    own = f"{topics.FOLDER}/{TOPIC}"
    asked = [row["prompt"] for row in read(folder, "prompts")[1]]
    columns, rows = read(folder, "prompts")
    write(folder, "prompts", columns, rows[7:])
    drop(folder, "notes", LOST)
    drop(folder, "treatments", {"situation": "cns"})
    ok, treatments, notes, gone_prompts = (
        line
        for line in output(capsys, str(folder))
        if not line.startswith(f"{own}/notes.csv, row ")
    )
    assert ok.startswith(f"{own}/situations.csv, row ")
    assert treatments == (
        f"gone from {own}/treatments.csv: 5 rows: cns 1 1, cns 1 2, cns 2 1, cns 2 2, cns 2 3"
    )
    assert notes == f"gone from {own}/notes.csv: 1 row: high 1 given-together"
    names = ", ".join(asked[:5])
    assert gone_prompts == f"gone from {own}/prompts.csv: 7 rows: {names}, and 2 more"


def test_check_names_what_is_gone_compared_with_a_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A language that is gone leaves sound tables: each file has lost its column, and no row."""
    commit(folder)
    whole = str(copy(tmp_path / "whole"))
    ok, *lines = output(capsys, str(folder), "--against", whole)
    assert ok.startswith("ok: ")
    assert "gone from words.csv: 1 column: text_es" in lines
    assert "gone from kinds.csv: 1 column: name_es" in lines
    assert all(line.startswith("gone from ") for line in lines)
    assert len(output(capsys, whole, "--against", str(folder))) == 1


def test_check_needs_no_git(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(folder)
    drop(folder, "notes", LOST)
    monkeypatch.setenv("PATH", "")
    assert len(output(capsys, str(folder))) == 1


def test_check_tells_every_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "treatments", LOW_2_2, {"link": "later", "source": "hearsay"})
    with pytest.raises(FaultyTables) as caught:
        load(folder)
    assert main(["check", str(folder)]) == 1
    assert capsys.readouterr().out.splitlines() == str(caught.value).splitlines()


def test_check_takes_the_folder_from_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file_of(folder, "kinds").unlink()
    monkeypatch.setenv("CAREPATH_DATA", str(folder))
    assert main(["check"]) == 1
    assert "kinds.csv" in capsys.readouterr().out
    monkeypatch.setenv("CAREPATH_DATA", "")
    assert main(["check"]) == 0


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["check", "a", "b"], ["check", "--all"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_exit_codes_of_the_process(folder: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "carepath", *arguments],
            cwd=DATA.parent,
            env=os.environ | {"PYTHONIOENCODING": "ascii"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    good = run("check", str(folder))
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith("ok: ")

    change(folder, "kinds", {"kind": "other"}, {"light": "gris foncé"})
    bad = run("check", str(folder))
    assert (bad.returncode, bad.stderr) == (1, "")
    assert bad.stdout.startswith("kinds.csv, row ")
    assert bad.stdout.count("\n") == 1
