"""Every term with the options it stands in, for the Words page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from carepath.model.pathway import Pathways, Reference, Situation, Step, steps_of
from carepath.model.selection import Selection
from carepath.text.messages import Words
from carepath.text.sentences import option_name


@dataclass(frozen=True)
class Place:
    """An option that a term stands in, by its name, and the selection that opens it there."""

    situation: str
    option: str
    selection: Selection


@dataclass(frozen=True)
class Entry:
    """A term, where its meaning comes from, and every option it stands in."""

    term: str
    reference: Reference
    places: tuple[Place, ...]


def entries(words: Words, pathways: Pathways, chosen: Selection) -> tuple[Entry, ...]:
    """Return all terms by their name; the answers and the language of `chosen` are kept."""
    return tuple(
        Entry(
            term, Reference(row["source"], row["found_at"]), _places(words, pathways, term, chosen)
        )
        for term, row in sorted(words.terms.items(), key=lambda item: item[1]["name"].casefold())
    )


def _places(words: Words, pathways: Pathways, term: str, chosen: Selection) -> tuple[Place, ...]:
    """Find the options that hold a term, also inside a treatment or as a kind of it."""
    places = []
    for situation in pathways.situations:
        answers = _answers(situation, chosen)
        for option in situation.options:
            for found in steps_of(pathways, option):
                if term in _terms(words, found.step):
                    selection = answers
                    if answers.complete:
                        at = {"option": str(option.number), "step": found.address}
                        selection = replace(answers, **at)
                    places.append(Place(situation.id, option_name(words, option), selection))
                    break
    return tuple(places)


def _terms(words: Words, step: Step) -> tuple[str, ...]:
    """Return the terms a step stands for: its treatment, what that is a kind of, its phase."""
    return (step.treatment, words.terms[step.treatment]["broader"], step.phase)


def _answers(situation: Situation, chosen: Selection) -> Selection:
    """Return the answers that lead to a situation, those of the reader where they do.

    Where several lead to it and none is the reader's, what is left open is asked.
    """
    groups = {group: None for group, _ in situation.answers}
    places = {place: None for _, place in situation.answers}
    group, place = (
        kept if kept in known else next(iter(known)) if len(known) == 1 else ""
        for kept, known in ((chosen.group, groups), (chosen.place, places))
    )
    return Selection(group, place, lang=chosen.lang)
