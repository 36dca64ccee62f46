"""Takes a workbook into the tables of a folder: merges, checks, and says what is wrong where."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from carepath.editing import book, signatures, translations
from carepath.editing.book import Book, Line, Sheet
from carepath.editing.merge import BEYOND, NEW_BOOK, Merged, merge
from carepath.editing.reader import Reading
from carepath.tables import checks, loader, topics
from carepath.tables.columns import COLUMNS
from carepath.tables.csvfile import CsvFile, parse
from carepath.tables.fault import Fault
from carepath.tables.loader import Snapshot

FILE = re.compile(r"(?<!own )\b([a-z]+)\.csv")
"""The name of a table's file in the words of a fault; not that of the project's own words."""


@dataclass(frozen=True)
class Intake:
    """The result of taking a workbook in.

    Attributes
    ----------
    files : Snapshot
        The files of the folder with those of the workbook in their place.
    before, after : mapping of str to CsvFile
        The parsed files as they are, and with the workbook's.
    faults : tuple of Fault
        All faults. In a sheet, the file is its title, and the row is that of the sheet.
    """

    files: Snapshot
    before: Mapping[str, CsvFile]
    after: Mapping[str, CsvFile]
    faults: tuple[Fault, ...]


def take(reading: Reading, current: Snapshot) -> Intake:
    """Put the tables of a workbook in the place of those of a folder, and check them all.

    A table that is the same in both keeps its bytes.
    """
    before = loader.parsed_files(current)
    contents, after, faults = dict(current.contents), dict(before), [*reading.faults]
    for sheet in reading.book.sheets:
        if not book.has(before, sheet.path):
            problem = "this table is no longer there"
            faults.append(Fault(sheet.title, None, None, None, problem, NEW_BOOK))
            continue
        now = before[sheet.path]
        merged = merge(sheet, reading.book.base[sheet.path], book.table_of(now))
        faults += merged.faults
        data = _csv(_columns(sheet, now), merged)
        after[sheet.path] = _numbered(parse(sheet.path, data), merged)
        if book.table_of(after[sheet.path]) != book.table_of(now):
            contents[sheet.path] = data
    files = replace(current, contents=tuple(contents.items()))
    faults += translations.faults(reading.book.topic, before, after)
    faults += checks.faults(after, loader.parsed_reference(current))
    if reading.book.review and reading.book.review.path in after and not faults:
        faults += _sign(reading.book.review, reading.book.topic, current, contents, after)
        files = replace(current, contents=tuple(contents.items()))
    titles = {path: book.title(path) for path in (*reading.book.base, *_review(reading.book))}
    located = (_located(fault, titles) for fault in faults)
    return Intake(files, before, after, tuple(dict.fromkeys(located)))


def _review(own: Book) -> tuple[str, ...]:
    return (own.review.path,) if own.review else ()


def _sign(
    sheet: Sheet,
    topic: str,
    current: Snapshot,
    contents: dict[str, bytes | Fault],
    after: dict[str, CsvFile],
) -> Iterator[Fault]:
    """Add the reviews of a sheet to the table of signatures; yield what is wrong with them."""
    rows = after[sheet.path].rows
    lines = signatures.given(sheet, tuple(row.cells for row in rows))
    if not lines:
        return
    files = replace(current, contents=tuple(contents.items()))
    yield from signatures.void(sheet, lines, topic, current, files)
    yield from signatures.ahead(sheet, lines)
    recorded = tuple(Line(BEYOND + row.number, None, row.cells) for row in rows)
    merged = Merged((*recorded, *lines))
    data = contents[sheet.path] = _csv(tuple(COLUMNS["reviews"]), merged)
    after[sheet.path] = _numbered(parse(sheet.path, data), merged)
    yield from checks.faults(after, loader.parsed_reference(current))


def _columns(sheet: Sheet, now: CsvFile) -> tuple[str, ...]:
    """Return a sheet's columns in the order of the file, if they are the same."""
    return now.columns if {*sheet.columns} == {*now.columns} else sheet.columns


def _csv(columns: Sequence[str], merged: Merged) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([line.cells[column] for column in columns] for line in merged.lines)
    return file.getvalue().encode(errors="surrogatepass")


def _numbered(file: CsvFile, merged: Merged) -> CsvFile:
    """Return a file whose rows have the numbers that they have in the sheet."""
    numbers = {1: 1} | {at: line.number for at, line in enumerate(merged.lines, start=2)}
    return CsvFile(
        file.columns,
        tuple(replace(row, number=numbers[row.number]) for row in file.rows),
        file.whole,
        tuple(
            replace(fault, row=numbers.get(fault.row) if fault.row else None)
            for fault in file.faults
        ),
    )


def _located(fault: Fault, titles: Mapping[str, str]) -> Fault:
    """Return a fault in the sheet and the row that an editor sees, with the names of sheets."""
    return replace(
        fault,
        file=titles.get(fault.file, fault.file),
        row=None if (fault.row or 0) >= BEYOND else fault.row,
        problem=_in_sheets(fault.problem, titles),
        allowed=_in_sheets(fault.allowed, titles),
    )


def _in_sheets(words: str, titles: Mapping[str, str]) -> str:
    """Return the words of a fault with the sheets in place of the files that they name."""

    def named(match: re.Match[str]) -> str:
        own = [title for path, title in titles.items() if topics.table(path) == match[1]]
        return f"the sheet{'s' * (len(own) > 1)} {' and '.join(own)}" if own else match[0]

    return FILE.sub(named, words)
