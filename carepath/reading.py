"""One CSV file -> its rows as a spreadsheet shows them, or what stands in the way."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from carepath.rules import Fault, Row

LONGEST = 2000
"""Characters of a cell."""
MAY_BE_EMPTY = ("notes.csv", "reading.csv")
# Control characters, marks that change the direction of reading, line separators, signs without a
# shape, and what a failed conversion leaves behind: none can be seen in a spreadsheet, each can
# spoil a page. The two joiners shape the signs beside them, so they may stand between two.
CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ue000-\uf8ff\ufeff\uffa0\ufff0-\uffff\U000e0000-\U0010ffff]"
    r"|(?<!\S)[\u200c\u200d]|[\u200c\u200d](?!\S)"
)


@dataclass(frozen=True, eq=False)
class Sheet:
    """What could be read of a file: columns, rows, and whether that is all of it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: bool
    faults: tuple[Fault, ...]


def read(path: Path) -> Sheet:
    """Read one file; a sheet without columns is one that could not be read."""
    file = path.name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return _unread(Fault(file, None, None, None, "the file is missing", "a CSV file"))
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        return _unread(Fault(file, None, None, None, problem, "a CSV file"))
    if undecoded := list(_undecoded(file, data)):
        return _unread(*undecoded)
    text = data.decode("utf-8-sig")
    if unlike := _unlike_csv(text):
        return _unread(Fault(file, None, None, None, *unlike))
    records, broken_off = _records(file, text)
    faults = [broken_off] if broken_off else []
    if not records:
        return _unread(*faults)
    header = records[0]
    if doubled := sorted({column for column in header if header.count(column) > 1}):
        problem = "this column is there twice"
        faults += [Fault(file, 1, column, None, problem, "each column once") for column in doubled]
        return _unread(*faults)
    if len(records) == 1 and not faults and file not in MAY_BE_EMPTY:
        allowed = "at least one row under the column names"
        return _unread(Fault(file, None, None, None, "holds no rows", allowed))
    return _sheet(path, records, faults)


def _unread(*faults: Fault) -> Sheet:
    return Sheet((), (), False, faults)


def _unlike_csv(text: str) -> tuple[str, str] | None:
    """Tell from the first row what a text is instead of a table, and what it should be."""
    if not text.strip():
        return "the file is empty", "a row of column names, then the rows"
    header = text.splitlines()[0]
    if "," in header:
        return None
    if not header.strip():
        return "the first row is empty", "a row of column names, then the rows"
    for name, separator in (("semicolons", ";"), ("tabs", "\t")):
        if separator in header:
            return f"looks separated by {name}", "commas"
    return None


def _sheet(path: Path, records: list[list[str]], faults: list[Fault]) -> Sheet:
    """Take the rows that have as many cells as the header."""
    file, (header, *others) = path.name, records
    whole, faults, rows = not faults, [*faults], []
    for row, cells in enumerate(others, start=2):
        if len(cells) == len(header) and any(cells):
            rows.append(Row(path.stem, row, dict(zip(header, cells, strict=True))))
            for column, cell in zip(header, cells, strict=True):
                if unfit := _unfit(cell):
                    faults.append(Fault(file, row, column, cell, *unfit))
            continue
        whole = False
        if any(cells):
            problem = f"the row has {len(cells)} cells, the header has {len(header)}"
            allowed = f'{len(header)} cells; a text that holds a comma stands in "quotes"'
            faults.append(Fault(file, row, None, None, problem, allowed))
        else:
            faults.append(Fault(file, row, None, None, "the row is empty", "no empty rows"))
    return Sheet(tuple(header), tuple(rows), whole, tuple(faults))


def _undecoded(file: str, data: bytes) -> Iterator[Fault]:
    for row, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            near = line[max(0, error.start - 20) : error.start + 20].decode("latin-1")
            yield Fault(file, row, None, near, "is not UTF-8", "a file saved as CSV UTF-8")


def _records(file: str, text: str) -> tuple[list[list[str]], Fault | None]:
    """Split a text into rows of cells, up to the first row that has no clear end."""
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
    """Tell what no cell of any column may hold, and what it may."""
    if control := CONTROL.search(cell):
        if control[0] in "\r\n":
            return "holds a line break", "one line of text"
        return f"holds the control character U+{ord(control[0]):04X}", "text that can be seen"
    if cell != cell.strip():
        return "starts or ends with a space", "no space at either end"
    if len(cell) > LONGEST:
        return f"is {len(cell)} characters long", f"up to {LONGEST}"
    return None
