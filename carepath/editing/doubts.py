"""Changes of tables with those first that the rules allow and that are often mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from carepath.editing import voided
from carepath.editing.changes import Change, changes, place
from carepath.editing.names import Names, with_id
from carepath.tables import topics
from carepath.tables.columns import COLUMNS
from carepath.tables.csvfile import CsvFile
from carepath.tables.rows import Row
from carepath.tables.vocabulary import FOUND_AT

Files = Mapping[str, CsvFile]
SAME = (
    *("step", "phase", "phase_lead", "treatment", "follows", "link", "alone", "whom", "purpose"),
)
"""Columns in which two options of a list that say the same are equal."""
TWICE, ELSEWHERE = "an option is there twice", "a row is from another list"
UNKNOWN, SHARED = "a place that the source is not known to have", "two options from one line"


def lines(before: Files, after: Files) -> Iterator[str]:
    """Yield a line for each change; only one if nothing differs."""
    every = ordered(before, after)
    yield from map(str, every)
    if not every:
        yield "Nothing has changed."


def ordered(before: Files, after: Files) -> list[Change]:
    """Return all changes, doubtful ones first, with the signatures that they void.

    Parameters
    ----------
    before, after : mapping of str to CsvFile
        The parsed files of both versions, by path.
    """
    known = {change.sentence for change in _standing(before, after)}
    new = [change for change in _standing(after, after) if change.sentence not in known]
    every = [*new, *changes(before, after), *voided.changes(before, after)]
    return sorted(every, key=lambda change: not change.doubt)


def _standing(files: Files, named: Files) -> Iterator[Change]:
    """Yield what looks like a mistake in one version of the tables, in the names of another."""
    for topic in topics.of(files):
        treatments = files[topics.path("treatments", topic)]
        if not {*COLUMNS["treatments"]} <= {*treatments.columns}:
            continue
        rows = treatments.rows
        names = Names(named, topic)
        options: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            options.setdefault((row["situation"], row["option"]), []).append(row)
        yield from _twice(options, names)
        yield from _shared(options, names)
        yield from _unknown(rows, files[topics.path("fingerprints", topic)].rows, names)
        lists = {
            row.cells.get("found_at", ""): row.cells.get("situation", "")
            for row in files[topics.path("situations", topic)].rows
            if row.cells.get("steps") != "0"
        }
        yield from _elsewhere(rows, lists, names)


def _twice(options: Mapping[tuple[str, str], Sequence[Row]], names: Names) -> Iterator[Change]:
    first: dict[tuple[str, frozenset[tuple[str, ...]]], str] = {}
    for (situation, option), rows in options.items():
        steps = frozenset(tuple(row[column] for column in SAME) for row in rows)
        earlier = first.setdefault((situation, steps), option)
        if earlier != option:
            where = f"{names.situation(situation)}: Option {option}"
            yield Change(f"{where} is the same as Option {earlier}.", rows[0], TWICE)


def _shared(options: Mapping[tuple[str, str], Sequence[Row]], names: Names) -> Iterator[Change]:
    """Yield each option from a line of the source that another option of its list is from."""
    first: dict[tuple[str, str, str], str] = {}
    for (situation, option), rows in options.items():
        for row in {
            row["found_at"]: row for row in reversed(rows) if "#" in row["found_at"]
        }.values():
            earlier = first.setdefault((situation, row["source"], row["found_at"]), option)
            if earlier != option:
                where = f"{names.situation(situation)}: Option {option}"
                sentence = (
                    f"{where} is from {names.shown('found_at', row.cells)}, as Option {earlier} is."
                )
                yield Change(sentence, row, SHARED)


def _unknown(rows: Sequence[Row], lines: Sequence[Row], names: Names) -> Iterator[Change]:
    """Yield each row from a place of which the watch on the sources has no line."""
    known = {(line.cells.get("source"), line.cells.get("found_at")) for line in lines}
    for row in rows:
        if known and (row["source"], row["found_at"]) not in known:
            where = place(row, row.file, names)
            source = with_id(names.shown("source", row.cells), row["source"])
            line = f"{names.shown('found_at', row.cells)} of {source}"
            sentence = f"{where} is from {line}, which is no known line."
            yield Change(sentence, row, UNKNOWN)


def _elsewhere(rows: Sequence[Row], lists: Mapping[str, str], names: Names) -> Iterator[Change]:
    """Yield each row from a place that is the list of another situation, and not of its own."""
    own = {situation: found_at for found_at, situation in lists.items()}
    for row in rows:
        match = FOUND_AT.fullmatch(row["found_at"])
        home = match["place"] if match else ""
        other = lists.get(home)
        if other and other != row["situation"] and own.get(row["situation"]) != home:
            sentence = (
                f"{place(row, row.file, names)} is from the list of {names.situation(other)}."
            )
            yield Change(sentence, row, ELSEWHERE)
