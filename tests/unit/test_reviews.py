"""Signatures: what a part needs, what a change voids, and what pages say of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from carepath.content import sources
from carepath.editing import doubts
from carepath.model import pathway
from carepath.site import Site
from carepath.tables import loader, reviews, statements, topics
from carepath.tables.loader import DATA, Table, Tables, load
from carepath.tables.statements import PARTS
from carepath.tables.vocabulary import REVIEWED
from carepath.text import messages, prompts, templating
from carepath.text.glossary import Glossary
from tests.support.project_data import TABLES
from tests.support.spoiled import copy, file_of, write_to
from tests.support.workbooks import Editor, change, find, rows

DAY = "2026-01-31"
Row = dict[str, str]


def review(hash_: str, table: str = "treatments", **cells: str) -> Row:
    own = {"table": table, "statement": "", "language": "en", "verdict": "right", "wording": ""}
    return own | {"name": "Ana", "role": "doctor", "day": DAY, "hash": hash_} | cells


def signed(*tables: str, language: str = "en", role: str = "doctor") -> list[Row]:
    """Return a signature of every statement of some tables."""
    return [
        review(hash_, statement.table, language=language, role=role)
        for hash_, statement in statements.digests(TABLES, language)
        if statement.table in tables
    ]


def with_reviews(*reviews: Row, tables: Tables = TABLES) -> Tables:
    return replace(tables, reviews=Table(TABLES.reviews.columns, reviews))


def with_cells(tables: Tables, table: str, where: Row, cells: Row) -> Tables:
    """Return tables in which the one row with some cells has others."""
    old: Table = getattr(tables, table)
    assert sum(where.items() <= row.items() for row in old.rows) == 1
    new = tuple({**row, **cells} if where.items() <= row.items() else row for row in old.rows)
    return replace(tables, **{table: replace(old, rows=new)})


def unchecked(tables: Tables, language: str = "en") -> frozenset[str]:
    return messages.read(tables, language).unchecked


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_checked_only_when_a_doctor_has_signed_every_statement(part: str) -> None:
    everything = signed(*PARTS[part])
    assert part in unchecked(TABLES)
    assert part not in unchecked(with_reviews(*everything))
    assert part in unchecked(with_reviews(*everything[1:]))
    assert part in unchecked(with_reviews(*signed(*PARTS[part], role="nurse")))
    wrong = review(everything[0]["hash"], verdict="wrong", day="2026-02-01")
    assert part in unchecked(with_reviews(*everything, wrong))
    again = review(everything[0]["hash"], day="2026-02-02")
    assert part not in unchecked(with_reviews(*everything, wrong, again))


CHANGES: dict[str, tuple[str, Row, Row]] = {
    "a link": ("treatments", {"situation": "low-same", "option": "2", "step": "2"},
               {"link": "then"}),
    "the word of a link": ("words", {"id": "link.may-then"}, {"text_en": "often then"}),
    "a name": ("terms", {"term": "surgery"}, {"name_en": "an operation"}),
    "a place": ("situations", {"situation": "high"}, {"found_at": "cns-list"}),
    "a note": ("words", {"id": "note.given-together"}, {"text_en": "Apart."}),
    "whom it is for": ("words", {"id": "whom.older-than-18-months"}, {"text_en": "for all"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_voids_the_signatures_of_what_it_changes(name: str) -> None:
    everything = with_reviews(*signed(*REVIEWED))
    assert unchecked(everything) == frozenset()
    assert {"statements", "sheet"} <= unchecked(with_cells(everything, *CHANGES[name]))


def test_a_change_of_a_translation_voids_none_in_english() -> None:
    everything = with_reviews(*signed(*REVIEWED))
    spanish = with_cells(everything, "words", {"id": "link.may-then"}, {"text_es": "luego"})
    assert unchecked(spanish) == frozenset()


@pytest.mark.parametrize("role", ["translator", "doctor"])
def test_a_translation_is_reviewed_when_every_statement_in_it_is_signed(role: str) -> None:
    english, spanish = signed(*REVIEWED), signed(*REVIEWED, language="es", role=role)
    assert messages.read(with_reviews(*english), "es").unreviewed
    assert unchecked(with_reviews(*english), "es") == PARTS.keys()
    both = with_reviews(*english, *spanish)
    assert not messages.read(both, "es").unreviewed
    assert unchecked(both, "es") == frozenset()
    assert messages.read(with_reviews(*english, *spanish[1:]), "es").unreviewed
    # A translation is signed as one of a certain English text.
    other = with_cells(both, "words", {"id": "link.may-then"}, {"text_en": "often then"})
    assert messages.read(other, "es").unreviewed


def test_english_is_no_translation() -> None:
    assert not messages.read(TABLES, "en").unreviewed


def facts(tables: Tables, language: str = "en") -> dict[str, object]:
    words = messages.read(tables, language)
    languages = messages.languages(tables)
    own = Site(tables, pathway.build(tables), languages, words, prompts.read(tables, language))
    return sources.facts(own)


def test_about_says_what_is_signed_by_which_role_and_when() -> None:
    assert facts(TABLES)["signed"] == []
    assert facts(TABLES)["unsigned"]
    some = signed("prompts")
    late = review(some[0]["hash"], "prompts", day="2026-03-01")
    translated = signed("notes", language="es", role="translator")
    tables = with_reviews(*some, late, *translated)
    count = len(statements.digests(TABLES))
    assert facts(tables)["signed"] == [sources.Signatures("doctor", len(some), count, "2026-03-01")]
    assert not facts(tables)["unsigned"]
    assert facts(tables, "es")["signed"] == [
        sources.Signatures("doctor", len(some), count, "2026-03-01"),
        sources.Signatures("translation.translator", len(translated), count, DAY),
    ]
    assert facts(with_reviews(*translated), "es")["unsigned"]


def test_the_about_page_shows_the_signatures() -> None:
    def page(tables: Tables, language: str) -> str:
        words = messages.read(tables, language)
        own = facts(tables, language)
        return templating.render("sources.html", words, glossary=Glossary(words), **own)

    nobody = messages.read(TABLES)("sources.checks.clinician")
    assert nobody in page(TABLES, "en")
    some, spanish = signed("prompts"), signed("prompts", language="es", role="nurse")
    tables = with_reviews(*some, *spanish)
    count = f"{len(some)} of our {len(statements.digests(TABLES))} statements in English"
    assert (
        f"A doctor has checked {count}, the last on {messages.day(messages.read(TABLES), DAY)}."
        in page(tables, "en")
    )
    assert nobody not in page(tables, "en")
    assert "Una enfermera o un enfermero ha revisado" in page(tables, "es")


# --- In the workbook ------------------------------------------------------------------------------

BY = {"name": "Ana", "role": "doctor", "day": datetime(2026, 1, 31)}


@pytest.fixture
def editor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Editor:
    own = Editor(tmp_path, capsys)
    own.given("treatments", "reviews")
    return own


def where(statement: str, table: str = "treatments") -> Row:
    return {"table": table, "statement": statement, "language": "en"}


def mark(statement: str, verdict: str, **cells: object) -> Callable[[Any], int]:
    own = {**BY, "verdict": verdict, **cells}
    return lambda book: change(book, "reviews", where(statement), own)


def test_the_sheet_has_every_statement_in_every_language(editor: Editor) -> None:
    page = openpyxl.load_workbook(editor.file)["reviews"]
    listed = [(row["language"].value, row["hash"].value) for row in rows(page)]
    assert listed == [
        (language, hash_)
        for language in ("en", "es")
        for hash_, _ in statements.digests(TABLES, language)
    ]
    option = find(page, where("low-same 2"))
    assert "Chemotherapy" in option["text"].value
    assert all(row["text"].value for row in rows(page))


def test_a_review_of_a_topic_is_recorded(editor: Editor) -> None:
    editor.edit(
        mark("low-same 1", "Wrong", role="Doctor", wording="Observation comes first."),
        mark("low-same 2", "wrong"),
        mark("high 1", "wrong"),
        mark("high 2", "reworded", wording="It may ease symptoms."),
        mark("high 3", "right"),
    )
    code, lines = editor.back()
    assert code == 0, lines
    objection = "look twice, a reviewer would change this: A doctor"
    assert [line.startswith(objection) for line in lines] == [False, *[True] * 4, False, False]
    assert lines[4].startswith(f"{objection} would reword (treatments high 2, en): *")
    assert lines[4].endswith("*. In the reviewer's words: *It may ease symptoms.*.")
    assert lines[1].endswith("In the reviewer's words: *Observation comes first.*.")
    assert lines[5].startswith("A doctor found right (treatments high 3, en): *")
    assert "Chemotherapy" in lines[5]
    tables = load(editor.result)
    recorded = tables.reviews.rows
    assert [row["verdict"] for row in recorded] == [*["wrong"] * 3, "reworded", "right"]
    assert {(row["name"], row["role"], row["day"]) for row in recorded} == {("Ana", "doctor", DAY)}
    assert recorded[3]["wording"] == "It may ease symptoms."
    # Nothing is signed as a whole, and check names what a reviewer objects to.
    assert unchecked(tables) == PARTS.keys()
    code, lines = editor.run("check", editor.result)
    assert code == 1
    objections = [line for line in lines if "says a doctor" in line]
    assert len(objections) == 4
    assert objections[-1].endswith(
        "treatments high 2 (en): reworded, says a doctor on 2026-01-31: It may ease symptoms."
    )
    # The same workbook again adds nothing.
    assert editor.run("workbook", "in", editor.file, "--to", editor.result)[0] == 0
    assert len(load(editor.result).reviews.rows) == 5


def test_a_reviewer_may_keep_only_the_rows_to_sign(editor: Editor) -> None:
    def edit(book: Any) -> None:
        mark("high 3", "right")(book)
        page = book["reviews"]
        number = find(page, where("high 3"))["row"].row
        page.delete_rows(number + 1, page.max_row)
        page.delete_rows(2, number - 2)

    editor.edit(edit)
    code, lines = editor.back()
    assert code == 0, lines
    assert [row["statement"] for row in load(editor.result).reviews.rows] == ["high 3"]


def test_a_later_edit_voids_what_was_signed(editor: Editor) -> None:
    editor.edit(mark("low-same 2", "wrong"), mark("high 3", "right"))
    assert editor.back()[0] == 0
    tables = load(editor.result)
    (objection,) = reviews.objections(tables)
    assert objection[1].key == "low-same 2"
    step = {"situation": "low-same", "option": "2", "step": "2"}
    changed = with_cells(tables, "treatments", step, {"link": "then"})
    assert [*reviews.objections(changed)] == []
    assert changed.reviews == tables.reviews


STEP = {"situation": "low-same", "option": "2", "step": "2"}
VOID = "look twice, a signature is lost: This changes a text that"


def sign(editor: Editor, *reviews: Row) -> None:
    """Write signatures into the tables that an editor takes a workbook out of."""
    path = editor.data / topics.path("reviews", editor.topic)
    write_to(path, [*TABLES.reviews.columns], [*reviews])


def of_option(language: str, **cells: str) -> Row:
    """Return a review of the option that `STEP` is in."""
    return next(
        review(hash_, statement="low-same 2", language=language, **cells)
        for hash_, statement in statements.digests(TABLES, language)
        if (statement.table, statement.key) == ("treatments", "low-same 2")
    )


def test_a_change_of_a_signed_text_names_who_signed_it(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    translator = {"role": "translator", "name": "Bo", "day": "2026-02-01"}
    everything = [row for row in signed(*REVIEWED) if row["hash"] != of_option("en")["hash"]]
    nurse = of_option("en", role="nurse", name="Cy")
    sign(editor, *everything, of_option("en"), nurse, of_option("es", **translator))
    editor.edit(lambda book: change(book, "treatments", STEP, {"link": "then"}))
    code, lines = editor.back()
    assert code == 0, lines
    void = [line for line in lines if "signature" in line]
    assert lines[2:5] == void
    assert void[0].startswith(
        f"{VOID} Ana (doctor) signed on {DAY} (treatments low-same 2, en): *Low risk at first; "
        "it came back in the same area: Chemotherapy"
    )
    assert void[0].endswith("*. The pages will say that no doctor has checked it.")
    assert void[1].startswith(f"{VOID} Cy (nurse) signed on")
    assert void[1].endswith("will count one signature fewer.")
    assert void[2].startswith(f"{VOID} Bo (translator) signed on 2026-02-01")
    assert "2, es): *Riesgo bajo" in void[2]
    assert void[2].endswith("say that nobody has reviewed the translation.")
    state = editor.folder / "state"
    state.mkdir()
    monkeypatch.setenv("CAREPATH_STATE", str(state))
    assert "statements" not in unchecked(load(editor.data))
    code, lines = editor.run("publish", editor.result)
    assert code == 0
    assert [line for line in lines if "signature" in line] == void
    # As the sentences say, so do the pages.
    assert "statements" in unchecked(load(editor.result))


def test_a_signed_text_that_is_gone_is_named(tmp_path: Path) -> None:
    folder, effects = copy(tmp_path), TABLES.effects
    first = next(row for row in effects.rows if row["head"])
    write_to(file_of(folder, "reviews"), [*TABLES.reviews.columns], signed("effects"))
    before = loader.parsed_files(loader.snapshot(folder))
    rest = [dict(row) for row in effects.rows if row != first]
    write_to(file_of(folder, "effects"), [*effects.columns], rest)
    after = loader.parsed_files(loader.snapshot(folder))
    (only,) = [str(one) for one in doubts.ordered(before, after) if "signature" in str(one)]
    assert "This removes a text that Ana (doctor) signed" in only
    # Nothing is left that somebody could sign again.
    assert only.endswith(f": *{first['text_en']}*.")
    assert [*reviews.lost(load(folder))] == []


def test_a_change_without_a_signature_loses_none(editor: Editor) -> None:
    sign(editor, *signed("notes"), of_option("en", verdict="wrong"))
    editor.edit(lambda book: change(book, "treatments", STEP, {"link": "then"}))
    code, lines = editor.back()
    assert code == 0
    assert not any("signature" in line for line in lines)


def test_check_lists_lost_signatures_until_somebody_signs_again(editor: Editor) -> None:
    new = {"link": "then"}
    sign(editor, *signed("notes"), of_option("en"), of_option("en", role="nurse", name="Cy"))
    assert not any("signature" in line for line in editor.run("check", editor.data)[1])
    editor.edit(lambda book: change(book, "treatments", STEP, new))
    editor.back()
    code, lines = editor.run("check", editor.result)
    assert code == 0
    name = f"{editor.topic}: treatments low-same 2 (en): changed since"
    assert [line for line in lines if "signature" in line] == [
        f"{name} Ana (doctor) signed it on {DAY}, so the signature is lost",
        f"{name} Cy (nurse) signed it on {DAY}, so the signature is lost",
    ]
    tables = load(editor.result)
    again = next(
        review(hash_, statement="low-same 2")
        for hash_, statement in statements.digests(tables)
        if statement.key == "low-same 2"
    )
    signatures = with_reviews(*tables.reviews.rows, again, tables=tables)
    assert [row["role"] for row in reviews.lost(signatures)] == ["nurse"]


def test_a_statement_that_changes_in_the_same_workbook_cannot_be_signed(editor: Editor) -> None:
    step = {"situation": "low-same", "option": "2", "step": "2"}
    numbers: list[int] = []
    editor.edit(
        lambda book: change(book, "treatments", step, {"link": "then"}),
        lambda book: numbers.append(mark("low-same 2", "right")(book)),
    )
    code, lines = editor.back()
    assert code == 1
    assert "this statement has changed, so a signature for what it said is void" in lines[0]
    assert [*editor.red()] == [("reviews", numbers[0], "verdict")]
    assert not editor.result.exists()


def test_a_review_that_is_not_whole_is_in_its_cells(editor: Editor) -> None:
    numbers: list[int] = []
    cells = {"name": None, "role": "king", "day": "soon", "wording": "Better."}
    editor.edit(lambda book: numbers.append(mark("high 3", "right", **cells)(book)))
    assert editor.back()[0] == 1
    assert {*editor.red()} == {("reviews", numbers[0], column) for column in cells}


def test_nobody_signs_ahead(editor: Editor) -> None:
    numbers: list[int] = []
    late = {"day": datetime(2999, 1, 1)}
    editor.edit(
        mark("high 1", "right"),
        lambda book: numbers.append(mark("high 3", "right", **late)(book)),
    )
    code, lines = editor.back()
    assert code == 1
    assert "is in the future" in lines[0]
    assert [*editor.red()] == [("reviews", numbers[0], "day")]


def test_translators_sign_no_english(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    row = signed("prompts", role="translator")[0]
    write_to(file_of(folder, "reviews"), [*TABLES.reviews.columns], [row | {"table": "words"}])
    with pytest.raises(loader.FaultyTables) as faulty:
        load(folder)
    assert {fault.column for fault in faulty.value.faults} == {"role", "table"}


def test_the_project_claims_no_review() -> None:
    assert all(not tables.reviews.rows for tables in loader.check(loader.snapshot(DATA)).values())
