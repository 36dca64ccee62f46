"""The frame of every page: its heading, the sidebar with the two questions, the guard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from carepath import link, titles, view
from carepath.glossary import Glossary
from carepath.link import Selection
from carepath.rules import GROUPS, PLACES
from carepath.site import Site
from carepath.titles import FRONT, HEADS
from carepath.words import Words, markdown


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

    def text(self, template: str, **context: object) -> None:
        """Show a template as text; each term is explained where the page first uses it."""
        view.text(template, self.words, glossary=self.glossary, **context)

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
    site = view.site()
    if not st.session_state.pop("framed", False):
        navigate(site.words)
        st.rerun()
    return Frame(site, view.selection(site), Glossary(site.words))


def questions(words: Words, chosen: Selection, where: str) -> None:
    """Show the two questions; `where` tells their two places apart."""
    _question(words, chosen, where, "group", GROUPS)
    _question(words, chosen, where, "place", PLACES)


def labels(words: Words) -> tuple[str, ...]:
    """Return what stands on the two questions and their answers."""
    return (
        *(words(f"question.{asked}") for asked in ("group", "place")),
        *(words(f"group.{group}") for group in GROUPS),
        *(words(f"place.{place}") for place in PLACES),
    )


def questions_here(words: Words, chosen: Selection) -> None:
    """Show the two questions in the page, folded once they are answered: a phone's own place."""
    label = "answers.change" if chosen.complete else "answers.give"
    with (
        st.container(key="here"),
        st.expander(
            markdown(words(label)), expanded=not chosen.complete, key=f"answers-{chosen.complete}"
        ),
    ):
        questions(words, chosen, "here")


def _question(
    words: Words, chosen: Selection, where: str, asked: str, answers: tuple[str, ...]
) -> None:
    name = f"{asked}-{where}"

    def answered() -> None:
        take_answer(asked, st.session_state[name])

    st.session_state[name] = getattr(chosen, asked) or None
    st.radio(
        markdown(words(f"question.{asked}")),
        answers,
        index=None,
        key=name,
        format_func=lambda answer: markdown(words(f"{asked}.{answer}")),
        on_change=answered,
    )
    view.text("help.html", words, help=words(f"{asked}.help"))


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
                on_click=view.choose,
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


def note_address() -> None:
    """Note, at the start of a run, the address the browser came with and the one it now has.

    A browser sends the state of every radio with every request, so a request that left before
    the last answer arrived repeats old answers as if they were new ones. Its address tells.
    """
    now = st.query_params.to_dict()
    st.session_state["addresses"] = [st.session_state.pop("came", now), now]


def take_answer(asked: str, answer: str | None) -> None:
    """Take over an answer a reader gave; one that a slow browser only repeats is left aside."""
    came = st.session_state.setdefault("came", st.query_params.to_dict())
    known = st.session_state.get("addresses", [came])
    gone_elsewhere = came not in known
    if not answer or gone_elsewhere or answer == came.get(asked):
        return
    # The browser's address may lag behind an answer that the server has taken already.
    newest = {key: known[-1][key] for key in ("group", "place") if key in known[-1]}
    answers = newest | {asked: answer}
    # Noted first: the next answer may break this run off while the address is being told.
    st.session_state["addresses"] = [came, link.after(st.query_params.to_dict(), answers)]
    view.choose(answers)


def sidebar(words: Words, chosen: Selection, pages: list[st.Page]) -> None:
    """Show the two questions and the links to the pages, which keep what is chosen."""
    with st.sidebar:
        questions(words, chosen, "side")
        st.divider()
        for page in pages:
            st.page_link(page, label=markdown(page.title), query_params=chosen.query())
