"""A situation as slides in the order they are shown: what stands on each, and what is said."""

from __future__ import annotations

from dataclasses import dataclass

from carepath import words as wording
from carepath.link import Selection
from carepath.pathway import Note, Option, Situation, Step
from carepath.words import Words


@dataclass(frozen=True)
class Slide:
    """One slide; `option` and `step` are set where it shows a step.

    `choice` is what the address says while it is shown, `said` what a screen reader is told.
    `say`, `ask` and `notes` are for the presenter: a line, a teach-back question, remarks.
    """

    kind: str
    title: str
    said: str
    choice: tuple[str, str]
    say: str
    ask: str
    sentence: str = ""
    option: Option | None = None
    step: Step | None = None
    notes: tuple[Note, ...] = ()


def slides(words: Words, situation: Situation, chosen: Selection) -> tuple[Slide, ...]:
    """Return the opening, every step of every option, and the closing slide."""
    steps = tuple(
        _step(words, situation, option, step)
        for option in situation.options
        for step in option.steps
    )
    opening = _opening(words, situation, chosen)
    return (opening, *steps, _closing(words, (opening, *steps)[-1]))


def _opening(words: Words, situation: Situation, chosen: Selection) -> Slide:
    title = wording.answers_line(words, chosen.group, chosen.place)
    statement = words.situations[situation.id]["statement"]
    return Slide(
        kind="opening",
        title=title,
        said=title,
        choice=("", ""),
        say=words("present.say.opening"),
        ask=words("present.ask.statement" if statement else "present.ask.opening"),
        notes=situation.notes,
    )


def _step(words: Words, situation: Situation, option: Option, step: Step) -> Slide:
    name = words.name(step.treatment)
    title = words(
        "present.place",
        option=option.number,
        options=len(situation.options),
        step=step.number,
        steps=len(option.steps),
    )
    return Slide(
        kind="step",
        title=title,
        said=words("present.said", place=title, name=name),
        choice=(str(option.number), str(step.number)),
        say=words.terms[step.treatment]["meaning"],
        ask=words("present.ask.step", name=name),
        sentence=wording.step_sentence(words, option, step),
        option=option,
        step=step,
        notes=(*step.notes, *(option.notes if step.follows is None else ())),
    )


def _closing(words: Words, before: Slide) -> Slide:
    """Close; there is no address for it, so it keeps that of the slide before."""
    title = words("present.closing")
    return Slide(
        kind="closing",
        title=title,
        said=title,
        choice=before.choice,
        say=words("present.say.closing", may=words("options.may")),
        ask=words("present.ask.closing"),
    )
