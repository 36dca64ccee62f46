"""The newest state of a room, for all who follow it in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from carepath.rooms.state import MOST_FOLLOWERS, Room


class Feed:
    """Passes each new state of a room to its followers; one that is slow skips states."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._followers = 0
        self._changed = asyncio.Event()

    @property
    def is_full(self) -> bool:
        """Whether no more phones may follow."""
        return self._followers >= MOST_FOLLOWERS

    @property
    def is_followed(self) -> bool:
        """Whether any phone follows."""
        return self._followers > 0

    def put(self, room: Room) -> None:
        """Replace the state."""
        if room == self.room:
            return
        self.room = room
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def rooms(self) -> AsyncGenerator[Room, None]:
        """Yield the present state, then each newer one, until the room has ended."""
        self._followers += 1
        try:
            while True:
                room, changed = self.room, self._changed
                yield room
                if room.ended:
                    return
                await changed.wait()
        finally:
            self._followers -= 1
