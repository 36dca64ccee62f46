"""Merges a sheet with tables that have changed since its workbook was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from carepath.editing import book
from carepath.editing.book import FIRST_ROW, Line, Sheet
from carepath.editing.pairing import pairs
from carepath.tables import topics
from carepath.tables.fault import Fault, shortened
from carepath.tables.loader import Table

BEYOND = 1_000_000
"""Added to the number of a row that the sheet lacks; sheets are shorter."""
NEW_BOOK = "a new workbook, with your change made in it"


@dataclass(frozen=True)
class Merged:
    """The rows of a table with an editor's changes, and the changes that cannot be made."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...] = ()


def merge(sheet: Sheet, base: Table, now: Table) -> Merged:
    """Return a table's rows as they are now, with what an editor changed in the sheet.

    Parameters
    ----------
    sheet : Sheet
        The sheet as the editor left it.
    base : Table
        The table as it was when the workbook was made.
    now : Table
        The table as it is.
    """
    if base == now:
        return Merged(sheet.lines)
    ordered = [line.origin for line in sheet.lines if line.origin]
    if {*sheet.columns} != {*now.columns} or {*base.columns} != {*now.columns}:
        problem = "the table has other columns than when this workbook was made"
        return Merged(sheet.lines, (Fault(sheet.title, None, None, None, problem, NEW_BOOK),))
    if ordered != sorted(ordered):
        problem = "rows were moved, and the table has changed since this workbook was made"
        return Merged(sheet.lines, (Fault(sheet.title, None, None, None, problem, NEW_BOOK),))
    return _three_way(sheet, base, now)


def _three_way(sheet: Sheet, base: Table, now: Table) -> Merged:
    columns = book.key(sheet.path, now.columns)
    place = {old: new for old, new in pairs(base.rows, now.rows, columns) if old is not None}
    rows: dict[tuple[int, int], Line] = {
        (at, 0): Line(BEYOND + at, None, row) for at, row in enumerate(now.rows)
    }
    faults: list[Fault] = []
    last = (-1, 0)
    for line in sheet.lines:
        if line.origin is None:
            last = (last[0], last[1] + 1)
            rows[last] = line
            continue
        old = base.rows[line.origin - FIRST_ROW]
        at = place.get(line.origin - FIRST_ROW)
        if at is None:
            if line.cells != old:
                problem = "this row is gone from the tables since this workbook was made"
                faults.append(Fault(sheet.title, line.number, None, None, problem, NEW_BOOK))
            continue
        last = (at, 0)
        faults += _conflicts(sheet, line, old, now.rows[at])
        cells = {
            column: now.rows[at][column]
            if line.cells[column] == old[column]
            else line.cells[column]
            for column in now.columns
        }
        rows[last] = Line(line.number, line.origin, cells)
    present = {line.origin for line in sheet.lines}
    for number, old in enumerate(base.rows, start=FIRST_ROW):
        at = place.get(number - FIRST_ROW)
        if number in present or at is None:
            continue
        if now.rows[at] == old:
            del rows[at, 0]
        else:
            problem = f"row {number} was removed here, and changed in the tables meanwhile"
            faults.append(Fault(sheet.title, None, None, None, problem, NEW_BOOK))
    return Merged(tuple(rows[at] for at in sorted(rows)), tuple(faults))


def _conflicts(
    sheet: Sheet, line: Line, old: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[Fault]:
    """Yield a fault for each change of a cell that was changed in the tables as well."""
    mine = {column for column in now if line.cells[column] != old[column]}
    theirs = {column for column in now if now[column] != old[column]}
    english = dict(book.translations(topics.table(sheet.path), sheet.columns))
    for column in sheet.columns:
        cell, source = line.cells[column], english.get(column, "")
        if column in mine & theirs and cell != now[column]:
            problem = f"has changed in the tables too; there it is {shortened(now[column])!r}"
            yield Fault(sheet.title, line.number, column, cell, problem, NEW_BOOK)
        elif column in mine and source in theirs - mine:
            problem = f"its English has changed since; it is {shortened(now[source])!r}"
            allowed = "a translation of the English of today, in a new workbook"
            yield Fault(sheet.title, line.number, column, cell, problem, allowed)
