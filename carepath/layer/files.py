"""The files of a layer at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carepath.layer.columns import COLUMNS, LOGOS
from carepath.layer.logo import MOST_BYTES
from carepath.tables import csvfile, loader
from carepath.tables.fault import Fault
from carepath.tables.watcher import Watcher, stamp_of


@dataclass(frozen=True)
class LayerFiles:
    """The files of a folder at one moment.

    Attributes
    ----------
    folder : Fault or None
        The fault of the folder itself, if it is none.
    tables : tuple of bytes or Fault
        For each table of COLUMNS, the content of its file, or a fault if it could not be read.
    logos : tuple of bytes or Fault
        The same for each of LOGOS.
    """

    folder: Fault | None
    tables: tuple[bytes | Fault, ...]
    logos: tuple[bytes | Fault, ...]


def read(folder: Path) -> LayerFiles:
    """Read the files of a folder without checking them."""
    fault = None
    if not loader.is_folder(folder):
        allowed = "a folder with layer.csv"
        fault = Fault(str(folder), None, None, None, "is not a folder", allowed)
    contents = tuple(map(_content, _paths(folder)))
    return LayerFiles(fault, contents[: len(COLUMNS)], contents[len(COLUMNS) :])


def watched(folder: Path) -> Watcher[LayerFiles]:
    """Return a watcher of the files of a folder."""
    return Watcher(
        lambda: stamp_of(folder, _paths(folder)),
        lambda: read(folder),
        lambda files: all(
            isinstance(data, bytes) or csvfile.is_missing(data)
            for data in (*files.tables, *files.logos)
        ),
    )


def _paths(folder: Path) -> tuple[Path, ...]:
    return tuple(folder / name for name in (*(f"{name}.csv" for name in COLUMNS), *LOGOS))


def _content(path: Path) -> bytes | Fault:
    """Return the bytes of a file that isn't too large."""
    try:
        large = path.stat().st_size > MOST_BYTES
    except OSError:
        large = False
    if not large:
        return csvfile.content(path.parent, path.name)
    problem = f"has more than {MOST_BYTES:,} bytes"
    return Fault(path.name, None, None, None, problem, "a smaller file")
