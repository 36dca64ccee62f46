"""Component for the link to a view; only the browser copies it or shows it large."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from carepath.content.share import markup
from carepath.text.messages import Words

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "carepath_share",
    html='<div class="carepath-share"></div>',
    css=(HERE / "share.css").read_text(encoding="utf-8"),
    js=(HERE / "share.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(words: Words, address: str, key: str, reaches_others: bool) -> None:
    """Show an address to copy and, if others can reach it, a code to scan or to project."""
    _component(key=key, data={"html": str(markup(words, address, reaches_others))})
