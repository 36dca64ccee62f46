"""The treatment table as situations, options and steps: structure only, no words, no drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from carepath.tables.loader import Tables
from carepath.tables.vocabulary import COMPANIONS, ORDERED

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
    """One row of the treatment table. Text fields are ids; empty where nothing is stated.

    `alone` is set where the source says that the step may be given alone, or is given so.
    """

    number: int
    phase: str
    treatment: str
    follows: int | None
    link: str
    alone: bool
    whom: str
    purpose: str
    reference: Reference
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Way:
    """One way on from a step: a link and what stands behind it."""

    link: str
    group: Group


@dataclass(frozen=True)
class Piece:
    """A step and the ways on from it; the source writes "or" between several."""

    step: Step
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Group:
    """Pieces that one of `COMPANIONS` joins, the link; a piece by itself has no link."""

    link: str
    pieces: tuple[Piece, ...]

    def groups(self) -> Iterator[Group]:
        """Yield this group and, one after the other, those behind its pieces."""
        yield self
        for piece in self.pieces:
            for way in piece.ways:
                yield from way.group.groups()


@dataclass(frozen=True)
class Part:
    """What stands in one phase or in none, and the link that leads to it from the part before.

    In a phase the items are a list of what the phase may include; elsewhere there is one.
    """

    phase: str
    link: str
    items: tuple[Group, ...]

    def groups(self) -> Iterator[Group]:
        """Yield every group of this part, those behind a step as well."""
        for item in self.items:
            yield from item.groups()


@dataclass(frozen=True)
class Option:
    """One item of a source's list: its steps as rows, and as the parts they form."""

    number: int
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Situation:
    """One list of options, reached by `answers`; `explains` is set where it opens a treatment.

    `lead` is what the source says of the list. `shares` names the situation whose statement
    holds here too, for the risk groups of that situation.
    """

    id: str
    answers: tuple[tuple[str, str], ...]
    explains: str
    lead: str
    shares: str
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

    def stating(self, situation: Situation, group: str) -> Situation | None:
        """Return the situation whose statement holds in another one too, for this risk group."""
        return next(
            (
                other
                for other in self.situations
                if other.id == situation.shares and group in dict(other.answers)
            ),
            None,
        )

    def within(self, step: Step) -> tuple[Option, ...]:
        """Return the option that opens the treatment of a step, none where nothing does."""
        inside = self.inside.get(step.treatment)
        return inside.options if inside else ()


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


@dataclass(frozen=True)
class Found:
    """A step of an option, or of the flow inside one of its treatments (`within` tells which).

    Its address is its number, or `N.M` for step M of the flow inside step N.
    """

    address: str
    step: Step
    within: Option
    outer: Step | None = None


def steps_of(pathways: Pathways, option: Option) -> Iterator[Found]:
    """Yield every step of an option, each followed by those of the flow inside it."""
    for step in option.steps:
        yield Found(str(step.number), step, option)
        for inside in pathways.within(step):
            for inner in inside.steps:
                yield Found(f"{step.number}.{inner.number}", inner, inside, step)


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
        lead=row["lead"],
        shares=row["shares"],
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
                    alone=bool(row["alone"]),
                    whom=row["whom"],
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
        first, *others = within = tuple(stretch)
        heads = (first, *(step for step in others if step.link == "item"))
        parts.append(Part(phase, first.link, tuple(_group(head, within) for head in heads)))
    return tuple(parts)


def _group(first: Step, steps: tuple[Step, ...]) -> Group:
    """Return what begins with `first`: that step, and those that a chain of companions adds."""
    pieces, link, last = [_piece(first, steps)], "", first
    while not last.alone and (beside := _followers(last, steps, COMPANIONS)):
        last = beside[0]
        link = last.link
        pieces.append(_piece(last, steps))
    return Group(link, tuple(pieces))


def _piece(step: Step, steps: tuple[Step, ...]) -> Piece:
    """Return a step and its ways on; what may be given alone has companions among its ways."""
    links = (*ORDERED, *COMPANIONS) if step.alone else ORDERED
    after = _followers(step, steps, links)
    return Piece(step, tuple(Way(other.link, _group(other, steps)) for other in after))


def _followers(step: Step, steps: tuple[Step, ...], links: Sequence[str]) -> list[Step]:
    return [other for other in steps if other.follows == step.number and other.link in links]
