"""Component for the slides: shows one at a time and reports which one."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from carepath.cache import cached_by_owner
from carepath.content import following, presentation
from carepath.content.view import View
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.text import wrong
from carepath.ui import context, serve
from carepath.ui.components import article

HERE = Path(__file__).parent
PAGE_STYLE = HERE.parent / "present_page.css"

_component = st.components.v2.component(
    "carepath_present",
    html='<div class="carepath-present carepath-drawing"></div>'
    '<p role="status" class="carepath-status"></p>',
    # Boxes have the same colours as in every other drawing.
    css=serve.styles(article.DRAWING_STYLE)
    + presentation.STYLE.read_text(encoding="utf-8")
    + (HERE / "present.css").read_text(encoding="utf-8"),
    # One module: an inline script can't import another one.
    js="\n".join(
        (HERE / name).read_text(encoding="utf-8") for name in ("leading.js", "present.js")
    ),
    isolate_styles=False,
)


@cached_by_owner(maxsize=None)
def _slides(site: Site, answered: Selection) -> Markup:
    situation = site.pathways.routes[answered.answers]
    return presentation.present(site.words, site.pathways, situation, answered)


def _room(view: View) -> Markup:
    """Return the control that lets phones follow, which needs the routes of a hosted site."""
    if not serve.is_hosted():
        return Markup()
    return presentation.room(view.words, context.obstacle())


def show(view: View, key: str = "slides") -> None:
    """Show the slides of the chosen situation; the URL follows the current slide."""
    site, chosen = view.site, view.selection

    def moved() -> None:
        # A move may arrive after the page was left; then there is nothing to apply.
        state = st.session_state.get(key)
        if state and state.moved:
            context.choose(site, state.moved)

    answered = Selection(chosen.answers, lang=chosen.lang, topic=chosen.topic)
    result = _component(
        key=key,
        data={
            "html": str(wrong.placed(_slides(site, answered), view.base, answered)),
            "contact": str(presentation.contact(site.words, view.base, answered)),
            "room": str(_room(view)),
            "query": following.query(answered),
        },
        on_moved_change=moved,
    )
    context.catch_up(site, result.moved)
