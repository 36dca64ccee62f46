"""The two lists from which a reader chooses the sides of a comparison."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from carepath.content.blocks import CompareChoice
from carepath.content.comparison import Choice
from carepath.site import Site
from carepath.text.messages import markdown
from carepath.ui import context

LEFT, RIGHT = "compare-left", "compare-right"


def show(site: Site, block: CompareChoice) -> None:
    """Show both lists; a choice goes into the URL."""
    words = site.words

    def choose_left() -> None:
        context.choose(site, _changes(block.lefts)[st.session_state[LEFT]])

    def choose_right() -> None:
        value = st.session_state[RIGHT]
        changes = _changes(block.rights)[value] if value else dict(block.emptied)
        context.choose(site, changes)

    left, right = st.columns(2)
    st.session_state[LEFT] = block.left
    left.selectbox(
        markdown(words("compare.left")),
        _names(block.lefts),
        key=LEFT,
        format_func=_names(block.lefts).__getitem__,
        disabled=len(block.lefts) == 1,
        on_change=choose_left,
    )
    st.session_state[RIGHT] = block.right or None
    right.selectbox(
        markdown(words("compare.right")),
        _names(block.rights),
        index=None,
        key=RIGHT,
        format_func=_names(block.rights).__getitem__,
        placeholder=words("compare.choose"),
        on_change=choose_right,
    )


def _names(choices: Iterable[Choice]) -> dict[str, str]:
    return {choice.value: choice.name for choice in choices}


def _changes(choices: Iterable[Choice]) -> dict[str, dict[str, str]]:
    return {choice.value: dict(choice.changes) for choice in choices}
