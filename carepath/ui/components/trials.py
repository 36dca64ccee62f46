"""Component for searches for trials; they are narrowed in the browser, unknown to the server."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from carepath import content
from carepath.cache import cached_by_owner
from carepath.text import templating
from carepath.text.messages import Words

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "carepath_trials",
    html='<div class="carepath-trials"></div>',
    css=Path(content.__file__).with_name("trials.css").read_text(encoding="utf-8"),
    js=(HERE / "trials.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(words: Words, key: str) -> None:
    """Show the section; `key` makes its ids unique on the page."""
    _component(key=key, data={"html": _markup(words, key)})


@cached_by_owner(maxsize=1)
def _markup(words: Words, key: str) -> str:
    return str(templating.render("trials.html", words, key=key))
