"""The last sound tables on disk, so that a restart has them while newer ones are faulty."""

from __future__ import annotations

import os
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from carepath.tables.loader import TABLE_NAMES, Snapshot
from carepath.tables.rules import Fault

NAME = "last-sound-tables.zip"
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError)
"""What a file that is missing, cut short or no archive at all leads to."""


def save(folder: Path, files: Snapshot) -> None:
    """Keep the tables of a snapshot in place of those kept before.

    The file appears whole or not at all, whoever else writes or reads it at the same time.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with NamedTemporaryFile(dir=folder, prefix=f"{NAME}.", delete=False) as file:
        try:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in zip(TABLE_NAMES, files.contents, strict=True):
                    if isinstance(content, bytes):
                        archive.writestr(zipfile.ZipInfo(f"{name}.csv"), content)
            file.flush()
            os.fsync(file.fileno())
            # Replicas need not run as the same user.
            Path(file.name).chmod(0o644)
            Path(file.name).replace(folder / NAME)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def read(folder: Path, files: Snapshot) -> Snapshot | None:
    """Return a snapshot with the kept tables in place of its own; None if none can be read."""
    try:
        with zipfile.ZipFile(folder / NAME) as archive:
            kept = {name: archive.read(name) for name in archive.namelist()}
    except UNREADABLE:
        return None
    missing = "the file is missing"
    contents = tuple(
        kept.get(f"{name}.csv", Fault(f"{name}.csv", None, None, None, missing, "a CSV file"))
        for name in TABLE_NAMES
    )
    return replace(files, folder=None, contents=contents)
