"""Component that keeps the list of questions in the browser's tab; it shows nothing."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "carepath_keeper", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def show(session: str, came: bool, entries: list[dict[str, str]]) -> object:
    """Have the browser keep a list; return the one of an earlier session that it sent, if any.

    The browser keeps that one until `came` says that this session has it.
    """
    return _component(
        key="keeper",
        data={"session": session, "came": came, "entries": entries},
        on_kept_change=lambda: None,
    ).kept
