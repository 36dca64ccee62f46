"""Every term with the paths it stands in, for the Words page."""

from __future__ import annotations

from dataclasses import dataclass

from carepath.link import Selection
from carepath.pathway import Pathways, Reference
from carepath.words import Words


@dataclass(frozen=True)
class Place:
    """An option that a term stands in, and the selection that opens it there."""

    situation: str
    option: int
    selection: Selection


@dataclass(frozen=True)
class Entry:
    """A term, where its meaning comes from, and where it stands in the paths."""

    term: str
    reference: Reference
    places: tuple[Place, ...]


def entries(words: Words, pathways: Pathways, lang: str) -> tuple[Entry, ...]:
    """Return all terms by their name; `lang` is kept in the selections."""
    return tuple(
        Entry(term, Reference(row["source"], row["found_at"]), _places(pathways, term, lang))
        for term, row in sorted(words.terms.items(), key=lambda item: item[1]["name"].casefold())
    )


def _places(pathways: Pathways, term: str, lang: str) -> tuple[Place, ...]:
    return tuple(
        Place(
            situation.id,
            option.number,
            Selection(*situation.answers[0], str(option.number), str(step.number), lang=lang),
        )
        for situation in pathways.situations
        for option in situation.options
        for step in option.steps
        if step.treatment == term
    )
