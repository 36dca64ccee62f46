"""Topics that ask no question, one question or three, made of the project's own lists."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.support import facts
from tests.support.spoiled import FILES, read, write

Routes = dict[str, dict[str, tuple[str, ...]]]
"""Situation -> question -> the answers that lead to it."""


@dataclass(frozen=True)
class Topic:
    """The answers to each question in order, the routes, and the name of all answers."""

    questions: dict[str, tuple[str, ...]]
    routes: Routes
    names: dict[str, str]


TOPICS = {
    "none": Topic({}, {"high": {}}, {"all": "high"}),
    "one": Topic(
        {"stage": ("early", "late", "a-b")},
        {
            "low-same": {"stage": ("early",)},
            "high": {"stage": ("late",)},
            "cns": {"stage": ("a-b",)},
        },
        {"early": "low-same", "late": "high", "a-b": "cns"},
    ),
    # Whoever answers "twice" or "here" is asked nothing more.
    "three": Topic(
        {"times": ("once", "twice"), "where": ("here", "there"), "age": ("young", "older")},
        {
            "cns": {"times": ("twice",)},
            "low-same": {"times": ("once",), "where": ("here",)},
            "low-elsewhere": {"times": ("once",), "where": ("there",), "age": ("young",)},
            "high": {"times": ("once",), "where": ("there",), "age": ("older",)},
        },
        {
            "once.here": "low-same",
            "once.there.young": "low-elsewhere",
            "once.there.older": "high",
            "twice": "cns",
        },
    ),
}
EXPLAINING = "new-high-risk"


def text(*names: str, language: str = "en") -> str:
    """Return an invented text of a question or an answer."""
    return " ".join((*names, {"en": "text", "es": "texto"}[language])).capitalize()


def make(folder: Path, name: str) -> Path:
    """Write the tables of a topic into a folder, and return it."""
    topic = TOPICS[name]
    kept = {*topic.routes, EXPLAINING}
    tables = {table: read(facts.DATA, table) for table in FILES}
    languages = [c.removeprefix("text_") for c in tables["words"][0] if c.startswith("text_")]
    for table in ("situations", "treatments", "notes"):
        columns, rows = tables[table]
        tables[table] = columns, [row for row in rows if row["situation"] in kept]
    for row in tables["situations"][1]:
        row |= {"shares": "", "shares_by": ""}
    columns, rows = tables["prompts"]
    tables["prompts"] = columns, [row for row in rows if {*row["situations"].split()} <= kept]
    tables["topic"] = tables["topic"][0], [{"topic": name, "format": "2"}]
    tables["questions"] = (
        tables["questions"][0],
        [
            {"question": question}
            | {
                f"{column}_{language}": text(question, column, language=language)
                for language in languages
                for column in ("text", "help", "name", "heading")
            }
            | {
                f"line_{language}": f"{text(question, language=language)}: {{answer}}."
                for language in languages
            }
            for question in topic.questions
        ],
    )
    tables["answers"] = (
        tables["answers"][0],
        [
            {"question": question, "answer": answer}
            | {
                f"{column}_{language}": text(question, answer, column, language=language)
                for language in languages
                for column in ("text", "within")
            }
            for question, answers in topic.questions.items()
            for answer in answers
        ],
    )
    tables["routes"] = (
        tables["routes"][0],
        [
            {"situation": situation, "question": question, "answer": answer}
            for situation, wanted in topic.routes.items()
            for question, answers in wanted.items()
            for answer in answers
        ],
    )
    for table, (columns, rows) in tables.items():
        write(folder, table, columns, rows)
    return folder
