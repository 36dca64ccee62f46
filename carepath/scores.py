"""How the project does on the field's check-lists: the tables of docs/scores.md, counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent.parent / "docs" / "scores.md"


@dataclass(frozen=True)
class Item:
    """One item: whether it is met (`yes`, `no`, `n/a`) and what shows it, or the word why not."""

    asks: str
    met: str
    shown: str


@dataclass(frozen=True)
class CheckList:
    """One check-list with its items."""

    name: str
    items: tuple[Item, ...]

    @property
    def met(self) -> int:
        """How many items are met."""
        return sum(item.met == "yes" for item in self.items)

    @property
    def asked(self) -> int:
        """How many items apply."""
        return sum(item.met != "n/a" for item in self.items)

    @property
    def misses(self) -> tuple[str, ...]:
        """The words that say why an item is not met."""
        return tuple(item.shown for item in self.items if item.met == "no")


def read(text: str) -> tuple[CheckList, ...]:
    """Read the check-lists out of the Markdown: one table under each heading of level two."""
    lists = []
    for part in text.split("\n## ")[1:]:
        name, _, rest = part.partition("\n")
        rows = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in rest.splitlines()
            if line.startswith("|")
        ]
        lists.append(CheckList(name, tuple(Item(*row) for row in rows[2:])))
    return tuple(lists)
