"""Facts of a topic as plain rows, compared with its tables as the files have them.

Texts are searched for every part of what they have to hold, so that no part of a condition is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.support.facts import read


@dataclass(frozen=True)
class Fact:
    """One step of an option as the source has it.

    `follows` is the step that it comes after or goes with, `link` the source's word for that.
    """

    situation: str
    option: int
    step: int
    treatment: str
    place: str
    phase: str = ""
    follows: int | None = None
    link: str = ""
    alone: bool = False
    whom: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()


def says(text: str, wanted: tuple[str, ...]) -> bool:
    """Whether a text holds every wanted expression, as a regular expression, in this order."""
    return bool(re.search(".*".join(wanted), text, re.IGNORECASE))


def faults(
    topic: str,
    answers: dict[str, str],
    leads: dict[str, str],
    facts: list[Fact],
    statements: dict[str, str],
    notes: dict[str, list[tuple[str, ...]]],
) -> list[str]:
    """Return how the tables of a topic differ from its facts.

    `answers` has the situation of all answers by their name; `notes` what notes of each say.
    """
    found = []
    words = {row["id"]: row["text_en"] for row in read("words.csv", topic)}
    situations = {row["situation"]: row for row in read("situations.csv", topic)}
    routes: dict[str, dict[str, set[str]]] = {}
    for row in read("routes.csv", topic):
        routes.setdefault(row["situation"], {}).setdefault(row["question"], set()).add(
            row["answer"]
        )
    order = [row["question"] for row in read("questions.csv", topic)]
    for name, situation in answers.items():
        given = dict(zip(order, name.split("."), strict=False))
        fitting = [
            s
            for s, wanted in routes.items()
            if all(given.get(q) in answers_ for q, answers_ in wanted.items())
        ]
        if fitting != [situation]:
            found.append(f"{name} leads to {fitting}, not to {situation}")
    if situations.keys() != leads.keys():
        found.append(f"situations are {sorted(situations)}, not {sorted(leads)}")
    for situation, lead in leads.items():
        if situations[situation]["lead"] != lead:
            found.append(f"{situation}: lead {situations[situation]['lead']}, not {lead}")
        stated = situations[situation]["statement_en"]
        if bool(stated) != (situation in statements) or not says(
            stated, (statements.get(situation, ""),)
        ):
            found.append(f"{situation}: statement {stated!r}")
    rows = {
        (r["situation"], int(r["option"]), int(r["step"])): r for r in read("treatments.csv", topic)
    }
    for fact in facts:
        row = rows.pop((fact.situation, fact.option, fact.step), None)
        at = f"{fact.situation} {fact.option}.{fact.step}"
        if row is None:
            found.append(f"{at} is missing")
            continue
        told = (
            row["treatment"],
            row["found_at"],
            row["phase"],
            row["follows"],
            row["link"],
            bool(row["alone"]),
        )
        wanted = (
            fact.treatment,
            fact.place,
            fact.phase,
            str(fact.follows or ""),
            fact.link,
            fact.alone,
        )
        if told != wanted:
            found.append(f"{at} is {told}, not {wanted}")
        for column, parts in (("whom", fact.whom), ("purpose", fact.purpose)):
            text = words.get(f"{column}.{row[column]}", "")
            if bool(text) != bool(parts) or not says(text, parts):
                found.append(f"{at}: {column} is {text!r}, without {parts}")
    found += [f"{key} is no fact" for key in rows]
    noted = {}
    for row in read("notes.csv", topic):
        noted.setdefault(row["situation"], []).append(words[f"note.{row['note']}"])
    for situation, wanted_notes in notes.items():
        for parts in wanted_notes:
            if not any(says(text, parts) for text in noted.get(situation, [])):
                found.append(f"{situation}: no note says {parts}")
    return found
