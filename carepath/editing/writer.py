"""Writes a workbook: sheets with help in their cells, and faults in the cells that they are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from carepath.editing import hints
from carepath.editing.book import Book, Sheet
from carepath.editing.hints import Hint
from carepath.editing.reader import ABOUT, BASE, CHANGED, FAULTS, LISTS, ROW
from carepath.editing.review_sheet import SO_FAR, SOURCE, TEXT
from carepath.tables import topics
from carepath.tables.columns import TEXTS
from carepath.tables.fault import Fault

SPARE = 300
"""Rows under a table that have its drop-downs as well."""
MOST_MESSAGE = 255
"""Characters of an input message; Excel can't open a file with a longer one."""
WIDE, NARROW, LEAST = 48, 18, 6
"""Widths of columns, in letters."""
HIGH, HIGHEST = 15, 400
"""Heights of a line of text, and of a row."""
HELP = {
    ROW: "The row's place, which brings sorted rows back into their order. Leave it empty in a new "
    "row, which then follows the row above it. To move a row, write a number between those of two "
    "others, such as 12.5.",
    CHANGED: "The English text that was translated, where the English has changed since and the "
    "translation has not. Nothing is read from here.",
    TEXT: "What the statement says to readers. To change it, change its table.",
    SOURCE: "The place to compare it with.",
    SO_FAR: "Reviews of exactly this statement. A change of it voids them.",
}
LINES = (
    "This workbook holds the tables of the topic {topic}.",
    "Each sheet is a table. Row 1 has the names of the columns: point at a name for its meaning.",
    "A red cell holds a mistake: point at it for what is allowed. The sheet faults lists them all.",
    "Leave the names of sheets and columns as they are. The column row puts rows back in order.",
    "In a new row leave the column row empty: the row follows the one above it.",
    "Save as .xlsx, then: python -m carepath workbook in FILE.xlsx --to FOLDER",
)


@dataclass(frozen=True)
class _Formats:
    text: Format
    row: Format
    head: Format
    wrong: Format
    link: Format


def write(
    file: Path,
    book: Book,
    help_: Mapping[str, Mapping[str, Hint]],
    older: Mapping[tuple[str, int], str] | None = None,
    faults: Sequence[Fault] = (),
) -> None:
    """Write a workbook.

    Parameters
    ----------
    file : Path
        The file, replaced if it exists.
    book : Book
        What it holds.
    help_ : mapping of str to mapping of str to Hint
        The help for each column, by the title of the sheet.
    older : mapping of (str, int) to str, optional
        The older English of a row, by the title of its sheet and its number.
    faults : sequence of Fault
        The faults to show in the cells; their files are titles of sheets.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    workbook = xlsxwriter.Workbook(file)
    text = {"num_format": "@", "valign": "top"}
    formats = _Formats(
        text=workbook.add_format({**text, "text_wrap": True}),
        row=workbook.add_format({**text, "font_color": "#666666"}),
        head=workbook.add_format({**text, "bold": True, "bg_color": "#e7eef7", "bottom": 1}),
        wrong=workbook.add_format({**text, "text_wrap": True, "bg_color": "#ffb3b3", "border": 1}),
        link=workbook.add_format({**text, "font_color": "#0b57a4", "underline": 1}),
    )
    about = workbook.add_worksheet(ABOUT)
    about.set_column(0, 0, 100, formats.text)
    for at, line in enumerate(LINES):
        about.write_string(at, 0, line.format(topic=book.topic), formats.text)
    if faults:
        names = {sheet.title: _names(sheet) for sheet in book.pages}
        _list_of_faults(workbook.add_worksheet(FAULTS), faults, names, formats)
    ranges = _lists(workbook, [*hints.lists(help_)], formats)
    for sheet in book.pages:
        page = workbook.add_worksheet(sheet.title)
        own = [fault for fault in faults if fault.file == sheet.title]
        _page(page, sheet, help_[sheet.title], ranges, formats, older or {}, own)
    _base(workbook.add_worksheet(BASE), book, formats)
    for title in (LISTS, BASE):
        workbook.get_worksheet_by_name(title).hide()
    workbook.close()


def _lists(
    workbook: Workbook, lists: Iterable[tuple[str, ...]], formats: _Formats
) -> dict[tuple[str, ...], str]:
    """Write the values to choose from, one column per list, and return the range of each."""
    page = workbook.add_worksheet(LISTS)
    ranges = {}
    for at, values in enumerate(lists):
        for row, value in enumerate(values):
            page.write_string(row, at, value, formats.text)
        name = xl_col_to_name(at, True)
        ranges[values] = f"={LISTS}!{name}$1:{name}${len(values)}"
    return ranges


def _page(
    page: Worksheet,
    sheet: Sheet,
    help_: Mapping[str, Hint],
    ranges: Mapping[tuple[str, ...], str],
    formats: _Formats,
    older: Mapping[tuple[str, int], str],
    faults: Sequence[Fault],
) -> None:
    names = _names(sheet)
    wrong: dict[tuple[int, int], list[Fault]] = {}
    for fault in faults:
        if cell := _cell(fault, names):
            wrong.setdefault(cell, []).append(fault)
    for at, name in enumerate(names):
        page.set_column(at, at, _width(sheet, name), formats.text)
        page.write_string(0, at, name, formats.wrong if (0, at) in wrong else formats.head)
        if (0, at) not in wrong and (meaning := _meaning(name, help_)):
            _note(page, 0, at, meaning)
        if name in help_:
            last = len(sheet.lines) + SPARE
            page.data_validation(1, at, last, at, _validation(name, help_[name], ranges))
    for line in sheet.lines:
        row = line.number - 1
        values = {
            ROW: line.stated,
            CHANGED: older.get((sheet.title, line.number), ""),
            **line.cells,
        }
        lines = (len(values[name]) // WIDE + 1 for name in names if values.get(name))
        # LibreOffice doesn't fit the height of a row to its texts by itself.
        page.set_row(row, min(HIGH * max(lines, default=1), HIGHEST))
        for at, name in enumerate(names):
            usual = formats.row if name in (ROW, CHANGED) else formats.text
            format_ = formats.wrong if (row, at) in wrong else usual
            if values.get(name):
                page.write_string(row, at, values[name], format_)
            else:
                page.write_blank(row, at, None, format_)
    for (row, at), own in wrong.items():
        _note(page, row, at, "\n".join(map(_words, own)))
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, max((line.number - 1 for line in sheet.lines), default=1), len(names) - 1)


def _names(sheet: Sheet) -> list[str]:
    """Return the names of a sheet's columns, in their order."""
    names = [ROW, *sheet.columns]
    if any(not column.endswith("_en") for column in sheet.columns if _is_text(sheet, column)):
        names.append(CHANGED)
    return names


