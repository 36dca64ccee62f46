"""Loads the tables of a data folder by topic, or raises all of their faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from carepath.tables import checks, topics
from carepath.tables.columns import COLUMNS
from carepath.tables.csvfile import CsvFile, content, is_missing, parse
from carepath.tables.fault import Fault, FaultyTables

if TYPE_CHECKING:
    import pandas as pd

DATA = Path(__file__).parents[2] / "data"
REFERENCES = (topics.path("words"), f"{topics.NEW}/words.csv")
"""The paths in DATA of the words that every site has, and of those that every topic has."""


@dataclass(frozen=True)
class Table:
    """A table of text: its columns, and its rows as cells by column, in the file's order.

    Every cell is a string; an empty cell is "".
    """

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table as a DataFrame: the same columns, all of type str, and one row per row."""
        # Imported lazily: loading pandas takes longer than serving the first page.
        import pandas as pd

        return pd.DataFrame([*self.rows], columns=[*self.columns], dtype=str)


@dataclass(frozen=True, eq=False)
class Tables:
    """The checked tables of a topic. docs/data.md describes their columns.

    Attributes
    ----------
    topic, treatments, situations, questions, answers, routes, cards, terms, words : Table
    sources, kinds, notes, prompts, effects, scores, reading, fingerprints, reviews : Table
        One per name of a file: a topic's own, a shared one, or both joined.
    """

    topic: Table
    treatments: Table
    situations: Table
    questions: Table
    answers: Table
    routes: Table
    cards: Table
    terms: Table
    words: Table
    sources: Table
    kinds: Table
    notes: Table
    prompts: Table
    effects: Table
    scores: Table
    reading: Table
    fingerprints: Table
    reviews: Table


TABLE_NAMES = tuple(field.name for field in fields(Tables))


@dataclass(frozen=True)
class Snapshot:
    """The files of a folder at one moment.

    Attributes
    ----------
    folder : Fault or None
        The fault of the folder itself, if it is none.
    contents : tuple of pairs of str and bytes or Fault
        The path of each table in the folder, and its content, or a fault if it could not be read.
    reference : tuple of bytes or Fault
        The project's own words, which define the ids and placeholders; one per path of REFERENCES.
    """

    folder: Fault | None
    contents: tuple[tuple[str, bytes | Fault], ...]
    reference: tuple[bytes | Fault, ...]


def reference() -> tuple[Path, ...]:
    """Return the paths of the project's own words: the shared ones, and those of a new topic."""
    return tuple(DATA / path for path in REFERENCES)


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; an unreadable one is not."""
    try:
        return path.is_dir()
    except OSError:
        return False


def snapshot(folder: Path) -> Snapshot:
    """Read the files of a folder without checking them."""
    fault = None
    if not is_folder(folder):
        allowed = f"a folder with the tables of docs/data.md, and a folder {topics.FOLDER}"
        fault = Fault(str(folder), None, None, None, "is not a folder", allowed)
    installed = topics.installed(folder)
    contents = tuple((path, content(folder, path)) for path in topics.paths(installed))
    return Snapshot(fault, contents, tuple(content(DATA, path) for path in REFERENCES))


def is_whole(files: Snapshot) -> bool:
    """Return whether every file was read, apart from missing ones that may be missing."""
    return all(isinstance(data, bytes) for data in files.reference) and all(
        isinstance(data, bytes) or _may_lack(path, data) for path, data in files.contents
    )


def _may_lack(path: str, data: bytes | Fault) -> bool:
    return topics.is_optional(path) and is_missing(data)


def check(files: Snapshot) -> dict[str, Tables]:
    """Check the tables of a snapshot.

    Returns
    -------
    dict of str to Tables
        The tables of each topic, in the order of the topics. They have the columns of docs/data.md;
        each text has one column per language of words.csv.

    Raises
    ------
    FaultyTables
        With all faults, if there are any.
    """
    if files.folder:
        raise FaultyTables((files.folder,))
    parsed = parsed_files(files)
    if not topics.of(parsed):
        allowed = 'a folder per topic; docs/data.md, "Formats", says how to change older tables'
        raise FaultyTables((Fault(topics.FOLDER, None, None, None, "holds no topic", allowed),))
    if faults := checks.faults(parsed, parsed_reference(files)):
        raise FaultyTables(faults)
    return {topic: tables(parsed, topic) for topic in topics.ordered(parsed)}


def tables(parsed: Mapping[str, CsvFile], topic: str) -> Tables:
    """Return the tables of a topic, without a check of them."""
    return Tables(
        **{
            name: Table(file.columns, tuple(row.cells for row in file.rows))
            for name, file in topics.joined(parsed, topic).items()
        }
    )


def parsed_files(files: Snapshot) -> dict[str, CsvFile]:
    """Return every file of a snapshot by its path, parsed but not checked."""
    return {path: _file(path, data) for path, data in files.contents}


def parsed_reference(files: Snapshot) -> list[CsvFile]:
    """Return the project's own words of a snapshot, parsed but not checked."""
    return [*map(parse, REFERENCES, files.reference)]


def _file(path: str, data: bytes | Fault) -> CsvFile:
    if _may_lack(path, data):
        own = topics.table(path) in topics.OWN
        return CsvFile(tuple(COLUMNS[topics.table(path)]) if own else (), (), True, ())
    return parse(path, data)


def load(folder: Path, topic: str = "") -> Tables:
    """Read and check the tables of a folder.

    Parameters
    ----------
    folder : Path
        A folder with the shared tables and at least one topic.
    topic : str
        The topic whose tables to return; by default, the first.

    Raises
    ------
    FaultyTables
        With all faults, if there are any; also if a file or the folder cannot be read.
    """
    checked = check(snapshot(folder))
    return checked[topic or next(iter(checked))]
