"""The slides as a component: shows one at a time, and tells which one that is."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from carepath import view
from carepath.diagram import diagram
from carepath.link import Selection
from carepath.present import markup
from carepath.view import Site, Stamp

HERE = Path(__file__).parent
PAGE_STYLE = HERE / "page.css"

_component = st.components.v2.component(
    "carepath_present",
    html='<div class="carepath-present carepath-drawing"></div>'
    '<p role="status" class="carepath-status"></p>',
    # The boxes have the colours they have in every other drawing.
    css="".join(
        file.read_text(encoding="utf-8")
        for file in (diagram.HERE / "diagram.css", HERE / "present.css")
    ),
    js=(HERE / "present.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@st.cache_data(max_entries=64, show_spinner=False)
def _markup(_site: Site, stamp: Stamp, language: str, group: str, place: str, lang: str) -> str:
    situation = _site.pathways.answer(group, place)
    return str(markup.present(_site.words, situation, Selection(group, place, lang=lang)))


def _slides(site: Site, chosen: Selection) -> str:
    return _markup(site, site.stamp, site.words.language, chosen.group, chosen.place, chosen.lang)


def show(site: Site, chosen: Selection, key: str = "slides") -> None:
    """Show the slides of the chosen situation; the address follows the slide that is shown."""

    def moved() -> None:
        # A move may arrive when the page has been left: then there is nothing to take over.
        state = st.session_state.get(key)
        if state and state.moved:
            view.choose(state.moved)

    result = _component(
        key=key,
        data={"html": _slides(site, chosen)},
        on_moved_change=moved,
        on_left_change=lambda: None,
    )
    if result.left:
        st.switch_page(f"pages/{markup.QUESTIONS}.py", query_params=chosen.query())
