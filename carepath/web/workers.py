"""Threads for work that takes long, apart from those that answer pages and probes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

Result = TypeVar("Result")


class Full(Exception):
    """As much work is waiting as may wait."""


class Workers:
    """Runs a few jobs at a time and lets some wait; it is used from one event loop."""

    def __init__(self, running: int, waiting: int) -> None:
        self._running = running
        self._most = running + waiting
        self._jobs = 0
        self._limiter: CapacityLimiter | None = None

    async def run(self, job: Callable[[], Result]) -> Result:
        """Return what a job returns, once it is its turn.

        Raises
        ------
        Full
            If no more jobs may wait.
        """
        if self._jobs >= self._most:
            raise Full
        # A limiter belongs to the event loop that runs when it is made.
        self._limiter = self._limiter or CapacityLimiter(self._running)
        self._jobs += 1
        try:
            return await to_thread.run_sync(job, limiter=self._limiter)
        finally:
            self._jobs -= 1
