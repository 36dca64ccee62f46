"""Rules on the steps of an option: their numbers, their links, their phases."""

from collections.abc import Iterator
from itertools import groupby

from carepath.tables.fault import Fault
from carepath.tables.rows import Row, Step, TableRows, options_of, valid_options
from carepath.tables.vocabulary import COMPANIONS, ITEM, LEADS, LINKS, ORDERED, WAYS, WHOLE


def whole_numbering(tables: TableRows) -> Iterator[Fault]:
    """Check that the options of a situation and the steps of an option have no gap in numbers."""
    situations: dict[str, list[Row]] = {}
    for (situation, option), rows in options_of(tables).items():
        situations.setdefault(situation, []).extend(rows)
        yield from _gap(rows, "step", f"{situation}, option {option}")
    for situation, rows in situations.items():
        yield from _gap(rows, "option", situation)


def _gap(rows: list[Row], column: str, place: str) -> Iterator[Fault]:
    if not all(WHOLE.fullmatch(row[column]) for row in rows):
        return
    before = 0
    for row in sorted(rows, key=lambda row: int(row[column])):
        number = int(row[column])
        if number > before + 1:
            problem = f"{place} has no {column} {before + 1}"
            yield row.fault(column, problem, "1, 2, 3 and so on with no gap")
            return
        before = number


def earlier_steps(tables: TableRows) -> Iterator[Fault]:
    """Check that only step 1 is a first step, and every other step follows an earlier one."""
    for rows in options_of(tables).values():
        numbers = {row["step"] for row in rows}
        for row in rows:
            step, follows = row["step"], row["follows"]
            problem = ""
            if not WHOLE.fullmatch(step) or (follows and not WHOLE.fullmatch(follows)):
                continue
            if not follows and step != "1":
                problem = "a second first step: only step 1 follows nothing"
            elif follows == step:
                problem = "the step follows itself"
            elif follows and follows not in numbers:
                problem = f"step {follows} of this option does not exist"
            elif follows and int(follows) > int(step):
                problem = f"step {follows} comes later than step {step}"
            if problem:
                allowed = "empty" if step == "1" else "an earlier step of the same option"
                yield row.fault("follows", problem, allowed)


def link_with_follows(tables: TableRows) -> Iterator[Fault]:
    """Check that a step has a link if and only if it follows another."""
    for row in tables.get("treatments", []):
        if row["follows"] and not row["link"]:
            yield row.fault("link", "is empty, but follows is filled", ", ".join(LINKS))
        elif row["link"] and not row["follows"]:
            yield row.fault("link", "is filled, but follows is empty", "empty")


def one_sort_of_follower(tables: TableRows) -> Iterator[Fault]:
    """Check that the steps after one within its phase are all required or all optional.

    Branches of a step that may be given alone are independent of each other.
    """
    for steps in valid_options(tables):
        links: dict[int, str] = {}
        for step in _within_a_phase(steps):
            if step.link not in ORDERED or steps[step.follows].row["alone"]:
                continue
            if links.setdefault(step.follows, step.link) != step.link:
                problem = f"mixes required and optional steps after step {step.follows}"
                yield step.row.fault("link", problem, "all then, or all may-then")


