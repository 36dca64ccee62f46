"""Many people at once: they open the front page in the same moment, then choose and step.

    python -m bench.load --people 50 200 --seconds 20 --thinking 5 15

Both sites are measured in turn in one run, with the same settings. The people share the machine
with the server: their processor time is reported, and slows the server as well.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from random import Random
from statistics import median, quantiles
from time import monotonic, perf_counter, process_time

from websockets.exceptions import WebSocketException

from bench import readers
from bench.readers import Action, Readers
from bench.usage import usage
from bench.views import FIRST
from harness import serving
from harness.client import Unanswered, Visit, visit
from harness.program import Server

PEOPLE = (50, 100, 200, 400)
SECONDS = 60.0
THINKING = (5.0, 15.0)
"""The least and the most seconds between two actions of a reader."""
HURRIED = (1.5, 4.5)
"""The same for people in a meeting, who all choose at once."""
ERRORS = (Unanswered, WebSocketException, OSError, TimeoutError)


@dataclass(frozen=True)
class Spread:
    """Times in milliseconds: the middle one, the one that 95 of 100 stay under, the longest."""

    median: float
    p95: float
    longest: float


@dataclass(frozen=True)
class Load:
    """The experience of a number of people at a site.

    `first` is the time until the content can be read, `usable` until Streamlit shows it too.
    `run_ms` is the server's processor time for one run of the script while they chose, `busy` the
    share of one core that it took, `people_busy` the share that the people themselves took.
    """

    people: int
    first: Spread
    usable: Spread
    choice: Spread
    errors: tuple[str, ...]
    actions: int
    run_ms: float
    busy: float
    people_busy: float


def spread(seconds: Sequence[float]) -> Spread:
    """Return the spread of times; without any, all of it is endless."""
    if len(seconds) < 2:
        return Spread(*3 * [1000 * seconds[0] if seconds else float("inf")])
    p95 = quantiles(seconds, n=20, method="inclusive")[-1]
    return Spread(*(1000 * value for value in (median(seconds), p95, max(seconds))))


async def load(
    server: Server,
    who: Readers,
    people: int,
    seconds: float,
    thinking: tuple[float, float] = THINKING,
) -> Load:
    """Let people open a site in the same moment, and use it for a time."""
    errors: list[str] = []
    async with AsyncExitStack() as stack:

        async def come() -> tuple[float, float, Visit] | None:
            begin = perf_counter()
            try:
                visitor = await stack.enter_async_context(visit(server.url, query=who.query))
                await who.opening(visitor)
            except ERRORS as error:
                errors.append(repr(error))
                return None
            usable = perf_counter() - begin
            read = visitor.fetched if who.readable(visitor.shell) else usable
            return read, usable, visitor

        came = [found for found in await asyncio.gather(*(come() for _ in range(people))) if found]
        start, own, wall = usage(server.pid), process_time(), monotonic()
        taken = await asyncio.gather(
            *(
                _use(visitor, who, Random(number), seconds, thinking, errors)
                for number, (_, _, visitor) in enumerate(came)
            )
        )
        end, own, wall = usage(server.pid), process_time() - own, monotonic() - wall
    actions = [time for times in taken for time in times]
    used = end.seconds - start.seconds
    return Load(
        people,
        spread([read for read, _, _ in came]),
        spread([usable for _, usable, _ in came]),
        spread(actions),
        tuple(errors),
        len(actions),
        run_ms=1000 * used / max(len(actions), 1),
        busy=used / wall,
        people_busy=own / wall,
    )


async def _use(
    visitor: Visit,
    who: Readers,
    rng: Random,
    seconds: float,
    thinking: tuple[float, float],
    errors: list[str],
) -> list[float]:
    """Let one reader think and act in turn until the time is over."""
    times: list[float] = []
    end = monotonic() + seconds
    # Nobody has been reading for the same time when the first minute begins.
    pause = rng.uniform(0, thinking[1])
    try:
        for action in who.walk(rng):
            if monotonic() + pause > end:
                break
            await asyncio.sleep(pause)
            times.append(await action(visitor))
            pause = rng.uniform(*thinking)
    except ERRORS as error:
        errors.append(repr(error))
    return times


async def warm(server: Server, who: Readers) -> None:
    """Pay for what a server does once: open the front page, and go some way."""
    async with visit(server.url, query=who.query) as visitor:
        await who.opening(visitor)
        rng = Random(0)
        action: Action
        for _, action in zip(range(40), who.walk(rng), strict=False):
            await action(visitor)


async def compare(
    people: Sequence[int],
    seconds: float,
    thinking: tuple[float, float] = THINKING,
    topic: str = FIRST,
) -> list[tuple[Load, Load]]:
    """Measure the empty page and Carepath with each number of people, in turn."""
    found = []
    with serving.empty() as empty, serving.carepath() as carepath:
        both = (empty, readers.of_empty()), (carepath, readers.of_carepath(topic))
        for server, who in both:
            await warm(server, who)
        for count in people:
            nothing, full = [await load(*one, count, seconds, thinking) for one in both]
            found.append((nothing, full))
    return found


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=PEOPLE)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--thinking", type=float, nargs=2, default=THINKING)
    parser.add_argument("--topic", default=FIRST)
    given = parser.parse_args(argv)
    measured = compare(given.people, given.seconds, tuple(given.thinking), given.topic)
    for nothing, full in asyncio.run(measured):
        print("empty   ", nothing)
        print("Carepath", full)


if __name__ == "__main__":
    main()
