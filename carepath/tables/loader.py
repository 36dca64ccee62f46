"""Loads the tables of a data folder, or raises all of their faults at once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from carepath.tables import checks
from carepath.tables.columns import COLUMNS
from carepath.tables.csvfile import MISSING, CsvFile, content, parse
from carepath.tables.fault import Fault, FaultyTables

if TYPE_CHECKING:
    import pandas as pd

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Table:
    """A table of text: its columns, and its rows as cells by column, in the file's order.

    Every cell is a string; an empty cell is "".
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table as a DataFrame: the same columns, all of type str, and one row per row."""
        # Imported lazily: loading pandas takes longer than serving the first page.
        import pandas as pd

        return pd.DataFrame([*self.rows], columns=[*self.columns], dtype=str)


@dataclass(frozen=True, eq=False)
class Tables:
    """The checked tables. docs/data.md describes their columns.

    Attributes
    ----------
    topic, treatments, situations, questions, answers, routes, cards, terms, words : Table
    sources, kinds, notes, prompts, effects, scores, reading, fingerprints : Table
        One per file.
    """

    topic: Table
    treatments: Table
    situations: Table
    questions: Table
    answers: Table
    routes: Table
    cards: Table
    terms: Table
    words: Table
    sources: Table
    kinds: Table
    notes: Table
    prompts: Table
    effects: Table
    scores: Table
    reading: Table
    fingerprints: Table


TABLE_NAMES = tuple(field.name for field in fields(Tables))
OPTIONAL = ("fingerprints",)
"""Tables that a folder may lack; they have no rows then."""


@dataclass(frozen=True)
class Snapshot:
    """The files of a folder at one moment.

    Attributes
    ----------
    folder : Fault or None
        The fault of the folder itself, if it is none.
    contents : tuple of bytes or Fault
        For each of TABLE_NAMES, the content of its file, or a fault if it could not be read.
    reference : bytes or Fault
        The project's own words.csv, which defines the ids and placeholders.
    """

    folder: Fault | None
    contents: tuple[bytes | Fault, ...]
    reference: bytes | Fault


def paths(folder: Path) -> tuple[Path, ...]:
    """Return the paths of a folder's tables."""
    return tuple(folder / f"{name}.csv" for name in TABLE_NAMES)


def reference() -> Path:
    """Return the path of the project's own words.csv."""
    return DATA / "words.csv"


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; an unreadable one is not."""
    try:
        return path.is_dir()
    except OSError:
        return False


def snapshot(folder: Path) -> Snapshot:
    """Read the files of a folder without checking them."""
    fault = None
    if not is_folder(folder):
        allowed = "a folder with " + ", ".join(f"{name}.csv" for name in TABLE_NAMES)
        fault = Fault(str(folder), None, None, None, "is not a folder", allowed)
    return Snapshot(fault, tuple(map(content, paths(folder))), content(reference()))


def check(files: Snapshot) -> Tables:
    """Check the tables of a snapshot.

    Returns
    -------
    Tables
        With the columns of docs/data.md; each text has one column per language of words.csv.

    Raises
    ------
    FaultyTables
        With all faults, if there are any.
    """
    if files.folder:
        raise FaultyTables((files.folder,))
    parsed = {
        name: _file(name, data) for name, data in zip(TABLE_NAMES, files.contents, strict=True)
    }
    if faults := checks.faults(parsed, parse("words.csv", files.reference)):
        raise FaultyTables(faults)
    return Tables(
        **{
            name: Table(file.columns, tuple(row.cells for row in file.rows))
            for name, file in parsed.items()
        }
    )


def _file(name: str, data: bytes | Fault) -> CsvFile:
    if name in OPTIONAL and isinstance(data, Fault) and data.problem == MISSING:
        return CsvFile(tuple(COLUMNS[name]), (), True, ())
    return parse(f"{name}.csv", data)


def load(folder: Path) -> Tables:
    """Read and check the tables of a folder.

    Parameters
    ----------
    folder : Path
        A folder with one CSV file for each of TABLE_NAMES; it may lack those of OPTIONAL.

    Raises
    ------
    FaultyTables
        With all faults, if there are any; also if a file or the folder cannot be read.
    """
    return check(snapshot(folder))
