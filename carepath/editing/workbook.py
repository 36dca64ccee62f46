"""The commands `workbook out` and `workbook in`: tables to a workbook, and back."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from carepath import settings
from carepath.editing import book, doubts, folders, hints, intake, reader, review_sheet, writer
from carepath.editing.book import Book
from carepath.editing.hints import Hint
from carepath.editing.pairing import pairs
from carepath.editing.reader import CHANGED
from carepath.tables import editions, gone, loader, topics
from carepath.tables.csvfile import CsvFile
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import Table

Older = Mapping[str, Table]
"""Older tables by path."""
NOTHING_OLDER = (
    f'The column "{CHANGED}" is empty, because there are no older tables here to compare with. '
    "--since names an older workbook or folder."
)


def write(file: Path, folder: Path, topic: str = "", since: Path | None = None) -> int:
    """Write the tables of a topic as a workbook, and print its name.

    Parameters
    ----------
    file : Path
        The workbook, which must not exist.
    folder : Path
        The folder of the tables.
    topic : str
        The topic; by default, the first one.
    since : Path, optional
        An older workbook of the topic or a folder with older tables, to mark the English texts that
        have changed; by default, the edition before the live one, or the tables of the folder's
        last commit where none is published.

    Returns
    -------
    int
        0 if it was written, else 1.
    """
    files = loader.snapshot(folder)
    try:
        known = loader.check(files)
        older = _older(folder, topic or next(iter(known)), since)
    except FaultyTables as faulty:
        return _refuse(str(faulty))
    if topic and topic not in known:
        return _refuse(f"not a topic of {folder}: {topic} ({', '.join(known)})")
    if file.suffix != ".xlsx" or file.exists():
        problem = "exists already" if file.exists() else "is no name of a workbook"
        return _refuse(f"{file} {problem}: choose a new name that ends in .xlsx")
    parsed = loader.parsed_files(files)
    chosen = topic or next(iter(known))
    own = replace(book.make(parsed, chosen), review=review_sheet.make(known[chosen]))
    if code := _write(file, own, parsed, older):
        return code
    others = ", ".join(one for one in known if one != chosen)
    print(f"It holds the topic {chosen}{f'; others are {others}' if others else ''}.")
    if not older:
        print(NOTHING_OLDER)
    return 0


def read(file: Path, target: Path, folder: Path) -> int:
    """Read a workbook, check it, print what has changed and write all tables to a folder.

    Parameters
    ----------
    file : Path
        The workbook.
    target : Path
        The folder to write to: a new one, or one with tables.
    folder : Path
        The folder of the tables as they are.

    Returns
    -------
    int
        0 if all tables were written; 1 if anything is wrong, and nothing was written but a workbook
        that shows the faults in their cells.
    """
    try:
        reading = reader.read(file.name, file.read_bytes())
    except OSError as error:
        return _refuse(f"cannot read {file}: {error.strerror}")
    except FaultyTables as faulty:
        return _refuse(str(faulty))
    if reading.book.topic not in topics.installed(folder):
        return _refuse(f"{file.name}: its topic {reading.book.topic!r} is not in {folder}")
    current = loader.snapshot(folder)
    taken = intake.take(reading, current)
    if reading.others:
        print(f"not read: the sheet{'s' * (len(reading.others) > 1)} {', '.join(reading.others)}")
    if taken.faults:
        for fault in taken.faults:
            print(fault)
        name = file.with_name(f"{file.stem}-faults.xlsx")
        return _write(name, reading.book, taken.before, {}, taken.faults) or 1
    try:
        folders.write(target, taken.files, None if _is_same(target, folder) else current)
    except ValueError as wrong:
        return _refuse(str(wrong))
    except OSError as error:
        return _refuse(f"cannot write {error.filename}: {error.strerror}")
    print("ok")
    for line in doubts.lines(taken.before, taken.after):
        print(line)
    print(f"The tables are in {target}.")
    return 0


def _write(
    file: Path,
    own: Book,
    files: Mapping[str, CsvFile],
    older: Older,
    faults: Sequence[Fault] = (),
) -> int:
    help_: dict[str, dict[str, Hint]] = {
        sheet.title: hints.of(sheet, files, own.topic) for sheet in own.pages
    }
    try:
        writer.write(file, own, help_, _english_before(own, older), faults)
    except OSError as error:
        return _refuse(f"cannot write {file}: {error.strerror}")
    print(file)
    return 0


def _older(folder: Path, topic: str, since: Path | None) -> Older:
    if since and since.is_file():
        return reader.read(since.name, since.read_bytes()).book.base
    if since:
        return _tables(since, topic)
    own = settings.current()
    if own.state and editions.live(own.state):
        before = editions.before(own.state, own.data)
        return _tables(before, topic) if before else {}
    with gone.committed(folder) as committed:
        return _tables(committed, topic) if committed else {}


def _tables(folder: Path, topic: str) -> Older:
    files = loader.parsed_files(loader.snapshot(folder))
    return {path: book.table_of(files[path]) for path in book.paths(topic) if book.has(files, path)}


def _english_before(own: Book, older: Older) -> dict[tuple[str, int], str]:
    """Return the older English of each row whose translation is of that, by sheet and number."""
    texts: dict[tuple[str, int], str] = {}
    for sheet in own.sheets:
        before, rows = older.get(sheet.path), [line.cells for line in sheet.lines]
        if not before or not {*sheet.columns} <= {*before.columns}:
            continue
        for old, new in pairs(before.rows, rows, book.key(sheet.path, before.columns)):
            if old is None or new is None:
                continue
            was, now = before.rows[old], rows[new]
            stale = {
                english: was[english]
                for column, english in book.translations(topics.table(sheet.path), sheet.columns)
                if was[english] and was[english] != now[english] and was[column] == now[column]
            }
            if stale:
                place = (sheet.title, sheet.lines[new].number)
                texts[place] = "\n".join(f"{column}: {text}" for column, text in stale.items())
    return texts


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _refuse(problem: str) -> int:
    print(problem, file=sys.stderr)
    return 1
