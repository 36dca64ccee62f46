"""Any workbook gives exactly its tables, or faults with sheet, row and column."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from hypothesis import given, strategies as st

from carepath.editing import book, intake, reader
from carepath.tables import loader
from carepath.tables.csvfile import CsvFile
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import DATA
from tests.support.fuzz import tries
from tests.support.random_tables import LETTERS, ODD
from tests.support.workbooks import part

TOPIC = "osteosarcoma-recurrent"
CURRENT = loader.snapshot(DATA)
SHEETS = ("answers", "routes", "treatments", "notes")
"""Sheets of the workbook that is spoiled; a small one is read fast."""


def made() -> bytes:
    """Return a workbook with some of a topic's tables."""
    return part(TOPIC, SHEETS)


def taken(data: bytes) -> tuple[Fault, ...] | dict[str, CsvFile]:
    """Return what came of a workbook: the tables of its sheets, or faults."""
    try:
        reading = reader.read("topic.xlsx", data)
    except FaultyTables as faulty:
        return faulty.faults
    result = intake.take(reading, CURRENT)
    if result.faults:
        return result.faults
    loader.check(result.files)
    return {path: result.after[path] for path in reading.book.base}


def test_the_workbook_is_sound_before_it_is_spoiled() -> None:
    files = loader.parsed_files(CURRENT)
    tables = taken(made())
    assert isinstance(tables, dict)
    assert {path: [row.cells for row in file.rows] for path, file in tables.items()} == {
        path: [row.cells for row in files[path].rows] for path in tables
    }


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1901, 1, 1), date(2200, 1, 1)),
    st.datetimes(datetime(1901, 1, 1), datetime(2200, 1, 1)),
    st.times(time(1)),
    st.timedeltas(timedelta(0), timedelta(days=90)),
    st.sampled_from(ODD),
    st.sampled_from(["=1+1", "=A1", "{=A1}", "#N/A", "yes", "then", "row", "surgery", "1"]),
    LETTERS,
)


def fits(value: object) -> bool:
    """Return whether a workbook can hold a value."""
    return not isinstance(value, str) or not openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(value)


EDIT = st.tuples(
    st.sampled_from(["cell"] * 6 + ["row", "rows", "column", "sheet", "title"]),
    st.integers(0, 9),
    st.integers(1, 40),
    st.integers(1, 14),
    VALUES.filter(fits),
)
"""A kind of change, a sheet, a row, a column, and a value."""


def spoiled(edits: list[tuple[str, int, int, int, object]]) -> bytes:
    """Return the workbook with other cells, rows, columns and sheets."""
    own: Any = openpyxl.load_workbook(io.BytesIO(made()))
    for kind, place, row, column, value in edits:
        sheet = own[own.sheetnames[place % len(own.sheetnames)]]
        match kind:
            case "cell":
                sheet.cell(row, column).value = value
            case "row":
                sheet.insert_rows(row)
            case "rows":
                sheet.delete_rows(row, column)
            case "column":
                sheet.delete_cols(column)
            case "title":
                sheet.title = ("x", "Routes ", "before", "sources")[row % 4]
            case "sheet" if len(own.sheetnames) > 1:
                own.remove(sheet)
    data = io.BytesIO()
    own.save(data)
    return data.getvalue()


@tries(25)
@given(st.lists(EDIT, min_size=1, max_size=4))
def test_a_spoiled_workbook_gives_its_tables_or_faults_in_their_place(
    edits: list[tuple[str, int, int, int, object]],
) -> None:
    data = spoiled(edits)
    result = taken(data)
    if isinstance(result, dict):
        for path, file in result.items():
            sheets: Any = openpyxl.load_workbook(io.BytesIO(data)).worksheets
            # The title of a sheet may be written otherwise.
            (page,) = [one for one in sheets if one.title.strip().lower() == book.title(path)]
            filled = {str(cell.value).strip() for row in page.iter_rows() for cell in row}
            shown = {cell for row in file.rows for cell in row.cells.values() if cell}
            assert {cell for cell in shown if not cell.isdigit()} <= filled
        return
    assert result
    for fault in result:
        assert fault.problem
        assert (fault.file in (*SHEETS, "topic.xlsx")) or fault.file.endswith(".csv"), fault
        if fault.column and fault.value is not None and fault.file in SHEETS:
            assert fault.row, fault


@tries(40)
@given(st.data())
def test_a_damaged_file_gives_its_tables_or_a_fault(data: st.DataObject) -> None:
    content = bytearray(made())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["byte", "cut", "repeat"])):
            case "byte":
                content[at] = data.draw(st.integers(0, 255))
            case "cut":
                del content[at : at + data.draw(st.integers(1, 2000))]
            case "repeat":
                content[at:at] = content[at : at + 200]
        if not content:
            break
    taken(bytes(content))


@tries(25)
@given(st.data())
def test_a_damaged_part_gives_its_tables_or_a_fault(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    part = bytearray(parts[name])
    at = data.draw(st.integers(0, len(part) - 1))
    other = data.draw(st.sampled_from([b"", b"<", b">", b'"', b"9" * 5000, b"&x;", b"\xff", b"-1"]))
    part[at : at + data.draw(st.integers(0, 40))] = other
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in (parts | {name: bytes(part)}).items():
            archive.writestr(one, content)
    taken(result.getvalue())


def test_faults_of_a_workbook_that_is_no_topic_s_are_about_the_file() -> None:
    plain: Any = openpyxl.Workbook()
    plain.active.append(["option", "step"])
    data = io.BytesIO()
    plain.save(data)
    (fault,) = taken(data.getvalue())
    assert isinstance(fault, Fault)
    assert replace(fault, problem="", allowed="") == Fault("topic.xlsx", None, None, None, "", "")
