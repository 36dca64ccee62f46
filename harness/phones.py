"""Phones that follow a stream, and a presenter, without a browser."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from harness.program import Server


@dataclass(frozen=True)
class Phone:
    """One open event stream."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def event(self) -> str:
        """Return the data of the next event.

        Raises
        ------
        EOFError
            If the stream has ended.
        """
        while line := await self.reader.readline():
            if line.startswith(b"data: "):
                return line.removeprefix(b"data: ").decode().rstrip()
        raise EOFError

    async def close(self) -> None:
        """Close the stream."""
        self.writer.close()
        await self.writer.wait_closed()


async def follow(server: Server, path: str) -> Phone:
    """Open a stream of a server."""
    phone = Phone(*await _ask(server, "GET", path))
    while (await phone.reader.readline()).strip():
        pass
    return phone


async def post(server: Server, path: str, message: object = None) -> Any:
    """Send JSON to a server and return its answer, None if that is empty."""
    reader, writer = await _ask(server, "POST", path, json.dumps(message))
    try:
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        status = int(head.split()[1])
        if status >= 300:
            raise OSError(f"status {status}")
        return json.loads(body) if body else None
    finally:
        writer.close()
        await writer.wait_closed()


async def _ask(
    server: Server, method: str, path: str, body: str = ""
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, _, port = server.address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    end = "close" if method == "POST" else "keep-alive"
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {server.address}",
        "Content-Type: application/json",
        f"Content-Length: {len(body.encode())}",
        f"Connection: {end}",
    ]
    writer.write("\r\n".join([*lines, "", body]).encode())
    await writer.drain()
    return reader, writer
