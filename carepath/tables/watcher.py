"""Watches the files of a folder, and reads them again only after a change."""

from __future__ import annotations

import time
from pathlib import Path

from carepath.tables import loader
from carepath.tables.loader import Snapshot

Stamp = tuple[tuple[int, ...], ...]
SETTLED = 3 * 10**9
"""Nanoseconds after which another change gets another time stamp, even with a coarse clock."""
TRIES = 3


def stamp(folder: Path) -> Stamp:
    """Return a value that differs after every change of the folder or of a table's file.

    Each file has its own part, so a missing or unreadable file hides no change of another one.
    Other files, such as an editor's locks, don't count.
    """
    return (
        (loader.is_folder(folder),),
        *(_stamp_of(path) for path in (*loader.paths(folder), loader.reference())),
    )


def _stamp_of(path: Path) -> tuple[int, ...]:
    try:
        status = path.stat()
    except OSError as error:
        return (error.errno or 0,)
    # A copied file may keep the size and time of the file it replaces, but not both its inode and
    # its ctime.
    return (status.st_ino, status.st_ctime_ns, status.st_mtime_ns, status.st_size)


class Watcher:
    """Reads the files of one folder again only when one of them has changed.

    A snapshot is reused only if its stamp was the same before and after reading, and if the last
    change is so old that another change would get another time. Until then each look reads the
    files, which takes a fifth of a millisecond. Files that could not be read, unless they may be
    missing, are read at each look too: the cause may vanish without a change of the stamp.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: tuple[Stamp, Snapshot] | None = None

    def look(self) -> Snapshot:
        """Return the files as they are now."""
        now, before, known = time.time_ns(), stamp(self._folder), self._known
        if known and known[0] == before:
            return known[1]
        for _ in range(TRIES):
            snapshot = loader.snapshot(self._folder)
            after = stamp(self._folder)
            if before == after:
                break
            before = after
        else:
            # The files keep changing: return this snapshot, but don't reuse it.
            return snapshot
        changed = max((moment for one in after if len(one) > 1 for moment in one[1:3]), default=0)
        if loader.is_whole(snapshot) and changed < now - SETTLED:
            self._known = (after, snapshot)
        return snapshot
