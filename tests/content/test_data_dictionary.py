"""docs/data.md and the files in data/ tell of the same columns."""

import csv
import re

from carepath.tables import dictionary
from carepath.tables.loader import DATA


def described() -> dict[str, list[str]]:
    """Return the columns that each file's section has in its table."""
    return {f"{table}.csv": [*columns] for table, columns in dictionary.read().items()}


def present() -> dict[str, list[str]]:
    """Return the columns of each file; of the texts, the English ones stand for all."""
    columns: dict[str, list[str]] = {}
    for path in sorted(DATA.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file))
        english = {column.removesuffix("_en") for column in header if column.endswith("_en")}
        described = [
            column
            for column in header
            if column.endswith("_en") or column.rpartition("_")[0] not in english
        ]
        assert columns.setdefault(path.name, described) == described, path
    return columns


def test_every_file_is_described() -> None:
    assert described().keys() == present().keys()


def test_every_column_is_described_and_there() -> None:
    columns = present()
    for file, names in described().items():
        assert names == columns[file], file


def test_every_description_is_whole() -> None:
    for line in dictionary.FILE.read_text(encoding="utf-8").splitlines():
        if re.match(r"\| `\w+` \|", line):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == 4, line
            assert all(cells), line
