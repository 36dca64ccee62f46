"""Memory of sessions: while they are open, and after thousands have come and gone."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from random import Random

from bench.readers import Readers
from bench.usage import usage
from harness.client import Visit, visit
from harness.program import Server

FIRST, ALL = 200, 2000
AT_ONCE = 10
ACTIONS = 3


@dataclass(frozen=True)
class Sessions:
    """Memory in MB: of one live session, after the first sessions, after all of them."""

    live: float
    first: float
    all: float


async def measure(server: Server, who: Readers, first: int = FIRST, every: int = ALL) -> Sessions:
    """Have the first sessions at the same time, then let as many as are missing come and go."""
    before = usage(server.pid).memory
    async with AsyncExitStack() as stack:
        for number in range(first):
            visitor = await stack.enter_async_context(visit(server.url, query=who.query))
            await _use(visitor, who, number)
        live = (usage(server.pid).memory - before) / first
    after_first = usage(server.pid).memory
    numbers = iter(range(first, every))

    async def come_and_go() -> None:
        for number in numbers:
            async with visit(server.url, query=who.query) as visitor:
                await _use(visitor, who, number)

    await asyncio.gather(*(come_and_go() for _ in range(AT_ONCE)))
    return Sessions(live, after_first, usage(server.pid).memory)


async def _use(visitor: Visit, who: Readers, number: int) -> None:
    await who.opening(visitor)
    for _, action in zip(range(ACTIONS), who.walk(Random(number)), strict=False):
        await action(visitor)
