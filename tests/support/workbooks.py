"""Workbooks of topics, changed as an editor would change them."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any

import openpyxl
import pytest

from carepath.__main__ import main
from carepath.editing import book, review_sheet, writer
from carepath.editing.book import Book
from carepath.settings import PREFIX
from carepath.tables import loader
from carepath.tables.loader import DATA

Cells = Mapping[str, object]
MADE: dict[str, bytes] = {}
"""The workbook of each of the project's topics that a test has asked for."""


def content(folder: Path) -> dict[str, bytes]:
    """Return the content of every table of a folder, by path."""
    files = loader.snapshot(folder).contents
    return {path: data for path, data in files if isinstance(data, bytes)}


@cache
def part(topic: str, titles: tuple[str, ...]) -> bytes:
    """Return a workbook with some sheets of one of the project's topics."""
    current = loader.snapshot(DATA)
    files = loader.parsed_files(current)
    whole = book.make(files, topic)
    sheets = tuple(sheet for sheet in whole.sheets if sheet.title in titles)
    review = review_sheet.make(loader.check(current)[topic]) if "reviews" in titles else None
    own = Book(topic, sheets, {sheet.path: whole.base[sheet.path] for sheet in sheets}, review)
    assert len(own.pages) == len(titles)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "topic.xlsx")
        writer.write(file, own, {sheet.title: {} for sheet in own.pages})
        return file.read_bytes()


def rows(sheet: Any) -> list[dict[str, Any]]:
    """Return the rows of a sheet, each as its cells by column."""
    names = [cell.value for cell in sheet[1]]
    return [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=2)]


def find(sheet: Any, where: Cells) -> dict[str, Any]:
    """Return the one row of a sheet with these cells."""
    found = [
        row
        for row in rows(sheet)
        if all(str(row[name].value or "") == value for name, value in where.items())
    ]
    assert len(found) == 1, (sheet.title, where, len(found))
    return found[0]


def change(book: Any, sheet: str, where: Cells, cells: Cells) -> int:
    """Write into the one row with these cells, and return its number."""
    row = find(book[sheet], where)
    for name, value in cells.items():
        row[name].value = value
    return int(row["row"].row)


def insert(book: Any, sheet: str, after: Cells, cells: Cells) -> int:
    """Insert a row after the one with these cells, and return its number."""
    page = book[sheet]
    number = int(find(page, after)["row"].row) + 1
    page.insert_rows(number)
    names = [cell.value for cell in page[1]]
    for name, value in cells.items():
        page.cell(number, names.index(name) + 1).value = value
    return number


@dataclass
class Editor:
    """An editor with a folder of tables, a workbook of a topic in it, and a folder for results."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    topic: str = "neuroblastoma-recurrent"
    file: Path = field(init=False)
    data: Path = field(init=False)
    result: Path = field(init=False)

    def __post_init__(self) -> None:
        self.file = self.folder / "topic.xlsx"
        self.data, self.result = self.folder / "data", self.folder / "next"
        copytree(DATA, self.data)

    def given(self, *titles: str) -> None:
        """Write a workbook with some of the sheets, which is edited and read faster."""
        self.file.write_bytes(part(self.topic, titles))

    def run(self, *arguments: object) -> tuple[int, list[str]]:
        """Return the exit code of a command, and the lines printed."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(f"{PREFIX}DATA", str(self.data))
            code = main([str(argument) for argument in arguments])
        output = self.capsys.readouterr()
        return code, (output.out + output.err).splitlines()

    def out(self, *options: object) -> None:
        """Write the workbook; one of the project's own tables is made once."""
        if self.topic in MADE and not options:
            self.file.write_bytes(MADE[self.topic])
            return
        code, lines = self.run("workbook", "out", self.file, "--topic", self.topic, *options)
        assert code == 0, lines
        if not options:
            MADE[self.topic] = self.file.read_bytes()

    def edit(self, *edits: Callable[[Any], Any], file: Path | None = None) -> list[Any]:
        """Open, edit and save the workbook, as a spreadsheet would; return what the edits do."""
        book = openpyxl.load_workbook(file or self.file)
        made = [one(book) for one in edits]
        book.save(file or self.file)
        return made

    def back(self, file: Path | None = None) -> tuple[int, list[str]]:
        """Read the workbook into the folder for results."""
        return self.run("workbook", "in", file or self.file, "--to", self.result)

    @property
    def faults(self) -> Path:
        """The workbook with the faults in their cells."""
        return self.folder / "topic-faults.xlsx"

    def red(self) -> dict[tuple[str, int, str], str]:
        """Return the note of each red cell, by sheet, row and column."""
        book = openpyxl.load_workbook(self.faults)
        return {
            (sheet.title, cell.row, sheet.cell(1, cell.column).value): cell.comment.text
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.fill.fgColor.rgb == "FFFFB3B3" and cell.comment
        }


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with another part in its archive, or with that part replaced."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", 8) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return result.getvalue()
