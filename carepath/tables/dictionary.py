"""The data dictionary: the meaning of every column, read from docs/data.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from carepath.tables.loader import DATA

FILE = DATA.parent / "docs" / "data.md"


@dataclass(frozen=True)
class Meaning:
    """The meaning of a column, the values that it allows, and an example, in plain text."""

    meaning: str
    allowed: str
    example: str


@cache
def read() -> Mapping[str, Mapping[str, Meaning]]:
    """Return the meanings of each table's columns; of texts, those of the English columns."""
    parts = re.split(r"^## (\S+)\.csv$", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {
        table: {
            column: Meaning(*map(_plain, cells))
            for column, *cells in re.findall(
                r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", text, flags=re.MULTILINE
            )
        }
        for table, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def of(table: str, column: str) -> Meaning | None:
    """Return the meaning of a column; a text has one for all languages."""
    columns = read().get(table, {})
    return columns.get(column) or columns.get(f"{column.rpartition('_')[0]}_en")


def _plain(markdown: str) -> str:
    return re.sub(r"`+|\*\*", "", markdown).strip()
