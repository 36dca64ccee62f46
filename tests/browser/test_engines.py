"""Families have other browsers: the same journeys in Firefox, WebKit and an old Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.support import engines, journeys
from tests.support.engines import Engine, Played
from tests.support.holding import held
from tests.support.rooms import SITE
from tests.support.servers import serve

Opened = Callable[[Path], AbstractContextManager[Engine]]
"""What opens a browser that downloads into a folder."""
OTHERS = [
    pytest.param(opened, id=name, marks=pytest.mark.engine(name))
    for name, opened in (("firefox", engines.firefox), ("webkit", engines.webkit))
]


@pytest.fixture(scope="module")
def room_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a site that phones reach."""
    with serve(tmp_path_factory.mktemp("site"), SITE) as url:
        yield url


def test_a_meeting_in_chromium(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    journeys.meet(Played(page), server)


@pytest.mark.parametrize("opened", OTHERS)
def test_a_meeting_in_another_browser(tmp_path: Path, server: str, opened: Opened) -> None:
    with opened(tmp_path) as engine:
        journeys.meet(engine, server)


@pytest.mark.parametrize("opened", OTHERS)
def test_a_room_in_another_browser(tmp_path: Path, room_site: str, opened: Opened) -> None:
    with opened(tmp_path) as engine:
        journeys.follow_room(engine, room_site)


@pytest.mark.parametrize("opened", OTHERS)
def test_a_step_in_place_in_another_browser(tmp_path: Path, server: str, opened: Opened) -> None:
    with opened(tmp_path) as engine, held(server) as (holding, address):
        journeys.open_in_place(engine, address, holding.come)


@pytest.mark.engine("chromium-109")
def test_reading_in_an_old_chromium(playwright: Playwright, server: str) -> None:
    with engines.old_chromium(playwright, 109) as engine:
        journeys.follow(engine, server)
