"""A room goes on while replicas die: the presenter's and the follower's, ten times in turn."""

from __future__ import annotations

import json
import signal
from itertools import cycle
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from harness.hosting import COOKIE, Site
from tests.support.journeys import until
from tests.support.rooms import JSON, VIEW

TIMES = 10
SLIDES = ("1.2", "2.1", "1.1")


def sent(site: Site, path: str, cookie: str, **message: object) -> tuple[Any, str]:
    """Send a message through the proxy; return the answer, and the cookie of who answered.

    The proxy does not repeat a message to a replica that has died; the presenter's script does.
    """
    own = {**JSON, "Cookie": f"{COOKIE}={cookie}"} if cookie else JSON
    body = json.dumps({"driver": "first", "query": VIEW, **message})
    answer = until(
        lambda: site.get(path, own, "POST", body), lambda found: found.status in (200, 201)
    )
    given = answer.headers.get("Set-Cookie", "").partition("=")[2].partition(";")[0]
    return json.loads(answer.body), given or cookie


def test_a_follower_shows_the_right_step_after_each_death(
    browser: Browser, site: Site, record_property: pytest.RecordProperty
) -> None:
    room, cookie = sent(site, "/room", "", slide="1.1")
    context = browser.new_context(ignore_https_errors=True, locale="es")
    page = context.new_page()
    page.goto(f"{site.url}/room/{room['code']}")
    shown = page.locator(".slide:not([hidden])")
    expect(shown).to_have_attribute("data-key", "1.1")
    seconds = []
    for number, slide in zip(range(TIMES), cycle(SLIDES), strict=False):
        (own,) = (one["value"] for one in context.cookies() if one["name"] == COOKIE)
        dying = site.copy_of(own if number % 2 else cookie)
        dying.program.end(signal.SIGKILL)
        began = monotonic()
        lead = {"secret": room["secret"], "slide": slide}
        answer, cookie = sent(site, f"/room/{room['code']}/lead", cookie, **lead)
        assert answer["leads"] is True
        expect(shown).to_have_attribute("data-key", slide, timeout=30_000)
        seconds.append(round(monotonic() - began, 2))
        dying.program.start()
        site.wait()
    record_property("seconds until a follower showed the step", seconds)
    print(seconds)
    context.close()
