"""Takes the reviews of a workbook into the table of signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone

from carepath.editing.book import Line, Sheet
from carepath.tables import loader, statements
from carepath.tables.columns import COLUMNS, DAY
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import Snapshot
from carepath.tables.vocabulary import RIGHT
from carepath.text import messages

NAME = "reviews"
FIRST_ZONE = timedelta(hours=14)
"""The hours by which clocks are ahead where a day begins first."""
Cells = Mapping[str, str]


def given(sheet: Sheet, known: tuple[Cells, ...]) -> tuple[Line, ...]:
    """Return the rows of a sheet that hold a review which the table doesn't have yet."""
    recorded = [dict(row) for row in known]
    lines = (
        Line(line.number, None, {name: line.cells.get(name, "") for name in COLUMNS[NAME]})
        for line in sheet.lines
        if line.cells.get("verdict")
    )
    return tuple(line for line in lines if line.cells not in recorded)


def void(
    sheet: Sheet, lines: tuple[Line, ...], topic: str, before: Snapshot, after: Snapshot
) -> Iterator[Fault]:
    """Yield a fault for each signature of a statement that says something else by now.

    A statement that is wrong or reworded may have been changed in the same workbook: the review is
    of what it said before.
    """
    older, newer = _hashes(before, topic), _hashes(after, topic)
    for line in lines:
        reviewed = newer if line.cells["verdict"] == RIGHT else older | newer
        if (line.cells["language"], line.cells["hash"]) not in reviewed:
            problem = "this statement has changed, so a signature for what it said is void"
            allowed = "the verdict in a new workbook, which has the statement of today"
            yield Fault(
                sheet.title, line.number, "verdict", line.cells["verdict"], problem, allowed
            )


def ahead(sheet: Sheet, lines: tuple[Line, ...]) -> Iterator[Fault]:
    """Yield a fault for each review of a day that has begun nowhere on earth."""
    today = datetime.now(timezone(FIRST_ZONE)).date().isoformat()
    for line in lines:
        day = line.cells["day"]
        if DAY.fits(day) and day > today:
            yield Fault(sheet.title, line.number, "day", day, "is in the future", "a day by now")


def _hashes(files: Snapshot, topic: str) -> set[tuple[str, str]]:
    try:
        tables = loader.check(files)[topic]
    except (FaultyTables, KeyError):
        return set()
    return {
        (language, hash_)
        for language in messages.languages(tables)
        for hash_, _ in statements.digests(tables, language)
    }
