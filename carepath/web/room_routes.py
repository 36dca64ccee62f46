"""Rooms over HTTP: pages and event streams for phones, and what leads them.

Followers have no account and no cookie, and nothing here is logged. A presenter's secret is only
ever in the body of a request.
"""

from __future__ import annotations

import json
import re
from asyncio import sleep
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache, lru_cache
from random import randrange
from time import time

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from carepath import settings
from carepath.content import following
from carepath.model import origin
from carepath.rooms import state
from carepath.rooms.state import Place, Room
from carepath.rooms.store import Away, Full, Memory, Rooms
from carepath.web import responses, room_pages
from carepath.web.document import HERE
from carepath.web.responses import FRESH, Content

PATH = re.compile(r"/room/[^/]+(?:/(?:events|state|lead|asked))?")
LONGEST_MESSAGE = 2000
"""Bytes of what a presenter's screen or a phone sends."""
LONGEST_VALUE = 500
"""Characters of one value in it."""
BEAT = 15
"""Seconds after which a quiet stream repeats the state, so that proxies and phones keep it."""
LINGER = 1
"""Seconds that a stream stays open after the last state."""
RETRY = (1000, 3000)
"""Milliseconds after which a phone opens a stream again: each another time in between."""
Handler = Callable[[Request], Awaitable[Response]]
SCRIPT, STYLE = "/room.js", "/room.css"


@cache
def rooms() -> Rooms:
    """Return the rooms of this process, or those that replicas share."""
    if address := settings.current().rooms:
        # Imported lazily: only such a site needs the client.
        from carepath.rooms.shared import Shared

        return Shared(address)
    return Memory()


def routes() -> list[Route]:
    """Return the routes of rooms."""
    return [
        Route("/room", _door),
        Route("/room", _if_possible(_open), methods=["POST"]),
        Route("/room/{code}", _if_possible(_page)),
        Route("/room/{code}/events", _if_possible(_events)),
        Route("/room/{code}/state", _if_possible(_state)),
        Route("/room/{code}/lead", _if_possible(_lead), methods=["POST"]),
        Route("/room/{code}/asked", _if_possible(_asked), methods=["POST"]),
        Route(SCRIPT, _script),
        Route(STYLE, _style),
    ]


def _if_possible(handler: Handler) -> Handler:
    """Return a handler that answers 503 while rooms are away or full."""

    async def handle(request: Request) -> Response:
        try:
            return await handler(request)
        except (Away, Full):
            return Response(status_code=503, headers={"Retry-After": str(BEAT)} | FRESH)

    return handle


def known(path: str) -> bool:
    """Return whether a path is that of a room, whether there is one or not."""
    return bool(PATH.fullmatch(path))


# --- Pages ----------------------------------------------------------------------------------------


async def _door(request: Request) -> Response:
    """Return the page for a code, or lead from it to the room."""
    typed = request.query_params.get("code", "")
    if code := state.code(typed):
        return RedirectResponse(f"/room/{code}", 303, FRESH)
    return await run_in_threadpool(room_pages.door, request, bool(typed))


async def _page(request: Request) -> Response:
    room = await rooms().find(state.code(request.path_params["code"]))
    if room is None:
        return await run_in_threadpool(room_pages.door, request, True)
    return await run_in_threadpool(room_pages.room, request, room)


def _script(request: Request) -> Response:
    return responses.answer(request, _file("room.js"), "text/javascript")


def _style(request: Request) -> Response:
    return responses.answer(request, _file("room.css"), "text/css")


@cache
def _file(name: str) -> Content:
    return Content.of((HERE / name).read_bytes())


# --- For phones -----------------------------------------------------------------------------------


async def _state(request: Request) -> Response:
    """Return the state, for phones that no event stream reaches."""
    room = await _found(request)
    return Response(_json(room), media_type="application/json", headers=FRESH)


async def _events(request: Request) -> Response:
    room = await _found(request)
    stream = _Stream(room, await rooms().follow(room.code))
    return EventSourceResponse(stream.events(), ping=BEAT, ping_message_factory=stream.beat)