def _cell(fault: Fault, names: Sequence[str]) -> tuple[int, int] | None:
    """Return the row and column of a fault's cell, from 0; None if the sheet has no such column."""
    name = fault.column or ROW
    return ((fault.row or 1) - 1, names.index(name)) if name in names else None


def _validation(
    name: str, hint: Hint, ranges: Mapping[tuple[str, ...], str]
) -> dict[str, str | bool]:
    message = f"{hint.meaning}. Allowed: {hint.allowed}" if hint.meaning else name
    if len(message) > MOST_MESSAGE:
        message = f"{message[: MOST_MESSAGE - 1]}…"
    shown: dict[str, str | bool] = {"input_title": name[:32], "input_message": message}
    if not hint.values:
        return {"validate": "any", **shown}
    return {
        "validate": "list",
        "source": ranges[hint.values],
        "error_type": "stop" if hint.closed else "information",
        # Other values may be right where the list is of ids: those of rows that are still to write.
        "show_error": hint.closed,
        **shown,
    }


def _meaning(name: str, help_: Mapping[str, Hint]) -> str:
    hint = help_.get(name)
    if hint is None or not hint.meaning:
        return HELP.get(name, "")
    return f"{hint.meaning}.\nAllowed: {hint.allowed}.\nExample: {hint.example}"


def _words(fault: Fault) -> str:
    allowed = f"\nAllowed: {fault.allowed}" if fault.allowed else ""
    return f"{fault.problem}{allowed}"


def _note(page: Worksheet, row: int, at: int, words: str) -> None:
    lines = 2 + len(words) // 40 + words.count("\n")
    size = {"width": 300, "height": min(40 + 17 * lines, 500)}
    page.write_comment(row, at, words[:30_000], {**size, "author": "Carepath"})


def _width(sheet: Sheet, name: str) -> int:
    if name == ROW:
        return LEAST
    if name in (CHANGED, TEXT, "wording") or _is_text(sheet, name):
        return WIDE
    longest = max((len(line.cells.get(name, "")) for line in sheet.lines), default=0)
    return min(max(NARROW, longest + 2), WIDE)


def _is_text(sheet: Sheet, column: str) -> bool:
    return column.rpartition("_")[0] in TEXTS.get(topics.table(sheet.path), {})


def _list_of_faults(
    page: Worksheet,
    faults: Sequence[Fault],
    columns: Mapping[str, Sequence[str]],
    formats: _Formats,
) -> None:
    """Write the sheet that the workbook opens on; the name of a sheet in it leads to the cell."""
    for at, name in enumerate(("sheet", "row", "column", "value", "what is wrong", "allowed")):
        page.set_column(at, at, NARROW if at < 4 else WIDE, formats.text)
        page.write_string(0, at, name, formats.head)
    for row, fault in enumerate(faults, start=1):
        place = (fault.file, str(fault.row or ""), fault.column or "", fault.value or "")
        for at, value in enumerate((*place, fault.problem, fault.allowed)):
            page.write_string(row, at, value, formats.text)
        if cell := _cell(fault, columns.get(fault.file, ())):
            url = f"internal:'{fault.file}'!{xl_rowcol_to_cell(*cell)}"
            page.write_url(row, 0, url, formats.link, fault.file)
    page.activate()


def _base(page: Worksheet, book: Book, formats: _Formats) -> None:
    """Write the tables as they were when the workbook was made."""
    page.write_string(0, 0, book.topic, formats.text)
    row = 1
    for path, table in book.base.items():
        rows = [
            [*table.columns],
            *([one[column] for column in table.columns] for one in table.rows),
        ]
        for cells in rows:
            for at, value in enumerate((path, *cells)):
                page.write_string(row, at, value, formats.text)
            row += 1
