"""A page that breaks says so calmly, and tells the log why."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from harness.client import html, visit
from harness.paths import ROOT
from tests.support import facts
from tests.support.servers import LOGS, serve

SERVER = "import streamlit as st\nfrom carepath.ui import context\n" + (
    "app = st.App('broken.py', on_script_error=context.say_sorry)\n"
)
SORRY = facts.outage()["sorry.text"]


def test_a_page_that_breaks_says_sorry_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "server.py").write_text(SERVER, encoding="utf-8")
    (tmp_path / "broken.py").write_text("raise ValueError('a secret')\n", encoding="utf-8")
    (tmp_path / ".streamlit").symlink_to(ROOT / ".streamlit")
    # The tables may be what broke: there are none.
    settings = {"PYTHONPATH": str(ROOT), "CAREPATH_DATA": str(tmp_path)}

    async def look(url: str) -> None:
        async with visit(url) as reader:
            # An exception shown on the page would end this with an error.
            await reader.open(html(SORRY))

    with serve(tmp_path, settings, tmp_path) as url:
        # Playwright keeps an event loop in the thread of the tests.
        ThreadPoolExecutor().submit(asyncio.run, look(url)).result()
        log = LOGS[urlsplit(url).port].read_text(encoding="utf-8")
    assert "ValueError: a secret" in log
