"""The topic that is measured, and those of its views that are."""

from __future__ import annotations

from functools import cache

from carepath import library
from carepath.content import slides as presented
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.tables.loader import DATA
from carepath.tables.routing import Answers

FIRST = ""
"""The first topic, which addresses don't name."""


@cache
def site(topic: str) -> Site:
    """Return the project's site about a topic, in English."""
    return library.site(DATA, topic=topic)


def listed(topic: str) -> tuple[Answers, ...]:
    """Return the answers that lead to a list of options."""
    routes = site(topic).pathways.routes
    return tuple(answers for answers, situation in routes.items() if situation.options)


def largest(topic: str) -> Selection:
    """Return the first answers whose list has the most options, and the most steps of those."""
    own = site(topic).pathways

    def size(answers: Answers) -> tuple[int, int]:
        options = own.routes[answers].options
        return len(options), sum(len(option.steps) for option in options)

    return Selection(max(listed(topic), key=size), topic=own.parameter)


def slides(topic: str) -> tuple[str, ...]:
    """Return the names of the slides of `largest`, in order."""
    own, most = site(topic), largest(topic)
    situation = own.pathways.routes[most.answers]
    shown = presented.slides(own.words, own.pathways, situation, most)
    return tuple(slide.key for slide in shown)


def neighbour(topic: str) -> Selection | None:
    """Return answers to a smaller list, which differ from `largest` in one; None without any."""
    own, most = site(topic).pathways, largest(topic)
    count = len(own.routes[most.answers].options)
    for answers in listed(topic):
        differ = {*answers} ^ {*most.answers}
        if len(differ) == 2 and len(own.routes[answers].options) < count:
            return Selection(answers, topic=own.parameter)
    return None
