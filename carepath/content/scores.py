"""The project's scores on the field's check-lists, and the reading grade of its hardest page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class CheckList:
    """A check-list: how many items apply, how many are met, and why the others are not.

    `id` and each of `misses` stand for the words `checklist.<id>` and `miss.<id>`.
    """

    id: str
    asked: int
    met: int
    misses: tuple[str, ...]


def read(rows: Iterable[Mapping[str, str]]) -> tuple[CheckList, ...]:
    """Count the items of each check-list, in the order of the rows."""
    by_list: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        by_list.setdefault(row["checklist"], []).append(row)
    return tuple(
        CheckList(
            checklist,
            asked=sum(item["met"] != "n/a" for item in items),
            met=sum(item["met"] == "yes" for item in items),
            misses=tuple(item["missed"] for item in items if item["met"] == "no"),
        )
        for checklist, items in by_list.items()
    )


def hardest(measured: Iterable[Mapping[str, str]], language: str) -> Mapping[str, str] | None:
    """Return the row of the page that is hardest to read; None where none was measured."""
    rows = [row for row in measured if row["language"] == language]
    if not rows:
        return None
    worst = max if rows[0]["easier"] == "lower" else min
    return worst(rows, key=lambda row: float(row["score"]))
