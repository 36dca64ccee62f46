"""A room of phones: how long a presenter's tap takes to the last one, beside a bare event stream.

The phones share the machine with the server; both servers have the same ones.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlencode

from bench import views
from bench.load import Spread, spread
from bench.usage import usage
from harness import phones, serving
from harness.paths import ROOT
from harness.phones import Phone
from harness.program import Server

PEOPLE, TAPS = 200, 60
SITE = {"CAREPATH_SITE": "https://carepath.example.org"}
"""A site makes rooms only where phones reach it."""
Tap = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Found:
    """The time from a tap to the last phone, and the server's processor time for each phone."""

    last: Spread
    processor: float
    """Milliseconds for one tap and one phone."""


@contextmanager
def bare() -> Iterator[Server]:
    """Run a server of nothing but an event stream until the end of the block."""
    with TemporaryDirectory() as folder:
        app = serving.empty_app(Path(folder))
        server = (ROOT / "harness" / "stream" / "server.py").read_text(encoding="utf-8")
        (app / "server.py").write_text(server, encoding="utf-8")
        with serving.serve(app, "server.py") as running:
            yield running


@dataclass(frozen=True)
class Room:
    """A room on a server about a topic, and its presenter's secret."""

    server: Server
    topic: str
    code: str
    secret: str

    @property
    def events(self) -> str:
        """The path of its stream."""
        return f"/room/{self.code}/events"

    async def show(self, slide: str, end: bool = False) -> None:
        """Show a slide, or end the room."""
        lead = {**_view(self.topic), "secret": self.secret, "slide": slide, "end": end}
        await phones.post(self.server, f"/room/{self.code}/lead", lead)


def _view(topic: str) -> dict[str, str]:
    """Return who leads a room about a topic, and the answers whose slides it shows."""
    return {"driver": "bench", "query": urlencode(views.largest(topic).query())}


async def room(server: Server, topic: str) -> Room:
    """Make a room."""
    slide = views.slides(topic)[-1]
    made = await phones.post(server, "/room", {**_view(topic), "slide": slide})
    return Room(server, topic, made["code"], made["secret"])


async def measure(topic: str, people: int = PEOPLE, taps: int = TAPS) -> tuple[Found, Found]:
    """Return what a room and a bare stream take, measured in turn."""
    with serving.carepath(SITE) as app, bare() as empty:
        own = await room(app, topic)
        slides = cycle(views.slides(topic))
        sites: tuple[tuple[Server, str, Tap], ...] = (
            (app, own.events, lambda: own.show(next(slides))),
            (empty, "/events", lambda: phones.post(empty, "/tap")),
        )
        found = []
        for server, stream, _ in sites:
            followers = [await phones.follow(server, stream) for _ in range(people)]
            await asyncio.gather(*(phone.event() for phone in followers))
            found.append((followers, list[float](), [0.0]))
        for number in range(taps + 1):
            for (server, _, tap), (followers, seconds, used) in zip(sites, found, strict=True):
                before = usage(server.pid).seconds
                last = await _last(followers, tap)
                if number:
                    # The first tap of all pays for what a server does once.
                    seconds.append(last)
                    used[0] += usage(server.pid).seconds - before
        for followers, _, _ in found:
            await asyncio.gather(*(phone.close() for phone in followers))
    ours, theirs = (
        Found(spread(seconds), 1000 * used[0] / taps / people) for _, seconds, used in found
    )
    return ours, theirs


async def _last(followers: list[Phone], tap: Tap) -> float:
    """Return the seconds from a tap until the last phone has its event."""
    began = perf_counter()
    waiting = asyncio.gather(*(phone.event() for phone in followers))
    await tap()
    await waiting
    return perf_counter() - began


async def come_and_go(server: Server, topic: str, people: int) -> None:
    """Hold a meeting: phones come, see each slide and leave, and the room ends."""
    own = await room(server, topic)
    slides = views.slides(topic)
    followers = [await phones.follow(server, own.events) for _ in range(people)]
    for phone in followers:
        await phone.event()
    for slide in slides:
        await own.show(slide)
        for phone in followers:
            assert json.loads(await phone.event())["slide"] == slide
    await own.show(slides[0], end=True)
    for phone in followers:
        assert json.loads(await phone.event())["ended"]
        await phone.close()
