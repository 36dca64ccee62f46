"""An address that holds Streamlit's scripts back, for browsers that can't."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from urllib.parse import urlsplit

SCRIPT = b"GET /static/js/"
SIZE = 65_536


@dataclass(frozen=True)
class Held:
    """An address that passes everything on to a site, but scripts only after `come`."""

    site: str
    loop: asyncio.AbstractEventLoop
    came: asyncio.Event

    async def start(self) -> asyncio.Server:
        """Listen."""
        return await asyncio.start_server(self._connect, "127.0.0.1", 0)

    async def end(self, server: asyncio.Server) -> None:
        """End listening, and every connection."""
        server.close()
        connections = asyncio.all_tasks() - {asyncio.current_task()}
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    def come(self) -> None:
        """Let the scripts through."""
        self.loop.call_soon_threadsafe(self.came.set)

    async def _connect(self, browser: StreamReader, answers: StreamWriter) -> None:
        where = urlsplit(self.site)
        site, requests = await asyncio.open_connection(where.hostname, where.port)
        try:
            # `end` cancels it, which asyncio would report as an error.
            with suppress(asyncio.CancelledError):
                await asyncio.gather(self._ask(browser, requests), self._answer(site, answers))
        finally:
            requests.transport.abort()
            answers.transport.abort()

    async def _ask(self, browser: StreamReader, requests: StreamWriter) -> None:
        # A browser sends no request on a connection before it has the answer to the last one.
        with suppress(ConnectionError):
            while request := await browser.read(SIZE):
                if request.startswith(SCRIPT):
                    await self.came.wait()
                requests.write(request)
        requests.close()

    async def _answer(self, site: StreamReader, answers: StreamWriter) -> None:
        with suppress(ConnectionError):
            while answer := await site.read(SIZE):
                answers.write(answer)
        answers.close()


@contextmanager
def held(site: str) -> Iterator[tuple[Held, str]]:
    """Hold the scripts of a site back; return what lets them through, and the address."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        holding = Held(site, loop, asyncio.Event())
        server = asyncio.run_coroutine_threadsafe(holding.start(), loop).result()
        try:
            yield holding, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            asyncio.run_coroutine_threadsafe(holding.end(server), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
