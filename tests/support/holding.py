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

    async def start(self) -> str:
        """Listen; return the address."""
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    def come(self) -> None:
        """Let the scripts through."""
        self.loop.call_soon_threadsafe(self.came.set)

    async def _connect(self, browser: StreamReader, answers: StreamWriter) -> None:
        where = urlsplit(self.site)
        site, requests = await asyncio.open_connection(where.hostname, where.port)
        await asyncio.gather(self._ask(browser, requests), self._answer(site, answers))

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
        yield holding, asyncio.run_coroutine_threadsafe(holding.start(), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(_end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end() -> None:
    """End every connection."""
    open_ones = asyncio.all_tasks() - {asyncio.current_task()}
    for task in open_ones:
        task.cancel()
    await asyncio.gather(*open_ones, return_exceptions=True)
