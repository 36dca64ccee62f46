"""What readers do on a site, one action after the other, and how to know that it was answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from random import Random

from bench.client import Sign, Visit, drawing, html
from carepath import link, pathway, words as wording
from carepath.diagram import markup
from carepath.rules import GROUPS, PLACES
from carepath.tables import DATA, load

Action = Callable[[Visit], Awaitable[float]]
"""Does one thing; gives the seconds until what it brings is there."""


@dataclass(frozen=True)
class Readers:
    """The readers of a site: how its front page is opened, and an endless walk from there."""

    opening: Action
    walk: Callable[[Random], Iterator[Action]]


def of_carepath() -> Readers:
    """Return readers who answer both questions, tap steps, and now and then answer anew."""
    tables = load(DATA)
    paths, words = pathway.build(tables), wording.read(tables)

    @cache
    def shown(group: str, place: str) -> Sign:
        return drawing(str(markup.paths(words, paths, paths.answer(group, place))))

    def answer(asked: str, at: int, *signs: Sign) -> Action:
        return lambda visit: visit.choose(f"{asked}-side", at, *signs)

    def walk(rng: Random) -> Iterator[Action]:
        group, place = rng.choice(GROUPS), rng.choice(PLACES)
        yield answer("group", GROUPS.index(group), heading, overview)
        yield answer("place", PLACES.index(place), heading, shown(group, place))
        while True:
            steps = link.addresses(paths.answer(group, place), paths)
            for _ in range(rng.randint(1, 4)):
                option = rng.choice([*steps])
                choice = {"option": option, "step": rng.choice(steps[option])}
                yield _tap(choice, heading, shown(group, place))
            place = rng.choice([other for other in PLACES if other != place])
            yield answer("place", PLACES.index(place), heading, shown(group, place))

    heading, overview = html("<h1"), drawing(str(markup.map_of(words, paths)))
    return Readers(lambda visit: visit.open(heading, overview), walk)


def _tap(choice: dict[str, str], *signs: Sign) -> Action:
    return lambda visit: visit.tap("paths", choice, *signs)


def of_empty() -> Readers:
    """Return readers of the empty page, who choose one answer of its radio after the other."""
    shown = [html(f'<p id="{name}">') for name in ("one", "two", "three")]

    def choose(at: int) -> Action:
        return lambda visit: visit.choose("number", at, shown[at])

    def walk(rng: Random) -> Iterator[Action]:
        for turn in count(rng.randint(1, 2)):
            yield choose(turn % 3)

    return Readers(lambda visit: visit.open(shown[0]), walk)
