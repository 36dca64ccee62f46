"""Statements that reviewers sign: what each says, as a hash that any change of it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from carepath.tables.columns import OWN, TEXTS
from carepath.tables.digest import digest
from carepath.tables.loader import Tables
from carepath.tables.vocabulary import REVIEWED

PARTS: Mapping[str, tuple[str, ...]] = {
    "statements": ("treatments", "situations", "notes"),
    "effects": ("terms", "effects"),
    "questions": ("prompts",),
    "sheet": ("treatments", "situations", "notes", "terms", "effects"),
}
"""A part of what families read -> the tables that hold its facts."""
KEYS = {
    "treatments": ("situation", "option"),
    "notes": ("situation", "option", "step", "note"),
    "effects": ("treatments", "section", "head"),
}
"""The columns that name a statement to people; in other tables it is the first column."""
WORDS = {
    "link": "link.",
    "lead": "lead.",
    "phase_lead": "sum.phase.",
    "whom": "whom.",
    "purpose": "purpose.",
    "note": "note.",
    "head": "effects.head.",
}
"""Columns that name a word, with the beginnings of the words' ids."""
TERMS = ("treatment", "phase", "explains")
"""Columns that name a term."""
ENGLISH = "en"


@dataclass(frozen=True)
class Statement:
    """A row of a table, or all steps of an option, with its name for people."""

    table: str
    key: str
    rows: tuple[Mapping[str, str], ...]


def of(tables: Tables) -> Iterator[Statement]:
    """Yield every statement of a topic, in the order of the tables."""
    for table in REVIEWED:
        options: dict[tuple[str, str], list[Mapping[str, str]]] = {}
        for row in getattr(tables, table).rows:
            key = " ".join(filter(None, (row[column] for column in _key(table, row))))
            if table == "treatments":
                options.setdefault((row["situation"], row["option"]), []).append(row)
            else:
                yield Statement(table, key, (row,))
        for name, rows in options.items():
            yield Statement(table, " ".join(name), tuple(rows))


def digests(tables: Tables, language: str = ENGLISH) -> list[tuple[str, Statement]]:
    """Return every statement with the hash of what it says in a language.

    In another language than English the hash is of both texts, because a translation is signed as
    one of a certain text.
    """
    languages = tuple(dict.fromkeys((ENGLISH, language)))
    words = {row["id"]: _texts(row, "text", languages) for row in tables.words.rows}
    terms = {row["term"]: _texts(row, "name", languages) for row in tables.terms.rows}
    return [
        (digest("\x1f".join(_said(statement, languages, words, terms))), statement)
        for statement in of(tables)
    ]


def _said(
    statement: Statement,
    languages: tuple[str, ...],
    words: Mapping[str, tuple[str, ...]],
    terms: Mapping[str, tuple[str, ...]],
) -> Iterator[str]:
    """Yield all that a statement says: its cells, and the words and terms that they name."""
    yield statement.table
    for row in statement.rows:
        for column, cell in sorted(row.items()):
            text, _, suffix = column.rpartition("_")
            is_text = text in TEXTS.get(statement.table, {}) or text in OWN.get(statement.table, {})
            if not cell or (is_text and suffix not in languages):
                continue
            yield f"{column}={cell}"
            if column in WORDS:
                yield from words.get(f"{WORDS[column]}{cell}", ())
            if column in TERMS:
                yield from terms.get(cell, ())


def _texts(row: Mapping[str, str], text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row.get(f"{text}_{language}", "") for language in languages)


def _key(table: str, row: Mapping[str, str]) -> tuple[str, ...]:
    return KEYS.get(table, (next(iter(row)),))
