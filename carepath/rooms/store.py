"""Stores of rooms: the protocol, and the store in this process's memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from time import time
from typing import Protocol

from carepath.rooms import state
from carepath.rooms.feed import Feed
from carepath.rooms.state import MOST_ROOMS, REMEMBERED, Room

Change = Callable[[Room], Room]


class Full(Exception):
    """There are as many rooms, or followers of a room, as there may be."""


class Away(Exception):
    """The store does not answer now."""


class Rooms(Protocol):
    """Rooms by their code; each method belongs to the server's event loop.

    Each method of a store outside this process raises `Away` while that does not answer.
    """

    async def add(self, room: Room) -> None:
        """Add a room.

        Raises
        ------
        Full
            If no more rooms may be open.
        """

    async def find(self, code: str) -> Room | None:
        """Return a room, or None if there is none with this code."""

    async def change(self, code: str, change: Change) -> Room | None:
        """Replace a room by what `change` returns for it; return that, or None without a room."""

    async def follow(self, code: str) -> AsyncGenerator[Room, None]:
        """Return the states of a room, the present one at once, until it ends.

        Raises
        ------
        Full
            If no more phones may follow.
        KeyError
            If there is no such room.
        """

    async def mark(self, code: str, prompt: str, by: int) -> None:
        """Count a question once more, or once less."""

    async def asked(self, code: str) -> Mapping[str, int]:
        """Return how many phones mark each question."""


@dataclass
class _Kept:
    """A room with those who follow it, its counts and the time at which it ends or is dropped."""

    feed: Feed
    asked: dict[str, int] = field(default_factory=dict)
    timer: asyncio.TimerHandle | None = None


class Memory:
    """Rooms in the memory of this process, so only this replica serves them.

    Parameters
    ----------
    clock : callable
        Returns the time in seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float] = time) -> None:
        self._clock = clock
        self._kept: dict[str, _Kept] = {}

    async def add(self, room: Room) -> None:
        """Add a room; where there is no place for it, ended ones are dropped first."""
        if len(self._kept) >= MOST_ROOMS:
            for code, kept in [*self._kept.items()]:
                if kept.feed.room.ended:
                    self._drop(code)
        if len(self._kept) >= MOST_ROOMS:
            raise Full
        kept = self._kept[room.code] = _Kept(Feed(room))
        self._later(kept, room.ends, lambda: self._changed(room.code, state.ends))

    async def find(self, code: str) -> Room | None:
        """Return a room, or None if there is none with this code."""
        kept = self._kept.get(code)
        return kept.feed.room if kept else None

    async def change(self, code: str, change: Change) -> Room | None:
        """Replace a room by what `change` returns for it; return that, or None without a room."""
        return self._changed(code, change)

    def _changed(self, code: str, change: Change) -> Room | None:
        kept = self._kept.get(code)
        if kept is None:
            return None
        room = change(kept.feed.room)
        if room.ended and not kept.feed.room.ended:
            kept.asked.clear()
            self._later(kept, self._clock() + REMEMBERED, lambda: self._drop(code))
        kept.feed.put(room)
        return room

    async def follow(self, code: str) -> AsyncGenerator[Room, None]:
        """Return the states of a room, the present one at once, until it ends."""
        feed = self._kept[code].feed
        if feed.is_full:
            raise Full
        return feed.rooms()

    async def mark(self, code: str, prompt: str, by: int) -> None:
        """Count a question once more, or once less."""
        kept = self._kept.get(code)
        if kept and not kept.feed.room.ended:
            kept.asked = state.counted(kept.asked, prompt, by)

    async def asked(self, code: str) -> Mapping[str, int]:
        """Return how many phones mark each question."""
        kept = self._kept.get(code)
        return kept.asked if kept else {}

    def _later(self, kept: _Kept, time: float, what: Callable[[], object]) -> None:
        if kept.timer:
            kept.timer.cancel()
        wait = max(time - self._clock(), 0)
        kept.timer = asyncio.get_running_loop().call_later(wait, what)

    def _drop(self, code: str) -> None:
        kept = self._kept.pop(code, None)
        if kept and kept.timer:
            kept.timer.cancel()
