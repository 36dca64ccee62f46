"""Reads a workbook that came back from an editor, whatever spreadsheets have done to it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import openpyxl

from carepath.editing import book, cells, container
from carepath.editing.book import FIRST_ROW, Book, Line, Sheet
from carepath.tables import topics
from carepath.tables.csvfile import column_name
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import Table

MOST_ROWS, MOST_COLUMNS = 20_000, 200
ROW = "row"
"""The column with the row that a row was when the workbook was made."""
CHANGED = "English changed since"
"""The column that shows translators the older English of a text."""
BASE = "before"
"""The hidden sheet with the tables as they were when the workbook was made."""
LISTS = "lists"
ABOUT = "read me"
FAULTS = "faults"
"""The sheet with the faults of a workbook that came back; it is not read again."""
FORMULA = ("is a formula", "what the formula gives")


@dataclass(frozen=True)
class Reading:
    """A workbook, the faults that only its sheets show, and the titles of other sheets."""

    book: Book
    faults: tuple[Fault, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """A cell as its file has it."""

    value: object
    is_formula: bool = False


Grid = Sequence[Sequence[Cell]]


def read(name: str, data: bytes) -> Reading:
    """Read the content of a workbook.

    Parameters
    ----------
    name : str
        The file's name, for faults.
    data : bytes
        Its content.

    Raises
    ------
    FaultyTables
        If it is no workbook of a topic, or holds what no such workbook needs: macros, links to
        other files, embedded objects, more than a spreadsheet of tables unpacks to.
    """
    if refusal := container.refusal(data):
        raise FaultyTables((Fault(name, None, None, None, *refusal),))
    try:
        with warnings.catch_warnings():
            # It warns of each thing that it doesn't keep, and nothing is kept but the cells.
            warnings.simplefilter("ignore")
            grids = dict(_grids(data))
    except Exception as error:
        # It fails in as many ways as files can be damaged.
        problem = f"cannot be read as a workbook ({type(error).__name__})"
        raise FaultyTables((Fault(name, None, None, None, problem, container.ALLOWED),)) from None
    topic, base = _base(name, grids)
    sheets, faults = [], []
    for path, table in base.items():
        title = book.title(path)
        if title not in grids:
            allowed = "every sheet of the workbook, with its title"
            faults.append(Fault(title, None, None, None, "this sheet is missing", allowed))
        elif any(cell.value is not None for cell in grids[title][0]):
            sheet, unfit = _sheet(path, grids[title], table)
            sheets.append(sheet)
            faults += unfit
        else:
            problem = "the first row is empty"
            faults.append(Fault(title, 1, None, None, problem, "the names of the columns"))
    review = None
    path = topics.path("reviews", topic)
    if book.title(path) in grids:
        review, unfit = _sheet(path, grids[book.title(path)], Table((), ()))
        faults += unfit
    known = {*map(book.title, base), book.title(path), BASE, LISTS, ABOUT, FAULTS}
    others = tuple(title for title in grids if title not in known)
    return Reading(Book(topic, tuple(sheets), base, review), tuple(faults), others)


def _grids(data: bytes) -> Iterator[tuple[str, Grid]]:
    """Yield each sheet's title, in small letters, and its cells; each has at least one row."""
    workbook: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    for sheet in workbook.worksheets:
        # The size that a file states may be wrong.
        sheet.reset_dimensions()
        rows = [
            [Cell(cell.value, cell.data_type == "f") for cell in row[:MOST_COLUMNS]]
            for row in islice(sheet.rows, MOST_ROWS)
        ]
        yield sheet.title.strip().lower(), rows or [[]]


