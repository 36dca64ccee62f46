"""A situation as slides in the order of a presentation, with notes for the presenter."""

from __future__ import annotations

from dataclasses import dataclass

from carepath.model.options import Note, Option, Step
from carepath.model.pathway import AddressedStep, Pathways, Situation, steps_of
from carepath.model.selection import Selection
from carepath.text import messages as wording, sentences
from carepath.text.messages import Words


@dataclass(frozen=True)
class Slide:
    """One slide; `option` and `step` are set if it shows a step, `inside` if that is in a flow.

    `choice` is the query of the URL while the slide is shown, `said` its text for screen readers.
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
    inside: bool = False
    notes: tuple[Note, ...] = ()


def slides(
    words: Words, pathways: Pathways, situation: Situation, chosen: Selection
) -> tuple[Slide, ...]:
    """Return the opening, every step of every option and inside it, and the closing slide."""
    steps = tuple(
        _step(words, pathways, option, found)
        for option in situation.options
        for found in steps_of(pathways, option)
    )
    opening = _opening(words, situation, chosen)
    return (opening, *steps, _closing(words, situation, (opening, *steps)[-1]))


def _opening(words: Words, situation: Situation, chosen: Selection) -> Slide:
    title = sentences.answers_line(words, chosen.answers)
    stated = sentences.statement(words, situation, chosen.answers)
    return Slide(
        kind="opening",
        title=title,
        said=title,
        choice=("", ""),
        say=words("present.say.opening"),
        ask=words("present.ask.statement" if stated else "present.ask.opening"),
        notes=situation.notes,
    )


def _step(words: Words, pathways: Pathways, option: Option, found: AddressedStep) -> Slide:
    step, within = found.step, found.option
    name = words.name(step.treatment)
    title = sentences.option_name(words, option)
    inside = pathways.inside[found.outer.treatment] if found.outer else None
    notes = (*step.notes, *(within.notes if step.follows is None else ()))
    if inside:
        phases = [stage.phase for stage in within.stages if stage.phase]
        if step.phase:
            title = words(
                "present.phase",
                phase=wording.capital(words.name(step.phase)),
                number=phases.index(step.phase) + 1,
                phases=len(phases),
            )
        notes = (*notes, *(inside.notes if step.follows is None else ()))
    return Slide(
        kind="step",
        title=title,
        said=words("present.said", place=title, name=name),
        choice=(str(option.number), found.address),
        say=words.terms[step.treatment]["meaning"],
        ask=words("present.ask.step", name=name),
        sentence=sentences.step_sentence(words, within, step),
        option=within,
        step=step,
        inside=inside is not None,
        notes=notes,
    )


def _closing(words: Words, situation: Situation, before: Slide) -> Slide:
    """Close; there is no address for it, so it keeps that of the slide before."""
    count = len(situation.options)
    title = words.counted("present.closing", count)
    return Slide(
        kind="closing",
        title=title,
        said=title,
        choice=before.choice,
        say=words("present.say.closing", fit=words.counted("options.fit", count)),
        ask=words("present.ask.closing"),
    )
