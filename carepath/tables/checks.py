"""Every check of the tables: each column by itself, then rows across tables with `rules`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from unicodedata import bidirectional

from carepath.fonts.metrics import missing
from carepath.tables import columns, rules
from carepath.tables.columns import COLUMNS, PLAIN, TEXTS, Check
from carepath.tables.csvfile import CsvFile
from carepath.tables.fault import Fault
from carepath.tables.rows import Row
from carepath.tables.rules_texts import same_words
from carepath.tables.vocabulary import FORMAT, WHOLE

DRAWN = "letters of the Latin, Greek and Cyrillic scripts, and common signs; say the rest in words"
LEFT_TO_RIGHT = "a language written from left to right: others are not supported yet"
NAMED = 5
"""Letters of a text that a fault names."""


def faults(files: Mapping[str, CsvFile], reference: CsvFile) -> tuple[Fault, ...]:
    """Return every fault of the tables.

    Parameters
    ----------
    files : mapping of str to CsvFile
        The parsed file of every table of COLUMNS.
    reference : CsvFile
        The project's own words; columns id and text_en.

    Returns
    -------
    tuple of Fault
        The faults of all files, by file and row; empty if the tables are valid.
    """
    if older := _other_format(files):
        return (older,)
    of_files = [fault for file in files.values() for fault in file.faults]
    unfit = {
        (fault.file, fault.row, fault.column) for fault in of_files if fault.column is not None
    }

    later: list[Fault] = []
    for name, file in files.items():
        # words.csv defines the languages. Without it, each file is checked in its own.
        offering = "words" if files["words"].columns else name
        if file.columns:
            languages = _languages(offering, files[offering].columns)
            later += check_columns(name, file, columns.of(name, languages))
    complete = {
        name: [*file.rows]
        for name, file in files.items()
        if file.whole and {*COLUMNS[name]} <= {*file.columns}
    }
    later += rules.violations(complete)
    if "words" in complete and "text_en" in files["words"].columns:
        if {"id", "text_en"} <= {*reference.columns}:
            later += same_words(complete["words"], [*reference.rows])
        else:
            problem = "cannot be compared with the project's own words.csv, which is faulty"
            later.append(Fault("words.csv", None, None, None, problem, ""))

    # A cell that no column may hold gets no further fault.
    later = [fault for fault in later if (fault.file, fault.row, fault.column) not in unfit]
    order = [f"{name}.csv" for name in COLUMNS]
    unique = dict.fromkeys([*of_files, *later])
    return tuple(sorted(unique, key=lambda fault: (order.index(fault.file), fault.row or 0)))


def _other_format(files: Mapping[str, CsvFile]) -> Fault | None:
    """Return the fault of tables in the format of another version, instead of all that follow."""
    allowed = f'format {FORMAT}; docs/data.md, "Formats", says how to change the tables'
    for row in files["topic"].rows:
        stated = row.cells.get("format", "")
        if WHOLE.fullmatch(stated) and stated != FORMAT:
            return row.fault("format", "these tables have the format of another version", allowed)
    if not files["topic"].columns and "groups" in files["situations"].columns:
        problem = "the file is missing: these tables have format 1, of an earlier version"
        return Fault("topic.csv", None, None, None, problem, allowed)
    return None


def _languages(name: str, header: Iterable[str]) -> frozenset[str]:
    """Return the languages of a table's text columns, and English."""
    texts = "|".join(TEXTS.get(name, ()))
    matches = (re.fullmatch(f"(?:{texts})_([a-z]{{2,3}})", column) for column in header)
    return frozenset({"en"} | {match[1] for match in matches if match})


def check_columns(
    name: str, file: CsvFile, expected: Mapping[str, tuple[Check, ...]]
) -> Iterator[Fault]:
    """Check that no column is missing or unknown, and every cell of each expected column."""
    known = ", ".join(expected)
    for column, checks in expected.items():
        if column not in file.columns:
            yield Fault(f"{name}.csv", None, column, None, "this column is missing", known)
            continue
        for check in checks:
            for row in file.rows:
                if not check.fits(row[column]):
                    yield row.fault(column, check.problem, check.allowed)
        if PLAIN in checks:
            yield from _undrawable(file.rows, column)
    for column in file.columns:
        if column not in expected:
            yield Fault(f"{name}.csv", 1, column, None, "not a known column", known)


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
