"""Rows and columns that the tables had before and no longer have, in words for their editor."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from carepath.tables.csvfile import Sheet, read
from carepath.tables.loader import TABLE_NAMES

# The columns that together name a row; of any other table it is the first column.
KEYS = {
    "treatments": ("situation", "option", "step"),
    "notes": ("situation", "option", "step", "note"),
    "scores": ("checklist", "item"),
    "reading": ("language", "page"),
}
NAMED = 5
"""Rows of a file that a line names."""


def since_commit(folder: Path) -> tuple[str, ...]:
    """Compare the tables of a folder with those of its last commit, if it is in a git repository.

    Returns
    -------
    tuple of str
        As `since`; empty as well where there is no git or no commit.
    """
    git = shutil.which("git")
    if git is None:
        return ()
    with TemporaryDirectory() as before:
        for name in TABLE_NAMES:
            file = f"{name}.csv"
            show = [git, "-C", str(folder), "show", f"HEAD:./{file}"]
            shown = subprocess.run(show, capture_output=True, check=False)
            if shown.returncode == 0:
                Path(before, file).write_bytes(shown.stdout)
        return since(Path(before), folder)


def since(before: Path, folder: Path) -> tuple[str, ...]:
    """Compare the tables of a folder with those of another.

    Parameters
    ----------
    before, folder : Path
        The folder with the tables as they were, and as they are.

    Returns
    -------
    tuple of str
        A line for the rows that each file has lost, and one for its columns. A file that cannot be
        read has none.
    """
    return tuple(
        f"gone from {file}: {line}"
        for file in (f"{name}.csv" for name in TABLE_NAMES)
        for line in _gone(read(before / file), read(folder / file))
    )


def _gone(before: Sheet, now: Sheet) -> Iterator[str]:
    if not before.columns or not now.columns:
        return
    if columns := [column for column in before.columns if column not in now.columns]:
        yield f"{_count(columns, 'column')}: {', '.join(columns)}"
    present = {*_keys(now)}
    if rows := [key for key in _keys(before) if key not in present]:
        more = f", and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
        yield f"{_count(rows, 'row')}: {', '.join(rows[:NAMED])}{more}"


def _keys(sheet: Sheet) -> Iterator[str]:
    for row in sheet.rows:
        columns = KEYS.get(row.table, sheet.columns[:1])
        yield " ".join(filter(None, (row.cells.get(column, "") for column in columns)))


def _count(gone: list[str], name: str) -> str:
    return f"{len(gone)} {name}{'s' * (len(gone) != 1)}"
