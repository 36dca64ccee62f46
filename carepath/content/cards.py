"""Cards: the lists that answers without one list of their own refer a reader to."""

from __future__ import annotations

from dataclasses import dataclass

from carepath.content.view import View
from carepath.model.pathway import Situation
from carepath.text.sentences import Statement, statement


@dataclass(frozen=True)
class Card:
    """A link to the list of other answers, with the list in short."""

    url: str
    situation: Situation
    stated: Statement | None


def cards(view: View) -> tuple[Card, ...]:
    """Return the cards of a view's answers; they lead to the same page with other answers."""
    pathways = view.site.pathways
    return tuple(
        Card(
            view.address(view.page, **dict(answers)),
            pathways.routes[answers],
            statement(view.words, pathways.routes[answers], answers),
        )
        for answers in pathways.cards[view.selection.answers]
        if answers
    )
