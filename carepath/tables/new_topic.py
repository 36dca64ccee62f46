"""Begins a new topic, and lists what is left to write in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from carepath.tables import topics
from carepath.tables.columns import SLUG
from carepath.tables.csvfile import read
from carepath.tables.fault import Fault
from carepath.tables.loader import DATA
from carepath.tables.rows import Row

EXAMPLE = re.compile(r"\[.*\]|(new-topic|example(-\w+)?)(#1)?|.*(example\.org/|=Example|=C0000).*")
"""The cells that a new topic begins with."""


def begin(folder: Path) -> tuple[Path, ...]:
    """Write one row per table into the folder of a new topic, and return the files.

    Raises
    ------
    ValueError
        If the folder is not one that a topic may have.
    OSError
        If it exists, or cannot be written.
    """
    data = folder.resolve().parent.parent
    if folder.resolve().parent.name != topics.FOLDER or not (data / topics.path("words")).exists():
        raise ValueError(f"not in a folder {topics.FOLDER} beside words.csv: {folder}")
    name = folder.resolve().name
    if not re.fullmatch(SLUG, name):
        raise ValueError(f"not an id of small letters a-z and digits, joined by -: {name}")
    order = 1 + max((_order(data, topic) for topic in topics.installed(data)), default=0)
    folder.mkdir()
    files = []
    for table in topics.ORDER:
        template = DATA / topics.NEW / f"{table}.csv"
        if template.exists():
            text = template.read_text(encoding="utf-8")
            if table == "topic":
                text = text.replace("\nnew-topic,", f"\n{name},").replace(",1\n", f",{order}\n")
            file = folder / template.name
            file.write_text(text, encoding="utf-8", newline="")
            files.append(file)
    return tuple(files)


def _order(data: Path, topic: str) -> int:
    rows = read(data, topics.path("topic", topic)).rows
    return max((int(row.cells.get("order", "0") or 0) for row in rows), default=0)


def left(data: Path, topic: str) -> Iterator[Fault]:
    """Yield the rows of a topic that still have examples in them, in the order to write them."""
    for table in topics.ORDER:
        for row in read(data, topics.path(table, topic)).rows:
            if columns := [column for column in row.cells if _is_example(row, column)]:
                problem = f"still to write: {', '.join(columns)}"
                yield Fault(row.file, row.number, None, row.cells[columns[0]], problem, "")


def _is_example(row: Row, column: str) -> bool:
    return (
        EXAMPLE.fullmatch(
            row.cells[column].rpartition(".")[2] if column == "id" else row.cells[column]
        )
        is not None
    )
