"""Families have other browsers: the same journeys in Firefox, WebKit and an old Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.support import engines, journeys
from tests.support.engines import Played


def test_a_meeting_in_chromium(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    journeys.meet(Played(page), server)


@pytest.mark.engine("firefox")
def test_a_meeting_in_firefox(tmp_path: Path, server: str) -> None:
    with engines.firefox(tmp_path) as engine:
        journeys.meet(engine, server)


@pytest.mark.engine("webkit")
def test_a_meeting_in_webkit(tmp_path: Path, server: str) -> None:
    with engines.webkit(tmp_path) as engine:
        journeys.meet(engine, server)


@pytest.mark.engine("chromium-109")
def test_reading_in_an_old_chromium(playwright: Playwright, server: str) -> None:
    with engines.old_chromium(playwright, 109) as engine:
        journeys.follow(engine, server)
