"""Reading grades of the pages: `python -m harness.reading` measures and writes data/reading.csv.

The Sources page shows that file, and a test compares it with a fresh measure. It is made here and
not in the app because the measure needs a dictionary of English under a licence of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, fields

import textstat

from carepath.content import readability
from carepath.model import pathway
from carepath.tables.loader import DATA, load
from carepath.text import messages as wording, prompts
from carepath.text.messages import Words

FILE = DATA / "reading.csv"
SCALES: dict[str, tuple[Callable[[str], float], str, str]] = {
    "en": (textstat.flesch_kincaid_grade, "6", "lower"),
    "es": (textstat.fernandez_huerta, "80", "higher"),
}
"""Language -> what scores a text, the hardest that a page may be, and which way is easier."""


@dataclass(frozen=True)
class Measure:
    """The reading grade of a page, which is `easier` with a `lower` or a `higher` score."""

    language: str
    page: str
    score: str
    limit: str
    easier: str
    longest: str
    sentences: str


def measure(words: Words, page: str, texts: Iterable[str]) -> Measure:
    """Measure texts in the language of the words, their defined terms masked."""
    found = [readability.masked(words, sentence) for sentence in readability.sentences(texts)]
    ended = [s if s.endswith((".", "?")) else f"{s.rstrip(':;,')}." for s in found]
    textstat.set_lang(words.language)
    score, limit, easier = SCALES[words.language]
    longest = max(len(sentence.split()) for sentence in found)
    return Measure(
        words.language,
        page,
        f"{score(' '.join(ended)):.1f}",
        limit,
        easier,
        str(longest),
        str(len(found)),
    )


def measures() -> list[Measure]:
    """Measure every page in every language that has a scale."""
    tables = load(DATA)
    paths = pathway.build(tables)
    return [
        measure(words, page, readability.blocks(markup))
        for language in wording.languages(tables)
        if language in SCALES
        for words in [wording.read(tables, language)]
        for page, markup in readability.pages(words, paths, prompts.read(tables, language)).items()
    ]


def main() -> None:
    """Write the file that the Sources page shows."""
    # The file is one of the tables that are measured: it has to be there until then.
    rows = [astuple(one) for one in measures()]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(Measure)])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
