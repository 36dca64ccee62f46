"""Folders of tables that are written whole."""

from __future__ import annotations

from pathlib import Path

from carepath.tables import topics
from carepath.tables.loader import Snapshot


def write(folder: Path, files: Snapshot) -> None:
    """Write all tables to a new folder, or over those of a folder.

    Raises
    ------
    ValueError
        If the folder holds something else.
    OSError
        If a file cannot be written.
    """
    written = {path: data for path, data in files.contents if isinstance(data, bytes)}
    if folder.exists() and any(folder.iterdir()) and not (folder / topics.path("words")).exists():
        raise ValueError(f"{folder} holds something else than tables: name a new folder")
    if others := {*topics.installed(folder)} - {*topics.of(written)}:
        raise ValueError(f"{folder} holds other topics too: {', '.join(sorted(others))}")
    for path, data in written.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != data:
            file.write_bytes(data)
