"""Spoiled tables: each is taken and shown whole, or refused with the fault in its place."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath

import pytest
from hypothesis import given, strategies as st

from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import Tables, load
from carepath.tables.vocabulary import ITEM, LEADS, LINKS, ORDERED
from tests.support.agreement import assert_agree
from tests.support.fuzz import tries
from tests.support.random_tables import (
    LETTERS,
    ODD,
    OWN,
    ROWS,
    Rows,
    bytes_of,
    edits,
    reshaped,
    rows_of,
    text_of,
    torn,
)
from tests.support.spoiled import CELLS, FILES, copy, file_of

BOM = "\ufeff"


@contextmanager
def folder(**spoiled: bytes) -> Iterator[Path]:
    """Give a folder with the project's tables, some of them replaced."""
    with tempfile.TemporaryDirectory() as name:
        folder = copy(Path(name))
        for table, data in spoiled.items():
            file_of(folder, table).write_bytes(data)
        yield folder


def named(faulty: FaultyTables) -> tuple[Fault, ...]:
    """Return the faults, their files called by their names alone."""
    return tuple(replace(f, file=PurePath(f.file).name) for f in faulty.faults)


def judged(**spoiled: bytes) -> Tables | tuple[Fault, ...]:
    """Return what came of a folder: nothing but sound tables or faults can."""
    with folder(**spoiled) as path:
        try:
            return load(path)
        except FaultyTables as faulty:
            return named(faulty)


def assert_named(faults: tuple[Fault, ...], **spoiled: bytes) -> None:
    """Each fault names a file, a row that is in it, a column, and the value that stands there."""
    assert faults
    assert len(set(faults)) == len(faults)
    for fault in faults:
        told = str(fault)
        assert told.startswith(fault.file)
        assert told.isprintable()
        assert fault.problem
        name = fault.file.removesuffix(".csv")
        assert name in FILES
        try:
            rows = rows_of((OWN | spoiled)[name].decode("utf-8-sig"))
        except (UnicodeDecodeError, csv.Error):
            continue
        assert fault.row is None or 1 <= fault.row <= len(rows) + 1, told
        if fault.row and fault.column and fault.value is not None:
            assert fault.allowed, told
            assert rows[fault.row - 1][rows[0].index(fault.column)] == fault.value, told


def without_empty_end(rows: Rows) -> Rows:
    """Leave out what is empty below the last row and to the right of the last column."""
    while not any(rows[-1]):
        rows = rows[:-1]
    while all(not row[-1] for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def assert_whole(tables: Tables, **spoiled: bytes) -> None:
    """Every cell of every file has come through, as a parser of its own reads it."""
    for name, data in (OWN | spoiled).items():
        header, *rows = without_empty_end(rows_of(data.decode("utf-8-sig")))
        frame = getattr(tables, name).frame
        assert list(frame.columns) == header
        assert frame.to_numpy().tolist() == rows


def assert_whole_or_named(changed: dict[str, Rows]) -> None:
    """Tables are shown whole, or each of their faults is named."""
    spoiled = bytes_of(changed)
    found = judged(**spoiled)
    if isinstance(found, tuple):
        assert_named(found, **spoiled)
    else:
        assert_whole(found, **spoiled)


# --- Cells ----------------------------------------------------------------------------------------


@tries(14)
@given(edits())
def test_any_cells_are_shown_whole_or_named(changed: dict[str, Rows]) -> None:
    assert_whole_or_named(changed)


TEXTS = [
    (name, column)
    for name in ("situations", "terms")
    for column, title in enumerate(ROWS[name][0])
    if title.startswith(("name_", "start_"))
]


def judged_with(name: str, column: str, text: str, row: int = 1) -> Tables | tuple[Fault, ...]:
    """Return what came of a folder with one other cell."""
    rows = [list(cells) for cells in ROWS[name]]
    rows[row][rows[0].index(column)] = text
    return judged(**bytes_of({name: rows}))


@tries(5)
@given(
    st.sampled_from(TEXTS),
    st.integers(1, 99),
    st.one_of(st.sampled_from(ODD), LETTERS.filter(str.strip)),
    st.integers(0, 6),
)
def test_any_text_is_drawn_told_and_listed_alike_or_named(
    place: tuple[str, int], row: int, text: str, situation: int
) -> None:
    name, column = place
    rows = [list(row) for row in ROWS[name]]
    filled = [number for number, cells in enumerate(rows) if number and cells[column]]
    row = filled[row % len(filled)]
    rows[row][column] = text
    # A lone carriage return would end the row, and csv does not put it into quotes by itself.
    spoiled = {name: text_of(rows, quoting=csv.QUOTE_ALL).encode()}
    found = judged(**spoiled)
    if isinstance(found, tuple):
        assert_named(found, **spoiled)
        assert (f"{name}.csv", row + 1, rows[0][column]) in {
            (fault.file, fault.row, fault.column) for fault in found
        }
    else:
        assert_whole(found, **spoiled)
        assert_agree(found, situation)


UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u180e\u200b\u200e\u2028\u202e\u2060\u2066\u3164\ufeff\uffa0\U000e0041"
)


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
@pytest.mark.parametrize("text", ["{}", "a{}b"])
def test_a_sign_that_nobody_sees_is_named(sign: str, text: str) -> None:
    found = judged_with("terms", "name_en", text.format(sign))
    assert isinstance(found, tuple)
    assert f"U+{ord(sign):04X}" in found[0].problem


