"""Every page of Streamlit with a hospital's layer: it shows what the first page of it does."""

from __future__ import annotations

import pytest

from carepath.text.titles import HEADS
from harness.client import markup
from tests.support.app import bodies, run
from tests.support.html import plain
from tests.support.layer import EXAMPLE

CHOSEN = {"group": "high", "place": "same"}
WITH_MAIL = ("paths", "present", "treatments", "words")
"""The pages that offer a mail about a statement."""


@pytest.mark.parametrize("page", HEADS)
def test_every_page_is_shown(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    without = plain("".join(bodies(run(page, **CHOSEN))))
    monkeypatch.setenv("CAREPATH_LAYER", str(EXAMPLE))
    at = run(page, **CHOSEN)
    assert not at.exception
    assert len(plain("".join(bodies(at)))) >= len(without)
    sent = "".join([*bodies(at), *(markup(part.proto) for part in at.get("bidi_component"))])
    assert ("mailto:" in sent) == (page in WITH_MAIL)


def test_the_table_tells_its_mails_of_the_rows_that_are_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CAREPATH_LAYER", str(EXAMPLE))
    at = run("treatments")
    at.text_input(key="search").input("MIBG").run()
    assert not at.exception
    (table,) = (body for body in bodies(at) if "<table" in body)
    assert table.count("mailto:") == table.count('<tr role="row">') - 1
