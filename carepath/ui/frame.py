"""The frame of every page: navigation, the sidebar, and the page's blocks."""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta

import streamlit as st

from carepath.cache import cached_by_owner
from carepath.content.blocks import View
from carepath.model.selection import Selection
from carepath.text import messages as wording, titles
from carepath.text.glossary import Glossary
from carepath.text.messages import Words, markdown
from carepath.text.titles import FRONT, HEADS
from carepath.ui import blocks, context, question_widgets


def navigate(words: Words) -> tuple[st.Page, list[st.Page]]:
    """Declare the pages; return the one to run and all of them.

    Streamlit ignores its own reading of `pages/` once this has been called.
    """
    # Copied, because Streamlit notes in a page which run may show it.
    declared = [copy(page) for page in _pages(words)]
    return st.navigation(declared, position="hidden"), declared


@cached_by_owner(maxsize=1)
def _pages(words: Words) -> tuple[st.Page, ...]:
    """Return the pages; to make one, Streamlit looks for its file."""
    return tuple(
        st.Page(
            f"pages/{name}.py",
            title=words(f"page.{name}"),
            url_path=titles.path(name),
            default=name == FRONT,
        )
        for name in HEADS
    )


def show(name: str) -> None:
    """Show the blocks of a page with what `app.py` prepared for it.

    A new process opens the `pages/x.py` of a deep link without `app.py`; declaring the pages and
    rerunning puts the page into its frame.
    """
    framed = st.session_state.pop("framed", None)
    if framed is None:
        navigate(context.site().words)
        st.rerun()
    site, selection, dropped = framed
    context.say_dropped(site.words, dropped)
    overdue = wording.overdue(site.words, date.today())
    view = View(name, site, selection, Glossary(site.words), context.base(), overdue)
    blocks.show(view)


@st.fragment(run_every=timedelta(days=1))
def come_back() -> None:
    """Make a browser that lost its replica request a run from the next one right away.

    A replica that hasn't run the page knows none of its widgets, so it would lose the first tap.
    Streamlit requests a run after a reconnect only if some fragment runs periodically.
    """


def sidebar(words: Words, chosen: Selection, declared: list[st.Page]) -> None:
    """Show the two questions and links to the pages that keep the reader's choices."""
    with st.sidebar:
        question_widgets.questions(words, chosen, "side")
        st.divider()
        for page in declared:
            st.page_link(page, label=markdown(page.title), query_params=chosen.query())
