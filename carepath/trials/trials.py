"""Links to searches for trials, narrowed in the browser; the server hears nothing of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from carepath import html
from carepath.words import Words

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "carepath_trials",
    html='<div class="carepath-trials"></div>',
    css=(HERE / "trials.css").read_text(encoding="utf-8"),
    js=(HERE / "trials.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(words: Words, key: str) -> None:
    """Show the section; `key` tells it apart from others on the page."""
    _component(key=key, data={"html": str(html.render("trials.html", words, key=key))})
