"""The treatment table as situations, options and steps: structure only, no words, no drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from carepath.tables import Tables

UNORDERED_LINKS = ("with", "may-with")

Rows = Sequence[dict[str, str]]


@dataclass(frozen=True)
class Reference:
    """Where a fact comes from: a source id and the place in it, as `list#item`."""

    source: str
    found_at: str


@dataclass(frozen=True)
class Note:
    """A remark beside a situation, an option or a step; `id` names its words."""

    id: str
    reference: Reference


@dataclass(frozen=True)
class Step:
    """One row of the treatment table. Text fields are ids; empty where nothing is stated."""

    number: int
    phase: str
    treatment: str
    follows: int | None
    link: str
    condition: str
    purpose: str
    reference: Reference
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Way:
    """What may come after, or go with, a step: a link and the pieces behind it."""

    link: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Piece:
    """A step and the ways on from it; several ways are alternatives."""

    step: Step
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Part:
    """Pieces joined by "with" (no order stated), in one phase or in none."""

    phase: str
    link: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Option:
    """One item of a source's list: its steps as rows, and as the parts they form."""

    number: int
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Situation:
    """One list of options, reached by `answers`; `explains` is set where it opens a treatment."""

    id: str
    answers: tuple[tuple[str, str], ...]
    explains: str
    options: tuple[Option, ...]
    notes: tuple[Note, ...]
    reference: Reference


@dataclass(frozen=True)
class Pathways:
    """All situations a family can reach, and the flows that stand inside a treatment."""

    situations: tuple[Situation, ...]
    inside: dict[str, Situation]

    def answer(self, group: str, place: str) -> Situation:
        """Return the one situation for an answer to both questions."""
        return next(s for s in self.situations if (group, place) in s.answers)


def build(tables: Tables) -> Pathways:
    """Turn checked tables (see `carepath.tables.load`) into pathways."""
    treatments = _grouped(tables.treatments.rows, "situation")
    notes = _grouped(tables.notes.rows, "situation")
    everything = [
        _situation(row, treatments[row["situation"]], notes[row["situation"]])
        for row in tables.situations.rows
    ]
    return Pathways(
        situations=tuple(s for s in everything if not s.explains),
        inside={s.explains: s for s in everything if s.explains},
    )


def ways_differ(piece: Piece) -> bool:
    """Tell whether the ways on from a step have different links (each then carries its own)."""
    return len({way.link for way in piece.ways}) > 1


def _grouped(rows: Rows, column: str) -> Mapping[str, Rows]:
    """Return rows by what they hold in a column, in their order; none where nothing holds it."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _situation(row: dict[str, str], treatments: Rows, notes: Rows) -> Situation:
    options, own_notes = _grouped(treatments, "option"), _grouped(notes, "option")
    return Situation(
        id=row["situation"],
        answers=tuple(
            (group, place) for group in row["groups"].split() for place in row["places"].split()
        ),
        explains=row["explains"],
        options=tuple(
            _option(int(number), options[number], own_notes[number])
            for number in sorted(options, key=int)
        ),
        notes=_notes(own_notes[""]),
        reference=Reference(row["source"], row["found_at"]),
    )


def _option(number: int, rows: Rows, notes: Rows) -> Option:
    own_notes = _grouped(notes, "step")
    steps = tuple(
        sorted(
            (
                Step(
                    number=int(row["step"]),
                    phase=row["phase"],
                    treatment=row["treatment"],
                    follows=int(row["follows"]) if row["follows"] else None,
                    link=row["link"],
                    condition=row["condition"],
                    purpose=row["purpose"],
                    reference=Reference(row["source"], row["found_at"]),
                    notes=_notes(own_notes[row["step"]]),
                )
                for row in rows
            ),
            key=lambda step: step.number,
        )
    )
    return Option(number, steps, _parts(steps), _notes(own_notes[""]))


def _notes(rows: Rows) -> tuple[Note, ...]:
    return tuple(Note(row["note"], Reference(row["source"], row["found_at"])) for row in rows)


def _parts(steps: tuple[Step, ...]) -> tuple[Part, ...]:
    """Split steps at the change of phase; each stretch is one part, in the order of the rows."""
    parts = []
    for phase, stretch in groupby(steps, key=lambda step: step.phase):
        within = tuple(stretch)
        first = within[0]
        parts.append(Part(phase, first.link, _pieces(first, within)))
    return tuple(parts)


def _pieces(first: Step, steps: tuple[Step, ...]) -> tuple[Piece, ...]:
    """Return the piece that begins with `first`, and those that stand beside it ("with")."""
    after = [step for step in steps if step.follows == first.number]
    ways = tuple(Way(step.link, _pieces(step, steps)) for step in after if step.link != "with")
    beside = [piece for step in after if step.link == "with" for piece in _pieces(step, steps)]
    return (Piece(first, ways), *beside)
