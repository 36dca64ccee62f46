"""What `make bench` measures in a browser, on a page with a clock of its own."""

from __future__ import annotations

import re
from math import inf

import pytest
from playwright.sync_api import Page, expect

from bench import measure
from tests.support.browser import wait_until_finished

pytestmark = pytest.mark.browser

CLOCK = "<script>performance.now = () => 300</script>"
ANSWER = "performance.now = () => 500; document.body.id = `done`"


def test_a_tap_is_timed_until_its_answer_is_there(page: Page) -> None:
    page.set_content(f"{CLOCK}<button onclick='{ANSWER}'>")
    assert page.evaluate(measure.TAP, ["button", "document.body.id"]) == 200


def test_what_never_comes_is_not_waited_for_without_end(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "PATIENCE_MS", 50)
    page.set_content("<button>")
    assert measure.in_time(page, measure.TAP, ["button", "false"]) == inf


def test_a_measured_tap_on_a_step_stays_on_its_page(page: Page, server: str) -> None:
    steps = measure.steps(server)
    page.goto(steps.url)
    wait_until_finished(page)
    page.evaluate("window.same = true")
    for tap in steps.taps[:2]:
        assert 0 < page.evaluate(measure.TAP, [tap.target, tap.done]) < inf
        expect(page).to_have_url(re.compile(r"step=\d"))
    assert page.evaluate("window.same")
