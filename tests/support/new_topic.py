"""Rows that make a topic of the examples that `new-topic` writes, as docs/new-topic.md says."""

from __future__ import annotations

import csv
import re
from pathlib import Path

TOPIC = "followed"
STEPS = ("first cure", "second cure", "third cure", "fourth cure", "fifth cure")
"""Treatments of a sequence."""
ANSWERS = {"small": STEPS, "large": STEPS[:1], "many": STEPS[1:2]}
"""The treatments that each answer leads to."""
CONDITION = "for infants with a small lump that doctors found early, and without fever"
STATEMENT = (
    "There is no standard treatment for this.",
    "Experts do not agree on one treatment.",
    "You may want to ask for a study.",
)
"""What comes before the list of the last answer, what it means, and what a family can do."""
SOURCE = {"source": "little-book", "found_at": "small-list"}
FOUND = {"source": "little-book", "found_at": "large-list"}
UNUSED = r"example|later\.lead|left-out|known\.others|trials\.(rare|not-started)"
"""Words of the examples that the topic doesn't need."""
Rows = list[dict[str, str]]


def both(column: str, english: str, spanish: str) -> dict[str, str]:
    return {f"{column}_en": english, f"{column}_es": spanish}


def spanish(name: str) -> str:
    return f"{name.removesuffix(' cure')} remedio"


ROWS: dict[str, Rows] = {
    "sources": [
        {"source": "little-book", "url": "https://book.example/"}
        | {"page_date": "2025-03-01", "stored_on": "2026-01-31"}
        | both("name", "A book", "Un libro")
        | both("short", "the book", "el libro")
        | both("role", "This is the book we explain.", "Este es el libro que explicamos.")
        | both("publisher", "A press", "Una editorial")
    ],
    "questions": [
        {"question": "size"}
        | both("text", "How large is the lump?", "¿Qué tamaño tiene el bulto?")
        | both("help", "Your care team can tell you.", "Su equipo puede decírselo.")
        | both("name", "the size", "el tamaño")
        | both("line", "Size: {answer}.", "Tamaño: {answer}.")
    ],
    "answers": [
        {"question": "size", "answer": "small"}
        | both("text", "Small", "Pequeño")
        | both("within", "small", "pequeño"),
        {"question": "size", "answer": "large"}
        | both("text", "Large", "Grande")
        | both("within", "large", "grande"),
        {"question": "size", "answer": "many"}
        | both("text", "More than one", "Más de uno")
        | both("within", "more than one", "más de uno"),
    ],
    "situations": [
        {"situation": "small", "steps": "5", "lead": "may-include"}
        | both("name", "Small lumps", "Bultos pequeños")
        | both("start", "A small lump", "Un bulto pequeño")
        | SOURCE,
        {"situation": "large", "steps": "1", "lead": "is"}
        | both("name", "Large lumps", "Bultos grandes")
        | both("start", "A large lump", "Un bulto grande")
        | FOUND,
        {"situation": "many", "steps": "1", "lead": "include"}
        | both("name", "More than one lump", "Más de un bulto")
        | both("start", "More than one lump", "Más de un bulto")
        | both("statement", STATEMENT[0], "No hay un tratamiento estándar para esto.")
        | both("meaning", STATEMENT[1], "Los expertos no prefieren un solo tratamiento.")
        | both("action", STATEMENT[2], "Tal vez quiera preguntar por un estudio.")
        | FOUND,
    ],
    "routes": [
        {"situation": "small", "question": "size", "answer": "small"},
        {"situation": "large", "question": "size", "answer": "large"},
        {"situation": "many", "question": "size", "answer": "many"},
    ],
    "terms": [
        {"term": name.replace(" ", "-"), "kind": "other", "article_es": "el|del"}
        | both("name", name, spanish(name))
        | both("plain", f"the {name}, said plainly", f"{spanish(name)}, en palabras sencillas")
        | both("meaning", f"This is the {name}.", f"Este es el {spanish(name)}.")
        | SOURCE
        for name in STEPS
    ],
    "treatments": [
        {"situation": "small", "option": "1", "step": str(at), "treatment": name.replace(" ", "-")}
        | ({"follows": str(at - 1), "link": "then"} if at > 1 else {"whom": "small-and-no-fever"})
        | SOURCE
        for at, name in enumerate(STEPS, start=1)
    ]
    + [
        {"situation": "large", "option": "1", "step": "1", "treatment": "first-cure"}
        | {"purpose": "shrink"}
        | FOUND,
        {"situation": "many", "option": "1", "step": "1", "treatment": "second-cure"} | FOUND,
    ],
    "notes": [{"situation": "large", "note": "no-size"} | FOUND],
    "cards": [],
    "effects": [
        {"treatments": treatments, "section": "effects"}
        | both("text", f"The {name} may tickle.", f"El {spanish(name)} puede hacer cosquillas.")
        | SOURCE
        for name, treatments in {
            **{name: name.replace(" ", "-") for name in STEPS[:3]},
            "last cure": "fourth-cure fifth-cure",
        }.items()
    ],
    "prompts": [
        {"prompt": "after", "heading": "options", "source": "own-words", "found_at": "no-place"}
        | both("text", "What comes after the first cure?", "¿Qué sigue después?")
    ],
}
WORDS: Rows = [
    {"id": "whom.small-and-no-fever"}
    | both("text", CONDITION, "para bebés con un bulto pequeño y reciente, y sin fiebre"),
    {"id": "purpose.shrink"} | both("text", "to shrink the lump", "para reducir el bulto"),
    {"id": "note.no-size"} | both("text", "The book names no size.", "El libro no da un tamaño."),
    {"id": "found.small-list"}
    | both("text", "the list for small lumps", "la lista para bultos pequeños"),
    {"id": "found.large-list"} | both("text", "list for large lumps", "lista de bultos grandes"),
]


def write(folder: Path) -> None:
    """Replace the examples in the folder of a new topic by rows."""
    for table, rows in ROWS.items():
        _write(folder / f"{table}.csv", rows)
    path = folder / "words.csv"
    with path.open(encoding="utf-8", newline="") as file:
        words = [row for row in csv.DictReader(file) if not re.search(UNUSED, row["id"])]
    _write(path, [_worded(row) for row in words] + WORDS)


def _worded(row: dict[str, str]) -> dict[str, str]:
    """Return an example of a word with its brackets and placeholders of an illness written out."""
    return {
        column: cell.strip("[]").replace("…", "lumps").replace("=Example", "=lumps")
        .replace("C0000", "C1234")
        for column, cell in row.items()
    }  # fmt: skip


def _write(path: Path, rows: Rows) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
