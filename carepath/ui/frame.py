"""The frame of every page: its heading, the sidebar, the languages, the way on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from carepath.library import Site
from carepath.model.selection import Selection
from carepath.text import titles
from carepath.text.glossary import Glossary
from carepath.text.messages import Words, markdown
from carepath.text.titles import FRONT, HEADS
from carepath.ui import context, question_widgets


@dataclass(frozen=True)
class Frame:
    """What a page gets: the loaded site and what the reader has chosen."""

    site: Site
    selection: Selection
    glossary: Glossary

    @property
    def words(self) -> Words:
        """The words of the reader's language."""
        return self.site.words

    def text(self, template: str, **values: object) -> None:
        """Show a template as text; each term is explained where the page first uses it."""
        context.text(template, self.words, glossary=self.glossary, **values)

    def head(self, page: str) -> None:
        """Show the heading of a page and the sentence under it."""
        title, lead = map(self.words, HEADS[page])
        self.text("head.html", title=title, lead=lead)

    def terms_of(self, labels: Iterable[str]) -> None:
        """Explain the new terms of labels, which hold no buttons, on a line of its own."""
        if names := self.glossary.new_in(labels):
            self.text("terms.html", names=names)


def navigate(words: Words) -> tuple[st.Page, list[st.Page]]:
    """Declare the pages; return the one to run and all of them.

    Streamlit ignores its own reading of `pages/` once this has been called.
    """
    pages = [
        st.Page(
            f"pages/{name}.py",
            title=words(f"page.{name}"),
            url_path=titles.path(name),
            default=name == FRONT,
        )
        for name in HEADS
    ]
    return st.navigation(pages, position="hidden"), pages


def open_page() -> Frame:
    """Return what `app.py` prepared for a page.

    In a fresh process Streamlit opens `pages/x.py` of a deep link without `app.py`; declaring
    the pages and running again puts the page into its frame.
    """
    site = context.site()
    framed = st.session_state.pop("framed", None)
    if framed is None:
        navigate(site.words)
        st.rerun()
    chosen, dropped = framed
    context.say_dropped(site.words, dropped)
    return Frame(site, chosen, Glossary(site.words))


@st.fragment(run_every=timedelta(days=1))
def come_back() -> None:
    """Have a browser whose copy was gone ask the next one for a run as soon as it is there.

    A copy that has not run the page knows none of its widgets, so that the first tap would be
    lost on it. Streamlit asks by itself only where something on the page runs every so often.
    """


def other_languages(site: Site) -> None:
    """Offer the page in the languages it is not in."""
    for other in site.languages:
        if other != site.words.language:
            st.button(
                markdown(site.words(f"language.{other}")),
                key=f"language-{other}",
                type="tertiary",
                on_click=context.choose,
                args=({"lang": other},),
            )


def way_on(words: Words, chosen: Selection, page: st.Page) -> None:
    """End a page with one thing to do next, where the page itself offers none."""
    if page.url_path in ("", "questions"):
        return
    with st.container(key="next"):
        st.page_link(
            "pages/questions.py",
            label=markdown(words("next.questions")),
            query_params=chosen.query(),
        )


def sidebar(words: Words, chosen: Selection, pages: list[st.Page]) -> None:
    """Show the two questions and the links to the pages, which keep what is chosen."""
    with st.sidebar:
        question_widgets.questions(words, chosen, "side")
        st.divider()
        for page in pages:
            st.page_link(page, label=markdown(page.title), query_params=chosen.query())
