"""How hard the pages are to read: `python -m bench.reading` measures and writes data/reading.csv.

The Sources page shows that file, and a test compares it with a fresh measure. It is made here and
not in the app because the measure needs a dictionary of English under a licence of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

import textstat

from carepath import asking, pathway, plainness, words as wording
from carepath.tables import DATA, load
from carepath.words import Words

FILE = DATA / "reading.csv"


@dataclass(frozen=True)
class Measure:
    """How hard a page is: Flesch-Kincaid grade in English, Fernández-Huerta ease in Spanish."""

    language: str
    page: str
    score: str
    longest: str
    sentences: str


def measure(words: Words, page: str, texts: Iterable[str]) -> Measure:
    """Measure texts in the language of the words, their defined terms masked."""
    found = [plainness.masked(words, sentence) for sentence in plainness.sentences(texts)]
    ended = [s if s.endswith((".", "?")) else f"{s.rstrip(':;,')}." for s in found]
    textstat.set_lang(words.language)
    of = {"en": textstat.flesch_kincaid_grade, "es": textstat.fernandez_huerta}
    score = of[words.language](" ".join(ended))
    longest = max(len(sentence.split()) for sentence in found)
    return Measure(words.language, page, f"{score:.1f}", str(longest), str(len(found)))


def measures() -> list[Measure]:
    """Measure every page in every language."""
    tables = load(DATA)
    paths = pathway.build(tables)
    return [
        measure(words, page, plainness.blocks(markup))
        for language in wording.languages(tables)
        for words in [wording.read(tables, language)]
        for page, markup in plainness.pages(words, paths, asking.read(tables, language)).items()
    ]


def main() -> None:
    """Write the file that the Sources page shows."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(Measure)])
        writer.writerows(map(astuple, measures()))


if __name__ == "__main__":
    main()
