"""Checks of what an editor or a translator changed, beyond those of whole tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carepath.editing import book
from carepath.editing.pairing import pairs
from carepath.tables import topics
from carepath.tables.columns import TEXTS
from carepath.tables.csvfile import CsvFile
from carepath.tables.fault import Fault
from carepath.tables.rows import Row

Files = Mapping[str, CsvFile]
DIGITS = re.compile(r"[0-9]+")
ADDRESS = ".address"
BY_THE_CODE = ("language.", "opens.", "heading.", "link.", "checklist.", "miss.")
"""Beginnings of ids of words that a copy may add without a row that names them."""


def faults(topic: str, before: Files, after: Files) -> Iterator[Fault]:
    """Yield the faults of rows that a workbook has changed.

    A translation has the numbers of its English text, and a new word is one that a row names. These
    rules can't tell every good text from a bad one, so tables that are served may break them.

    Parameters
    ----------
    topic : str
        The topic of the workbook.
    before, after : mapping of str to CsvFile
        The parsed files by path, as they are and with the changes.
    """
    names = _named(topic, after)
    for path in book.paths(topic):
        if not book.has(after, path) or after[path] is before.get(path):
            continue
        for old, row in _changed(before[path], after[path], path):
            yield from _numbers(row, old, path)
            if topics.table(path) == "words" and old is None:
                yield from _unknown(row, names)


def _changed(before: CsvFile, after: CsvFile, path: str) -> Iterator[tuple[Row | None, Row]]:
    rows = [row.cells for row in before.rows], [row.cells for row in after.rows]
    for old, new in pairs(*rows, book.key(path, before.columns)):
        if new is not None and (old is None or rows[0][old] != rows[1][new]):
            yield (None if old is None else before.rows[old]), after.rows[new]


def _numbers(row: Row, old: Row | None, path: str) -> Iterator[Fault]:
    for column, english in book.translations(topics.table(path), [*row.cells]):
        same = old is not None and all(old.cells.get(one) == row[one] for one in (column, english))
        if same or not row[column] or row.cells.get("id", "").endswith(ADDRESS):
            continue
        if sorted(DIGITS.findall(row[column])) != sorted(DIGITS.findall(row[english])):
            numbers = ", ".join(DIGITS.findall(row[english])) or "none"
            yield row.fault(column, "its numbers are not those of the English text", numbers)


def _unknown(row: Row, names: frozenset[str]) -> Iterator[Fault]:
    """Yield a fault if nothing refers to a new word."""
    word = row.cells.get("id", "")
    parts = word.split(".")
    own = {".".join(parts[at:]) for at in range(1, len(parts))}
    if word and not word.startswith(BY_THE_CODE) and not own & names:
        allowed = "an id that was there, or one that a row refers to, such as note.<id>"
        yield row.fault("id", "nothing refers to this word", allowed)


def _named(topic: str, files: Files) -> frozenset[str]:
    """Return every id in the cells of a topic's tables that are no texts, places without items."""
    return frozenset(
        name
        for path, file in files.items()
        if topics.topic(path) in ("", topic) and topics.table(path) != "words"
        for row in file.rows
        for column, cell in row.cells.items()
        if column.rpartition("_")[0] not in TEXTS.get(topics.table(path), {})
        for name in (*cell.split(" "), cell.partition("#")[0])
    )