@dataclass
class _Stream:
    """One phone's stream; each of its events holds the whole state."""

    room: Room
    states: AsyncGenerator[Room, None]

    def beat(self) -> ServerSentEvent:
        """Return the present state once more."""
        return _told(self.room)

    async def events(self) -> AsyncIterator[bytes]:
        """Yield each state; the first event says when to come back after a lost connection."""
        yield f"retry: {randrange(*RETRY)}\r\n".encode()
        async with aclosing(self.states) as states:
            async for self.room in states:
                yield _event(self.room)
        # The phone closes the stream itself; one that ends first would count as lost.
        await sleep(LINGER)


@lru_cache(maxsize=1024)
def _event(room: Room) -> bytes:
    """Return a state as an event, encoded once for all phones."""
    return _told(room).encode()


def _told(room: Room) -> ServerSentEvent:
    return ServerSentEvent(_json(room), id=str(room.version))


@lru_cache(maxsize=1024)
def _json(room: Room) -> str:
    return json.dumps(state.public(room), ensure_ascii=False)


async def _asked(request: Request) -> Response:
    """Count a question that a phone marks, or no longer marks."""
    message = await _message(request)
    room = await _found(request)
    prompt = _text(message, "prompt")
    sites, _ = await run_in_threadpool(room_pages.view, room.place.query)
    if prompt not in {one.id for site in sites.values() for one in site.prompts}:
        raise HTTPException(400)
    await rooms().mark(room.code, prompt, 1 if message.get("on") is True else -1)
    return Response(status_code=204)


# --- For the presenter's screen -------------------------------------------------------------------


async def _open(request: Request) -> Response:
    """Make a room that shows a slide; only where phones can reach it."""
    message = await _message(request)
    place = await run_in_threadpool(_place, message)
    base = await run_in_threadpool(responses.shared, request)
    if not origin.reaches_others(base):
        raise HTTPException(409)
    room, secret = state.new(_text(message, "driver"), place, time())
    await rooms().add(room)
    html = await run_in_threadpool(room_pages.joining, request, room, base)
    return JSONResponse({"code": room.code, "secret": secret, "html": html}, 201, FRESH)


async def _lead(request: Request) -> Response:
    """Take over a room, show a slide in it or end it; return whether the screen leads it."""
    message = await _message(request)
    room = await _found(request)
    if not room.opens(_text(message, "secret")):
        raise HTTPException(403)
    driver = _text(message, "driver")
    place = await run_in_threadpool(_place, message)

    def led(room: Room) -> Room:
        if message.get("end") is True:
            return state.ends(room)
        if message.get("take") is True:
            room = state.takes(room, driver)
        return state.shows(room, driver, place)

    after = await rooms().change(room.code, led)
    if after is None:
        raise HTTPException(404)
    counts = state.most_asked(await rooms().asked(room.code))
    asked = await run_in_threadpool(room_pages.asked, request, after, counts) if counts else ""
    answer = {"leads": after.driver == driver, "ended": after.ended, "asked": asked}
    if message.get("take") is True:
        base = await run_in_threadpool(responses.shared, request)
        answer["html"] = await run_in_threadpool(room_pages.joining, request, after, base)
    return JSONResponse(answer, headers=FRESH)


def _place(message: Mapping[str, object]) -> Place:
    """Return the place that a message names; only known values of it are kept."""
    sites, answered = room_pages.view(_text(message, "query"))
    key = _text(message, "slide")
    names = following.slide_names(sites, answered, key)
    if not names:
        raise HTTPException(400)
    return Place(following.query(answered), key, names)


# --- Messages -------------------------------------------------------------------------------------


async def _found(request: Request) -> Room:
    """Return the room of a request; 404 where there is none, 410 after its end."""
    room = await rooms().find(state.code(request.path_params["code"]))
    if room is None:
        raise HTTPException(404)
    if room.ended:
        raise HTTPException(410)
    return room


async def _message(request: Request) -> Mapping[str, object]:
    """Return the JSON of a request. Another site's form can't send this type."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise HTTPException(415)
    try:
        message = json.loads(await responses.body(request, LONGEST_MESSAGE))
    except ValueError:
        raise HTTPException(400) from None
    if not isinstance(message, dict):
        raise HTTPException(400)
    return message


def _text(message: Mapping[str, object], name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str) or len(value) > LONGEST_VALUE:
        raise HTTPException(400)
    return value
