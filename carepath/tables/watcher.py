"""Watches the files of a folder, and reads them again only after a change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from carepath.tables import loader, topics
from carepath.tables.loader import Snapshot

Files = TypeVar("Files")
Stamp = tuple[tuple[int, ...], ...]
SETTLED = 3 * 10**9
"""Nanoseconds after which another change gets another time stamp, even with a coarse clock."""
TRIES = 3


def stamp(folder: Path) -> Stamp:
    """Return a value that differs after every change of the folder or of a table's file.

    Each file has its own part, so a missing or unreadable file hides no change of another one.
    Other files, such as an editor's locks, don't count.
    """
    return stamp_of(folder, _paths(folder, topics.installed(folder)))


@lru_cache(maxsize=4)
def _paths(folder: Path, installed: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the paths of the tables of some topics; to make them takes longer than a look."""
    return (*(folder / path for path in topics.paths(installed)), *loader.reference())


def stamp_of(folder: Path, paths: Iterable[Path]) -> Stamp:
    """Return the stamp of a folder and of some files."""
    return ((loader.is_folder(folder),), *map(_stamp_of, paths))


def _stamp_of(path: Path) -> tuple[int, ...]:
    try:
        status = path.stat()
    except OSError as error:
        return (error.errno or 0,)
    # A copied file may keep the size and time of the file it replaces, but not both its inode and
    # its ctime.
    return (status.st_ino, status.st_ctime_ns, status.st_mtime_ns, status.st_size)


class Watcher(Generic[Files]):
    """Reads the files of one folder again only when one of them has changed.

    The files are reused only if their stamp was the same before and after reading, and if the last
    change is so old that another change would get another time. Until then each look reads the
    files, which takes a fifth of a millisecond. Files that could not be read, unless they may be
    missing, are read at each look too: the cause may vanish without a change of the stamp.

    Parameters
    ----------
    stamp : callable
        Returns the stamp of the files.
    read : callable
        Reads the files.
    is_whole : callable
        Tells whether all of the files could be read.
    """

    def __init__(
        self,
        stamp: Callable[[], Stamp],
        read: Callable[[], Files],
        is_whole: Callable[[Files], bool],
    ) -> None:
        self._stamp, self._read, self._is_whole = stamp, read, is_whole
        self._known: tuple[Stamp, Files] | None = None
        self._last: tuple[float, Files] | None = None

    def look(self, patience: float = 0) -> Files:
        """Return the files as they are now, or as they were at most `patience` seconds ago."""
        moment, last = time.monotonic(), self._last
        if last and moment - last[0] < patience:
            return last[1]
        files = self._look()
        self._last = (moment, files)
        return files

    def _look(self) -> Files:
        now, before, known = time.time_ns(), self._stamp(), self._known
        if known and known[0] == before:
            return known[1]
        for _ in range(TRIES):
            files = self._read()
            after = self._stamp()
            if before == after:
                break
            before = after
        else:
            # The files keep changing: return them, but don't reuse them.
            return files
        changed = max((moment for one in after if len(one) > 1 for moment in one[1:3]), default=0)
        if self._is_whole(files) and changed < now - SETTLED:
            self._known = (after, files)
        return files


def tables(folder: Path) -> Watcher[Snapshot]:
    """Return a watcher of the tables in a folder."""
    return Watcher(lambda: stamp(folder), lambda: loader.snapshot(folder), loader.is_whole)
