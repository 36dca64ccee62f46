"""Rules on terms, effects, sources, scores and reading grades."""

from collections.abc import Iterator

from carepath.tables.fault import Fault
from carepath.tables.rows import Row, TableRows, ids, listing
from carepath.tables.vocabulary import EASIER, GENERALLY, LIMIT, MET, MOST_ITEMS


def wider_terms(tables: TableRows) -> Iterator[Fault]:
    """Check that a broader term is of the same kind and has no broader term itself."""
    kinds = {*ids(tables, "kinds", "kind")}
    terms = {row["term"]: row for row in tables["terms"]}
    for row in tables["terms"]:
        wider = terms.get(row["broader"])
        if not row["broader"] or not {row["kind"], wider["kind"] if wider else ""} <= {*kinds, ""}:
            continue
        if wider is None or not row["kind"] or wider["kind"] != row["kind"] or wider["broader"]:
            same = [
                term
                for term, other in terms.items()
                if term != row["term"] and other["kind"] == row["kind"] and not other["broader"]
            ]
            problem = "not a widest term of the same kind"
            allowed = listing(same) if row["kind"] else "empty"
            yield row.fault("broader", problem, allowed, same)


def whole_articles(tables: TableRows) -> Iterator[Fault]:
    """Check that a language has an article for every treatment and phase, or for none."""
    phases = {row["phase"] for row in tables["treatments"]}
    named = [row for row in tables["terms"] if row["kind"] or row["term"] in phases]
    for column in dict.fromkeys(column for row in named for column in row.cells):
        if column.startswith("article_") and any(row[column] for row in named):
            for row in named:
                if not row[column]:
                    problem = "is empty, but other treatments and phases have one"
                    yield row.fault(column, problem, "an article for each of them, or for none")


def short_lists(tables: TableRows) -> Iterator[Fault]:
    """Check that the items under one head are few, and from one place of one source."""
    lists: dict[tuple[str, str, str], list[Row]] = {}
    for row in tables["effects"]:
        for treatment in dict.fromkeys(row["treatments"].split(" ")) if row["head"] else ():
            lists.setdefault((treatment, row["section"], row["head"]), []).append(row)
    for (_, _, head), (first, *others) in lists.items():
        for row in others:
            for column in ("source", "found_at"):
                if row[column] != first[column]:
                    problem = f"not as in row {first.number}, under the same head"
                    yield row.fault(column, problem, first[column])
        for row in others[MOST_ITEMS - 1 :]:
            problem = f"one item too many under {head}"
            yield row.fault("head", problem, f"{MOST_ITEMS} items at most, or another head")


def effects_of_each(tables: TableRows) -> Iterator[Fault]:
    """Check that effects.csv has at least one row of effects for every treatment.

    The row may say that the sources list none.
    """
    described = {
        treatment
        for row in tables["effects"]
        if row["section"] == "effects"
        for treatment in row["treatments"].split(" ")
    }
    for row in tables["terms"]:
        if row["kind"] and row["term"] and row["term"] not in described:
            problem = "effects.csv has no row for it in the section effects"
            yield row.fault("term", problem, "one that says at least that the sources list none")


def introduced_effects(tables: TableRows) -> Iterator[Fault]:
    """Check that a word says what the effects of treatment in general are about."""
    if GENERALLY not in ids(tables, "words", "id"):
        for row in [row for row in tables["effects"] if not row["treatments"]][:1]:
            problem = f"is empty, but no word {GENERALLY} says what treatment this is about"
            yield row.fault("treatments", problem, f"ids of terms.csv, or a word {GENERALLY}")


def dated_sources(tables: TableRows) -> Iterator[Fault]:
    """Check that a source has a page date, or says why it has none."""
    for row in tables["sources"]:
        if not row["page_date"] and not row.cells.get("undated_en", "-"):
            yield row.fault("undated_en", "is empty, and so is page_date", "one of the two filled")


def explained_scores(tables: TableRows) -> Iterator[Fault]:
    """Check that a missed item says why, and every other item names what shows its score."""
    for row in tables["scores"]:
        filled, empty = ("missed", "shown_by")[:: 1 if row["met"] == "no" else -1]
        if row["met"] not in MET:
            continue
        if not row[filled]:
            yield row.fault(filled, f"is empty, but met is {row['met']}", "not empty")
        if row[empty]:
            yield row.fault(empty, f"is filled, but met is {row['met']}", "empty")


def one_measure(tables: TableRows) -> Iterator[Fault]:
    """Check that all pages of a language have the same limit and direction."""
    for column, is_valid in (("limit", LIMIT.fullmatch), ("easier", EASIER.__contains__)):
        first: dict[str, Row] = {}
        for row in tables["reading"]:
            if is_valid(row[column]):
                wanted = first.setdefault(row["language"], row)
                if row[column] != wanted[column]:
                    problem = f"not as in row {wanted.number}, of the same language"
                    yield row.fault(column, problem, wanted[column])
