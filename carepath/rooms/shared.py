"""Rooms in a Valkey server, so that any replica serves any room.

A key with an expiry has the state of a room. A message only says that it has changed: whoever
follows it reads the key again, also after a lost connection, so that a lost message loses nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from time import time
from typing import Any
from urllib.parse import urlsplit

from valkey import Valkey
from valkey.asyncio import Valkey as AsyncValkey
from valkey.asyncio.retry import Retry
from valkey.backoff import NoBackoff
from valkey.exceptions import ConnectionError, TimeoutError, WatchError

from carepath.rooms import state
from carepath.rooms.feed import Feed
from carepath.rooms.state import MOST_FOLLOWERS, MOST_ROOMS, REMEMBERED, Room
from carepath.rooms.store import Away, Change, Full

PREFIX = "carepath:"
OPEN = f"{PREFIX}open"
"""The codes of open rooms, each with the time of its end."""
CHANGED = f"{PREFIX}changed"
"""The channel on which the codes of changed rooms are sent."""
PATIENCE = 2
"""Seconds until a server that doesn't answer counts as away."""
PAUSE = 0.2
"""Seconds between two attempts to listen again."""


def check(address: str) -> None:
    """Ask a server whether it is there.

    Raises
    ------
    OSError
        If it isn't.
    """
    url = urlsplit(address)
    try:
        with Valkey(str(url.hostname), url.port or 0, socket_timeout=PATIENCE) as client:
            client.ping()
    except (ConnectionError, TimeoutError) as error:
        raise OSError(str(error)) from None


class Shared:
    """Rooms in the Valkey server at `valkey://host:port`."""

    def __init__(self, address: str) -> None:
        url = urlsplit(address)
        self._client = AsyncValkey(
            host=str(url.hostname),
            port=url.port or 0,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            decode_responses=True,
            # A connection of the pool may be one to a server that has been started again.
            retry=Retry(NoBackoff(), 1),
            retry_on_error=[ConnectionError],
        )
        self._feeds: dict[str, Feed] = {}
        self._listener: asyncio.Task[None] | None = None

    async def add(self, room: Room) -> None:
        """Add a room; ended ones don't count."""
        with _away():
            await self._client.zremrangebyscore(OPEN, 0, time())
            if await self._client.zcard(OPEN) >= MOST_ROOMS:
                raise Full
            text, expiry = state.stored(room), _expiry(room)
            if not await self._client.set(_key(room.code), text, nx=True, pxat=expiry):
                raise Full
            await self._client.zadd(OPEN, {room.code: room.ends})

    async def find(self, code: str) -> Room | None:
        """Return a room, or None if there is none with this code."""
        with _away():
            return _room(await self._client.get(_key(code)))

    async def change(self, code: str, change: Change) -> Room | None:
        """Replace a room by what `change` returns for it; return that, or None without a room."""
        with _away():
            room = await self._changed(code, change)
        if room and code in self._feeds:
            self._put(self._feeds[code], room)
        return room

    async def _changed(self, code: str, change: Change) -> Room | None:
        key = _key(code)
        async with self._client.pipeline() as pipe:
            while True:
                await pipe.watch(key)
                before = _room(await pipe.get(key))
                after = change(before) if before else None
                if after is None or after == before:
                    return after
                # valkey gives this method no types.
                pipe.multi()  # type: ignore[no-untyped-call]
                pipe.set(key, state.stored(after), pxat=_expiry(after))
                if after.ended:
                    pipe.zrem(OPEN, code)
                    pipe.delete(_key(code, "asked"))
                pipe.publish(CHANGED, code)
                try:
                    await pipe.execute()
                except WatchError:
                    # Another screen was faster.
                    continue
                return after

    async def follow(self, code: str) -> AsyncGenerator[Room, None]:
        """Return the states of a room, the present one at once, until it ends."""
        feed = self._feeds.get(code)
        if feed is None:
            room = await self.find(code)
            if room is None:
                raise KeyError(code)
            feed = self._feeds.setdefault(code, Feed(room))
            self._end_in_time(feed)
            # It may have changed before it had a feed.
            await self._read(code)
        if feed.is_full:
            raise Full
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())
        return self._states(feed)

    async def _states(self, feed: Feed) -> AsyncGenerator[Room, None]:
        try:
            async for room in feed.rooms():
                yield room
        finally:
            if not feed.is_followed and self._feeds.get(feed.room.code) is feed:
                del self._feeds[feed.room.code]

    async def mark(self, code: str, prompt: str, by: int) -> None:
        """Count a question once more, or once less."""
        with _away():
            room = _room(await self._client.get(_key(code)))
            if room is None or room.ended:
                return
            key = _key(code, "asked")
            count = await self._command("HINCRBY", key, prompt, by)
            if not 0 <= count <= MOST_FOLLOWERS:
                await self._command("HINCRBY", key, prompt, -by)
            await self._client.pexpireat(key, _expiry(room))

    async def asked(self, code: str) -> Mapping[str, int]:
        """Return how many phones mark each question."""
        with _away():
            counts = await self._command("HGETALL", _key(code, "asked"))
        return {prompt: int(count) for prompt, count in counts.items() if int(count) > 0}

    async def _command(self, *command: object) -> Any:
        """Send a command; valkey gives the methods of these a wrong type, and this one none."""
        return await self._client.execute_command(*command)  # type: ignore[no-untyped-call]

    # --- What other replicas change ---------------------------------------------------------------

    async def _listen(self) -> None:
        """Pass on the changes of all followed rooms, and read them anew on every connection."""
        while self._feeds:
            try:
                async with self._client.pubsub(ignore_subscribe_messages=True) as changes:
                    await changes.subscribe(CHANGED)
                    for code in [*self._feeds]:
                        await self._read(code)
                    while self._feeds:
                        message = await changes.get_message(timeout=PATIENCE / 2)
                        if message and message["data"] in self._feeds:
                            await self._read(message["data"])
            except (ConnectionError, TimeoutError, Away):
                await asyncio.sleep(PAUSE)

    async def _read(self, code: str) -> None:
        room = await self.find(code)
        feed = self._feeds.get(code)
        if feed:
            # A server that was started again has forgotten its rooms.
            self._put(feed, room or state.ends(feed.room))

    @staticmethod
    def _put(feed: Feed, room: Room) -> None:
        if room.version > feed.room.version:
            feed.put(room)

    @staticmethod
    def _end_in_time(feed: Feed) -> None:
        room = feed.room
        wait = max(room.ends - time(), 0)
        asyncio.get_running_loop().call_later(wait, lambda: feed.put(state.ends(feed.room)))


def _key(code: str, part: str = "room") -> str:
    return f"{PREFIX}{part}:{code}"


def _expiry(room: Room) -> int:
    """Return the time at which the server drops a room, in milliseconds since 1970."""
    return int((room.ends + REMEMBERED) * 1000)


def _room(text: str | None) -> Room | None:
    return state.at(state.restored(text), time()) if text else None


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except (ConnectionError, TimeoutError) as error:
        raise Away from error
