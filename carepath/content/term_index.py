"""Index of every term and the options that contain it, for the Words page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from carepath.model.options import Reference, Step
from carepath.model.pathway import Pathways, Situation, steps_of
from carepath.model.selection import Selection
from carepath.text.messages import Words
from carepath.text.sentences import option_name


@dataclass(frozen=True)
class Place:
    """An option that contains a term: its name, and the selection that opens it at the term."""

    situation: str
    option: str
    selection: Selection


@dataclass(frozen=True)
class Entry:
    """A term, the source of its meaning, and every option that contains it."""

    term: str
    reference: Reference
    places: tuple[Place, ...]


def entries(words: Words, pathways: Pathways, chosen: Selection) -> tuple[Entry, ...]:
    """Return all terms in order of their names; links keep the answers and language of `chosen`."""
    return tuple(
        Entry(
            term, Reference(row["source"], row["found_at"]), _places(words, pathways, term, chosen)
        )
        for term, row in sorted(words.terms.items(), key=lambda item: item[1]["name"].casefold())
    )


def _places(words: Words, pathways: Pathways, term: str, chosen: Selection) -> tuple[Place, ...]:
    """Return the options that contain a term, also inside a step or as a kind of a treatment."""
    places = []
    for situation in pathways.situations:
        answers = _answers(pathways, situation, chosen)
        for option in situation.options:
            for found in steps_of(pathways, option):
                if term in _terms(words, found.step):
                    selection = answers
                    if pathways.situation(answers.answers):
                        selection = replace(answers, option=str(option.number), step=found.address)
                    places.append(Place(situation.id, option_name(words, option), selection))
                    break
    return tuple(places)


def _terms(words: Words, step: Step) -> tuple[str, ...]:
    """Return the terms of a step: its treatment, the broader treatment, its phase."""
    return (step.treatment, words.terms[step.treatment]["broader"], step.phase)


def _answers(pathways: Pathways, situation: Situation, chosen: Selection) -> Selection:
    """Return the answers that lead to a situation, the reader's own if they do.

    If several lead to it and none is the reader's, the page asks for what is open.
    """
    given = []
    for question in pathways.questions:
        known = {dict(answers).get(question.id, "") for answers in situation.answers}
        own = chosen.answer(question.id)
        answer = own if own in known else min(known) if len(known) == 1 else ""
        given += [(question.id, answer)] if answer else []
    return Selection(tuple(given), lang=chosen.lang, topic=chosen.topic)
