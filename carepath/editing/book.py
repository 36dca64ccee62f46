"""A topic's tables as sheets: which tables a workbook holds, and the order of their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from carepath.tables import gone, topics
from carepath.tables.columns import OWN, TEXTS
from carepath.tables.csvfile import CsvFile
from carepath.tables.loader import Table

NOT_EDITED = ("topic", "reading", "fingerprints", "reviews", "scores")
"""Tables of a topic that no editor changes; a workbook leaves them out."""
SHARED = ("words", "sources", "kinds", "terms")
FIRST_ROW = 2
"""The row of a sheet under the column names."""


@dataclass(frozen=True)
class Line:
    """A row of a sheet.

    Attributes
    ----------
    number : int
        The row as a spreadsheet shows it.
    origin : int or None
        The row that it was when the workbook was made; None for a new row.
    cells : mapping of str to str
        Its cells by column.
    stated : str
        What its cell in the column `row` holds.
    """

    number: int
    origin: int | None
    cells: Mapping[str, str]
    stated: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table as a sheet: its title, its path in the data folder, its columns and its rows."""

    title: str
    path: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Book:
    """A workbook.

    Attributes
    ----------
    topic : str
        The topic whose tables it holds.
    sheets : tuple of Sheet
        Its sheets, as an editor may have changed them.
    base : mapping of str to Table
        The tables by path, as they were when the workbook was made.
    review : Sheet or None
        The sheet with statements to sign.
    """

    topic: str
    sheets: tuple[Sheet, ...]
    base: Mapping[str, Table]
    review: Sheet | None = None

    @property
    def pages(self) -> tuple[Sheet, ...]:
        """All sheets with columns and rows: the tables, and the statements to sign."""
        return (*self.sheets, *([self.review] if self.review else []))


def make(files: Mapping[str, CsvFile], topic: str) -> Book:
    """Return the workbook of a topic.

    Parameters
    ----------
    files : mapping of str to CsvFile
        The parsed files of a data folder, by path.
    topic : str
        The topic, whose tables are sound.
    """
    base = {path: table_of(files[path]) for path in paths(topic) if has(files, path)}
    sheets = (
        Sheet(
            title(path),
            path,
            side_by_side(topics.table(path), table.columns),
            tuple(Line(at, at, row, str(at)) for at, row in enumerate(table.rows, start=FIRST_ROW)),
        )
        for path, table in base.items()
    )
    return Book(topic, tuple(sheets), base)


def paths(topic: str) -> Iterator[str]:
    """Yield the paths of the tables that a workbook may hold, in the order of its sheets."""
    for table in topics.ORDER:
        if table not in NOT_EDITED:
            yield topics.path(table, topic)
    yield from map(topics.path, SHARED)


def has(files: Mapping[str, CsvFile], path: str) -> bool:
    """Return whether a folder has a file of its own at a path, and it could be read."""
    # A file that may be missing, and is, has no columns.
    return bool(path in files and files[path].columns)


def table_of(file: CsvFile) -> Table:
    """Return the columns and rows of a file."""
    return Table(file.columns, tuple(row.cells for row in file.rows))


def title(path: str) -> str:
    """Return the title of a table's sheet."""
    table = topics.table(path)
    return table if topics.topic(path) else f"shared {table}"


def side_by_side(table: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns with those of a text beside each other, English first."""
    result: dict[str, None] = {}
    for column in columns:
        text = text_of(table, column)
        own = [one for one in columns if text_of(table, one) == text] if text else [column]
        result |= dict.fromkeys(sorted(own, key=lambda one: not one.endswith("_en")))
    return tuple(result)


def text_of(table: str, column: str) -> str | None:
    """Return the text that a column holds in one language, such as name; None for others."""
    text = column.rpartition("_")[0]
    return text if text in TEXTS.get(table, {}) or text in OWN.get(table, {}) else None


def translations(table: str, columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each column that translates an English one, with that one."""
    for column in columns:
        text = column.rpartition("_")[0]
        if text in TEXTS.get(table, {}) and column != f"{text}_en" and f"{text}_en" in columns:
            yield column, f"{text}_en"


def key(path: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that identify a row of a table."""
    return gone.KEYS.get(topics.table(path), tuple(columns[:1]))
