"""Says in sentences what differs between two versions of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carepath.editing import book
from carepath.editing.pairing import pairs
from carepath.tables import topics
from carepath.tables.csvfile import CsvFile
from carepath.tables.gone import KEYS
from carepath.tables.rows import Row

Files = Mapping[str, CsvFile]
WORDS = {"link": "link.", "lead": "lead.", "note": "note.", "whom": "whom.", "purpose": "purpose."}
"""Columns whose values readers see as words, with the beginnings of the ids of those."""
TERMS = ("treatment", "phase", "explains")
PLAIN = ("link", "treatment", "note")
"""Columns that a sentence doesn't name, because their values say enough."""


def sentences(before: Files, after: Files) -> Iterator[str]:
    """Yield a sentence for each cell that differs, and for each row that is new, gone or moved.

    Parameters
    ----------
    before, after : mapping of str to CsvFile
        The parsed files of both versions, by path.
    """
    for path, file in after.items():
        if file.columns and before[path].columns and file.rows != before[path].rows:
            yield from _of_table(path, before, after)


def _of_table(path: str, before: Files, after: Files) -> Iterator[str]:
    old, new = before[path], after[path]
    names = _Names(after, topics.topic(path)), _Names(before, topics.topic(path))
    rows = [row.cells for row in old.rows], [row.cells for row in new.rows]
    last = -1
    for was, now in pairs(*rows, book.key(path, new.columns)):
        if now is None:
            row, state, names_then = old.rows[was or 0], "gone", names[1]
        elif was is None:
            row, state, names_then = new.rows[now], "new", names[0]
        else:
            if was < last:
                yield f"{_place(new.rows[now], path, names[0])} was moved."
            last = max(last, was)
            yield from _of_row(old.rows[was], new.rows[now], path, names)
            continue
        yield f"{_place(row, path, names_then)} is {state}: {_gist(row, names_then)}"


def _of_row(old: Row, new: Row, path: str, names: tuple[_Names, _Names]) -> Iterator[str]:
    place = _place(new, path, names[0])
    for column, cell in new.cells.items():
        earlier = old.cells.get(column, "")
        if cell == earlier:
            continue
        where = place if column in PLAIN else f"{place}, {column}"
        was, now = names[1].shown(column, earlier), names[0].shown(column, cell)
        if not earlier:
            yield f"{where}: *{now}* is new."
        elif not cell:
            yield f"{where}: *{was}* is gone."
        else:
            yield f"{where}: *{was}* became *{now}*."


def _place(row: Row, path: str, names: _Names) -> str:
    """Return where a row is, in words: the option and its list, or the table and the row's key."""
    table = topics.table(path)
    if row.cells.get("option"):
        step = f", step {row['step']}" if row.cells.get("step") else ""
        return f"{names.situation(row['situation'])}: Option {row['option']}{step}"
    columns = KEYS.get(table, (next(iter(row.cells)),))
    key = " ".join(filter(None, (row.cells.get(column, "") for column in columns)))
    return f"{book.title(path)}: {key or f'row {row.number}'}"


def _gist(row: Row, names: _Names) -> str:
    """Return the most telling cell of a row."""
    telling = ("treatment", "note", "text_en", "meaning_en", "name_en")
    column = next((one for one in telling if row.cells.get(one)), [*row.cells][-1])
    return f"*{names.shown(column, row[column])}*."


class _Names:
    """The words for ids that readers see, in English."""

    def __init__(self, files: Files, topic: str) -> None:
        self._words = self._column(files, topic, "words", "id", "text_en")
        self._terms = self._column(files, topic, "terms", "term", "name_en")
        self._situations = self._column(files, topic, "situations", "situation", "name_en")

    @staticmethod
    def _column(files: Files, topic: str, table: str, key: str, text: str) -> dict[str, str]:
        paths = (topics.path(table), topics.path(table, topic))
        rows = (row for path in paths if path in files for row in files[path].rows)
        return {row.cells.get(key, ""): row.cells.get(text, "") for row in rows}

    def situation(self, situation: str) -> str:
        """Return the name of a situation."""
        return self._situations.get(situation) or situation

    def shown(self, column: str, value: str) -> str:
        """Return a value as readers see it."""
        if column in TERMS:
            return self._terms.get(value) or value
        return self._words.get(f"{WORDS[column]}{value}", value) if column in WORDS else value
