"""Readers of a site: their actions, one after the other, and the signs of each answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count, islice
from random import Random
from time import perf_counter
from urllib.parse import parse_qsl

from carepath.content import diagram
from carepath.model import pathway, selection
from carepath.model.pathway import Question
from carepath.model.selection import Selection
from carepath.tables.loader import DATA, load
from carepath.tables.routing import Answers
from carepath.text import messages
from harness.client import Sign, Unanswered, Visit, drawing, html

Action = Callable[[Visit], Awaitable[float]]
"""Does one thing; gives the seconds until what it brings is there."""


FILES = (
    ("/handout/{answers}.pdf?lang=en&paper=a4", b"%PDF"),
    ("/diagram/{answers}.svg?lang=en", b"<svg"),
    ("/diagram/{answers}.png?lang=en", b"\x89PNG"),
)
"""Addresses of files, and how each begins."""
PAGES = ("present", "compare", "questions", "words", "about", "treatments")


@dataclass(frozen=True)
class Readers:
    """The readers of a site: how its front page is opened, and an endless walk from there.

    `readable` tells whether what was fetched holds the content already, before any script runs.
    """

    opening: Action
    walk: Callable[[Random], Iterator[Action]]
    readable: Callable[[bytes], bool]


def of_carepath() -> Readers:
    """Return readers who answer both questions, tap steps, and now and then answer anew.

    All their answers lead to a list of options.
    """
    tables = load(DATA)
    paths, words = pathway.build(tables), messages.read(tables)

    group, place = paths.questions

    @cache
    def shown(answers: Answers) -> Sign:
        return drawing(str(diagram.paths(words, paths, paths.routes[answers])))

    def answer(question: Question, chosen: str, *signs: Sign) -> Action:
        at = question.answers.index(chosen)
        return lambda visit: visit.choose(f"{question.id}-side", at, *signs)

    listed = [dict(answers) for answers in paths.names.values()]

    def places(first: str) -> list[str]:
        return [answers[place.id] for answers in listed if answers[group.id] == first]

    groups = [answer for answer in group.answers if len(places(answer)) > 1]

    def walk(rng: Random) -> Iterator[Action]:
        first = rng.choice(groups)
        then = rng.choice(places(first))
        yield answer(group, first, heading, overview)
        while True:
            answers = ((group.id, first), (place.id, then))
            yield answer(place, then, heading, shown(answers))
            steps = selection.addresses(paths.routes[answers], paths)
            for _ in range(rng.randint(1, 4)):
                option = rng.choice([*steps])
                choice = {"option": option, "step": rng.choice(steps[option])}
                yield _tap(choice, heading, shown(answers))
            then = rng.choice([other for other in places(first) if other != then])

    heading, overview = html("<h1"), drawing(str(diagram.map_of(words, paths)))
    still = str(diagram.map_of(words, paths, Selection())).encode()
    return Readers(lambda visit: visit.open(heading, overview), walk, lambda page: still in page)


def mixed() -> Readers:
    """Return readers who, after a few steps, look at every page, tick questions and take a file."""
    readers = of_carepath()

    def walk(rng: Random) -> Iterator[Action]:
        yield from islice(readers.walk(rng), rng.randint(2, 6))
        for page in rng.sample(PAGES, k=len(PAGES)):
            yield _go(page)
            if page == "questions":
                yield _tick(rng)
        yield _go("")
        yield _take(rng)
        yield _go("about")

    return Readers(readers.opening, walk, readers.readable)


def _go(page: str) -> Action:
    # The projector's page has a style and a component, and no heading of its own.
    return lambda visit: visit.go(page, html("<style>" if page == "present" else "<h1"))


def _tick(rng: Random) -> Action:
    def tick(visit: Visit) -> Awaitable[float]:
        boxes = [key for key in visit.widgets if key.startswith("ask-")]
        return visit.tick(rng.choice(boxes), html("entry"))

    return tick


def _take(rng: Random) -> Action:
    async def take(visit: Visit) -> float:
        begin = perf_counter()
        asked = dict(parse_qsl(visit.query))
        path, start = rng.choice(FILES)
        file = await visit.take(path.format(answers=f"{asked['group']}.{asked['place']}"))
        if not file.startswith(start):
            raise Unanswered(f"not a file: {file[:20]!r}")
        return perf_counter() - begin

    return take


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

    return Readers(lambda visit: visit.open(shown[0]), walk, lambda page: False)
