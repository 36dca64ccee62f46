"""Chromium, and the signs by which a page tells how far it has come."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FINISHED = ".stApp[data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
"""Selects Streamlit's page once its script has run."""


def path() -> str | None:
    """Return where Chromium is: CHROMIUM, or one on the PATH; None stands for Playwright's own."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium outside of tests; without one, this fails."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path(), args=ARGS)
        yield started
        started.close()
