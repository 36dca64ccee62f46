"""Component for a drawing: shows markup and reports the box that a reader taps."""

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
    """Show a drawing; `choose` receives the query parameters of a tapped box.

    Return the same parameters if a tap caused this run.
    """

    def chosen() -> None:
        # A tap may arrive after its page was left; then there is nothing to apply.
        state = st.session_state.get(key)
        if state and state.chosen:
            choose(state.chosen)

    tapped: dict[str, str] | None = _component(
        key=key, data={"html": str(markup)}, on_chosen_change=chosen
    ).chosen
    return tapped
