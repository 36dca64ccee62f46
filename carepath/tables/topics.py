"""Topics: folders of tables in the folder of the shared tables, and how the two are joined."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from carepath.tables.csvfile import CsvFile
from carepath.tables.rows import Row

FOLDER = "topics"
NEW = "new-topic"
"""The folder of a topic with one row per table, to begin a new one with."""
OWN = (
    *("topic", "questions", "answers", "situations", "routes", "treatments", "notes", "cards"),
    *("effects", "prompts", "reading", "fingerprints", "reviews", "scores"),
)
"""Tables that each topic has by itself."""
ORDER = (
    *("topic", "sources", "questions", "answers", "situations", "routes", "kinds", "terms"),
    *("treatments", "notes", "cards", "effects", "prompts", "words", "reading", "fingerprints"),
    *("reviews", "scores"),
)
"""The tables in a topic's folder, in the order in which to write them."""
KEYS = {"words": "id", "sources": "source", "kinds": "kind", "terms": "term"}
"""Tables that all topics share and each may add to, with the column that identifies a row.

A topic's row replaces the shared one with the same key.
"""
OPTIONAL = frozenset({"fingerprints", "reviews", "scores", "terms"})
"""Tables that may be missing from a folder, and have no rows then; the checks say what lacks."""


def path(table: str, topic: str = "") -> str:
    """Return the path of a table in the data folder: a topic's own, or the shared one."""
    return f"{FOLDER}/{topic}/{table}.csv" if topic else f"{table}.csv"


def home(table: str, topic: str) -> str:
    """Return the path of a table that is the topic's own, or is shared as a whole."""
    return path(table, topic if table in OWN else "")


def paths(topics: Iterable[str]) -> tuple[str, ...]:
    """Return the paths of all tables, shared ones first."""
    own = tuple(path(table, topic) for topic in topics for table in ORDER)
    return (*map(path, KEYS), *own)


def table(path: str) -> str:
    """Return the name of the table at a path."""
    return PurePosixPath(path).stem


def topic(path: str) -> str:
    """Return the topic of the table at a path, "" for a shared one."""
    return path.split("/")[1] if "/" in path else ""


def is_optional(path: str) -> bool:
    """Return whether the table at a path may be missing."""
    return table(path) in OPTIONAL or bool(topic(path) and table(path) in KEYS)


def installed(folder: Path) -> tuple[str, ...]:
    """Return the names of the folders of topics, in order."""
    try:
        with os.scandir(folder / FOLDER) as entries:
            folders = [entry.name for entry in entries if entry.is_dir()]
    except OSError:
        return ()
    return tuple(sorted(name for name in folders if not name.startswith((".", "_"))))


def of(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the topics that some paths of tables belong to, in order."""
    return tuple(filter(None, dict.fromkeys(map(topic, paths))))


def ordered(files: Mapping[str, CsvFile]) -> list[str]:
    """Return the topics of sound files in the order that they state."""
    places = {topic: files[path("topic", topic)].rows[0].cells["order"] for topic in of(files)}
    return sorted(places, key=lambda topic: int(places[topic]))


def joined(files: Mapping[str, CsvFile], topic: str) -> dict[str, CsvFile]:
    """Return every table of a topic by name: its own, joined with the shared one."""
    both = {name: _both(files, name, topic) for name in KEYS}
    return {
        **{name: files[path(name, topic)] for name in OWN},
        **both,
    }


def _both(files: Mapping[str, CsvFile], name: str, topic: str) -> CsvFile:
    """Return a shared table with a topic's rows: new ones first, others in their place."""
    shared, own, key = files[path(name)], files[path(name, topic)], KEYS[name]
    if not shared.columns or not own.columns:
        return own if own.columns else shared
    first: dict[str | None, Row] = {}
    for row in own.rows:
        first.setdefault(row.cells.get(key), row)
    replaced = {row.cells.get(key) for row in shared.rows} & first.keys()
    rows = (
        *(
            row
            for row in own.rows
            if row.cells.get(key) not in replaced or first[row.cells.get(key)] is not row
        ),
        *(first.get(row.cells.get(key), row) for row in shared.rows),
    )
    return CsvFile(shared.columns, rows, shared.whole and own.whole, ())
