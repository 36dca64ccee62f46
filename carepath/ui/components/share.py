"""Component for links and lists to pass on; only the browser copies, prints or sends them."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "carepath_share",
    html='<div class="carepath-share"></div>',
    css=(HERE / "share.css").read_text(encoding="utf-8"),
    js=(HERE / "share.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(markup: Markup, key: str) -> None:
    """Show markup of `content/share.py`."""
    _component(key=key, data={"html": str(markup)})