def companions_in_line(tables: TableRows) -> Iterator[Fault]:
    """Check that companions form a chain by one link, from which no other step follows."""
    for steps in valid_options(tables):
        taken: set[int] = set()
        inner = [*_within_a_phase(steps)]
        for step in inner:
            before = steps[step.follows]
            if step.link not in COMPANIONS:
                continue
            if before.row["alone"]:
                if step.link not in WAYS:
                    problem = f"step {step.follows} may be given alone, so this is no part of it"
                    yield step.row.fault("link", problem, ", ".join(WAYS))
            elif step.follows in taken:
                problem = f"a second step beside step {step.follows} would read as an alternative"
                yield step.row.fault("follows", problem, "a chain, each with the step before it")
            elif before.link in COMPANIONS and before.link != step.link and before in inner:
                problem = f"joins what {before.link} joins already"
                yield step.row.fault("link", problem, before.link)
            else:
                taken.add(step.follows)
        chained = taken | {
            step.number
            for step in inner
            if step.link in COMPANIONS and not steps[step.follows].row["alone"]
        }
        for step in inner:
            if step.link in ORDERED and step.follows in chained:
                problem = f"comes after step {step.follows} alone, which belongs to others"
                yield step.row.fault("follows", problem, "a step that belongs to no others")
        for number in chained:
            if steps[number].row["alone"]:
                problem = "is given alone, but belongs to others"
                yield steps[number].row.fault("alone", problem, "empty")


def items_of_a_phase(tables: TableRows) -> Iterator[Fault]:
    """Check that an item belongs to a phase and follows a step that begins an item."""
    for steps in valid_options(tables):
        inner = {step.number for step in _within_a_phase(steps)}
        for step in steps.values():
            if step.link != ITEM:
                continue
            before = steps[step.follows]
            if not step.phase:
                allowed = ", ".join((*ORDERED, *COMPANIONS))
                yield step.row.fault("link", "stands in no phase, so in no list", allowed)
            elif before.phase == step.phase and before.number in inner and before.link != ITEM:
                problem = f"step {step.follows} begins no item of this phase"
                yield step.row.fault("follows", problem, "a step that begins an item")


def phases_in_line(tables: TableRows) -> Iterator[Fault]:
    """Check that phases form one sequence, each a run of connected steps.

    Steps outside the phases form runs of their own. Only the first step of a run follows a step
    of another run, which is the run before it: a phase by ``then``, steps outside the phases by
    ``then`` or ``may-then``.
    """
    for steps in valid_options(tables):
        runs = [list(run) for _, run in groupby(steps.values(), key=lambda step: step.phase)]
        place = {step.number: at for at, run in enumerate(runs) for step in run}
        for at, (first, *others) in enumerate(runs):
            if first.phase and first.phase in (run[0].phase for run in runs[:at]):
                allowed = "the steps of a phase numbered one after the other"
                yield first.row.fault("phase", "goes back into this phase", allowed)
                continue
            joining = ORDERED[:1] if first.phase else ORDERED
            if at and first.link not in joining:
                problem = "joins two phases, or a phase and a step outside the phases"
                yield first.row.fault("link", problem, ", ".join(joining))
            if at and place[first.follows] != at - 1:
                problem = f"a second way on from {_name(runs[place[first.follows]])}"
                yield first.row.fault("follows", problem, f"a step of {_name(runs[at - 1])}")
            for step in others:
                if place[step.follows] != at:
                    problem = f"a second way into {_name(runs[at])}"
                    yield step.row.fault("follows", problem, "an earlier step in there")


def phases_with_leads(tables: TableRows) -> Iterator[Fault]:
    """Check that the first step of a phase has the source's words above the list of the phase."""
    for steps in valid_options(tables):
        for phase, run in groupby(steps.values(), key=lambda step: step.phase):
            first, *others = run
            if phase and not first.row["phase_lead"]:
                problem = f"is empty, but the step begins phase {phase}"
                yield first.row.fault("phase_lead", problem, ", ".join(LEADS))
            for step in others if phase else (first, *others):
                if step.row["phase_lead"]:
                    yield step.row.fault("phase_lead", "is filled, but begins no phase", "empty")


def _within_a_phase(steps: dict[int, Step]) -> Iterator[Step]:
    """Yield the steps that follow one of the same phase."""
    for step in steps.values():
        if step.follows and steps[step.follows].phase == step.phase:
            yield step


def _name(run: list[Step]) -> str:
    if run[0].phase:
        return f"phase {run[0].phase}"
    return f"the steps outside the phases from step {run[0].number} on"
