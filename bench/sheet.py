"""The hand-out: how long its making takes, beside an empty sheet of the same typesetter.

python -m bench.sheet
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time

import typst

from bench import views
from carepath.files import handout
from carepath.model.urls import address

SHEETS = 10
QUESTIONS = ("Which of these fits our child?", "What comes first?", "What if it does not help?")
BASE = "https://carepath.example.org"
EMPTY = b'#set document(title: "Empty", date: none)\n#set page("us-letter")\n'


@dataclass(frozen=True)
class Sheets:
    """Median milliseconds of processor time for one sheet."""

    carepath: float
    empty: float


def measure(topic: str = views.FIRST, sheets: int = SHEETS) -> Sheets:
    """Make both in turn; no two have the same text, so that nothing is remembered whole."""
    site, chosen = views.site(topic), views.largest(topic)

    def full(number: int) -> None:
        link = f"{address(BASE, '', chosen)}&n={number}"
        asked = [f"{number}: {question}" for question in QUESTIONS]
        handout.pdf(site.words, site.pathways, chosen.answers, link, asked)

    def empty(number: int) -> None:
        typst.compile(EMPTY + b"\n" * number, format="pdf", pdf_standards=["ua-1"])

    # The first of each loads fonts and drawings.
    times = [(_milliseconds(full, at), _milliseconds(empty, at)) for at in range(sheets + 2)][2:]
    return Sheets(*(median(column) for column in zip(*times, strict=True)))


def _milliseconds(make: Callable[[int], None], number: int) -> float:
    begin = process_time()
    make(number)
    return 1000 * (process_time() - begin)


if __name__ == "__main__":
    print(measure())
