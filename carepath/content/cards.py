"""Cards: the lists that answers without one list of their own refer a reader to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from carepath.content.blocks import View
from carepath.model.pathway import Situation
from carepath.text import titles
from carepath.text.sentences import Statement, statement


@dataclass(frozen=True)
class Card:
    """A link to the list of other answers, with the list in short."""

    url: str
    situation: Situation
    stated: Statement | None


def cards(view: View) -> tuple[Card, ...]:
    """Return the cards of a view's answers; they lead to the same page with other answers."""
    return tuple(_cards(view))


def _cards(view: View) -> Iterator[Card]:
    pathways = view.site.pathways
    for answers in pathways.cards[view.selection.answers]:
        if answers:
            situation = pathways.routes[answers]
            chosen = replace(view.selection, answers=answers, option="", step="", against="")
            url = chosen.url(f"/{titles.path(view.page)}")
            yield Card(url, situation, statement(view.words, situation, answers))
