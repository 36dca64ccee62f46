"""A topic's tables as a workbook, and back."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from carepath.editing import reader, writer
from carepath.editing.workbook import NOTHING_OLDER
from carepath.tables import dictionary, editions, loader, topics
from carepath.tables.columns import COLUMNS, DAY
from carepath.tables.loader import DATA
from harness.paths import ROOT
from tests.support.project_data import TOPICS
from tests.support.workbooks import Editor, change, content, find, insert, rows, with_part

LOW_2_2 = {"situation": "low-same", "option": "2", "step": "2"}
SHEETS = (
    *("answers", "cards", "prompts", "routes", "situations", "sources", "terms", "treatments"),
    *("shared sources", "shared kinds"),
)
"""The sheets of a workbook that is read fast."""
PROMPT = {"prompt": "which-fits"}


@pytest.fixture
def editor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Editor:
    own = Editor(tmp_path, capsys)
    own.given(*SHEETS)
    return own


@pytest.fixture
def whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Editor:
    own = Editor(tmp_path, capsys)
    own.out()
    return own


# --- Out and in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", TOPICS)
def test_out_then_in_gives_the_same_bytes(
    topic: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Editor(tmp_path, capsys, topic)
    own.out()
    assert own.back() == (0, ["ok", "Nothing has changed.", f"The tables are in {own.result}."])
    assert content(own.result) == content(DATA)


def test_every_table_that_people_write_has_a_sheet(whole: Editor) -> None:
    titles = {*openpyxl.load_workbook(whole.file).sheetnames}
    own = {file.stem for file in (whole.data / "topics" / whole.topic).iterdir()}
    assert own - titles == {"topic", "reading", "fingerprints", "scores"}
    assert {"shared words", "shared sources", "shared kinds"} <= titles


def test_the_meaning_of_every_column_is_a_note_at_its_name(whole: Editor) -> None:
    for sheet in openpyxl.load_workbook(whole.file).worksheets:
        table = sheet.title.removeprefix("shared ")
        if table not in COLUMNS:
            continue
        for cell in sheet[1]:
            about = dictionary.of(table, cell.value)
            assert cell.comment, (sheet.title, cell.value)
            words = about.meaning if about else writer.HELP[cell.value]
            assert words in cell.comment.text


def test_every_cell_is_text(whole: Editor) -> None:
    book = openpyxl.load_workbook(whole.file)
    for sheet in (sheet for sheet in book.worksheets if sheet.sheet_state == "visible"):
        for row in sheet.iter_rows():
            assert {cell.number_format for cell in row} == {"@"}, sheet.title


def test_languages_are_side_by_side(whole: Editor) -> None:
    names = [cell.value for cell in openpyxl.load_workbook(whole.file)["terms"][1]]
    for name in names:
        if name.endswith("_en"):
            assert names[names.index(name) + 1] == f"{name.removesuffix('_en')}_es"


def test_each_column_says_what_it_is_and_offers_its_values_from_a_list(whole: Editor) -> None:
    book = openpyxl.load_workbook(whole.file)
    checked = 0
    for sheet in book.worksheets:
        table = sheet.title.removeprefix("shared ")
        names = [cell.value for cell in sheet[1]]
        help_ = {
            names[area.min_col - 1]: one
            for one in sheet.data_validations.dataValidation
            for area in one.sqref.ranges
        }
        for column, checks in COLUMNS.get(table, {}).items() if table in book.sheetnames else ():
            one = help_[column]
            assert 0 < len(one.prompt) <= 255
            assert len(one.promptTitle) <= 32
            values = next((check.values for check in checks if check.values), ())
            if values:
                checked += 1
                assert one.errorStyle in (None, "stop")
                assert one.showErrorMessage
                area = re.fullmatch(
                    r"lists!\$(\w+\$\d+):\$(\w+\$\d+)", one.formula1.removeprefix("=")
                )
                assert area
                first, last = (end.replace("$", "") for end in area.groups())
                offered = [row[0].value for row in book["lists"][f"{first}:{last}"]]
                assert offered == [value for value in values if value]
    assert checked >= 5


def test_a_drop_down_offers_the_ids_of_other_tables(whole: Editor) -> None:
    book = openpyxl.load_workbook(whole.file)
    names = [cell.value for cell in book["treatments"][1]]
    lists = {
        names[area.min_col - 1]: one.formula1
        for one in book["treatments"].data_validations.dataValidation
        for area in one.sqref.ranges
        if one.type == "list"
    }
    assert {*lists} == {
        *("situation", "phase", "treatment", "link", "alone", "whom", "purpose", "source"),
        *("phase_lead", "found_at"),
    }


def test_out_does_not_overwrite_a_workbook(editor: Editor) -> None:
    before = editor.file.read_bytes()
    code, lines = editor.run("workbook", "out", editor.file)
    assert (code, len(lines)) == (1, 1)
    assert "exists already" in lines[0]
    assert editor.file.read_bytes() == before


def test_out_names_the_topics_that_there_are(editor: Editor) -> None:
    code, lines = editor.run("workbook", "out", editor.folder / "x.xlsx", "--topic", "measles")
    assert code == 1
    assert f"measles ({', '.join(TOPICS)})" in lines[0]


# --- Changes --------------------------------------------------------------------------------------


def test_a_changed_link_is_a_sentence(editor: Editor) -> None:
    editor.edit(lambda book: change(book, "treatments", LOW_2_2, {"link": "then"}))
    code, lines = editor.back()
    name = find(openpyxl.load_workbook(editor.file)["situations"], {"situation": "low-same"})
    assert code == 0
    assert lines[:2] == [
        "ok",
        f"look twice, a word that links treatments: {name['name_en'].value}: "
        "Option 2, step 2 (surgery): *may then* became *then*.",
    ]
    path = topics.path("treatments", editor.topic)
    now, before = content(editor.result), content(editor.data)
    assert now[path] == before[path].replace(
        b"low-same,2,2,,,surgery,1,may-then", b"low-same,2,2,,,surgery,1,then"
    )
    assert {one for one in now if now[one] != before[one]} == {path}


def test_changed_words_of_a_phase_are_looked_at_twice(editor: Editor) -> None:
    first = {"situation": "new-high-risk", "option": "1", "step": "1"}
    editor.edit(lambda book: change(book, "treatments", first, {"phase_lead": "include"}))
    code, lines = editor.back()
    assert (code, lines[0]) == (0, "ok")
    assert lines[1].startswith("look twice, a word that links treatments: ")
    assert "*may-include* became *include*" in lines[1]


def test_new_rows_and_rows_that_are_gone_are_sentences(editor: Editor) -> None:
    new = {"prompt": "new-one", "heading": "options", "text_en": "Why?", "text_es": "¿Por qué?"}
    new |= {"source": "own-words", "found_at": "no-place"}

    def edit(book: Any) -> None:
        insert(book, "prompts", PROMPT, new)
        page = book["prompts"]
        page.delete_rows(page.max_row)

    gone = [*loader.load(editor.data).prompts.rows][-1]
    editor.edit(edit)
    code, lines = editor.back()
    assert code == 0
    assert lines[1:-1] == [
        f"prompts: {gone['prompt']} is gone: *{gone['text_en']}*.",
        "prompts: new-one is new: *Why?*.",
    ]
    prompts = [row["prompt"] for row in loader.load(editor.result).prompts.rows]
    assert prompts[prompts.index("which-fits") + 1] == "new-one"


def test_a_row_moves_to_the_number_that_it_gets(editor: Editor) -> None:
    last = [*loader.load(editor.data).prompts.rows][-1]["prompt"]
    editor.edit(lambda book: change(book, "prompts", {"prompt": last}, {"row": "1.5"}))
    code, lines = editor.back()
    assert code == 0
    assert any(line.endswith("was moved.") for line in lines)
    assert loader.load(editor.result).prompts.rows[0]["prompt"] == last


@pytest.mark.parametrize("value", ["first", "-1", "12,5", "nan", 1000, datetime(2026, 1, 2)])
def test_a_row_that_is_none_of_the_sheet_is_a_fault(value: object, editor: Editor) -> None:
    [number] = editor.edit(lambda book: change(book, "prompts", PROMPT, {"row": value}))
    code, lines = editor.back()
    assert code == 1
    assert len(lines) == 2, lines
    place = f"prompts, row {number}, column row, value "
    assert lines[0].startswith(place)
    assert "is no row of this sheet, allowed: empty in a new row; to move a row" in lines[0]
    assert [*editor.red()] == [("prompts", number, "row")]


def test_rows_at_the_end_may_count_on(editor: Editor) -> None:
    rows_ = loader.load(editor.data).prompts.rows
    new = {"heading": "options", "source": "own-words", "found_at": "no-place"}

    def edit(book: Any) -> None:
        for text, number in (("Why?", len(rows_) + 2), ("When?", len(rows_) + 3)):
            own = {"row": number, "prompt": text.lower().strip("?"), "text_en": text}
            names = [cell.value for cell in book["prompts"][1]]
            cells = {**new, **own, "text_es": text}
            book["prompts"].append([cells.get(name) for name in names])

    editor.edit(edit)
    code, lines = editor.back()
    assert code == 0, lines
    assert [row["prompt"] for row in loader.load(editor.result).prompts.rows][-2:] == [
        "why",
        "when",
    ]


def test_the_english_of_an_older_translation_is_shown(editor: Editor) -> None:
    old = editor.folder / "old.xlsx"
    editor.file.rename(old)
    path = editor.data / topics.path("prompts", editor.topic)
    row = next(r for r in loader.load(editor.data).prompts.rows if r["prompt"] == "which-fits")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(row["text_en"], "Which one?"), encoding="utf-8")
    editor.out("--since", old)
    shown = {
        row["prompt"].value: row["English changed since"].value
        for row in rows(openpyxl.load_workbook(editor.file)["prompts"])
    }
    assert shown.pop("which-fits") == f"text_en: {row['text_en']}"
    assert not any(shown.values())


def test_the_english_before_is_that_of_the_edition_before(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = editor.folder / "state"
    state.mkdir()
    monkeypatch.setenv("CAREPATH_STATE", str(state))
    row = next(r for r in loader.load(editor.data).prompts.rows if r["prompt"] == "which-fits")
    path = topics.path("prompts", editor.topic)
    before = row["text_en"]
    for text in ("Which one?", "Which one fits?"):
        files = content(editor.data)
        files[path] = files[path].replace(row["text_en"].encode(), text.encode())
        editions.publish(state, files)
        new = editor.folder / f"{len(text)}.xlsx"
        code, lines = editor.run("workbook", "out", new, "--topic", editor.topic)
        assert (code, len(lines)) == (0, 2), lines
        prompts = openpyxl.load_workbook(new)["prompts"]
        assert find(prompts, PROMPT)["English changed since"].value == f"text_en: {before}"
        before = text


def test_out_says_which_topic_it_takes_and_that_nothing_is_older(editor: Editor) -> None:
    file = editor.folder / "first.xlsx"
    code, lines = editor.run("workbook", "out", file)
    assert (code, lines[0]) == (0, str(file))
    first, *others = TOPICS
    assert lines[1] == f"It holds the topic {first}; others are {', '.join(others)}."
    assert lines[2:] == [NOTHING_OLDER]


# --- Faults in their cells ------------------------------------------------------------------------

THREE = {
    "situation": "low-same", "option": "3", "step": "1", "treatment": "surgry", "link": "later",
    "source": "navigating-care", "found_at": "nowhere",
}  # fmt: skip


def test_three_mistakes_are_in_their_cells_and_can_be_mended_there(editor: Editor) -> None:
    number, _ = editor.edit(
        lambda book: insert(book, "treatments", LOW_2_2, THREE),
        lambda book: change(book, "situations", {"situation": "low-same"}, {"steps": "6"}),
    )
    code, lines = editor.back()
    assert code == 1
    assert not editor.result.exists()
    named = {(match[1], match[2]) for line in lines for match in re.finditer(
        r"^treatments, row (\d+), column (\w+)", line)}  # fmt: skip
    assert {(str(number), column) for column in ("treatment", "link", "found_at")} <= named
    red = editor.red()
    assert {("treatments", number, one) for one in ("treatment", "link", "found_at")} == {*red}
    assert "Allowed: then, may-then" in red["treatments", number, "link"]
    problem = "not a term with a kind in the sheet terms. Did you mean 'surgery'?\nAllowed: "
    assert problem in red["treatments", number, "treatment"]

    right = {"treatment": "surgery", "link": None, "found_at": "low-risk-first-list#3"}
    editor.edit(
        lambda book: change(book, "treatments", {"treatment": "surgry"}, right), file=editor.faults
    )
    code, lines = editor.back(editor.faults)
    assert (code, lines[0]) == (0, "ok"), lines
    steps = [row for row in loader.load(editor.result).treatments.rows if row["option"] == "3"]
    assert steps[0]["situation"] == "low-same"


def test_the_count_of_steps_says_what_it_is_and_what_there_is(editor: Editor) -> None:
    right = {**THREE, "treatment": "surgery", "link": None, "found_at": "low-risk-first-list#3"}
    editor.edit(lambda book: insert(book, "treatments", LOW_2_2, right))
    code, lines = editor.back()
    assert code == 1
    assert (
        "steps is 5, but the sheet treatments has 6 steps of low-same now, "
        "allowed: 6, if each new step belongs there" in lines[0]
    )


def test_a_workbook_with_faults_opens_on_their_list_which_leads_to_the_cells(
    editor: Editor,
) -> None:
    number, _ = editor.edit(
        lambda book: change(book, "treatments", LOW_2_2, {"link": "later"}),
        lambda book: book.remove(book["routes"]),
    )
    assert editor.back()[0] == 1
    book = openpyxl.load_workbook(editor.faults)
    assert book.active.title == "faults"
    found = {row["sheet"].value: row["sheet"].hyperlink for row in rows(book["faults"])}
    assert found["routes"] is None
    sheet, cell = found["treatments"].location.split("!")
    assert book[sheet.strip("'")][cell].value == "later"
    assert book[sheet.strip("'")][cell].row == number


def translated(book: Any, word: str, text: str | None) -> int:
    return change(book, "shared words", {"id": word}, {"text_es": text})


def test_mistakes_of_a_translation_are_in_their_cells(whole: Editor) -> None:
    path = whole.data / "topics" / whole.topic / "prompts.csv"
    row = next(r for r in loader.load(whole.data).prompts.rows if r["prompt"] == "which-fits")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(row["text_en"], "Which one?"), encoding="utf-8")
    cells: dict[tuple[str, int, str], str] = {}

    def edit(book: Any) -> None:
        words = "shared words", "text_es"
        cells["shared words", translated(book, "source.read", "leído el {fecha}"), words[1]] = (
            "placeholders"
        )
        cells["shared words", translated(book, "link.then", None), words[1]] = "is empty"
        cells[
            "shared words", translated(book, "trials.about.address", "cancer punto gov"), words[1]
        ] = "web address"
        age = next(one for one in rows(book["words"]) if "18" in str(one["text_es"].value or ""))[
            "text_es"
        ]
        age.value = age.value.replace("18", "8")
        cells["words", age.row, "text_es"] = "numbers"
        page = book["words"]
        page.append([None, "note.unknown-to-all", "A note.", "Una nota."])
        cells["words", page.max_row, "id"] = "nothing refers"
        number = change(book, "prompts", PROMPT, {"text_es": "¿Cuál de las dos?"})
        cells["prompts", number, "text_es"] = "English has changed"
        number = change(book, "prompts", {"prompt": "after-children"}, {"found_at": "nowhere"})
        place = "no word found.<place> in the sheets words and shared words"
        cells["prompts", number, "found_at"] = place

    whole.edit(edit)
    code, lines = whole.back()
    assert code == 1
    red = whole.red()
    assert {*red} == {*cells}, lines
    for cell, problem in cells.items():
        assert problem in red[cell]


# --- Habits of spreadsheets -----------------------------------------------------------------------


def numbers(book: Any) -> None:
    for row in rows(book["treatments"]):
        for column in ("option", "step", "follows"):
            if row[column].value:
                row[column].value = int(row[column].value)
        row["row"].value = float(row["row"].value)


def dates(book: Any) -> None:
    for row in rows(book["shared sources"]):
        for column, checks in COLUMNS["sources"].items():
            if DAY in checks and row[column].value:
                row[column].value = datetime.fromisoformat(row[column].value)
                row[column].number_format = "DD/MM/YYYY"


def capitals(book: Any) -> None:
    for row in rows(book["treatments"]):
        row["link"].value = str(row["link"].value or "").title()
        row["alone"].value = str(row["alone"].value or "").upper()


def quotes(book: Any) -> None:
    for row in rows(book["treatments"]):
        row["link"].value = str(row["link"].value or "").replace("-", "\u2013")
    for row in rows(book["routes"]):
        row["answer"].value = f"\u00a0{row['answer'].value} "


def sheets(book: Any) -> None:
    book.create_sheet("My notes", 0).append(["=1+1"])
    book.move_sheet("treatments", -3)
    del book["read me"]
    del book["lists"]


def hidden(book: Any) -> None:
    for sheet in book.worksheets:
        sheet.column_dimensions["A"].hidden = sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[3].hidden = True
    book["treatments"].sheet_state = "hidden"


def is_sorted(book: Any) -> None:
    for title in ("treatments", "prompts", "cards"):
        page = book[title]
        lines = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
        random.Random(1).shuffle(lines)
        for number, line in enumerate(lines, start=2):
            for at, value in enumerate(line, start=1):
                page.cell(number, at).value = value


def moved_columns(book: Any) -> None:
    page = book["terms"]
    lines = [[cell.value for cell in row] for row in page.iter_rows()]
    for number, line in enumerate(lines, start=1):
        for at, value in enumerate(reversed(line), start=1):
            page.cell(number, at).value = value


def formats(book: Any) -> None:
    for row in book["prompts"].iter_rows(min_row=2):
        for cell in row:
            cell.number_format, cell.font = "0.00", Font(name="Comic Sans MS", color="FF0000FF")
            cell.fill = PatternFill("solid", fgColor="FFFFFF00")


def gaps(book: Any) -> None:
    for title in ("treatments", "prompts", "cards"):
        page = book[title]
        page.insert_rows(2, 3)
        page.append([None, " ", None])
        page.cell(page.max_row + 40, 1).value = " "


def links(book: Any) -> None:
    for row in rows(book["terms"]):
        if row["link_en"].value:
            row["link_en"].hyperlink = row["link_en"].value


@pytest.mark.parametrize(
    "habit",
    [
        numbers,
        dates,
        capitals,
        quotes,
        sheets,
        hidden,
        is_sorted,
        moved_columns,
        formats,
        gaps,
        links,
    ],
)
def test_habits_of_spreadsheets_change_nothing(
    habit: Callable[[Any], None], editor: Editor
) -> None:
    editor.edit(habit)
    code, lines = editor.back()
    assert code == 0, lines
    assert "Nothing has changed." in lines
    assert content(editor.result) == content(editor.data)


def test_a_workbook_that_libreoffice_has_saved_is_read_as_it_was_made() -> None:
    # Numbers, dates, a hidden column and a sheet with a formula are in it, as typed there.
    reading = reader.read("x", (ROOT / "tests/support/libreoffice.xlsx").read_bytes())
    assert reading.faults == ()
    assert reading.others == ("my own",)
    assert {sheet.title for sheet in reading.book.sheets} == {"sources", "routes", "treatments"}
    for sheet in reading.book.sheets:
        rows = tuple(line.cells for line in sheet.lines)
        assert rows == reading.book.base[sheet.path].rows


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (datetime(2026, 1, 2), "value '2-Jan-2026': looks like a date"),
        (True, "value 'TRUE': is a program's sign"),
        ("#REF!", "value '#REF!': holds a spreadsheet's error value"),
        ("=A1&B1", "value '=A1&B1': is a formula, allowed: what the formula gives"),
        ("low\nsame", r"holds a line break"),
    ],
)
def test_a_cell_that_a_spreadsheet_spoiled_is_a_fault(
    value: object, problem: str, editor: Editor
) -> None:
    [number] = editor.edit(lambda book: change(book, "treatments", LOW_2_2, {"treatment": value}))
    code, lines = editor.back()
    assert code == 1
    assert any(
        line.startswith(f"treatments, row {number}, column treatment") and problem in line
        for line in lines
    ), lines
    assert ("treatments", number, "treatment") in editor.red()


def test_the_other_row_of_a_fault_is_that_of_the_sheet(editor: Editor) -> None:
    def edit(book: Any) -> None:
        book["prompts"].insert_rows(2, 5)
        book["prompts"].append([None, "which-fits"])

    editor.edit(edit)
    _, lines = editor.back()
    page = openpyxl.load_workbook(editor.file)["prompts"]
    number = next(cell.row for cell in page["B"] if cell.value == "which-fits")
    assert any(f"the same prompt as in row {number}," in line for line in lines), lines


# --- Files that are refused -----------------------------------------------------------------------

MACROS = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled"/></Types>'
REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "macros": (lambda data: with_part(data, "xl/vbaProject.bin", b"x"), "holds macros"),
    "macros by type": (
        lambda data: with_part(data, "[Content_Types].xml", MACROS), "holds macros",
    ),
    "old macros": (
        lambda data: with_part(data, "xl/macrosheets/sheet1.xml", b"<x/>"), "holds macros",
    ),
    "a link to another file": (
        lambda data: with_part(data, "xl/externalLinks/externalLink1.xml", b"<x/>"),
        "holds links to other workbooks",
    ),
    "a connection": (
        lambda data: with_part(data, "xl/connections.xml", b"<x/>"), "links to outside data",
    ),
    "an object": (
        lambda data: with_part(data, "xl/embeddings/oleObject1.bin", b"x"), "embedded objects",
    ),
    "a bomb": (
        lambda data: with_part(data, "xl/media/x.xml", bytes(110_000_000)), "is a zip bomb",
    ),
    "a bomb of entities": (
        lambda data: with_part(data, "xl/x.xml", b'<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'),
        "declares entities",
    ),
    "no workbook": (lambda data: b"row,link", "is no Excel workbook"),
    "a web page": (lambda data: b"<html>", "is a web page"),
    "an old workbook": (lambda data: b"\xd0\xcf\x11\xe0" + data, "is an old Excel workbook"),
    "half a workbook": (lambda data: data[: len(data) // 2], "is damaged"),
    "an empty file": (lambda data: b"", "is no Excel workbook"),
    "another workbook": (
        lambda data: with_part(data, "xl/workbook.xml", b"<x"), "cannot be read as a workbook",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_plain_workbook_is_refused_by_name(name: str, editor: Editor) -> None:
    spoil, problem = REFUSED[name]
    editor.file.write_bytes(spoil(editor.file.read_bytes()))
    code, lines = editor.back()
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("topic.xlsx: ")
    assert problem in lines[0]
    assert not editor.result.exists()


def test_a_missing_sheet_and_a_missing_column_are_named(editor: Editor) -> None:
    def edit(book: Any) -> None:
        del book["routes"]
        book["answers"]["D1"].value = "texts"

    editor.edit(edit)
    _, lines = editor.back()
    assert "routes: this sheet is missing, allowed: every sheet of the workbook" in lines[0]
    assert any(line.startswith("answers, row 1, column texts: not a known") for line in lines)
    assert any(line.startswith("answers, column text_en: this column is missing") for line in lines)


def test_a_workbook_without_its_record_is_refused(editor: Editor) -> None:
    editor.edit(lambda book: book.remove(book["before"]))
    code, lines = editor.back()
    assert code == 1
    assert "has no sheet 'before'" in lines[0]


def test_a_workbook_of_a_topic_that_is_gone_is_refused(editor: Editor) -> None:
    rmtree(editor.data / "topics" / editor.topic)
    code, lines = editor.back()
    assert code == 1
    assert lines == [f"topic.xlsx: its topic {editor.topic!r} is not in {editor.data}"]


def test_a_folder_with_something_else_is_left_alone(editor: Editor) -> None:
    editor.result.mkdir()
    (editor.result / "letter.txt").write_text("Dear", encoding="utf-8")
    code, lines = editor.back()
    assert code == 1
    assert "holds something else than tables" in lines[-1]
    assert [file.name for file in editor.result.iterdir()] == ["letter.txt"]


# --- Tables that changed meanwhile ----------------------------------------------------------------


def edited(editor: Editor, table: str, old: str, new: str) -> None:
    """Change a table of the folder after the workbook was made."""
    path = editor.data / topics.path(table, editor.topic)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_changes_of_others_stay(editor: Editor) -> None:
    row = next(r for r in loader.load(editor.data).prompts.rows if r["prompt"] == "which-fits")
    edited(editor, "prompts", row["text_es"], "¿Cuál?")
    editor.edit(lambda book: change(book, "prompts", PROMPT, {"text_en": "Which one?"}))
    code, lines = editor.back()
    assert code == 0, lines
    now = next(r for r in loader.load(editor.result).prompts.rows if r["prompt"] == "which-fits")
    assert (now["text_en"], now["text_es"]) == ("Which one?", "¿Cuál?")


def test_a_cell_that_both_changed_is_a_fault(editor: Editor) -> None:
    row = next(r for r in loader.load(editor.data).prompts.rows if r["prompt"] == "which-fits")
    edited(editor, "prompts", row["text_en"], "Which?")
    [number] = editor.edit(lambda book: change(book, "prompts", PROMPT, {"text_en": "Which one?"}))
    code, lines = editor.back()
    assert code == 1
    assert "has changed in the tables too; there it is 'Which?'" in lines[0]
    assert [*editor.red()] == [("prompts", number, "text_en")]


def test_rows_that_came_and_went_meanwhile_are_kept_and_gone(editor: Editor) -> None:
    last, other = [row["prompt"] for row in loader.load(editor.data).prompts.rows][-2:]
    path = editor.data / topics.path("prompts", editor.topic)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:-1], lines[-1].replace(other, "theirs", 1)]), encoding="utf-8")

    def edit(book: Any) -> None:
        book["prompts"].delete_rows(find(book["prompts"], PROMPT)["row"].row)

    editor.edit(edit)
    code, printed = editor.back()
    assert code == 0, printed
    now = [row["prompt"] for row in loader.load(editor.result).prompts.rows]
    assert now[-2:] == [last, "theirs"]
    assert "which-fits" not in now
    assert other not in now


def test_a_row_that_is_gone_cannot_be_changed(editor: Editor) -> None:
    other = [*loader.load(editor.data).prompts.rows][-1]["prompt"]
    path = editor.data / topics.path("prompts", editor.topic)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    editor.edit(lambda book: change(book, "prompts", {"prompt": other}, {"text_en": "Why?"}))
    code, printed = editor.back()
    assert code == 1
    assert "this row is gone from the tables" in printed[0]
