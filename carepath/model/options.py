"""Options and their steps, and the stages, groups and trees that the steps form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from carepath.tables.vocabulary import COMPANIONS, ITEM, ORDERED

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Reference:
    """The origin of a fact: a source id, and the place in it, as `list#item`."""

    source: str
    found_at: str


@dataclass(frozen=True)
class Note:
    """A statement about a situation, an option or a step; `id` names its words."""

    id: str
    reference: Reference


@dataclass(frozen=True)
class Phases:
    """The phases that a treatment is made of, and the lead of their list."""

    lead: str
    phases: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One row of the treatment table. Text fields are ids, empty if the source states nothing.

    `phase_lead` is the id of the source's words for what a phase includes, in the first step of a
    phase. `alone` is set if the source says that the step may be given alone, or is given alone.
    `inside` is what its treatment is made of, if another situation explains it by phases.
    """

    number: int
    phase: str
    phase_lead: str
    treatment: str
    follows: int | None
    link: str
    alone: bool
    whom: str
    purpose: str
    reference: Reference
    notes: tuple[Note, ...]
    inside: Phases | None = None

    @property
    def references(self) -> list[Reference]:
        """The reference of the step, then those of its notes, each once."""
        return [*dict.fromkeys([self.reference, *(note.reference for note in self.notes)])]


@dataclass(frozen=True)
class Branch:
    """A continuation of a step: a link, and the group that it leads to."""

    link: str
    group: Group


@dataclass(frozen=True)
class StepTree:
    """A step and its branches, which are alternatives: the source writes "or" between them."""

    step: Step
    branches: tuple[Branch, ...]

    @property
    def only_alone(self) -> bool:
        """Whether the step is given alone, and in no other way."""
        return self.step.alone and not self.branches


@dataclass(frozen=True)
class Group:
    """Steps that belong together by `link`, one of `COMPANIONS`; a single step has no link."""

    link: str
    trees: tuple[StepTree, ...]

    def groups(self) -> Iterator[Group]:
        """Yield this group and, depth first, the groups of its branches."""
        yield self
        for tree in self.trees:
            for branch in tree.branches:
                yield from branch.group.groups()


@dataclass(frozen=True)
class Stage:
    """The steps of one phase, or steps outside the phases, with the link from the stage before.

    The items of a phase are a list of what it includes, as `lead` says. Outside the phases there is
    one item, and no lead.
    """

    phase: str
    lead: str
    link: str
    items: tuple[Group, ...]

    def groups(self) -> Iterator[Group]:
        """Yield every group of this stage, including those of branches."""
        for item in self.items:
            yield from item.groups()


@dataclass(frozen=True)
class Option:
    """One item of a source's list: its steps in order, and the stages that they form."""

    number: int
    steps: tuple[Step, ...]
    stages: tuple[Stage, ...]
    notes: tuple[Note, ...]

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases of the option in order; none if the source names none."""
        return tuple(stage.phase for stage in self.stages if stage.phase)


def grouped(rows: Rows, column: str) -> Mapping[str, Rows]:
    """Return rows in their order by their value of a column; other values have no rows."""
    groups: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def option(number: int, rows: Rows, noted: Rows, inside: Mapping[str, Phases]) -> Option:
    """Return an option made of its rows and of the rows of its notes.

    `inside` has the phases of treatments that are made of them.
    """
    own_notes = grouped(noted, "step")
    steps = tuple(
        sorted(
            (
                Step(
                    number=int(row["step"]),
                    phase=row["phase"],
                    phase_lead=row["phase_lead"],
                    treatment=row["treatment"],
                    follows=int(row["follows"]) if row["follows"] else None,
                    link=row["link"],
                    alone=bool(row["alone"]),
                    whom=row["whom"],
                    purpose=row["purpose"],
                    reference=Reference(row["source"], row["found_at"]),
                    notes=notes(own_notes[row["step"]]),
                    inside=inside.get(row["treatment"]),
                )
                for row in rows
            ),
            key=lambda step: step.number,
        )
    )
    return Option(number, steps, _stages(steps), notes(own_notes[""]))


def notes(rows: Rows) -> tuple[Note, ...]:
    """Return the notes of some rows."""
    return tuple(Note(row["note"], Reference(row["source"], row["found_at"])) for row in rows)


def _stages(steps: tuple[Step, ...]) -> tuple[Stage, ...]:
    """Return the stages: runs of neighbouring steps of the same phase."""
    stages = []
    for phase, run in groupby(steps, key=lambda step: step.phase):
        first, *others = within = tuple(run)
        heads = (first, *(step for step in others if step.link == ITEM))
        items = tuple(_group(head, within) for head in heads)
        stages.append(Stage(phase, first.phase_lead, first.link, items))
    return tuple(stages)


def _group(first: Step, steps: tuple[Step, ...]) -> Group:
    """Return the group of `first`: that step and the chain of its companions."""
    trees, link, last = [_tree(first, steps)], "", first
    while not last.alone and (companions := _followers(last, steps, COMPANIONS)):
        last = companions[0]
        link = last.link
        trees.append(_tree(last, steps))
    return Group(link, tuple(trees))


def _tree(step: Step, steps: tuple[Step, ...]) -> StepTree:
    """Return a step and its branches; a step that may be given alone has companions among them."""
    links = (*ORDERED, *COMPANIONS) if step.alone else ORDERED
    after = _followers(step, steps, links)
    return StepTree(step, tuple(Branch(other.link, _group(other, steps)) for other in after))


def _followers(step: Step, steps: tuple[Step, ...], links: Sequence[str]) -> list[Step]:
    return [other for other in steps if other.follows == step.number and other.link in links]
