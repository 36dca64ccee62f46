"""Compares two versions of the tables and lists rows and columns that are gone, for editors."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from carepath.tables import topics
from carepath.tables.csvfile import CsvFile, read

# The columns that identify a row; in other tables it is the first column.
KEYS = {
    "treatments": ("situation", "option", "step"),
    "notes": ("situation", "option", "step", "note"),
    "answers": ("question", "answer"),
    "routes": ("situation", "question", "answer"),
    "scores": ("checklist", "item"),
    "reading": ("language", "page"),
    "reviews": ("language", "role", "hash"),
    "fingerprints": ("source", "found_at", "heading", "list", "item"),
}
NAMED = 5
"""Rows that one line of the result names."""


def since_commit(folder: Path) -> tuple[str, ...]:
    """Compare the tables of a folder with those of its last commit.

    Returns
    -------
    tuple of str
        As for `since`; empty without git, without a repository or without a commit.
    """
    with committed(folder) as before:
        return since(before, folder) if before else ()


@contextmanager
def committed(folder: Path) -> Iterator[Path | None]:
    """Give the tables of a folder's last commit in a temporary folder; None without git."""
    git = shutil.which("git")
    if git is None:
        yield None
        return
    with TemporaryDirectory() as before:
        for file in topics.paths(topics.installed(folder)):
            show = [git, "-C", str(folder), "show", f"HEAD:./{file}"]
            process = subprocess.run(show, capture_output=True, check=False)
            if process.returncode == 0:
                Path(before, file).parent.mkdir(parents=True, exist_ok=True)
                Path(before, file).write_bytes(process.stdout)
        yield Path(before)


def since(before: Path, folder: Path) -> tuple[str, ...]:
    """Compare the tables of a folder with those of another.

    Parameters
    ----------
    before, folder : Path
        The folders with the older and the newer tables.

    Returns
    -------
    tuple of str
        Per file, one line for lost columns and one for lost rows. Files that cannot be read are
        skipped.
    """
    return tuple(
        f"gone from {file}: {line}"
        for file in topics.paths(topics.installed(folder))
        for line in _gone(read(before, file), read(folder, file))
    )


def _gone(before: CsvFile, now: CsvFile) -> Iterator[str]:
    if not before.columns or not now.columns:
        return
    if columns := [column for column in before.columns if column not in now.columns]:
        yield f"{_count(columns, 'column')}: {', '.join(columns)}"
    present = {*_keys(now)}
    if rows := [key for key in _keys(before) if key not in present]:
        more = f", and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
        yield f"{_count(rows, 'row')}: {', '.join(rows[:NAMED])}{more}"


def _keys(sheet: CsvFile) -> Iterator[str]:
    for row in sheet.rows:
        columns = KEYS.get(topics.table(row.file), sheet.columns[:1])
        yield " ".join(filter(None, (row.cells.get(column, "") for column in columns)))


def _count(entries: list[str], name: str) -> str:
    return f"{len(entries)} {name}{'s' * (len(entries) != 1)}"
