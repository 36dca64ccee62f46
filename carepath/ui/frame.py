"""The frame of every page: navigation, the sidebar, and the page's blocks."""

from __future__ import annotations

from copy import copy

import streamlit as st
from markupsafe import Markup

from carepath.cache import cached_by_owner
from carepath.content import hospital, notices
from carepath.content.view import View
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.text import titles
from carepath.text.glossary import Glossary
from carepath.text.messages import Words
from carepath.text.titles import FRONT, HEADS, IN_NAVIGATION
from carepath.ui import blocks, context, prompt_list, question_widgets


def navigate(words: Words) -> st.Page:
    """Declare the pages; return the one to run.

    Streamlit ignores its own reading of `pages/` once this has been called.
    """
    # Copied, because Streamlit notes in a page which run may show it.
    return st.navigation([copy(page) for page in _pages(words)], position="hidden")


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


def show() -> None:
    """Show the blocks of a page with what `app.py` prepared for it.

    A new process opens the `pages/x.py` of a deep link without `app.py`; declaring the pages and
    rerunning puts the page into its frame.
    """
    framed = st.session_state.pop("framed", None)
    if framed is None:
        navigate(context.site().words)
        st.rerun()
    view, dropped = framed
    # The slides have a row of their own for the languages.
    languages = Markup() if view.page == "present" else _links(view)[0]
    above = context.previewed(view.words) + context.faults(view.words)
    above += notices.dropped(view.words, dropped)
    if view.page == "questions":
        above += prompt_list.linked(view.site)
    if view.words.layer:
        st.html(hospital.STYLE)
    blocks.show(view, languages + above)


def sidebar(view: View) -> None:
    """Show the questions and links to the pages that keep the reader's choices."""
    with st.sidebar:
        question_widgets.questions(view, "side", _links(view)[1])


def _links(view: View) -> tuple[Markup, Markup]:
    """Return the links to the other languages and to the pages; both keep the reader's choices."""
    return _links_of(view.site, view.page, view.selection)


@cached_by_owner(maxsize=512)
def _links_of(site: Site, page: str, selection: Selection) -> tuple[Markup, Markup]:
    view = View(page, site, selection, Glossary(site.words))
    return (
        view.render("languages.html", view=view),
        view.render("page_links.html", view=view, pages=IN_NAVIGATION),
    )
