"""Notices when the files of a folder have changed, so that they are read only then."""

from __future__ import annotations

import time
from pathlib import Path

from carepath.tables import loader
from carepath.tables.loader import Snapshot

Stamp = tuple[tuple[int, ...], ...]
SETTLED = 3 * 10**9
"""Nanoseconds after which a change has a time stamp of its own, also where clocks are coarse."""
TRIES = 3


def stamp(folder: Path) -> Stamp:
    """Return what changes with the folder or any file that its tables are read from.

    Each file is looked at by itself: one that is missing, or that nobody may look at, hides no
    change of another one. Files of other names, such as an editor's locks, don't count.
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
    # A copy may keep size and time of the file it replaces; it has another inode, or it was
    # changed just now.
    return (status.st_ino, status.st_ctime_ns, status.st_mtime_ns, status.st_size)


class Watcher:
    """Reads the files of one folder again only when one of them has changed.

    A stamp stands for a snapshot only if it was the same before and after the files were read, and
    if the last change is long enough ago that another one would have another time. Until then the
    files are read at each look, which takes a fifth of a millisecond. So are files that could not
    be read, for the reason may go away without a trace.
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
            # Something writes all the time: this is what was there, and nothing stands for it.
            return snapshot
        changed = max((moment for one in after if len(one) > 1 for moment in one[1:3]), default=0)
        contents = (*snapshot.contents, snapshot.reference)
        whole = all(isinstance(content, bytes) for content in contents)
        if whole and changed < now - SETTLED:
            self._known = (after, snapshot)
        return snapshot
