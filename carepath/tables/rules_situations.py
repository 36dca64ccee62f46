"""Rules on situations: their steps as a whole, and their statements."""

from collections import Counter
from collections.abc import Iterator

from carepath.tables.fault import Fault
from carepath.tables.rows import TableRows, ids, listing, options_of, paired
from carepath.tables.vocabulary import LEADS, PHASED, TOTAL

ADDED = "statement.added"
"""The word that says why another situation's statement is shown."""


def subflows(tables: TableRows) -> Iterator[Fault]:
    """Check that an explanation is one option, and that nothing in it is explained itself."""
    explains = {row["situation"]: row["explains"] for row in tables.get("situations", [])}
    options = Counter(situation for situation, _ in options_of(tables))
    explained = {*explains.values()}
    for row in tables.get("situations", []):
        count = options[row["situation"]]
        if row["explains"] and count != 1:
            problem = f"explains a treatment, but has {count} options"
            yield row.fault("situation", problem, "one option")
    for row in tables.get("treatments", []):
        if explains.get(row["situation"]) and row["treatment"] in explained:
            problem = "stands in an explanation and is itself explained, so it might never end"
            yield row.fault("treatment", problem, "a treatment that no situation explains")


def no_lost_steps(tables: TableRows) -> Iterator[Fault]:
    """Check that treatments.csv has as many steps of a situation as situations.csv states.

    A list that lost its rows would otherwise read as if the source listed nothing.
    """
    steps: dict[str, set[tuple[str, str]]] = {}
    for row in tables.get("treatments", []):
        steps.setdefault(row["situation"], set()).add((row["option"], row["step"]))
    if not steps.keys() <= {row["situation"] for row in tables.get("situations", [])}:
        return
    for row in tables.get("situations", []):
        count = len(steps.get(row["situation"], ()))
        if row["explains"] and not count:
            continue
        if TOTAL.fullmatch(row["steps"]) and int(row["steps"]) != count:
            stated = int(row["steps"])
            own = f"treatments.csv has {count} steps of {row['situation']}"
            sure = "each new step belongs there" if count > stated else "no step is missing"
            yield row.fault("steps", f"steps is {stated}, but {own} now", f"{count}, if {sure}")


def led_lists(tables: TableRows) -> Iterator[Fault]:
    """Check that a list of options has the source's sentence above it, and a start to draw.

    A situation without options has neither.
    """
    for row in tables["situations"]:
        if not TOTAL.fullmatch(row["steps"]):
            continue
        for column in ("lead", "start_en"):
            if row["steps"] == "0" and row.cells.get(column):
                yield row.fault(column, "is filled, but the situation has no steps", "empty")
            elif row["steps"] != "0" and row.cells.get(column) == "":
                yield row.fault(column, "is empty, but the situation has steps", "not empty")


def usual_phases(tables: TableRows) -> Iterator[Fault]:
    """Check that the lead `usually`, which speaks of phases, has phases below it."""
    phases: dict[str, set[str]] = {}
    for row in tables["treatments"]:
        phases.setdefault(row["situation"], set()).add(row["phase"])
    for row in tables["situations"]:
        if row["lead"] == PHASED and phases.get(row["situation"]) == {""}:
            allowed = ", ".join(lead for lead in LEADS if lead != PHASED)
            yield row.fault("lead", "speaks of phases, but no step has one", allowed)


def reasons_for_no_list(tables: TableRows) -> Iterator[Fault]:
    """Check that a note or a statement says why a situation has no options."""
    noted = {row["situation"] for row in tables["notes"] if not row["option"]}
    for row in tables["situations"]:
        told = row["situation"] in noted or row["shares"] or row.cells.get("statement_en")
        if row["steps"] == "0" and not row["explains"] and not told:
            problem = "is 0, but nothing says why there is no list"
            yield row.fault("steps", problem, "0 with a row of notes.csv, or with a statement")


def whole_statements(tables: TableRows) -> Iterator[Fault]:
    """Check that a statement has its meaning and its action beside it."""
    columns = {"statement_en", "meaning_en", "action_en"}
    for row in tables.get("situations", []):
        filled = {column for column in columns & row.cells.keys() if row[column]}
        if filled:
            for column in sorted(columns & row.cells.keys() - filled):
                problem = f"is empty, but {min(filled)} is filled"
                yield row.fault(column, problem, f"{', '.join(sorted(columns))}: all or none")


def borrowed_statements(tables: TableRows) -> Iterator[Fault]:
    """Check that a shared statement exists, and that the situation has no statement of its own."""
    stating = {row["situation"]: row.cells.get("statement_en") for row in tables["situations"]}
    allowed = listing(situation for situation, statement in stating.items() if statement)
    for row in tables["situations"]:
        other = row["shares"]
        yield from paired(row, "shares", "shares_by")
        if other and stating[row["situation"]]:
            yield row.fault("shares", "is filled, but there is a statement", "empty")
        elif stating.get(other) == "":
            yield row.fault("shares", "a situation without a statement", allowed)
        elif other and ADDED not in ids(tables, "words", "id"):
            yield row.fault("shares", f"no word {ADDED} says that it is added", "with that word")
