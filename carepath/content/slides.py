"""A situation as slides in the order of a presentation, with notes for the presenter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from carepath.layer.reader import Layer, Offer
from carepath.model.options import Note, Option, Step
from carepath.model.pathway import AddressedStep, Pathways, Situation, steps_of
from carepath.model.selection import Selection
from carepath.text import messages, sentences
from carepath.text.messages import Words


@dataclass(frozen=True)
class Slide:
    """One slide; `option` and `step` are set if it shows a step.

    `name` is what the slide is about, and `said` its text for screen readers. `choice` is the query
    of the URL while the slide is shown. `sentence` says where a step fits, where that is more than
    its name, `meaning` what it is, and `given` how. `say`, `ask` and `notes` are for the presenter:
    a line, a teach-back question where there is one, remarks. `own` and `offers` are from the
    hospital.
    """

    kind: str
    title: str
    name: str
    said: str
    choice: tuple[str, str]
    say: str
    ask: str = ""
    sentence: str = ""
    meaning: str = ""
    given: str = ""
    option: Option | None = None
    step: Step | None = None
    notes: tuple[Note, ...] = ()
    own: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()

    @property
    def query(self) -> str:
        """The query of the step that it shows, "" if it shows none."""
        return (
            urlencode(dict(zip(("option", "step"), self.choice, strict=True))) if self.step else ""
        )

    @property
    def key(self) -> str:
        """The slide's name among those of its situation, the same in every language."""
        return ".".join(self.choice) if self.step else self.kind


def slides(
    words: Words, pathways: Pathways, situation: Situation, chosen: Selection
) -> tuple[Slide, ...]:
    """Return all slides: the statement if there is one, the opening, every step, the end.

    The steps are those of every option and those inside them. The end is a summary, whom to call in
    the hospital if it says so, and the last.
    """
    shown = [*_opening(words, situation, chosen)]
    for option in situation.options:
        for found in steps_of(pathways, option):
            slide = _step(words, pathways, option, found)
            inside = pathways.inside[found.outer.treatment] if found.outer else None
            shown.append(_with_layer(words.layer, slide, inside or situation, found))
        name = sentences.option_name(words, option)
        shown[-1] = replace(shown[-1], ask=words("present.ask.option", name=name))
    before = shown[-1]
    end = (_summary(words, situation, before), *_contacts(words, before), _last(words, before))
    return (*shown, *end)


def _with_layer(
    layer: Layer | None, slide: Slide, situation: Situation, found: AddressedStep
) -> Slide:
    """Return the slide of a step with what the hospital adds to it, and before to its option."""
    if layer is None:
        return slide
    at, step = (situation.id, found.option.number), found.step
    first = step.follows is None
    # A situation inside a treatment has no slide of its own.
    whole = (*(layer.at(situation.id) if found.outer else ()), *layer.at(*at)) if first else ()
    return replace(
        slide, own=(*whole, *layer.at(*at, step.number)), offers=layer.on(step.treatment)
    )


def _opening(words: Words, situation: Situation, chosen: Selection) -> Iterator[Slide]:
    title = sentences.answers_line(words, chosen.answers)
    name = words("present.options")
    opening = Slide(
        kind="opening",
        title=title,
        name=name,
        said=words("present.said", place=title, name=name),
        choice=("", ""),
        say=words("present.say.opening"),
        ask=words("present.ask.opening"),
        notes=situation.all_notes(chosen.answers),
        own=(*words.layer.at(), *words.layer.at(situation.id)) if words.layer else (),
    )
    if stated := sentences.statement(words, situation, chosen.answers):
        ask = words("present.ask.statement")
        said = words("present.said", place=title, name=stated.text)
        yield replace(
            opening, kind="statement", name=stated.text, said=said, ask=ask, notes=(), own=()
        )
        opening = replace(opening, ask="", say=words.counted("options.fit", len(situation.options)))
    yield opening


def _step(words: Words, pathways: Pathways, option: Option, found: AddressedStep) -> Slide:
    step, within = found.step, found.option
    name, row = words.name(step.treatment), words.terms[step.treatment]
    sentence = sentences.step_sentence(words, within, step)
    title = sentences.option_name(words, option)
    inside = pathways.inside[found.outer.treatment] if found.outer else None
    notes = (*step.notes, *(within.notes if step.follows is None else ()))
    if step.phase:
        title = words(
            "present.phase",
            phase=messages.capital(words.name(step.phase)),
            number=within.phases.index(step.phase) + 1,
            phases=len(within.phases),
        )
    if inside and step.follows is None:
        notes = (*notes, *inside.notes)
    return Slide(
        kind="step",
        title=title,
        name=messages.capital(name),
        said=words("present.said", place=title, name=name),
        choice=(str(option.number), found.address),
        say=f"{row['meaning']} {row['more']}".rstrip(),
        sentence="" if sentence == f"{messages.capital(name)}." else sentence,
        meaning=row["meaning"],
        given=_given(words, step.treatment),
        option=within,
        step=step,
        notes=notes,
    )


def _given(words: Words, treatment: str) -> str:
    """Return the first facts on how a treatment is given, from a page about this illness alone."""
    for section in words.effects.get(treatment, ()):
        for run in section.runs if section.id == "given" else ():
            source = words.sources[run.reference.source]
            if source["url"] and not source["scope"]:
                return " ".join(run.groups[0].texts)
    return ""


def _end(kind: str, title: str, say: str, before: Slide, ask: str = "") -> Slide:
    """Return a slide at the end. It has no URL, so it keeps that of the slide before."""
    return Slide(kind, title, name=title, said=title, choice=before.choice, say=say, ask=ask)


def _summary(words: Words, situation: Situation, before: Slide) -> Slide:
    count = len(situation.options)
    title, say = words.counted("summary.title", count), words.counted("options.fit", count)
    return _end("summary", title, say, before, words("present.ask.closing"))


def _contacts(words: Words, before: Slide) -> Iterator[Slide]:
    if words.layer and words.layer.contacts:
        yield _end("contacts", words("layer.contacts"), words("layer.say"), before)


def _last(words: Words, before: Slide) -> Slide:
    return _end("last", words("present.last"), words("present.say.last"), before)
