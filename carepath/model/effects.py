"""Facts on what a treatment may be like, grouped as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from carepath.model.options import Reference
from carepath.tables.loader import Tables
from carepath.tables.vocabulary import SECTIONS

GENERAL = ""
"""The key, in place of a treatment, of facts on treatment in general."""

Row = dict[str, str]


@dataclass(frozen=True)
class Group:
    """The items under one head, or sentences without a head, where `head` is empty."""

    head: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """Neighbouring groups from one place of one source."""

    reference: Reference
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Section:
    """Facts of one kind: how a treatment is given, its effects, late effects, or other facts."""

    id: str
    runs: tuple[Run, ...]

    @property
    def lists(self) -> bool:
        """Whether any of the facts are items of a list."""
        return any(group.head for run in self.runs for group in run.groups)


def read(tables: Tables, language: str, default: str) -> dict[str, tuple[Section, ...]]:
    """Return the sections of each treatment, and those of `GENERAL`, in one language.

    A text that the language lacks is in the default one.
    """
    rows = [
        {**row, "text": row[f"text_{language}"] or row[f"text_{default}"]}
        for row in tables.effects.rows
    ]
    by_treatment: dict[str, list[Row]] = {}
    for row in rows:
        for name in dict.fromkeys(row["treatments"].split()) or (GENERAL,):
            by_treatment.setdefault(name, []).append(row)
    return {name: _sections(own) for name, own in by_treatment.items()}


def _sections(rows: Sequence[Row]) -> tuple[Section, ...]:
    by_section = {name: [row for row in rows if row["section"] == name] for name in SECTIONS}
    return tuple(Section(name, _runs(own)) for name, own in by_section.items() if own)


def _runs(rows: Sequence[Row]) -> tuple[Run, ...]:
    return tuple(
        Run(Reference(*place), _groups([*run]))
        for place, run in groupby(rows, key=lambda row: (row["source"], row["found_at"]))
    )


def _groups(rows: Sequence[Row]) -> tuple[Group, ...]:
    return tuple(
        Group(head, tuple(row["text"] for row in group))
        for head, group in groupby(rows, key=lambda row: row["head"])
    )
