"""The facts of the treatment table, read from the CSV files with nothing of the project's own.

The tests of the drawing, the sentences and the table all compare with these.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from harness.paths import ROOT

DATA = ROOT / "data"
TOPIC = "neuroblastoma-recurrent"
GROUPS = ("low", "intermediate", "high", "unsure")
PLACES = ("same", "elsewhere", "cns", "several", "no-response", "unsure")
# The answers of a family that knows its group and one place.
ANSWERS = {
    ("low", "same"): "low-same",
    ("low", "elsewhere"): "low-elsewhere",
    ("low", "cns"): "cns",
    ("intermediate", "same"): "intermediate-same",
    ("intermediate", "elsewhere"): "intermediate-elsewhere",
    ("intermediate", "cns"): "cns",
    ("high", "same"): "high",
    ("high", "elsewhere"): "high",
    ("high", "cns"): "cns",
}
# All answers; those without a list of their own, or with more than one, have cards.
ROUTES = ANSWERS | {
    ("low", "several"): "low-several",
    ("low", "no-response"): "low-elsewhere",
    ("low", "unsure"): "low-unsure",
    ("intermediate", "several"): "intermediate-several",
    ("intermediate", "no-response"): "intermediate-no-response",
    ("intermediate", "unsure"): "intermediate-unsure",
    ("high", "several"): "high",
    ("high", "no-response"): "high",
    ("high", "unsure"): "high",
    ("unsure", "same"): "unsure-same",
    ("unsure", "elsewhere"): "unsure-elsewhere",
    ("unsure", "cns"): "cns",
    ("unsure", "several"): "unsure-several",
    ("unsure", "no-response"): "unsure-no-response",
    ("unsure", "unsure"): "unsure",
}
CARDS = {
    ("low", "several"): ["low.same", "low.elsewhere", "low.cns"],
    ("low", "unsure"): ["low.same", "low.elsewhere", "low.cns"],
    ("intermediate", "several"): [
        "intermediate.same",
        "intermediate.elsewhere",
        "intermediate.cns",
    ],
    ("intermediate", "unsure"): ["intermediate.same", "intermediate.elsewhere", "intermediate.cns"],
    ("high", "several"): ["high.cns"],
    ("high", "unsure"): ["high.cns"],
    ("unsure", "same"): ["low.same", "intermediate.same", "high.same"],
    ("unsure", "elsewhere"): ["low.elsewhere", "intermediate.elsewhere", "high.elsewhere"],
    ("unsure", "several"): [
        "low.same",
        "low.elsewhere",
        "intermediate.same",
        "intermediate.elsewhere",
        "high.several",
        "unsure.cns",
    ],
    ("unsure", "no-response"): ["low.no-response", "high.no-response"],
    ("unsure", "unsure"): ["all"],
}
LISTED = [answers for answers, situation in ROUTES.items() if situation in ANSWERS.values()]
"""The answers that lead to a list of options."""


# What NCI says in so many words may be told, if the sentence says that NCI says it.
NCI_SAYS = {
    "en": re.compile(r"NCI('s page for doctors)? says that [^.?!]*"),
    "es": re.compile(r"(El|La página del) NCI( para médicos)? dice que,? [^.?!]*"),
}


@dataclass(frozen=True)
class Row:
    """One step as the table states it; `before` is the row it follows."""

    situation: str
    option: int
    step: int
    phase: str
    treatment: str
    follows: int | None
    link: str
    alone: bool
    whom: str
    purpose: str


def read(name: str, topic: str = TOPIC) -> list[dict[str, str]]:
    """Return the rows of a table: a topic's new ones, then the shared ones, some replaced."""
    own, shared = _rows(DATA / "topics" / topic / name), _rows(DATA / name)
    if not own or not shared:
        return own or shared
    key = next(iter(own[0]))
    replaced, known = {row[key]: row for row in own}, {row[key] for row in shared}
    return [
        *(row for row in own if row[key] not in known),
        *(replaced.get(row[key], row) for row in shared),
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(situation: str | None = None) -> list[Row]:
    return [
        Row(
            row["situation"],
            int(row["option"]),
            int(row["step"]),
            row["phase"],
            row["treatment"],
            int(row["follows"]) if row["follows"] else None,
            row["link"],
            bool(row["alone"]),
            row["whom"],
            row["purpose"],
        )
        for row in read("treatments.csv")
        if situation in (None, row["situation"])
    ]


def names() -> dict[str, str]:
    return {row["term"]: row["name_en"] for row in read("terms.csv")}


def text(language: str = "en") -> dict[str, str]:
    """Return the texts by id.

    A question's text is `question.<id>`, and what it asks for `notice.param.<id>`. An answer's text
    is `<question>.<answer>`, and `.in` follows where it is part of a sentence.
    """
    texts = {row["id"]: row[f"text_{language}"] for row in read("words.csv")}
    for row in read("questions.csv"):
        texts[f"question.{row['question']}"] = row[f"text_{language}"]
        texts[f"notice.param.{row['question']}"] = row[f"name_{language}"]
    for row in read("answers.csv"):
        answer = f"{row['question']}.{row['answer']}"
        texts |= {answer: row[f"text_{language}"], f"{answer}.in": row[f"within_{language}"]}
    return texts


def outage(language: str = "en") -> dict[str, str]:
    return {row["id"]: row[f"text_{language}"] for row in read("unavailable.csv")}


def situations() -> list[str]:
    return [row["situation"] for row in read("situations.csv") if row["steps"] != "0"]
