"""Component that keeps the list of questions in the browser's tab; it shows nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from carepath.text import prompts

KEY = "keeper"

_component = st.components.v2.component(
    "carepath_keeper", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def show(
    name: str,
    session: str,
    came: bool,
    entries: list[dict[str, str]],
    receive: Callable[[str, object], None],
) -> dict[str, object]:
    """Have the browser keep a list under a name; return what it sent to cause this run, by kind.

    `kept` is the list of an earlier session, which the browser keeps until `came` says that this
    session has it; `linked` are the questions of a link. Each holds the `name` of the list and its
    `entries`. `receive` gets both as well, before a run that another one may interrupt, but not
    before the first run of a session.
    """

    def received(kind: str) -> None:
        if value := getattr(st.session_state.get(KEY), kind, None):
            receive(kind, value)

    state = _component(
        key=KEY,
        data={
            "session": session,
            "came": came,
            "entries": entries,
            "name": name,
            "fragment": prompts.FRAGMENT,
        },
        on_kept_change=partial(received, "kept"),
        on_linked_change=partial(received, "linked"),
    )
    return {kind: value for kind in ("kept", "linked") if (value := getattr(state, kind))}
