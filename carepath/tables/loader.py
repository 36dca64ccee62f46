"""data/*.csv -> checked tables, or every fault in them at once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from carepath.tables import columns
from carepath.tables.csvfile import content, parse
from carepath.tables.rules import Fault

if TYPE_CHECKING:
    import pandas as pd

DATA = Path(__file__).parents[2] / "data"


class FaultyTables(Exception):
    """The tables cannot be used.

    Attributes
    ----------
    faults : tuple of Fault
        All faults of all files, by file and row.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True)
class Table:
    """A table of text: its columns, and its rows by column, in the file's order.

    Every cell is a string, "" where the file has nothing.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table as a DataFrame with these columns, all of type str, and a row a row."""
        # Imported late: loading pandas takes longer than serving the first page, which needs none.
        import pandas as pd

        return pd.DataFrame([*self.rows], columns=[*self.columns], dtype=str)


@dataclass(frozen=True, eq=False)
class Tables:
    """The checked tables; docs/data.md tells what each column means.

    Attributes
    ----------
    treatments, situations, terms, words, sources, kinds : Table
    notes, questions, effects, scores, reading : Table
        One per file.
    """

    treatments: Table
    situations: Table
    terms: Table
    words: Table
    sources: Table
    kinds: Table
    notes: Table
    questions: Table
    effects: Table
    scores: Table
    reading: Table


TABLE_NAMES = tuple(field.name for field in fields(Tables))


@dataclass(frozen=True)
class Snapshot:
    """The files of a folder as they were at one moment.

    Attributes
    ----------
    folder : Fault or None
        What is wrong with the folder itself.
    contents : tuple of bytes or Fault
        One for each of TABLE_NAMES: what the file holds, or why it could not be read.
    reference : bytes or Fault
        The project's own words.csv, which other ones are compared with.
    """

    folder: Fault | None
    contents: tuple[bytes | Fault, ...]
    reference: bytes | Fault


def paths(folder: Path) -> tuple[Path, ...]:
    """Return the files that a folder's tables are read from."""
    return tuple(folder / f"{name}.csv" for name in TABLE_NAMES)


def reference() -> Path:
    """Return the project's own words.csv."""
    return DATA / "words.csv"


def is_folder(path: Path) -> bool:
    """Tell whether a folder is there; one that nobody may look at is not."""
    try:
        return path.is_dir()
    except OSError:
        return False


def snapshot(folder: Path) -> Snapshot:
    """Read the files of a folder, without a look at what is in them."""
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
        The columns of docs/data.md; of the texts, one column for each language that
        words.csv offers.

    Raises
    ------
    FaultyTables
        With every fault, if there is one.
    """
    if files.folder:
        raise FaultyTables((files.folder,))
    sheets = {
        name: parse(f"{name}.csv", data)
        for name, data in zip(TABLE_NAMES, files.contents, strict=True)
    }
    if faults := columns.faults(sheets, parse("words.csv", files.reference)):
        raise FaultyTables(faults)
    return Tables(
        **{
            name: Table(sheet.columns, tuple(row.cells for row in sheet.rows))
            for name, sheet in sheets.items()
        }
    )


def load(folder: Path) -> Tables:
    """Read and check the tables of a folder.

    Parameters
    ----------
    folder : Path
        Holds a CSV file for each of TABLE_NAMES.

    Raises
    ------
    FaultyTables
        With every fault, if there is one; also if a file or the folder cannot be read.
    """
    return check(snapshot(folder))
