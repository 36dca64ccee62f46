"""Folders of tables that are written whole, and remember from which tables they were made."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from carepath.tables import topics
from carepath.tables.loader import Snapshot

ORIGIN = "made-from.txt"
"""The file with a hash of the tables that a folder was made from."""


def written(files: Snapshot) -> dict[str, bytes]:
    """Return the content of each file of a snapshot that is there, by path."""
    return {path: data for path, data in files.contents if isinstance(data, bytes)}


def write(folder: Path, files: Snapshot, origin: Snapshot | None) -> None:
    """Write all tables to a new folder, or over those of a folder.

    Parameters
    ----------
    folder : Path
        The folder.
    files : Snapshot
        The tables.
    origin : Snapshot or None
        The live tables that they were made from, if the folder is to remember that.

    Raises
    ------
    ValueError
        If the folder holds something else.
    OSError
        If a file cannot be written.
    """
    contents = written(files)
    if folder.exists() and any(folder.iterdir()) and not (folder / topics.path("words")).exists():
        raise ValueError(f"{folder} holds something else than tables: name a new folder")
    if others := {*topics.installed(folder)} - {*topics.of(contents)}:
        raise ValueError(f"{folder} holds other topics too: {', '.join(sorted(others))}")
    for path, data in contents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != data:
            file.write_bytes(data)
    if origin:
        (folder / ORIGIN).write_text(f"{_hash(origin)}\n", encoding="ascii")


def is_older(folder: Path, live: Snapshot) -> bool:
    """Return whether a folder was made from other tables than the live ones.

    A folder that says nothing, because a person made it, is not.
    """
    try:
        return (folder / ORIGIN).read_text(encoding="ascii").strip() != _hash(live)
    except (OSError, ValueError):
        return False


def older_than_live(folder: Path) -> str:
    """Return the sentence for a folder that was made from other tables than the live ones."""
    return (
        f"Other tables have been published since {folder} was made: bring your workbook in "
        "again, and look at the sentences."
    )


def _hash(files: Snapshot) -> str:
    whole = sha256()
    for path, data in sorted(written(files).items()):
        whole.update(f"{path}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()
