"""What a server sends for a page: every message costs the server and the browser time."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from harness.client import html, visit
from tests.support.servers import StartServer
from tests.support.spoiled import copy

MOST = 15
CHOSEN = "group=high&place=same"
RANDOM = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?<=session\": \")\w{32}")
"""Names of a session and of a run: Streamlit's, and that of a family's list."""


def sent(site: str, query: str) -> tuple[bytes, list[ForwardMsg], list[ForwardMsg]]:
    """Return a page as it is fetched, the messages of its first run, and those of another run."""

    async def visited() -> tuple[bytes, list[ForwardMsg], list[ForwardMsg]]:
        async with visit(site, query=query) as visitor:
            await visitor.open(html("<h1"))
            first = visitor.messages
            await visitor.again(html("<h1"))
            return visitor.shell, first, visitor.messages

    # This thread may have an event loop already.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(visited())).result()


@pytest.mark.parametrize(
    "query", [CHOSEN, "group=low&place=elsewhere&option=2&step=1"], ids=["situation", "step"]
)
def test_a_run_of_a_situation_sends_few_messages(server: str, query: str) -> None:
    _, _, again = sent(server, query)
    assert len(again) <= MOST, [message.WhichOneof("type") for message in again]


def whole(first: list[ForwardMsg], again: list[ForwardMsg]) -> tuple[list[ForwardMsg], ...]:
    """Return two runs, with what the second only refers to in its place."""
    known = {message.hash: message for message in first if message.hash}
    return first, [known.get(message.ref_hash, message) for message in again]


def content(messages: list[ForwardMsg]) -> list[str]:
    """Return messages without names made at random, and without hashes, which depend on those."""
    for message in messages:
        message.ClearField("hash")
    return [RANDOM.sub("", text.replace('\\"', '"')) for text in map(str, messages)]


def test_the_first_topic_sends_the_same_alone_as_with_others_installed(
    server: str, start_server: StartServer, tmp_path: Path
) -> None:
    """The page, byte by byte, and each message; what is compared is the project's own folder."""
    alone = start_server({"CAREPATH_DATA": str(copy(tmp_path))})
    for query in ("", CHOSEN):
        (page, *runs), (page_alone, *runs_alone) = sent(server, query), sent(alone, query)
        assert page.replace(server.encode(), alone.encode()) == page_alone
        for run, run_alone in zip(whole(*runs), whole(*runs_alone), strict=True):
            # The link to share has the address of its server.
            assert [text.replace(server, alone) for text in content(run)] == content(run_alone)
