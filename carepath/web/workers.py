"""Threads for slow work, separate from those that serve pages and probes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

Result = TypeVar("Result")


class Full(Exception):
    """The queue is full."""


class Workers:
    """A few threads and a short queue; used from one event loop."""

    def __init__(self, running: int, waiting: int) -> None:
        self._running = running
        self._most = running + waiting
        self._jobs = 0
        self._limiter: CapacityLimiter | None = None

    async def run(self, job: Callable[[], Result]) -> Result:
        """Run a job in its turn and return its result.

        Raises
        ------
        Full
            If no more jobs may wait.
        """
        if self._jobs >= self._most:
            raise Full
        # A limiter belongs to the event loop that is running when it is created.
        self._limiter = self._limiter or CapacityLimiter(self._running)
        self._jobs += 1
        try:
            return await to_thread.run_sync(job, limiter=self._limiter)
        finally:
            self._jobs -= 1
