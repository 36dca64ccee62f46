"""A bare event stream: a number for everybody who listens, which each tap makes one larger."""

import asyncio
from collections.abc import AsyncIterator

import streamlit as st
from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

number = 0
changed = asyncio.Event()


async def numbers() -> AsyncIterator[str]:
    """Yield the number now, then each larger one."""
    while True:
        later = changed
        yield str(number)
        await later.wait()


async def events(request: Request) -> Response:
    """Return the stream."""
    return EventSourceResponse(numbers())


async def tap(request: Request) -> Response:
    """Make the number larger."""
    global number, changed
    number += 1
    before, changed = changed, asyncio.Event()
    before.set()
    return Response(status_code=204)


app = st.App("app.py", routes=[Route("/events", events), Route("/tap", tap, methods=["POST"])])
