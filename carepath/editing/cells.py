"""Cells of a workbook as the text that a table holds."""

from __future__ import annotations

from datetime import date, datetime

from carepath.tables.columns import COLUMNS, DAYS, PLAIN

LONGEST = 10_000
"""Characters that are read of a cell; no table takes as many."""
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# What a word processor's habits make of what was typed in a cell that holds no text.
TYPED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        "\u2026": "...",
        "\u00a0": " ",
    }
)


def text(value: object, table: str, column: str) -> str:
    """Return what a cell of a column holds, without the habits of spreadsheets.

    A whole number has no decimals, and a day in a column of days is written as 2026-01-31. In
    another column a date stays one, because nobody knows what was typed; the checks refuse it.
    Capitals don't matter in a column that holds one of a few values.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    checks = COLUMNS.get(table, {}).get(column, (PLAIN,))
    if isinstance(value, date):
        if any(day in checks for day in DAYS):
            return (value.date() if isinstance(value, datetime) else value).isoformat()
        return f"{value.day}-{MONTHS[value.month - 1]}-{value.year:04}"
    cell = str(value).strip()[:LONGEST]
    if PLAIN in checks:
        # Texts keep their quotation marks and dashes; ids, numbers and addresses have none.
        return cell
    cell = cell.translate(TYPED).strip()
    # A spreadsheet begins a word that somebody types with a capital.
    known = (value for check in checks for value in check.values if value == cell.lower())
    return next(known, cell)