def _base(name: str, grids: Mapping[str, Grid]) -> tuple[str, dict[str, Table]]:
    """Return the topic and its tables by path, as they were when the workbook was made."""
    headers: dict[str, tuple[str, ...]] = {}
    rows: dict[str, list[Mapping[str, str]]] = {}
    topic = ""
    for line in grids.get(BASE, ()):
        path, *values = (
            "" if cell.value is None else str(cell.value) for cell in line or [Cell("")]
        )
        if not topic:
            topic = path
        elif path and path not in headers:
            headers[path], rows[path] = tuple(filter(None, values)), []
        elif path:
            width = len(headers[path])
            padded = [*values, *[""] * width][:width]
            rows[path].append(dict(zip(headers[path], padded, strict=True)))
    if not {*headers} <= {*book.paths(topic)} or not headers:
        problem = f"has no sheet {BASE!r}, which says what it was made from"
        raise FaultyTables((Fault(name, None, None, None, problem, container.ALLOWED),))
    return topic, {path: Table(headers[path], tuple(rows[path])) for path in headers}


def _sheet(path: str, grid: Grid, base: Table) -> tuple[Sheet, list[Fault]]:
    title, table = book.title(path), topics.table(path)
    names = [cells.text(cell.value, table, "") for cell in grid[0]]
    while names and not names[-1]:
        names.pop()
    faults: list[Fault] = []
    read: list[Line] = []
    columns = [at for at, name in enumerate(names) if name not in (ROW, CHANGED)]
    named = [at for at in columns if names[at]]
    for number, row in enumerate(grid[1:], start=FIRST_ROW):
        texts = [cells.text(cell.value, table, name) for cell, name in _padded(row, names)]
        if not any(texts[at] for at in columns):
            continue
        for at, (cell, name) in enumerate(_padded(row, names)):
            if cell.is_formula and at in columns:
                faults.append(Fault(title, number, name, texts[at], *FORMULA))
            elif texts[at] and not name:
                problem = f"column {column_name(at)} has no name, but is not empty"
                faults.append(Fault(title, number, None, texts[at], problem, "a name in row 1"))
        stated = texts[names.index(ROW)] if ROW in names else ""
        read.append(Line(number, None, {names[at]: texts[at] for at in named}, stated))
    last = max([len(base.rows) + 1, *(line.number for line in read)])
    origins: set[int] = set()
    lines: list[tuple[float, int | None, Line]] = []
    for line in read:
        place = _number(line.stated, last)
        # Reviews have no order, and reviewers may keep only the rows that they sign.
        if line.stated and place is None and base.columns:
            allowed = f"empty in a new row; to move a row, a number up to {last}, such as 12.5"
            problem = "is no row of this sheet"
            faults.append(Fault(title, line.number, ROW, line.stated, problem, allowed))
        lines.append((*_place(place, origins, len(base.rows), lines), line))
    lines.sort(key=lambda entry: entry[0])
    if doubled := sorted({names[at] for at in named if names.count(names[at]) > 1}):
        problem = "this column is there twice"
        faults += [Fault(title, 1, name, None, problem, "each column once") for name in doubled]
    sheet = Sheet(
        title,
        path,
        tuple(dict.fromkeys(names[at] for at in named)),
        tuple(replace(line, origin=origin) for _, origin, line in lines),
    )
    return sheet, faults


def _padded(row: Sequence[Cell], names: Sequence[str]) -> list[tuple[Cell, str]]:
    """Return the cells of a row with the names of their columns; both are as long as the other."""
    width = max(len(row), len(names))
    missing = [Cell(None)] * (width - len(row))
    return [*zip([*row, *missing], [*names, *[""] * (width - len(names))], strict=True)]


def _number(stated: str, last: int) -> float | None:
    """Return the number in a cell of the column `row`; None if no row of the sheet is there."""
    try:
        number = float(stated)
    except ValueError:
        return None
    return number if 0 <= number < last + 1 else None


def _place(
    number: float | None,
    origins: set[int],
    count: int,
    above: Sequence[tuple[float, int | None, Line]],
) -> tuple[float, int | None]:
    """Return where a row belongs, and the row that it was.

    The column `row` says where, however the sheet has been sorted. A row without a number there
    follows the one above it, and so does the copy of a row.
    """
    if number is None:
        return (above[-1][0] if above else 0.0), None
    origin = int(number)
    if origin != number or origin in origins or not 0 <= origin - FIRST_ROW < count:
        return number, None
    origins.add(origin)
    return number, origin
