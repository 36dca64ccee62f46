"""Component for texts with what needs a script among them: drawings, and the search for trials.

All of it is one element, because each element of a run costs the server and the browser time.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from carepath import content
from carepath.ui import serve

HERE = Path(__file__).parent
CONTENT = Path(content.__file__).parent
DRAWING_STYLE = CONTENT / "diagram.css"

_component = st.components.v2.component(
    "carepath_article",
    html='<div class="carepath-article"></div><p role="status" class="carepath-status"></p>',
    css=serve.styles(DRAWING_STYLE, CONTENT / "trials.css"),
    # One module: an inline script can't import another one.
    js="\n".join(
        file.read_text(encoding="utf-8")
        for file in (CONTENT / "diagram.js", HERE / "trials.js", HERE / "article.js")
    ),
    isolate_styles=False,
)


def part(name: str, classes: str, markup: Markup) -> Markup:
    """Return a part of an article; while it stays the same, the browser leaves it alone."""
    return Markup('<div data-part="{}" class="{}">{}</div>').format(name, classes, markup)


def packed(markup: Markup) -> bytes:
    """Return markup as `show` takes it, about a seventh in size: Streamlit compresses nothing."""
    return zlib.compress(markup.encode(), zlib.Z_BEST_COMPRESSION)


def show(data: bytes, key: str, choose: Callable[[dict[str, str]], None]) -> dict[str, str] | None:
    """Show the packed parts of an article; `choose` gets the query parameters of a tapped box.

    Return the same parameters if a tap caused this run.
    """

    def chosen() -> None:
        # A tap may arrive after its page was left; then there is nothing to apply.
        state = st.session_state.get(key)
        if state and state.chosen:
            choose(state.chosen)

    tapped: dict[str, str] | None = _component(key=key, data=data, on_chosen_change=chosen).chosen
    return tapped
