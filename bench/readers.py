"""Readers of a site: their actions, one after the other, and the signs of each answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import count, islice
from random import Random
from time import perf_counter
from urllib.parse import parse_qsl

from bench import views
from carepath.content import diagram
from carepath.model import selection
from carepath.model.selection import Selection
from carepath.tables.routing import Answers
from carepath.web import document
from harness.client import Sign, Unanswered, Visit, drawing, html

Action = Callable[[Visit], Awaitable[float]]
"""Does one thing; gives the seconds until what it brings is there."""


FILES = (
    ("/handout/{answers}.pdf?lang=en&paper=a4&topic={topic}", b"%PDF"),
    ("/diagram/{answers}.svg?lang=en&topic={topic}", b"<svg"),
    ("/diagram/{answers}.png?lang=en&topic={topic}", b"\x89PNG"),
)
"""Addresses of files, and how each begins."""
PAGES = ("present", "compare", "questions", "words", "about", "treatments")


@dataclass(frozen=True)
class Readers:
    """The readers of a site: how its front page is opened, and an endless walk from there.

    `readable` tells whether what was fetched holds the content already, before any script runs.
    `query` is that of the front page.
    """

    opening: Action
    walk: Callable[[Random], Iterator[Action]]
    readable: Callable[[bytes], bool]
    query: str = ""


def of_carepath(topic: str = views.FIRST) -> Readers:
    """Return readers who answer the questions, tap steps, and now and then answer anew.

    All the answers that they want lead to a list of options. Without questions they only tap.
    """
    site = views.site(topic)
    paths, words = site.pathways, site.words
    start = Selection(topic=paths.parameter)

    @cache
    def shown(answers: Answers) -> tuple[Sign, ...]:
        situation = paths.situation(answers)
        if situation is None:
            return heading, overview
        if not situation.options:
            return (heading,)
        chosen = replace(start, answers=answers)
        return heading, drawing(str(diagram.paths(words, paths, situation, chosen)))

    def changes(chosen: Selection, wanted: Answers) -> Iterator[tuple[Action, Selection]]:
        """Yield the choices that lead to other answers, and what is chosen then."""
        for question in paths.questions:
            answer = dict(wanted).get(question.id, "")
            if answer and chosen.answer(question.id) != answer:
                chosen = chosen.changed(paths, {question.id: answer})
                at = question.answers.index(answer)
                yield _answer(question.id, at, shown(chosen.answers)), chosen

    def walk(rng: Random) -> Iterator[Action]:
        chosen = start
        first = rng.choice([answers[:1] for answers in views.listed(topic)])
        near = [answers for answers in views.listed(topic) if answers[:1] == first]
        while True:
            others = [answers for answers in near if answers != chosen.answers]
            # Where the first answer decides alone, the reader changes that one.
            wanted = rng.choice(others or views.listed(topic))
            for action, after in changes(chosen, wanted):
                chosen = after
                yield action
            steps = selection.addresses(paths.routes[chosen.answers], paths)
            for _ in range(rng.randint(1, 4)):
                option = rng.choice([*steps])
                choice = {"option": option, "step": rng.choice(steps[option])}
                yield _tap(choice, *shown(chosen.answers))

    heading, overview = html("<h1"), drawing(str(diagram.map_of(words, paths, start)))
    # A document has no indents.
    still = document.INDENT.sub("\n", str(diagram.map_of(words, paths, start))).encode()
    return Readers(
        lambda visit: visit.open(*shown(())), walk, lambda page: still in page, start.url()[1:]
    )


def _answer(question: str, at: int, signs: tuple[Sign, ...]) -> Action:
    return lambda visit: visit.choose(f"{question}-side", at, *signs)


def mixed(topic: str = views.FIRST) -> Readers:
    """Return readers who, after a few steps, look at every page, tick questions and take a file."""
    readers = of_carepath(topic)

    def walk(rng: Random) -> Iterator[Action]:
        yield from islice(readers.walk(rng), rng.randint(2, 6))
        for page in rng.sample(PAGES, k=len(PAGES)):
            yield _go(page)
            if page == "questions":
                yield _tick(rng)
        yield _go("")
        yield _take(rng, topic)
        yield _go("about")

    return replace(readers, walk=walk)


def _go(page: str) -> Action:
    # The projector's page has a style and a component, and no heading of its own.
    return lambda visit: visit.go(page, html("<style>" if page == "present" else "<h1"))


def _tick(rng: Random) -> Action:
    def tick(visit: Visit) -> Awaitable[float]:
        boxes = [key for key in visit.widgets if key.startswith("ask-")]
        return visit.tick(rng.choice(boxes), html("entry"))

    return tick


def _take(rng: Random, topic: str) -> Action:
    site = views.site(topic)

    async def take(visit: Visit) -> float:
        begin = perf_counter()
        asked = dict(parse_qsl(visit.query))
        chosen, _ = selection.read(asked, site.pathways, site.languages)
        path, start = rng.choice(FILES)
        file = await visit.take(path.format(answers=chosen.name, topic=chosen.topic))
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
