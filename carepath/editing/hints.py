"""Help in the cells of a workbook: what a column means, and the values to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from carepath.editing.book import Sheet
from carepath.tables import columns, dictionary, topics
from carepath.tables.csvfile import CsvFile
from carepath.tables.rows import ids
from carepath.tables.rules_ids import LISTS, REFERENCES

KINDS = (("treatments", "treatment"), ("situations", "explains"))
"""Columns that hold a treatment, which is a term with a kind."""


@dataclass(frozen=True)
class Hint:
    """Help for a column.

    Attributes
    ----------
    meaning, allowed, example : str
        As in docs/data.md.
    values : tuple of str
        The values to choose from; empty if a cell may hold any text.
    closed : bool
        Whether a cell may hold no other value.
    """

    meaning: str
    allowed: str
    example: str
    values: tuple[str, ...] = ()
    closed: bool = False


def of(sheet: Sheet, files: Mapping[str, CsvFile], topic: str) -> dict[str, Hint]:
    """Return the help for each column of a sheet.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    files : mapping of str to CsvFile
        The parsed files of the data folder, by path.
    topic : str
        The topic of the workbook.
    """
    table = topics.table(sheet.path)
    known = _known(table, files, topic)
    hints = {}
    for column in sheet.columns:
        about = dictionary.of(table, column)
        meaning = (about.meaning, about.allowed, about.example) if about else ("", "", "")
        closed = next((check.values for check in _checks(table, column) if check.values), ())
        values = tuple(filter(None, closed or known.get(column, ())))
        hints[column] = Hint(*meaning, values, bool(closed))
    return hints


def _checks(table: str, column: str) -> tuple[columns.Check, ...]:
    return columns.COLUMNS[table].get(column, ())


def _known(table: str, files: Mapping[str, CsvFile], topic: str) -> dict[str, tuple[str, ...]]:
    """Return the ids that the columns of a table may refer to."""
    rows = {name: [*file.rows] for name, file in topics.joined(files, topic).items()}
    lists = ((*one, "") for one in LISTS)
    known = {
        column: tuple(dict.fromkeys(ids(rows, target, key, prefix)))
        for source, column, target, key, prefix in (*REFERENCES, *lists)
        if source == table
    }
    known["found_at"] = tuple(dict.fromkeys(ids(rows, "words", "id", "found.")))
    for column in (column for name, column in KINDS if name == table):
        known[column] = tuple(row["term"] for row in rows["terms"] if row["kind"])
    if table == "treatments":
        known["phase"] = tuple(row["term"] for row in rows["terms"] if not row["kind"])
    if table in ("routes", "notes"):
        known["answer"] = tuple(dict.fromkeys(row["answer"] for row in rows["answers"]))
    return known


def lists(hints: Mapping[str, Mapping[str, Hint]]) -> Iterator[tuple[str, ...]]:
    """Yield every list of values that a workbook offers, each once."""
    yield from dict.fromkeys(
        hint.values for columns in hints.values() for hint in columns.values() if hint.values
    )
