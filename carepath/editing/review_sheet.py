"""The sheet on which reviewers sign: every statement in every language, with its hash."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.editing.book import FIRST_ROW, Line, Sheet, title
from carepath.model import pathway
from carepath.model.options import Option, Reference
from carepath.tables import statements, topics
from carepath.tables.columns import COLUMNS
from carepath.tables.loader import Tables
from carepath.tables.statements import Statement
from carepath.text import messages
from carepath.text.messages import Words
from carepath.text.sentences import option_summary

NAME = "reviews"
TEXT, SOURCE, SO_FAR = "text", "where the source says it", "reviewed so far"
COLUMNS_SHOWN = (
    *("table", "statement", "language", TEXT, SOURCE, SO_FAR),
    *("verdict", "wording", "name", "role", "day", "hash"),
)
TOLD = {
    "situations": ("name", "statement", "meaning", "action"),
    "terms": ("name", "meaning", "more"),
    "effects": ("text",),
    "prompts": ("text",),
}
"""The texts of a row that its statement consists of."""


def make(tables: Tables) -> Sheet:
    """Return the sheet of a topic, whose tables are checked."""
    topic = tables.topic.rows[0]["topic"]
    path = topics.path(NAME, topic)
    languages = messages.languages(tables)
    rows = [cells for language in languages for cells in _rows(tables, language)]
    lines = tuple(Line(at, at, cells, str(at)) for at, cells in enumerate(rows, start=FIRST_ROW))
    return Sheet(title(path), path, COLUMNS_SHOWN, lines)


def texts(tables: Tables, language: str) -> dict[str, str]:
    """Return what each statement says to readers in a language, by its hash."""
    words, options = messages.read(tables, language), _options(tables)
    return {
        hash_: _text(words, statement, options)
        for hash_, statement in statements.digests(tables, language)
    }


def _options(tables: Tables) -> dict[tuple[str, str], Option]:
    pathways = pathway.build(tables)
    return {
        (situation.id, str(option.number)): option
        for situation in (*pathways.situations, *pathways.inside.values())
        for option in situation.options
    }


def _rows(tables: Tables, language: str) -> Iterator[dict[str, str]]:
    words, options = messages.read(tables, language), _options(tables)
    done: dict[str, list[str]] = {}
    for row in tables.reviews.rows:
        if row["language"] == language:
            state = f"{row['verdict']}: {row['role']}, {row['day']}"
            done.setdefault(row["hash"], []).append(state)
    for hash_, statement in statements.digests(tables, language):
        first = statement.rows[0]
        cited = words.citation(Reference(first["source"], first["found_at"]))
        yield dict.fromkeys(COLUMNS[NAME], "") | {
            "table": statement.table,
            "statement": statement.key,
            "language": language,
            TEXT: _text(words, statement, options),
            SOURCE: cited,
            SO_FAR: "; ".join(done.get(hash_, ())),
            "hash": hash_,
        }


def _text(words: Words, statement: Statement, options: dict[tuple[str, str], Option]) -> str:
    """Return what a statement says to readers."""
    row = statement.rows[0]
    if statement.table == "treatments":
        name = words.situations[row["situation"]]["name"]
        return f"{name}: {option_summary(words, options[row['situation'], row['option']])}"
    if statement.table == "notes":
        return words(f"note.{row['note']}")
    texts = (row[f"{text}_{words.language}"] for text in TOLD[statement.table])
    return " ".join(filter(None, texts))
