"""What a run sends: every message costs the server and the browser time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.client import html, visit

MOST = 19


@pytest.mark.parametrize(
    "query",
    ["group=high&place=same", "group=low&place=elsewhere&option=2&step=1"],
    ids=["situation", "step"],
)
def test_a_run_of_a_situation_sends_few_messages(server: str, query: str) -> None:
    async def messages() -> list[str | None]:
        async with visit(server, query=query) as visitor:
            await visitor.open(html("<h1"))
            await visitor.again(html("<h1"))
            return [message.WhichOneof("type") for message in visitor.messages]

    # This thread may have an event loop already.
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(lambda: asyncio.run(messages())).result()
    assert len(sent) <= MOST, sent
