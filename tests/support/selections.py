"""Answers to the project's two questions, in short, and selections with them."""

from __future__ import annotations

from carepath.model.selection import Selection
from carepath.tables.routing import Answers
from tests.support import facts

ANSWERS = {f"{group}.{place}": (group, place) for group, place in facts.ANSWERS}
"""The name of both answers in a URL -> the answers."""
LISTED = [f"{group}.{place}" for group, place in facts.LISTED]
"""The names of all answers that lead to a list of options."""
FORMER = {f"{group}-{place}": f"{group}.{place}" for group, place in facts.ANSWERS}
"""The name in older links -> the name in `ANSWERS`."""


def pairs(group: str = "", place: str = "") -> Answers:
    """Return answers as pairs; "" is no answer."""
    given = (("group", group), ("place", place))
    return tuple((question, answer) for question, answer in given if answer)


def selected(
    group: str = "",
    place: str = "",
    option: str = "",
    step: str = "",
    against: str = "",
    lang: str = "",
) -> Selection:
    """Return a selection with these answers."""
    return Selection(pairs(group, place), option, step, against, lang)
