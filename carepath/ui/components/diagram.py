"""The drawing as a component: shows markup, and tells which box a reader chose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from carepath import content

HERE = Path(__file__).parent
STYLE = Path(content.__file__).with_name("diagram.css")

_component = st.components.v2.component(
    "carepath_diagram",
    html='<div class="carepath-diagram"></div><p role="status" class="carepath-status"></p>',
    css=STYLE.read_text(encoding="utf-8"),
    js=(HERE / "diagram.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(
    markup: Markup, key: str, choose: Callable[[dict[str, str]], None]
) -> dict[str, str] | None:
    """Show a drawing; `choose` gets what a tapped box stands for, as query parameters.

    Return the same, if a tap is what this run answers.
    """

    def chosen() -> None:
        # A tap may arrive when its page has been left: then there is nothing to take over.
        state = st.session_state.get(key)
        if state and state.chosen:
            choose(state.chosen)

    tapped: dict[str, str] | None = _component(
        key=key, data={"html": str(markup)}, on_chosen_change=chosen
    ).chosen
    return tapped
