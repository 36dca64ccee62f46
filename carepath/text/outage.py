"""The words for when something is broken: no table needs to be sound for them.

They come from the project's own data/unavailable.csv and are read at the start.
"""

from __future__ import annotations

from markupsafe import Markup

from carepath.tables import csvfile
from carepath.tables.fault import Fault
from carepath.tables.loader import DATA
from carepath.text import templating
from carepath.text.messages import DEFAULT_LANGUAGE, Words

FILE = DATA / "unavailable.csv"
NUMBER = "1-800-4-CANCER"
"""What is left to say where that file is spoiled as well."""

IDS = (
    "unavailable.title",
    "unavailable.text",
    "unavailable.call",
    "sorry.title",
    "sorry.text",
    "faults.title",
    "faults.older",
)


def read(data: bytes | Fault) -> dict[str, Words]:
    """Return the words by language; whatever can't be read of them is left out."""
    sheet = csvfile.parse(FILE.name, data)
    texts = {DEFAULT_LANGUAGE: dict.fromkeys(IDS, NUMBER)}
    for column in (column for column in sheet.columns if column.startswith("text_")):
        rows = ((row.cells.get("id", ""), row[column]) for row in sheet.rows)
        texts[column.removeprefix("text_")] = dict.fromkeys(IDS, NUMBER) | dict(rows)
    return {language: Words(language, texts[language], {}, {}, {}, {}) for language in texts}


_WORDS = read(csvfile.content(FILE))


def words(*asked: str) -> Words:
    """Return the words in the first language asked for that they are in, else in the default."""
    language = next((one for one in asked if one in _WORDS), DEFAULT_LANGUAGE)
    return _WORDS[language]


def unavailable(words: Words, faults: tuple[Fault, ...]) -> Markup:
    """Return what stands in place of every page while there are no sound tables."""
    title, text = words("unavailable.title"), words("unavailable.text")
    return templating.render("outage.html", words, title=title, text=text, faults=faults)


def sorry(words: Words) -> Markup:
    """Return what stands in place of a page that broke."""
    title, text = words("sorry.title"), words("sorry.text")
    return templating.render("outage.html", words, title=title, text=text, faults=())


def bar(words: Words, faults: tuple[Fault, ...]) -> Markup:
    """Return what tells editors on a page that newer tables are faulty; empty without faults."""
    if not faults:
        return Markup()
    return templating.render("faults.html", words, title=words("faults.older"), faults=faults)
