"""Tables with random changes, and texts that are hard to store."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from hypothesis import strategies as st

from tests.support.spoiled import FILES, own

Rows = list[list[str]]


def rows_of(text: str) -> Rows:
    return list(csv.reader(io.StringIO(text, newline="")))


def text_of(rows: Rows, **form: object) -> str:
    sheet = io.StringIO(newline="")
    csv.writer(sheet, **({"lineterminator": "\n"} | form)).writerows(rows)
    return sheet.getvalue()


ROWS = {
    name: [columns, *([row[column] for column in columns] for row in rows)]
    for name in FILES
    for columns, rows in [own(name)]
}
OWN = {name: text_of(rows).encode() for name, rows in ROWS.items()}
ODD = [
    "\u202egniht",
    "a\u200fb",
    "\u200b",
    "a\u200bb",
    "\u2060",
    "\u00ad",
    "\u200d",
    "👩\u200d⚕️",
    "\u0645\u06cc\u200c\u062e\u0648",
    "e\u0301\u0302\u0303",
    "\U000e0041",
    "\ue000",
    "\U0001fffe",
    "\ufeffx",
    "x" * 2000,
    "x" * 10_000,
    "ä" * 1999,
    "a " * 5000,
    "\0",
    "a\0b",
    '=HYPERLINK("https://example.org","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "a\r\nb",
    "a\rb",
    "a;b;c",
    "a\tb",
    '"',
    'a"b"c',
    '""',
    "\xa0",
    "\u3000",
    "a\xa0b",
    "NA",
    "nan",
    "null",
    "1e5",
    "0x10",
    "\u0661",
    "",
    " ",
    "<b>x</b>",
    "a < b & c > d &amp; &lt;",
    "\\N\\G\\l\\",
    "{name}",
    "{{x}}",
    "{",
    "{0}",
    "{name.__class__}",
    "#",
    "cns-list#1#2",
    "../../x",
    "javascript:alert(1)",
    "https://",
    "https://a.org/\\",
]
LETTERS = st.text(st.characters(codec="utf-8"), max_size=12)


@st.composite
def edits(draw: st.DrawFn) -> dict[str, Rows]:
    """Draw one to four cells of any tables with odd, strange or simply other contents."""
    changed: dict[str, Rows] = {}
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(FILES))
        rows = changed.setdefault(name, [list(row) for row in ROWS[name]])
        row = draw(st.integers(0 if draw(st.booleans()) else 1, len(rows) - 1))
        column = draw(st.integers(0, len(rows[0]) - 1))
        others = st.sampled_from([line[column] for line in ROWS[name][1:]])
        rows[row][column] = draw(st.one_of(st.sampled_from(ODD), LETTERS, others))
    return changed


def bytes_of(changed: dict[str, Rows]) -> dict[str, bytes]:
    return {name: text_of(rows).encode() for name, rows in changed.items()}


Change = Callable[[st.DrawFn, Rows], None]


def drop_row(draw: st.DrawFn, rows: Rows) -> None:
    del rows[draw(st.integers(0, len(rows) - 1))]


def double_row(draw: st.DrawFn, rows: Rows) -> None:
    rows.append(list(draw(st.sampled_from(rows))))


def swap_rows(draw: st.DrawFn, rows: Rows) -> None:
    rows[1:] = draw(st.permutations(rows[1:]))


def empty_row(draw: st.DrawFn, rows: Rows) -> None:
    rows.insert(draw(st.integers(0, len(rows))), draw(st.sampled_from([[], [""] * len(rows[0])])))


def drop_column(draw: st.DrawFn, rows: Rows) -> None:
    column = draw(st.integers(0, len(rows[0]) - 1))
    for row in rows:
        del row[column : column + 1]


def double_column(draw: st.DrawFn, rows: Rows) -> None:
    column = draw(st.integers(0, len(rows[0]) - 1))
    for row in rows:
        row += row[column : column + 1]


def swap_columns(draw: st.DrawFn, rows: Rows) -> None:
    for row in rows:
        row.reverse()


def empty_column(draw: st.DrawFn, rows: Rows) -> None:
    for row in rows:
        row.append("")


def empty_end(draw: st.DrawFn, rows: Rows) -> None:
    rows.append([""] * draw(st.integers(0, 20)))


def cut_row(draw: st.DrawFn, rows: Rows) -> None:
    draw(st.sampled_from(rows)).pop()


def widen_row(draw: st.DrawFn, rows: Rows) -> None:
    draw(st.sampled_from(rows)).append(draw(st.sampled_from(["", "x"])))


CHANGES: list[Change] = [
    drop_row,
    double_row,
    swap_rows,
    empty_row,
    drop_column,
    double_column,
    empty_column,
    empty_end,
    swap_columns,
    cut_row,
    widen_row,
]


@st.composite
def reshaped(draw: st.DrawFn) -> dict[str, Rows]:
    """Draw tables with one to three changes of their shape."""
    changed: dict[str, Rows] = {}
    for change in draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3)):
        name = draw(st.sampled_from(FILES))
        rows = changed.setdefault(name, [list(row) for row in ROWS[name]])
        # A row that is not there any more, or is empty, leaves nothing to change.
        if len(rows) > 1 and all(rows):
            change(draw, rows)
    return changed


@st.composite
def torn(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a file that was cut off, or has some bytes replaced, put in or taken out."""
    name = draw(st.sampled_from(FILES))
    data = bytearray(OWN[name])
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 0, 1, 2, 40, len(data)]))
        piece = draw(
            st.one_of(
                st.sampled_from([b"", b'"', b",", b"\n", b"\r", b"\0", b"\xff", b";", b"\\", b"'"]),
                st.binary(max_size=4),
            )
        )
        data[at : at + length] = piece
    return name, bytes(data)
