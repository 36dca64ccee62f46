"""Every check of the tables: each column by itself, then rows across tables with `rules`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from unicodedata import bidirectional

from carepath.fonts.metrics import missing
from carepath.tables import columns, rules, topics
from carepath.tables.columns import COLUMNS, PLAIN, TEXTS, Check
from carepath.tables.csvfile import MISSING, CsvFile
from carepath.tables.fault import Fault
from carepath.tables.rows import Row
from carepath.tables.rules_texts import same_words
from carepath.tables.vocabulary import FORMAT, WHOLE

DRAWN = "letters of the Latin, Greek and Cyrillic scripts, and common signs; say the rest in words"
LEFT_TO_RIGHT = "a language written from left to right: others are not supported yet"
NAMED = 5
"""Letters of a text that a fault names."""


def faults(files: Mapping[str, CsvFile], references: Sequence[CsvFile]) -> tuple[Fault, ...]:
    """Return every fault of the tables.

    Parameters
    ----------
    files : mapping of str to CsvFile
        The parsed file of every table, by its path in the folder.
    references : sequence of CsvFile
        The project's own words, of every site and of every topic; columns id and text_en.

    Returns
    -------
    tuple of Fault
        The faults of all files, by topic, file and row, shared files first; empty if the tables are
        valid.
    """
    if older := _other_formats(files):
        return older
    of_files = [fault for file in files.values() for fault in file.faults]
    unfit = {
        (fault.file, fault.row, fault.column) for fault in of_files if fault.column is not None
    }

    later: list[Fault] = []
    for path, file in files.items():
        # words.csv defines the languages. Without it, each file is checked in its own.
        offering = topics.path("words") if files[topics.path("words")].columns else path
        if file.columns:
            languages = _languages(topics.table(offering), files[offering].columns)
            expected = columns.of(topics.table(path), languages)
            later += check_columns(path, file, expected)
    for topic in topics.of(files):
        tables = topics.joined(files, topic)
        later += _across_tables(topic, tables, references)
    later += _order_of_topics(files)

    # A cell that no column may hold gets no further fault.
    later = [fault for fault in later if (fault.file, fault.row, fault.column) not in unfit]
    order = [*files]
    unique = dict.fromkeys([*of_files, *later])
    return tuple(sorted(unique, key=lambda fault: (order.index(fault.file), fault.row or 0)))


def _across_tables(
    topic: str, tables: Mapping[str, CsvFile], references: Sequence[CsvFile]
) -> Iterator[Fault]:
    """Yield the faults of a topic's tables, joined with the shared ones, that no cell shows."""
    complete = {
        name: [*file.rows]
        for name, file in tables.items()
        if file.whole and {*COLUMNS[name]} <= {*file.columns}
    }
    for name in topics.KEYS:
        if tables[name].whole and not tables[name].columns:
            yield Fault(topics.path(name, topic), None, None, None, MISSING, "a CSV file")
    for fault in rules.violations(complete):
        own = topics.path(topics.table(fault.file), topic)
        yield replace(fault, file=own) if topics.table(fault.file) in topics.OWN else fault
    if "words" in complete and "text_en" in tables["words"].columns:
        if all({"id", "text_en"} <= {*reference.columns} for reference in references):
            homes = (topics.path("words"), topics.path("words", topic))
            rows = {home: [*file.rows] for home, file in zip(homes, references, strict=True)}
            yield from same_words(complete["words"], rows)
        else:
            problem = "cannot be compared with the project's own words.csv, which is faulty"
            yield Fault("words.csv", None, None, None, problem, "")


def _order_of_topics(files: Mapping[str, CsvFile]) -> Iterator[Fault]:
    """Check that each topic has its folder's name, and its own place in the order."""
    places: dict[str, str] = {}
    for topic in topics.of(files):
        for row in files[topics.path("topic", topic)].rows[:1]:
            if row.cells.get("topic", topic) != topic:
                yield row.fault("topic", "not the name of the folder", topic)
            place = row.cells.get("order", "")
            if WHOLE.fullmatch(place) and places.setdefault(place, topic) != topic:
                yield row.fault("order", f"the same as of {places[place]}", "each once")


def _other_formats(files: Mapping[str, CsvFile]) -> tuple[Fault, ...]:
    """Return the faults of topics in the format of another version, instead of all that follow."""
    allowed = f'format {FORMAT}; docs/data.md, "Formats", says how to change the tables'
    problem = "these tables have the format of another version"
    return tuple(
        row.fault("format", problem, allowed)
        for topic in topics.of(files)
        for row in files[topics.path("topic", topic)].rows
        for stated in (row.cells.get("format", ""),)
        if WHOLE.fullmatch(stated) and stated != FORMAT
    )


def _languages(name: str, header: Iterable[str]) -> frozenset[str]:
    """Return the languages of a table's text columns, and English."""
    texts = "|".join(TEXTS.get(name, ()))
    matches = (re.fullmatch(f"(?:{texts})_([a-z]{{2,3}})", column) for column in header)
    return frozenset({"en"} | {match[1] for match in matches if match})


def check_columns(
    path: str, file: CsvFile, expected: Mapping[str, tuple[Check, ...]]
) -> Iterator[Fault]:
    """Check that no column is missing or unknown, and every cell of each expected column."""
    known = ", ".join(expected)
    for column, checks in expected.items():
        if column not in file.columns:
            yield Fault(path, None, column, None, "this column is missing", known)
            continue
        for check in checks:
            for row in file.rows:
                if not check.fits(row[column]):
                    yield row.fault(column, check.problem, check.allowed, check.values)
        if PLAIN in checks:
            yield from _undrawable(file.rows, column)
    for column in file.columns:
        if column not in expected:
            yield Fault(path, 1, column, None, "not a known column", known)


def _undrawable(rows: Iterable[Row], column: str) -> Iterator[Fault]:
    """Yield a fault for each text with letters that the project's fonts lack.

    A right-to-left language is one fault per column, because none of its texts can be drawn.
    """
    for row in rows:
        letters = missing(row[column])
        if any(bidirectional(letter) in ("R", "AL") for letter in letters):
            yield row.fault(column, "is written from right to left", LEFT_TO_RIGHT)
            return
        if letters:
            named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters[:NAMED])
            more = f" and {len(letters) - NAMED} more" if len(letters) > NAMED else ""
            yield row.fault(column, f"holds letters that cannot be drawn: {named}{more}", DRAWN)
