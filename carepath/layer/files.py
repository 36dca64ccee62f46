"""The files of a layer at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carepath.layer.columns import COLUMNS, LOGOS
from carepath.layer.logo import MOST_BYTES
from carepath.tables import csvfile, loader
from carepath.tables.fault import Fault


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
    return LayerFiles(
        fault,
        tuple(_content(folder / f"{name}.csv") for name in COLUMNS),
        tuple(_content(folder / name) for name in LOGOS),
    )


def _content(path: Path) -> bytes | Fault:
    """Return the bytes of a file; these files are read at each request, so a large one isn't."""
    try:
        large = path.stat().st_size > MOST_BYTES
    except OSError:
        large = False
    if not large:
        return csvfile.content(path.parent, path.name)
    problem = f"has more than {MOST_BYTES:,} bytes"
    return Fault(path.name, None, None, None, problem, "a smaller file")
