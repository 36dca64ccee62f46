"""The loaded site: one data folder in one language, kept for all readers until a file changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carepath import asking, pathway, settings, words as wording
from carepath.asking import Question
from carepath.cache import cached
from carepath.pathway import Pathways
from carepath.tables import FaultyTables, Tables, load
from carepath.words import DEFAULT_LANGUAGE, Words

Stamp = tuple[tuple[str, int, int], ...]
"""Names, times and sizes of the files of a folder."""


@dataclass(frozen=True, eq=False)
class Site:
    """One data folder in one language: as tables, as paths, as words."""

    folder: Path
    tables: Tables
    pathways: Pathways
    languages: tuple[str, ...]
    words: Words
    questions: tuple[Question, ...]


def folder() -> Path:
    """Return the folder of the tables: CAREPATH_DATA, else the project's own."""
    return settings.current().data


def site(folder: Path, *asked: str) -> Site:
    """Return a folder's site in the first language asked for that it offers, else in the default.

    Raises
    ------
    FaultyTables
        If the folder's tables cannot be used.
    """
    stamp = _stamp(folder)
    offered = wording.languages(_tables(folder, stamp))
    language = next((language for language in asked if language in offered), DEFAULT_LANGUAGE)
    return _site(folder, stamp, language)


@cached(maxsize=2, remember=(FaultyTables,))
def _tables(folder: Path, stamp: Stamp) -> Tables:
    return load(folder)


@cached(maxsize=4)
def _site(folder: Path, stamp: Stamp, language: str) -> Site:
    tables = _tables(folder, stamp)
    return Site(
        folder,
        tables,
        pathway.build(tables),
        wording.languages(tables),
        wording.read(tables, language),
        asking.read(tables, language),
    )


def _stamp(folder: Path) -> Stamp:
    """Return what changes when a file does: names, times and sizes."""
    try:
        files = [(file.name, file.stat()) for file in sorted(folder.glob("*.csv"))]
    except OSError:
        return ()
    return tuple((name, status.st_mtime_ns, status.st_size) for name, status in files)
