"""data/*.csv -> checked tables, or every fault in them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from carepath import checked
from carepath.reading import Sheet, read
from carepath.rules import Fault

if TYPE_CHECKING:
    import pandas as pd

DATA = Path(__file__).parent.parent / "data"


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
        # It takes longer to come than a server's first page, which does without.
        import pandas as pd

        return pd.DataFrame([*self.rows], columns=[*self.columns], dtype=str)


@dataclass(frozen=True, eq=False)
class Tables:
    """The checked tables; docs/data.md tells what each column means.

    Attributes
    ----------
    treatments, situations, terms, words, sources, kinds, notes, questions : Table
        One a file.
    """

    treatments: Table
    situations: Table
    terms: Table
    words: Table
    sources: Table
    kinds: Table
    notes: Table
    questions: Table


TABLE_NAMES = tuple(field.name for field in fields(Tables))


def load(folder: Path) -> Tables:
    """Read and check the tables of a folder.

    Parameters
    ----------
    folder : Path
        Holds treatments, situations, terms, words, sources, kinds, notes and questions .csv.

    Returns
    -------
    Tables
        The columns of docs/data.md; of the texts, one column for each language that
        words.csv offers.

    Raises
    ------
    FaultyTables
        With every fault, if there is one; also if a file or the folder cannot be read.
    """
    sheets = _read(folder)
    _check(sheets, read(DATA / "words.csv"))
    return _tables(sheets)


def load_known(folder: Path) -> Tables:
    """Read the tables of a folder as `load` does, but check no cell again that was found sound."""
    sheets, reference = _read(folder), read(DATA / "words.csv")
    key = checked.key([*sheets.values(), reference])
    if not checked.before(key):
        _check(sheets, reference)
        checked.remember(key)
    return _tables(sheets)


def _read(folder: Path) -> dict[str, Sheet]:
    if not folder.is_dir():
        allowed = "a folder with " + ", ".join(f"{name}.csv" for name in TABLE_NAMES)
        raise FaultyTables((Fault(str(folder), None, None, None, "is not a folder", allowed),))
    return {name: read(folder / f"{name}.csv") for name in TABLE_NAMES}


def _check(sheets: Mapping[str, Sheet], reference: Sheet) -> None:
    # As with pandas: tables that are known as sound do without.
    from carepath import checks

    if faults := checks.faults(sheets, reference):
        raise FaultyTables(faults)


def _tables(sheets: Mapping[str, Sheet]) -> Tables:
    return Tables(
        **{
            name: Table(sheet.columns, tuple(row.cells for row in sheet.rows))
            for name, sheet in sheets.items()
        }
    )
