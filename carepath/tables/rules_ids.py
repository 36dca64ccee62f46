"""Rules on ids: each is unique, and what refers to another row finds it."""

from collections.abc import Iterator

from carepath.tables.fault import Fault
from carepath.tables.rows import TableRows, ids, listing, meant, options_of
from carepath.tables.vocabulary import FOUND_AT

REFERENCES = (
    ("treatments", "situation", "situations", "situation", ""),
    ("treatments", "whom", "words", "id", "whom."),
    ("treatments", "purpose", "words", "id", "purpose."),
    ("treatments", "source", "sources", "source", ""),
    ("situations", "shares", "situations", "situation", ""),
    ("situations", "shares_by", "questions", "question", ""),
    ("situations", "source", "sources", "source", ""),
    ("terms", "kind", "kinds", "kind", ""),
    ("terms", "source", "sources", "source", ""),
    ("notes", "situation", "situations", "situation", ""),
    ("notes", "note", "words", "id", "note."),
    ("notes", "source", "sources", "source", ""),
    ("answers", "question", "questions", "question", ""),
    ("routes", "situation", "situations", "situation", ""),
    ("routes", "question", "questions", "question", ""),
    ("notes", "question", "questions", "question", ""),
    ("prompts", "heading", "words", "id", "heading."),
    ("prompts", "source", "sources", "source", ""),
    ("effects", "head", "words", "id", "effects.head."),
    ("effects", "source", "sources", "source", ""),
    ("fingerprints", "source", "sources", "source", ""),
    ("scores", "checklist", "words", "id", "checklist."),
    ("scores", "missed", "words", "id", "miss."),
)
"""Columns that refer to other rows: table, column, the other table, its column, its prefix."""
LISTS = (
    ("prompts", "situations", "situations", "situation"),
    ("prompts", "treatments", "terms", "term"),
    ("effects", "treatments", "terms", "term"),
)
"""Columns that hold lists of ids: table, column, the other table, its column."""


def repeated_ids(tables: TableRows) -> Iterator[Fault]:
    """Check that ids are unique, a step has one row, and a treatment is explained once."""
    for table, columns in (
        ("treatments", ("situation", "option", "step")),
        ("situations", ("situation",)),
        ("situations", ("explains",)),
        ("terms", ("term",)),
        ("words", ("id",)),
        ("sources", ("source",)),
        ("kinds", ("kind",)),
        ("questions", ("question",)),
        ("answers", ("question", "answer")),
        ("routes", ("situation", "question", "answer")),
        ("cards", ("answers", "card")),
        ("prompts", ("prompt",)),
        ("scores", ("checklist", "item")),
        ("reading", ("language", "page")),
    ):
        first: dict[tuple[str, ...], int] = {}
        for row in tables.get(table, []):
            key = tuple(row[column] for column in columns)
            if all(key) and first.setdefault(key, row.number) != row.number:
                problem = f"the same {', '.join(columns)} as in row {first[key]}"
                yield row.fault(columns[-1], problem, "each once")


def known_ids(tables: TableRows) -> Iterator[Fault]:
    """Check that every id that refers to another table is in that table."""
    for table, column, target, key, prefix in REFERENCES:
        known = dict.fromkeys(ids(tables, target, key, prefix))
        problem = f"no word {prefix}<id> in words.csv" if prefix else f"not in {target}.csv"
        allowed = listing(known)
        for row in tables.get(table, []) if target in tables else ():
            if row[column] and row[column] not in known:
                yield row.fault(column, problem, allowed, known)


def known_terms(tables: TableRows) -> Iterator[Fault]:
    """Check that a treatment is a term with a kind, and a phase is a term without one."""
    terms = list(tables.get("terms", []))
    treatments = dict.fromkeys(row["term"] for row in terms if row["kind"])
    phases = dict.fromkeys(row["term"] for row in terms if not row["kind"])
    for table, column, known, problem in (
        ("treatments", "treatment", treatments, "not a term with a kind in terms.csv"),
        ("treatments", "phase", phases, "not a term without a kind in terms.csv"),
        ("situations", "explains", treatments, "not a term with a kind in terms.csv"),
    ):
        allowed = listing(known)
        for row in tables.get(table, []):
            if row[column] and row[column] not in known:
                yield row.fault(column, problem, allowed, known)


def known_places(tables: TableRows) -> Iterator[Fault]:
    """Check that a found_at is a known place, alone or with # and the number of a list item."""
    places = dict.fromkeys(ids(tables, "words", "id", "found."))
    allowed = f"{listing(places)}; with # and an item or not"
    for table in (
        "treatments",
        "situations",
        "terms",
        "notes",
        "prompts",
        "effects",
        "fingerprints",
    ):
        for row in tables.get(table, []):
            match = FOUND_AT.fullmatch(row["found_at"])
            if match and match["place"] not in places:
                problem = f"no word found.<place> in words.csv{meant(match['place'], places)}"
                yield row.fault("found_at", problem, allowed)
            elif row["found_at"] and not match:
                problem = "not a place and the whole number of an item"
                yield row.fault("found_at", problem, "<place> or <place>#<item>")


def lists_of_ids(tables: TableRows) -> Iterator[Fault]:
    """Check that a cell that names situations or treatments is a list of known ids."""
    for source, column, table, key in LISTS:
        known = dict.fromkeys(ids(tables, table, key))
        allowed = f"empty, or with one space between: {listing(known)}"
        for row in tables.get(source, []) if table in tables else ():
            names = row[column].split(" ") if row[column] else []
            if unknown := [name for name in names if name not in known]:
                problem = f"not a list of ids in {table}.csv{meant(unknown[0], known)}"
                yield row.fault(column, problem, allowed)


def noted_steps(tables: TableRows) -> Iterator[Fault]:
    """Check that a note belongs to a situation, one of its options or a step of that option."""
    steps = {
        place: dict.fromkeys(row["step"] for row in rows)
        for place, rows in options_of(tables).items()
    }
    situations = {*ids(tables, "situations", "situation")}
    for row in tables.get("notes", []):
        situation, option, step = row["situation"], row["option"], row["step"]
        if situation not in situations:
            continue
        if step and not option:
            yield row.fault("option", "is empty, but step is filled", "the step's option")
        elif option and (situation, option) not in steps:
            known = listing(number for place, number in steps if place == situation)
            yield row.fault("option", f"not an option of {situation}", f"empty, or {known}")
        elif step and step not in steps[situation, option]:
            known = listing(steps[situation, option])
            problem = f"not a step of {situation}, option {option}"
            yield row.fault("step", problem, f"empty, or {known}")
