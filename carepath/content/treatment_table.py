"""The treatment table in words, with one row per step."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

import pandas as pd

from carepath.cache import cached_by_owner
from carepath.model.pathway import Pathways
from carepath.site import Site
from carepath.text.messages import Words, capital
from carepath.text.sentences import step_sentence

COLUMNS = ("situation", "option", "step", "treatment", "told", "source")
FORMULA_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""A spreadsheet runs a cell that begins with one of these, or with its wide form."""


@cached_by_owner(maxsize=1)
def of(site: Site) -> pd.DataFrame:
    """Return the table of a site, cached for all readers; nobody writes into it."""
    return listing(site.words, site.pathways)


def listing(words: Words, pathways: Pathways) -> pd.DataFrame:
    """Return every step of every path, text only.

    Columns: situation, option, step, treatment (names), told (the step in a sentence), source
    (where it is found).
    """
    rows = [
        (
            words.situations[situation.id]["name"],
            str(option.number),
            str(step.number),
            capital(words.name(step.treatment)),
            step_sentence(words, option, step),
            capital("; ".join(words.citation(reference) for reference in step.references)),
        )
        for situation in (*pathways.situations, *pathways.inside.values())
        for option in situation.options
        for step in option.steps
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=str)


def narrowed(
    table: pd.DataFrame, search: str, treatments: list[str], situations: list[str]
) -> pd.DataFrame:
    """Return the rows that hold the search text and fit the filters; an empty filter fits all."""
    found = table
    if search.strip():
        needle = search.strip().casefold()
        found = found[
            found.apply(lambda row: needle in " ".join(row).casefold(), axis="columns").astype(bool)
        ]
    if treatments:
        found = found[found["treatment"].isin(treatments)]
    if situations:
        found = found[found["situation"].isin(situations)]
    return found


def facts(site: Site, shown: pd.DataFrame | None = None) -> dict[str, object]:
    """Return what `templates/treatments.html` shows: the rows of `shown`, or every row."""
    table = of(site)
    rows = table if shown is None else shown
    return {
        "rows": rows.to_dict("records"),
        "titles": titles(site.words),
        "total": len(table),
    }


def titles(words: Words) -> dict[str, str]:
    """Return the heading of each column."""
    return {column: words(f"table.{column}") for column in COLUMNS}


def as_csv(table: pd.DataFrame, titles: Iterable[str]) -> bytes:
    """Return a table as CSV that is safe to open in a spreadsheet: no cell runs as a formula.

    It is UTF-8 with the mark in front by which Excel knows that, else é would be two letters.
    """
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows(map(_safe, row) for row in table.itertuples(index=False))
    return lines.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
