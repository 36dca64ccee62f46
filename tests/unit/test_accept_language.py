"""The languages a browser asks for, as the standard for Accept-Language states them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from carepath.text.accept_language import languages
from tests.support.fuzz import tries


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", ("",)),
        ("es", ("es",)),
        ("es-MX, es;q=0.9, en;q=0.8", ("es", "en")),
        ("en;q=0.3,es;q=0.8", ("es", "en")),
        ("en ; q = 0.3 , es ; Q=0.8", ("es", "en")),
        ("en;q=0, es;q=0.001", ("es",)),
        ("fr;q=0.5, es;q=0.5", ("fr", "es")),
        ("*;q=0.1, es;q=0.05", ("*", "es")),
        ("ES-419", ("es",)),
        ("en;q=1.5, es", ("es",)),
        ("en;q=, es;q=0.1", ("es",)),
        ("en;q=nan, es;q=0.1", ("es",)),
        ("zh-Hans-CN;q=1.000", ("zh",)),
    ],
)
def test_the_best_language_comes_first(header: str, found: tuple[str, ...]) -> None:
    assert languages(header) == found


@tries(100)
@given(st.text("aenqs-;=,.*019 \u0661", max_size=40))
def test_any_header_is_read(header: str) -> None:
    found = languages(header)
    assert len(set(found)) == len(found)
    assert all("-" not in each and ";" not in each for each in found)
