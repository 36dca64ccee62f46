"""Mixed use for a long time: memory, handles, threads and answers have to stay as they were.

    make soak [MINUTES=60]

A number of people are on the site all the time; whoever leaves is followed by another one. As many
phones follow a presenter in a room, which ends and gives way to another one. The first part of the
time is not judged. Ends with 1 when something grew, or when there was an error.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import median
from time import monotonic

from bench import followers, readers
from bench.load import ERRORS
from bench.readers import Readers
from bench.usage import Usage, usage
from bench.views import FIRST
from harness import serving
from harness.client import visit
from harness.program import Server

MINUTES = 60.0
PEOPLE = 20
THINKING = (0.2, 2.0)
LONGEST = 20
"""The most actions of one visit."""
SAMPLES = 60
"""The number of samples of the server, evenly spaced over the time."""
WARM = 0.25
"""The share of the time that is not judged, and the share at each end that is compared."""
FIRST_VISITS, FIRST_WALKS = 200, 20
"""So many short visits and whole walks come first.

Streamlit keeps the sessions of those who left for a while, and the app what was made once.
"""


@dataclass(frozen=True)
class Sample:
    """The server's usage, and the median of the answers since the sample before, in seconds."""

    usage: Usage
    answer: float


@dataclass(frozen=True)
class Course:
    """A figure at the begin of the time that is judged and at its end, and how much is allowed."""

    name: str
    begin: float
    end: float
    most: float

    @property
    def flat(self) -> bool:
        """It did not grow."""
        return self.end <= self.most


def judge(samples: Sequence[Sample]) -> list[Course]:
    """Compare the second quarter of the samples with the last one."""
    quarter = max(1, int(len(samples) * WARM))
    early, late = samples[quarter : 2 * quarter], samples[-quarter:]

    def course(name: str, values: Sequence[float], share: float, more: float) -> Course:
        begin = median(values[quarter : 2 * quarter])
        return Course(name, begin, median(values[-quarter:]), begin * (1 + share) + more)

    assert early and late, "too few samples"
    return [
        course("memory, MB", [one.usage.memory for one in samples], 0.1, 0),
        course("handles", [one.usage.handles for one in samples], 0.05, 5),
        course("threads", [one.usage.threads for one in samples], 0, PEOPLE / 2),
        # What is a few milliseconds long may take a few more.
        course("answer, ms", [1000 * one.answer for one in samples], 0.5, 5),
    ]


async def soak(
    server: Server, topic: str, seconds: float, people: int = PEOPLE
) -> tuple[list[Sample], int, list[str]]:
    """Use a server for a time; return samples of it, the number of actions and the errors."""
    who = readers.mixed(topic)
    answers: list[float] = []
    errors: list[str] = []
    total = 0
    for number in range(FIRST_VISITS + FIRST_WALKS):
        walked = 0 if number < FIRST_VISITS else LONGEST
        await _come_and_go(server, who, Random(-number), answers, errors, walked, thinking=(0, 0))
    end = monotonic() + seconds
    meetings = asyncio.create_task(_meetings(server, topic, end, errors))
    regulars = [
        asyncio.create_task(_regular(server, who, number, end, answers, errors))
        for number in range(people)
    ]
    samples: list[Sample] = []
    for _ in range(SAMPLES):
        answers.clear()
        await asyncio.sleep(seconds / SAMPLES)
        total += len(answers)
        samples.append(Sample(usage(server.pid), median(answers) if answers else float("inf")))
    await asyncio.gather(*regulars, meetings)
    return samples, total, errors


async def _regular(
    server: Server, who: Readers, number: int, end: float, answers: list[float], errors: list[str]
) -> None:
    """Fill one place among the people: visit after visit, until the time is over."""
    rng = Random(number)
    while monotonic() < end:
        await _come_and_go(server, who, rng, answers, errors, rng.randint(3, LONGEST))


async def _meetings(server: Server, topic: str, end: float, errors: list[str]) -> None:
    """Hold one meeting after the other, each in a room of its own, until the time is over."""
    while monotonic() < end:
        try:
            await followers.come_and_go(server, topic, PEOPLE)
        except (OSError, EOFError) as error:
            errors.append(repr(error))
        await asyncio.sleep(THINKING[1])


async def _come_and_go(
    server: Server,
    who: Readers,
    rng: Random,
    answers: list[float],
    errors: list[str],
    actions: int,
    thinking: tuple[float, float] = THINKING,
) -> None:
    try:
        async with visit(server.url, query=who.query) as visitor:
            answers.append(await who.opening(visitor))
            for _, action in zip(range(actions), who.walk(rng), strict=False):
                await asyncio.sleep(rng.uniform(*thinking))
                answers.append(await action(visitor))
    except ERRORS as error:
        errors.append(repr(error))


def main(argv: Sequence[str] | None = None) -> int:
    """Soak Carepath, print how it went, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--topic", default=FIRST)
    given = parser.parse_args(argv)
    minutes: float = given.minutes
    with serving.carepath(followers.SITE) as server:
        samples, total, errors = asyncio.run(soak(server, given.topic, 60 * minutes))
    courses = judge(samples)
    print(f"{PEOPLE} people for {minutes:g} minutes: {total} answers, {len(errors)} errors")
    print(f"{'':12}{'begin':>10}{'end':>10}{'at most':>10}")
    for one in courses:
        verdict = "flat" if one.flat else "GREW"
        print(f"{one.name:12}{one.begin:10.1f}{one.end:10.1f}{one.most:10.1f}  {verdict}")
    for error in errors[:10]:
        print(error)
    return 0 if total and not errors and all(one.flat for one in courses) else 1


if __name__ == "__main__":
    sys.exit(main())
