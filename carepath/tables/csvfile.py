"""Reads one CSV file into rows numbered as in a spreadsheet, or into faults."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from carepath.cache import cached
from carepath.tables import spreadsheet
from carepath.tables.fault import Fault
from carepath.tables.rows import Row
from carepath.tables.spreadsheet import CSV

LONGEST = 2000
"""Characters that a cell may have."""
MAY_BE_EMPTY = (
    *("notes.csv", "reading.csv", "fingerprints.csv", "reviews.csv", "scores.csv"),
    *("questions.csv", "answers.csv", "routes.csv", "cards.csv"),
    *("contacts.csv", "offers.csv", "additions.csv"),
)
MISSING = "the file is missing"
# Control characters, direction marks, line separators, characters without a shape, and leftovers
# of failed conversions: invisible in a spreadsheet, and each can spoil a page. The two joiners
# shape their neighbours, so they are allowed between two characters.
CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ue000-\uf8ff\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U0010ffff]"
    r"|(?<!\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\S)"
)


@dataclass(frozen=True, eq=False)
class CsvFile:
    """The readable part of a file: columns, rows, and whether that is all of it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: bool
    faults: tuple[Fault, ...]


def one_line(text: str) -> str:
    """Return a text as a cell may hold it: one line of visible characters, with single spaces."""
    # Removing a character can leave a joiner at the end of a word, hence twice.
    visible = CONTROL.sub("", CONTROL.sub("", " ".join(text.split())))
    return " ".join(visible.split())


def read(folder: Path, file: str) -> CsvFile:
    """Read one file of a folder; the result has no columns if the file could not be read."""
    return parse(file, content(folder, file))


def is_missing(data: bytes | Fault) -> bool:
    """Return whether `content` found no file."""
    return isinstance(data, Fault) and data.problem == MISSING


def content(folder: Path, file: str) -> bytes | Fault:
    """Return the bytes of a file of a folder, or a fault that says why it could not be read."""
    path = folder / file
    try:
        return path.read_bytes()
    except FileNotFoundError:
        problem, allowed = _missing(path)
    except OSError as error:
        problem, allowed = f"cannot be read ({error.strerror})", "a CSV file"
    return Fault(file, None, None, None, problem, allowed)


@cached(maxsize=128)
def parse(file: str, data: bytes | Fault) -> CsvFile:
    """Parse the content of a file; the result has no columns if it could not be read.

    Cached, because after an edit most files are as they were.
    """
    if isinstance(data, Fault):
        return _unread(data)
    if other := spreadsheet.other_format(data):
        return _unread(Fault(file, None, None, None, other, CSV))
    if undecoded := list(_undecoded(file, data)):
        return _unread(*undecoded)
    text = data.decode("utf-8-sig")
    if unlike := _unlike_csv(text):
        return _unread(Fault(file, None, None, None, *unlike))
    records, broken_off = _records(file, text)
    faults = [broken_off] if broken_off else []
    if not records:
        return _unread(*faults)
    records = _without_empty_end(records)
    header = records[0]
    for at, column in enumerate(header):
        if not column.strip():
            problem = f"column {column_name(at)} has no name, but is not empty"
            faults.append(Fault(file, 1, None, None, problem, "a column name in row 1"))
    if doubled := sorted({column for column in header if column and header.count(column) > 1}):
        problem = "this column is there twice"
        faults += [Fault(file, 1, column, None, problem, "each column once") for column in doubled]
    if faults and not broken_off:
        return _unread(*faults)
    if len(records) == 1 and not faults and PurePosixPath(file).name not in MAY_BE_EMPTY:
        allowed = "at least one row under the column names"
        return _unread(Fault(file, None, None, None, "holds no rows", allowed))
    return _sheet(file, records, faults)


def _missing(path: Path) -> tuple[str, str]:
    """Return problem and allowed for a missing file, with a file of a similar name if any."""
    near = spreadsheet.near_name(path.name, sorted(other.name for other in path.parent.glob("*")))
    if near is None:
        return MISSING, "a CSV file"
    return f"the file is missing; is {near!r} meant?", f"a CSV file named {path.name}"


