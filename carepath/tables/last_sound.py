"""Keeps the last sound tables on disk, for a restart while the current ones are faulty."""

from __future__ import annotations

import os
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from carepath.tables import topics
from carepath.tables.csvfile import MISSING
from carepath.tables.fault import Fault
from carepath.tables.loader import Snapshot

NAME = "last-sound-tables.zip"
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError)
"""Errors from a file that is missing, truncated or not an archive."""


def save(folder: Path, files: Snapshot) -> None:
    """Save the tables of a snapshot, replacing those saved before.

    The file is replaced atomically, so other processes may read and write it at the same time.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with NamedTemporaryFile(dir=folder, prefix=f"{NAME}.", delete=False) as file:
        try:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for path, content in files.contents:
                    if isinstance(content, bytes):
                        archive.writestr(zipfile.ZipInfo(path), content)
            synced(file)
            # Replicas may run as different users.
            Path(file.name).chmod(0o644)
            Path(file.name).replace(folder / NAME)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def synced(file: IO[bytes]) -> None:
    """Wait until what was written to a file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def read(folder: Path, files: Snapshot) -> Snapshot | None:
    """Return a snapshot with the saved tables instead of its own; None if none can be read."""
    try:
        with zipfile.ZipFile(folder / NAME) as archive:
            saved = {name: archive.read(name) for name in archive.namelist()}
    except UNREADABLE:
        return None
    contents = tuple(
        (path, saved.get(path, Fault(path, None, None, None, MISSING, "a CSV file")))
        for path in topics.paths(topics.of(saved))
    )
    return replace(files, folder=None, contents=contents)
