"""The questions, and their answers, of which a slow browser may repeat old ones."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from carepath.cache import cached_by_owner
from carepath.content.view import View
from carepath.model.pathway import Question
from carepath.site import Site
from carepath.text import templating
from carepath.text.messages import Words, markdown
from carepath.ui import context

NOTHING = Markup()


def questions(view: View, where: str, below: Markup = NOTHING) -> None:
    """Show the questions, and what is `below`; `where` tells their places on a page apart."""
    words, last = view.words, len(view.asked)
    for number, question in enumerate(view.asked, start=1):
        _question(view, where, question)
        text = _help(words, question.id)
        # One element with what follows, which saves messages.
        context.show(text + below if number == last else text)
    if below and not last:
        context.show(below)


@cached_by_owner(maxsize=None)
def _help(words: Words, question: str) -> Markup:
    return templating.render("help.html", words, help=words.questions[question]["help"])


def questions_here(view: View) -> None:
    """Show the questions in the page, for phones, folded once they are answered.

    Only an open fold is sent its content.
    """
    answered = view.situation is not None
    fold = st.expander(
        markdown(view.fold),
        expanded=not answered,
        key="here-change" if answered else "here-give",
        on_change="rerun",
    )
    if fold.open:
        with fold:
            questions(view, "here")


def _question(view: View, where: str, question: Question) -> None:
    words, asked = view.words, question.id
    name = f"{asked}-{where}"

    def answered() -> None:
        take_answer(view.site, asked, st.session_state[name])

    st.session_state[name] = view.selection.answer(asked) or None
    st.radio(
        markdown(words.questions[asked]["text"]),
        question.answers,
        index=None,
        key=name,
        format_func=lambda answer: markdown(words.answers[asked, answer]["text"]),
        on_change=answered,
    )


def note_address(came: dict[str, str]) -> None:
    """Note the URL that the browser sent with this run, and the URL after mending.

    A browser sends the state of every radio with every request. A request that left before the
    last answer arrived repeats old answers as if they were new; its URL gives that away.
    """
    now = st.query_params.to_dict()
    st.session_state["addresses"] = [st.session_state.pop("came", came), now]


def take_answer(site: Site, asked: str, answer: str | None) -> None:
    """Apply an answer, unless a slow browser only repeats an old one."""
    came = st.session_state.setdefault("came", st.query_params.to_dict())
    known = st.session_state.get("addresses", [came])
    gone_elsewhere = came not in known
    if not answer or gone_elsewhere or answer == came.get(asked):
        return
    # The browser's URL may lag behind an answer that the server has applied already.
    keys = [question.id for question in site.pathways.questions]
    newest = {key: known[-1][key] for key in keys if key in known[-1]}
    answers = newest | {asked: answer}
    # Noted first, because the next answer may interrupt this run while the URL is being sent.
    st.session_state["addresses"] = [came, context.after(site, answers)]
    context.choose(site, answers)
