"""An answer, where a run of Streamlit is broken off by the next one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from carepath import library
from carepath.site import Site
from carepath.ui import context, question_widgets
from tests.support import facts


class Broken(Exception):
    """What Streamlit throws into a run when the next one is asked for."""


def test_an_answer_is_kept_when_the_next_one_breaks_its_run_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The browser, still at the old address, sends both answers before it hears of the first.
    run = SimpleNamespace(session_state={}, query_params=SimpleNamespace(to_dict=dict))
    told: list[dict[str, str]] = []
    site = library.site(facts.DATA)

    def broken(site: Site, values: dict[str, str]) -> None:
        raise Broken

    monkeypatch.setattr(question_widgets, "st", run)
    monkeypatch.setattr(context, "st", run)
    # Loading the site could let the next answer in.
    monkeypatch.delattr(context, "site")
    monkeypatch.setattr(context, "choose", broken)
    with pytest.raises(Broken):
        question_widgets.take_answer(site, "group", "high")
    monkeypatch.setattr(context, "choose", lambda site, values: told.append(values))
    question_widgets.take_answer(site, "place", "same")
    assert told == [{"group": "high", "place": "same"}]
