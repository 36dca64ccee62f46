"""Coroutines in an event loop of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def alone(job: Coroutine[Any, Any, Result]) -> Result:
    """Run a job in an event loop of its own; a browser of the tests keeps one in this thread."""
    with ThreadPoolExecutor() as pool:
        return pool.submit(asyncio.run, job).result()
