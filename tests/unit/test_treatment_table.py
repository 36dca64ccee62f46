"""The treatment table as a reader sees it: search, filters, and a CSV that no spreadsheet runs."""

from __future__ import annotations

import codecs
import csv
import io

import pandas as pd
import pytest

from carepath.content import treatment_table
from tests.support import facts

TITLES = list(treatment_table.COLUMNS)
ROWS = [
    ("Low risk", "1", "1", "Surgery", "Surgery.", "Page one"),
    ("Low risk", "1", "2", "Observation", "After surgery, then observation.", "Page one"),
    ("High risk", "1", "1", "Surgery", "Surgery, Straße.", "Page two"),
]
TABLE = pd.DataFrame(ROWS, columns=TITLES, dtype=str)


def narrowed(
    search: str = "", treatments: tuple[str, ...] = (), situations: tuple[str, ...] = ()
) -> list[int]:
    """The numbers of the rows that are left."""
    return list(treatment_table.narrowed(TABLE, search, list(treatments), list(situations)).index)


@pytest.mark.parametrize(
    ("search", "left"),
    [
        ("", [0, 1, 2]),
        ("   ", [0, 1, 2]),
        ("observation", [1]),
        ("SURGERY", [0, 1, 2]),
        (" page two ", [2]),
        ("STRASSE", [2]),
        ("page.two", []),
        ("(", []),
        ("nothing of this", []),
    ],
)
def test_a_search_looks_for_plain_text_in_all_columns(search: str, left: list[int]) -> None:
    assert narrowed(search) == left


def test_filters_narrow_together() -> None:
    assert narrowed(treatments=("Surgery",)) == [0, 2]
    assert narrowed(treatments=("Surgery", "Observation")) == [0, 1, 2]
    assert narrowed(treatments=("Surgery",), situations=("High risk",)) == [2]
    assert narrowed("page one", ("Surgery",), ("High risk",)) == []


def saved(table: pd.DataFrame, titles: list[str]) -> list[list[str]]:
    """The lines of the CSV as a spreadsheet reads them."""
    text = treatment_table.as_csv(table, titles).decode("utf-8-sig")
    return [*csv.reader(io.StringIO(text, newline=""))]


def test_nothing_changes_the_table_itself() -> None:
    before = TABLE.copy()
    treatment_table.narrowed(TABLE, "surgery", ["Surgery"], [])
    treatment_table.as_csv(TABLE, TITLES)
    pd.testing.assert_frame_equal(TABLE, before)


def test_a_table_without_rows_can_be_searched_and_saved() -> None:
    nothing = TABLE.iloc[:0]
    assert len(treatment_table.narrowed(nothing, "x", ["y"], [])) == 0
    assert saved(nothing, TITLES) == [TITLES]


# What OWASP names as the starts of a formula in a CSV file.
@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.org","x")', "\t=1", "\r=1"],
)
def test_no_cell_of_the_csv_runs_as_a_formula(cell: str) -> None:
    table = pd.DataFrame([[cell] * len(TITLES)], columns=TITLES, dtype=str)
    _, row = saved(table, TITLES)
    assert row == [f"'{cell}"] * len(TITLES)


@pytest.mark.parametrize("sign", "\n\uff1d\uff0b\uff0d\uff20")
def test_a_line_feed_or_a_wide_sign_starts_no_formula_either(sign: str) -> None:
    table = pd.DataFrame([[f"{sign}1"]], columns=["a"], dtype=str)
    assert saved(table, ["a"])[1] == [f"'{sign}1"]


@pytest.mark.parametrize("cell", ["Surgery, then = nothing", "1-800", 'a "quoted" word', "", "é"])
def test_other_cells_are_saved_as_they_are(cell: str) -> None:
    table = pd.DataFrame([[cell] * len(TITLES)], columns=TITLES, dtype=str)
    _, row = saved(table, TITLES)
    assert row == [cell] * len(TITLES)


def test_titles_are_saved_as_a_reader_sees_them() -> None:
    text = facts.text()
    titles = [text[f"table.{column}"] for column in treatment_table.COLUMNS]
    header, *rows = saved(TABLE, titles)
    assert header == titles
    assert [tuple(row) for row in rows] == ROWS


def test_a_spreadsheet_sees_that_the_csv_is_utf_8() -> None:
    assert treatment_table.as_csv(TABLE, TITLES).startswith(codecs.BOM_UTF8)
