"""Error pages, whose words don't depend on the tables.

The words are those of the project's own data/unavailable.csv, read at the start.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from carepath.tables import csvfile
from carepath.tables.fault import Fault
from carepath.tables.loader import DATA
from carepath.text import templating
from carepath.text.messages import DEFAULT_LANGUAGE, Words

FILE = DATA / "unavailable.csv"
NUMBER = "1-800-4-CANCER"
"""The text in place of each word if that file is broken as well."""


@dataclass(frozen=True)
class PreviewedChange:
    """A change that a preview lists: the address of a view that shows it, and what it is."""

    url: str
    text: str


IDS = (
    "unavailable.title",
    "unavailable.text",
    "unavailable.call",
    "sorry.title",
    "sorry.text",
    "faults.title",
    "faults.older",
    "preview.title",
    "preview.older",
    "preview.changes.none",
    "preview.changes.one",
    "preview.changes.many",
)


def read(data: bytes | Fault) -> dict[str, Words]:
    """Return the words by language; `NUMBER` replaces each word that can't be read."""
    sheet = csvfile.parse(FILE.name, data)
    texts = {DEFAULT_LANGUAGE: dict.fromkeys(IDS, NUMBER)}
    for column in (column for column in sheet.columns if column.startswith("text_")):
        rows = ((row.cells.get("id", ""), row[column]) for row in sheet.rows)
        texts[column.removeprefix("text_")] = dict.fromkeys(IDS, NUMBER) | dict(rows)
    return {language: Words(language, texts[language], {}, {}, {}, {}) for language in texts}


_WORDS = read(csvfile.content(FILE.parent, FILE.name))


def words(*languages: str) -> Words:
    """Return the words in the first of some languages that is available, else in the default."""
    language = next((one for one in languages if one in _WORDS), DEFAULT_LANGUAGE)
    return _WORDS[language]


def unavailable(words: Words, faults: tuple[Fault, ...]) -> Markup:
    """Return the content of every page while there are no sound tables."""
    title, text = words("unavailable.title"), words("unavailable.text")
    return templating.render("outage.html", words, title=title, text=text, faults=faults)


def sorry(words: Words) -> Markup:
    """Return the content of a page that failed."""
    title, text = words("sorry.title"), words("sorry.text")
    return templating.render("outage.html", words, title=title, text=text, faults=())


def bar(words: Words, faults: tuple[Fault, ...]) -> Markup:
    """Return a bar that tells editors the faults of newer tables; empty without faults."""
    if not faults:
        return Markup()
    return templating.render("faults.html", words, title=words("faults.older"), faults=faults)


def preview(words: Words, changes: tuple[PreviewedChange, ...], is_older: bool) -> Markup:
    """Return the bar that tells editors that they see a preview, and what has changed in it.

    Parameters
    ----------
    words : Words
        The words of error pages.
    changes : tuple of PreviewedChange
        What differs from the live tables.
    is_older : bool
        Whether others have published since the tables were made, so that some changes are theirs.
    """
    return templating.render("preview.html", words, changes=changes, is_older=is_older)
