"""A tap on a step is as fast as a click on a Streamlit page with nothing on it."""

from __future__ import annotations

from math import inf
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench import measure, serving
from bench.__main__ import MOST
from tests.conftest import StartServer

pytestmark = pytest.mark.browser

TAPS = 12


def test_a_tap_is_as_fast_as_on_an_empty_page(
    browser: Browser, server: str, start_server: StartServer, tmp_path: Path
) -> None:
    empty = start_server(cwd=serving.empty_app(tmp_path), script="app.py")
    times = measure.taps(browser, measure.empty(empty), measure.steps(server), TAPS)
    assert 0 < times.app <= MOST * times.empty


def test_a_slow_answer_is_measured_as_slow(page: Page) -> None:
    page.set_content("<button onclick='setTimeout(() => document.body.id = `done`, 200)'>")
    assert page.evaluate(measure.TAP, ["button", "document.body.id"]) >= 200


def test_what_never_comes_is_not_waited_for_without_end(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "PATIENCE_MS", 50)
    page.set_content("<button>")
    assert measure.in_time(page, measure.TAP, ["button", "false"]) == inf
