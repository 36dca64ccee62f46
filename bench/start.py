"""A fresh server: from its start until it answers, and until a first reader has the content.

    python -m bench.start

Carepath reads and checks its tables before it shows anything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from bench import readers
from bench.readers import Readers
from bench.views import FIRST
from harness import serving
from harness.client import fetch, visit
from harness.program import Server

STARTS = 7


@dataclass(frozen=True)
class Start:
    """Seconds from the start until the page is served, and until its content is there."""

    page: float
    content: float


@dataclass(frozen=True)
class Starts:
    """Medians of the empty page and of Carepath."""

    empty: Start
    carepath: Start


def measure(topic: str = FIRST, starts: int = STARTS) -> Starts:
    """Start both in turn; each once before, so that no start has to compile its imports."""
    subjects = (
        (serving.empty, readers.of_empty()),
        (serving.carepath, readers.of_carepath(topic)),
    )
    found = [[_start(*subject) for subject in subjects] for _ in range(starts + 1)][1:]
    return Starts(*(_middle(times) for times in zip(*found, strict=True)))


def _start(serve: Callable[[], AbstractContextManager[Server]], who: Readers) -> Start:
    begin = perf_counter()
    with serve() as server:
        page = asyncio.run(_content(server, who, begin))
    return page


async def _content(server: Server, who: Readers, begin: float) -> Start:
    await fetch(server.url)
    page = perf_counter() - begin
    async with visit(server.url, query=who.query) as visitor:
        await who.opening(visitor)
    return Start(page, perf_counter() - begin)


def _middle(starts: tuple[Start, ...]) -> Start:
    return Start(median(one.page for one in starts), median(one.content for one in starts))


if __name__ == "__main__":
    found = measure()
    for name in ("empty", "carepath"):
        one: Start = getattr(found, name)
        print(f"{name:12}{one.page:8.2f} s to its page{one.content:8.2f} s to the content")
