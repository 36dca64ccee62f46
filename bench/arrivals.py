"""Many phones open one link within some seconds, beside a server of the same page as a file.

    python -m bench.arrivals --phones 1000 --seconds 10

A phone can be read once the heading has come, and answers a tap once its script has: neither needs
anything else. Then each connects to Streamlit and has the page run, as a browser does. Both servers
share the machine with the phones.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlsplit
from urllib.request import urlopen

from bench import views
from bench.load import ERRORS, Spread, spread
from bench.usage import usage
from bench.views import FIRST
from harness import client, hosting, program, serving
from harness.program import Server

PHONES, SECONDS = 1_000, 10.0
CONTENT, SCRIPT = b"</h1>", b"</body>"
"""A page can be read from the first on, and answers a tap from the second on."""
SIZE = 65_536
FILE = "page.html"
FILES = """{{
  admin off
}}
http://127.0.0.1:{port} {{
  root * {folder}
  file_server {{
    precompressed gzip
  }}
}}
"""


@dataclass(frozen=True)
class Arrivals:
    """Times of the phones in milliseconds, and the server's processor time for each of them."""

    content: Spread
    tap: Spread
    processor: float
    errors: tuple[str, ...]


@contextmanager
def files(folder: Path) -> Iterator[Server]:
    """Serve the files of a folder until the end of the block, compressed ones where they are."""
    port = program.free_port()
    config = folder / "Caddyfile"
    config.write_text(FILES.format(port=port, folder=folder), encoding="utf-8")

    def ready() -> bool:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", f"/{FILE}")
            return connection.getresponse().status == 200

    caddy = hosting.caddy(folder, {}, ready, config)
    with program.running(Server(f"127.0.0.1:{port}", caddy)) as server:
        yield server


async def fetch(address: str) -> tuple[float, float]:
    """Fetch a page as a browser does; return the seconds until its content, and its script."""
    began = perf_counter()
    where = urlsplit(address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    target = where.path + (where.query and f"?{where.query}")
    lines = (f"GET {target} HTTP/1.0", f"Host: {where.netloc}", "Accept-Encoding: gzip")
    writer.write("\r\n".join((*lines, "Connection: close", "", "")).encode())
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    content, page = 0.0, b""
    head, _, packed = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n\r\n")
    if head.split(b" ", 2)[1] != b"200":
        raise client.Unanswered(f"{address}: {head[:80]!r}")
    while SCRIPT not in page:
        packed = packed or await reader.read(SIZE)
        page += unpack.decompress(packed)
        packed = b""
        if not content and CONTENT in page:
            content = perf_counter() - began
    writer.close()
    return content, perf_counter() - began


async def arrive(
    server: Server,
    address: str,
    phones: int,
    seconds: float,
    then: Callable[[], Awaitable[object]] | None = None,
) -> Arrivals:
    """Let phones open an address, evenly over some seconds, and do something `then`."""
    errors: list[str] = []

    async def come(number: int) -> tuple[float, float] | None:
        await asyncio.sleep(number * seconds / phones)
        try:
            times = await fetch(address)
            if then:
                await then()
        except ERRORS as error:
            errors.append(repr(error))
            return None
        return times

    before = usage(server.pid).seconds
    times = [found for found in await asyncio.gather(*map(come, range(phones))) if found]
    used = usage(server.pid).seconds - before
    return Arrivals(
        spread([content for content, _ in times]),
        spread([tap for _, tap in times]),
        1000 * used / phones,
        tuple(errors),
    )


@dataclass(frozen=True)
class Found:
    """The arrivals of phones without Streamlit and with it, and those at a server of files."""

    read: Arrivals
    used: Arrivals
    static: Arrivals


async def measure(phones: int = PHONES, seconds: float = SECONDS, topic: str = FIRST) -> Found:
    """Measure the three in turn, each after some phones that pay for what a server does once."""
    path = views.largest(topic).url("/")
    with TemporaryDirectory() as name, serving.carepath() as app:
        folder = Path(name)
        with urlopen(f"{app.url}{path}") as answer:
            page = answer.read()
        (folder / FILE).write_bytes(page)
        (folder / f"{FILE}.gz").write_bytes(gzip.compress(page))

        async def use() -> None:
            async with client.connected(app.url, query=urlsplit(path).query) as visitor:
                await visitor.open(client.html("<h1"))

        with files(folder) as static:
            found = []
            for server, at, then in (
                (app, f"{app.url}{path}", None),
                (app, f"{app.url}{path}", use),
                (static, f"{static.url}/{FILE}", None),
            ):
                await arrive(server, at, 10, 1, then)
                found.append(await arrive(server, at, phones, seconds, then))
    return Found(*found)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.arrivals", description=__doc__)
    parser.add_argument("--phones", type=int, default=PHONES)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--topic", default=FIRST)
    given = parser.parse_args(argv)
    found = asyncio.run(measure(given.phones, given.seconds, given.topic))
    for name in ("read", "used", "static"):
        print(name, getattr(found, name))


if __name__ == "__main__":
    main()