@pytest.mark.parametrize("joiner", "\u200c\u200d", ids=["ZWNJ", "ZWJ"])
def test_a_joiner_stands_between_two_signs(joiner: str) -> None:
    assert isinstance(judged_with("terms", "name_en", f"a{joiner}b"), Tables)
    for text in (joiner, 2 * joiner, f"{joiner}a", f"a{joiner}", f"a {joiner}b", f"a{joiner} b"):
        found = judged_with("terms", "name_en", text)
        assert isinstance(found, tuple)
        assert [fault.value for fault in found] == [text]


# --- Rows and columns -----------------------------------------------------------------------------


@tries(10)
@given(reshaped())
def test_any_shape_is_shown_whole_or_named(changed: dict[str, Rows]) -> None:
    assert_whole_or_named(changed)


# --- Options --------------------------------------------------------------------------------------

PHASES = ["", "induction", "consolidation", "maintenance"]
TREATMENTS = ["surgery", "chemotherapy", "high-risk-treatment"]


@st.composite
def options(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw the steps of an option: phases in a line, most of them put together as they may be."""
    steps = []
    phases = draw(st.permutations(PHASES))
    run: list[int] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        entered = number > 1 and len(phases) > 1 and draw(st.booleans())
        sort = draw(st.sampled_from(["ordered", "listed", "any"]))
        links = {"ordered": ORDERED[:1], "listed": (ITEM,), "any": LINKS}[sort]
        link = draw(st.sampled_from(ORDERED if entered else links)) if number > 1 else ""
        follows = str(draw(st.sampled_from(run))) if run else ""
        if entered:
            phases, run = phases[1:], []
        run.append(number)
        steps.append(
            {
                "situation": "high",
                "option": "5",
                "step": str(number),
                "phase": phases[0],
                "phase_lead": draw(st.sampled_from(LEADS)) if phases[0] and len(run) == 1 else "",
                "treatment": draw(st.sampled_from(TREATMENTS)),
                "follows": follows,
                "link": link,
                "alone": draw(st.sampled_from(["", "", "yes"])),
                "whom": draw(st.sampled_from(["", "", "older-than-18-months"])),
                "purpose": draw(st.sampled_from(["", "", "relieve-symptoms"])),
                "source": "nci-patient",
                "found_at": "high-risk-list",
            }
        )
    return steps


@tries(16)
@given(options())
def test_any_option_is_drawn_and_told_or_named(steps: list[dict[str, str]]) -> None:
    header = ROWS["treatments"][0]
    rows = [*ROWS["treatments"], *([step[column] for column in header] for step in steps)]
    counted = ROWS["situations"][0].index("steps")
    situations = [list(row) for row in ROWS["situations"]]
    for row in situations:
        if row[0] == "high":
            row[counted] = str(int(row[counted]) + len(steps))
    spoiled = bytes_of({"treatments": rows, "situations": situations})
    found = judged(**spoiled)
    if isinstance(found, tuple):
        assert_named(found, **spoiled)
        assert {fault.file for fault in found} == {"treatments.csv"}
        assert min(fault.row or 0 for fault in found) > len(ROWS["treatments"])
    else:
        assert_whole(found, **spoiled)
        explains = ROWS["situations"][0].index("explains")
        ids = [row[0] for row in ROWS["situations"][1:] if not row[explains]]
        assert_agree(found, ids.index("high"))


# --- Several rules at once ------------------------------------------------------------------------


@st.composite
def broken_rules(draw: st.DrawFn) -> list[str]:
    """Draw several of the faults of test_tables, no two of them in the same row."""
    chosen: dict[tuple[str, int], str] = {}
    for case in draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=2, max_size=5)):
        chosen.setdefault((CELLS[case][0], row_of(case)), case)
    return sorted(chosen.values())


def row_of(case: str) -> int:
    name, where, _, _ = CELLS[case]
    header = ROWS[name][0]
    (row,) = (
        at
        for at, cells in enumerate(ROWS[name])
        if where.items() <= dict(zip(header, cells, strict=True)).items()
    )
    return row


@tries(5)
@given(broken_rules())
def test_who_mends_what_is_named_gets_to_sound_tables(cases: list[str]) -> None:
    """Several rules are broken at once; no fault hides another one for good."""
    left = set(cases)
    for _ in range(len(cases) + 1):
        changed: dict[str, Rows] = {}
        for case in left:
            name, _, cells, _ = CELLS[case]
            rows = changed.setdefault(name, [list(row) for row in ROWS[name]])
            for column, cell in cells.items():
                rows[row_of(case)][rows[0].index(column)] = cell
        spoiled = bytes_of(changed)
        found = judged(**spoiled)
        if not isinstance(found, tuple):
            break
        assert_named(found, **spoiled)
        places = {(fault.file, fault.row) for fault in found}
        mended = {case for case in left if (f"{CELLS[case][0]}.csv", row_of(case) + 1) in places}
        assert mended, "\n".join(map(str, found))
        left -= mended
    assert left == set()


# --- Files as programs write them -----------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "form",
    [
        {"lineterminator": "\r\n"},
        {"lineterminator": "\r"},
        {"quoting": csv.QUOTE_ALL},
        {"quoting": csv.QUOTE_ALL, "lineterminator": "\r\n"},
    ],
    ids=str,
)
@pytest.mark.parametrize("start", ["", BOM], ids=["", "BOM"])
def test_every_way_to_write_a_csv_file_is_taken(
    name: str, form: dict[str, object], start: str
) -> None:
    spoiled = {name: (start + text_of(ROWS[name], **form)).encode()}
    found = judged(**spoiled)
    assert isinstance(found, Tables)
    assert_whole(found, **spoiled)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("start", ["", BOM, "sep=;\r\n"], ids=["", "BOM", "sep"])
@pytest.mark.parametrize(("sign", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_separator_is_named_and_nothing_else(
    name: str, start: str, sign: str, word: str
) -> None:
    """Excel writes semicolons where a comma parts the decimals, as in Spain."""
    if start.startswith("sep"):
        start = start.replace(";", sign)
    text = start + text_of(ROWS[name], delimiter=sign, lineterminator="\r\n")
    found = judged(**{name: text.encode()})
    assert isinstance(found, tuple)
    assert [(fault.file, fault.row) for fault in found] == [(f"{name}.csv", None)]
    assert found[0].problem == f"looks separated by {word}"
    assert found[0].allowed == "commas"


@pytest.mark.parametrize("name", [name for name in FILES if not OWN[name].isascii()])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le"])
def test_another_encoding_is_named(name: str, encoding: str) -> None:
    text = OWN[name].decode()
    data = text.encode(encoding, "replace")
    found = judged(**{name: data})
    assert isinstance(found, tuple)
    assert {fault.file for fault in found} == {f"{name}.csv"}
    assert all("UTF-8" in str(fault) for fault in found)
    if encoding == "cp1252":
        rows = [at for at, line in enumerate(text.split("\n"), start=1) if not line.isascii()]
        assert [fault.row for fault in found] == rows


@tries(14)
@given(torn())
def test_a_torn_file_is_shown_whole_or_named(file: tuple[str, bytes]) -> None:
    spoiled = dict([file])
    found = judged(**spoiled)
    if isinstance(found, tuple):
        assert_named(found, **spoiled)
    else:
        assert_whole(found, **spoiled)