def _without_empty_end(records: list[list[str]]) -> list[list[str]]:
    """Drop empty rows at the end and empty columns on the right, as spreadsheets do."""
    last = max((at for at, record in enumerate(records) if _filled(record)), default=0)
    records = records[: last + 1]
    full = len(records[0])
    whole = [record for record in records if len(record) == full]
    width = max((at + 1 for record in whole for at in range(full) if record[at].strip()), default=0)
    return [record[:width] if len(record) == full else record for record in records]


def _filled(record: list[str]) -> bool:
    return any(cell.strip() for cell in record)


def column_name(at: int) -> str:
    """Return a spreadsheet's name of a column: A to Z, AA and so on."""
    return (column_name(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _unread(*faults: Fault) -> CsvFile:
    return CsvFile((), (), False, faults)


def _unlike_csv(text: str) -> tuple[str, str] | None:
    """Return problem and allowed if the first row is no header of a CSV file, else None."""
    if not text.strip():
        return "the file is empty", "a row of column names, then the rows"
    header = text.splitlines()[0]
    if header.strip('"').lower() == "sep=,":
        return (
            "the first line is 'sep=,', which only Excel reads",
            "the column names in the first line",
        )
    if not header.strip(", "):
        return "the first row is empty", "a row of column names, then the rows"
    if "," in header:
        return None
    for name, separator in (("semicolons", ";"), ("tabs", "\t")):
        if separator in header:
            return f"looks separated by {name}", "commas"
    return None


def _sheet(file: str, records: list[list[str]], faults: list[Fault]) -> CsvFile:
    """Return the rows that have as many cells as the header, and a fault for each other row."""
    header, *others = records
    whole, faults, rows, empty = not faults, [*faults], [], []
    for row, cells in enumerate(others, start=2):
        if not _filled(cells):
            empty.append(row)
        elif len(cells) == len(header):
            rows.append(Row(file, row, dict(zip(header, cells, strict=True))))
            for column, cell in zip(header, cells, strict=True):
                if unfit := _unfit(cell):
                    faults.append(Fault(file, row, column, cell, *unfit))
        else:
            whole = False
            problem = f"the row has {len(cells)} cells, the header has {len(header)}"
            allowed = f'{len(header)} cells; a text that holds a comma stands in "quotes"'
            faults.append(Fault(file, row, None, None, problem, allowed))
    if empty:
        more = f", and {len(empty) - 1} more up to row {empty[-1]}" if len(empty) > 1 else ""
        problem = f"the row is empty{more}"
        faults.append(Fault(file, empty[0], None, None, problem, "no empty rows between others"))
    return CsvFile(tuple(header), tuple(rows), whole and not empty, tuple(faults))


def _undecoded(file: str, data: bytes) -> Iterator[Fault]:
    for row, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            near = line[max(0, error.start - 20) : error.start + 20].decode("latin-1")
            yield Fault(file, row, None, near, "is not UTF-8", CSV)


def _records(file: str, text: str) -> tuple[list[list[str]], Fault | None]:
    """Split a text into rows of cells, up to the first row whose quotation is broken."""
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), strict=True):
            records.append(record)
    except csv.Error as error:
        known = {
            "unexpected end of data": "a quotation mark opens in this row and never closes",
            "',' expected after '\"'": "a text goes on after its closing quotation mark",
        }
        problem = known.get(str(error), f"cannot be read ({error})")
        allowed = 'a text in "quotes", a quotation mark inside it doubled'
        return records, Fault(file, len(records) + 1, None, None, problem, allowed)
    return records, None


def _unfit(cell: str) -> tuple[str, str] | None:
    """Return problem and allowed for a cell that no column may hold, else None."""
    if control := CONTROL.search(cell):
        if control[0] in "\r\n":
            return "holds a line break", "one line of text"
        return f"holds the control character U+{ord(control[0][0]):04X}", "text that can be seen"
    if cell != cell.strip():
        return "starts or ends with a space", "no space at either end"
    if len(cell) > LONGEST:
        return f"is {len(cell)} characters long", f"up to {LONGEST}"
    return spreadsheet.in_cell(cell)
