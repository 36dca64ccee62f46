"""Old browsers that hospitals still have, reading what the containers send."""

from __future__ import annotations

import pytest
from playwright.sync_api import Playwright

from harness.hosting import Site
from tests.support import engines, journeys


@pytest.mark.parametrize("version", [92, 109, 122])
def test_a_family_follows_in_an_old_chromium(
    playwright: Playwright, site: Site, version: int
) -> None:
    with engines.old_chromium(playwright, version) as engine:
        journeys.follow(engine, site.url)
