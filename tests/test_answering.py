"""An answer, where a run of Streamlit is broken off by the next one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from carepath import answering, view


class Broken(Exception):
    """What Streamlit throws into a run when the next one is asked for."""


def test_an_answer_is_kept_when_the_next_one_breaks_its_run_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The browser, still at the old address, sends both answers before it hears of the first.
    run = SimpleNamespace(session_state={}, query_params=SimpleNamespace(to_dict=dict))
    told: list[dict[str, str]] = []

    def broken(values: dict[str, str]) -> None:
        raise Broken

    monkeypatch.setattr(answering, "st", run)
    monkeypatch.setattr(view, "choose", broken)
    with pytest.raises(Broken):
        answering.take_answer("group", "high")
    monkeypatch.setattr(view, "choose", told.append)
    answering.take_answer("place", "same")
    assert told == [{"group": "high", "place": "same"}]
