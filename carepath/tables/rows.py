"""Rows of the tables that are being checked, and the options that they form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from carepath.tables.fault import Fault, shortened
from carepath.tables.vocabulary import LINKS, WHOLE

ALIKE = 0.7
"""The least likeness, from 0 to 1, of a value and the known one that it may mean."""


@dataclass(frozen=True)
class Row:
    """A row of a table: its file, its number in a spreadsheet, and its cells by column."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell in a column."""
        return self.cells[column]

    def fault(self, column: str, problem: str, allowed: str, known: Iterable[str] = ()) -> Fault:
        """Return a fault of the cell in a column, with the known value that it may mean."""
        cell = self.cells[column]
        problem = f"{problem}{meant(cell, known)}"
        return Fault(self.file, self.number, column, cell, problem, allowed)


TableRows = Mapping[str, list[Row]]
"""The name of a table -> its rows."""


@dataclass(frozen=True)
class Step:
    """A row of treatments.csv in an option whose numbers and links are valid."""

    row: Row
    number: int
    follows: int
    link: str
    phase: str


def options_of(tables: TableRows) -> dict[tuple[str, str], list[Row]]:
    """Return the rows of each option, by situation and option; they may be apart in the file."""
    options: dict[tuple[str, str], list[Row]] = {}
    for row in tables.get("treatments", []):
        options.setdefault((row["situation"], row["option"]), []).append(row)
    return options


def valid_options(tables: TableRows) -> Iterator[dict[int, Step]]:
    """Yield the valid options, each as its steps by number.

    In a valid option every step follows an earlier one, except step 1, which follows 0.
    """
    for rows in options_of(tables).values():
        if not all(WHOLE.fullmatch(row["step"]) for row in rows):
            continue
        steps: dict[int, Step] = {}
        for row in sorted(rows, key=lambda row: int(row["step"])):
            number, follows, link = int(row["step"]), row["follows"], row["link"]
            if number == 1:
                valid = not follows and not link
            else:
                valid = bool(WHOLE.fullmatch(follows)) and int(follows) in steps and link in LINKS
            if not valid or number in steps:
                break
            steps[number] = Step(row, number, int(follows or 0), link, row["phase"])
        else:
            yield steps


def paired(row: Row, first: str, second: str) -> Iterator[Fault]:
    """Yield a fault if one of two columns is filled and the other is empty."""
    if bool(row[first]) != bool(row[second]):
        empty = second if row[first] else first
        problem = "is empty, but the other is filled"
        yield row.fault(empty, problem, f"{first} and {second}: both or none")


def ids(tables: TableRows, table: str, column: str, prefix: str = "") -> list[str]:
    """Return the cells of a column that begin with a prefix, without it."""
    cells = (row[column] for row in tables.get(table, []))
    return [cell.removeprefix(prefix) for cell in cells if cell.startswith(prefix)]


def meant(value: str, known: Iterable[str]) -> str:
    """Return the question whether a known value is meant; empty if none is like it."""
    close = _closest(shortened(value).lower().replace(" ", "-"), tuple(known))
    return f". Did you mean {close!r}?" if close else ""


# A column that lost its sense has the same few values in many rows.
@lru_cache(maxsize=256)
def _closest(value: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(value, known, 1, ALIKE)), "")


def listing(names: Iterable[str]) -> str:
    """Return the allowed names as a fault lists them."""
    return ", ".join(dict.fromkeys(map(shortened, names))) or "none, as there is none yet"
