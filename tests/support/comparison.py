"""What a comparison holds, from the model and the tables."""

from __future__ import annotations

from carepath.model import pathway
from carepath.text import messages, sentences
from tests.support import facts
from tests.support.project_data import ENGLISH, PATHS

NAMES = facts.names()
BROADER = {row["term"]: row["broader"] for row in facts.read("terms.csv")}


def lettered(*names: str) -> list[str]:
    """Return the headings of two options side by side."""
    return [f"{letter}. {name}" for letter, name in zip("AB", names, strict=True)]


def short(letter: str, option: pathway.Option) -> str:
    """Return the head of an option's column."""
    first = messages.capital(NAMES[option.steps[0].treatment])
    return f"{letter}. {first}{' …' if len(option.steps) > 1 else ''}"


def option_of(situation: str, number: int) -> pathway.Option:
    found = next(s for s in PATHS.situations if s.id == situation)
    return next(option for option in found.options if option.number == number)


def cells_of(situation: str, number: int) -> dict[str, tuple[str, ...]]:
    """What the table says of an option, by the widest name of each treatment in it."""
    option = option_of(situation, number)
    told: dict[str, list[str]] = {}
    for step in option.steps:
        told.setdefault(BROADER[step.treatment] or step.treatment, []).append(
            sentences.step_sentence(ENGLISH, option, step)
        )
        for inside in PATHS.within(step):
            for inner in inside.steps:
                sentence = sentences.step_sentence(ENGLISH, inside, inner)
                told.setdefault(BROADER[inner.treatment] or inner.treatment, []).append(
                    f"In {NAMES[step.treatment]}: {sentence}"
                )
    return {treatment: tuple(sentences) for treatment, sentences in told.items()}


EVERY = [(s.id, option.number) for s in PATHS.situations for option in s.options]
