"""The two questions, and their answers, of which a slow browser may repeat old ones."""

from __future__ import annotations

import streamlit as st

from carepath.model import selection
from carepath.model.selection import QUESTIONS, Selection
from carepath.text import templating
from carepath.text.messages import Words, markdown
from carepath.ui import context


def questions(words: Words, chosen: Selection, where: str, below: str = "") -> None:
    """Show the two questions, and what is `below`; `where` tells their places on a page apart."""
    for asked in QUESTIONS:
        _question(words, chosen, where, asked)
        text = templating.render("help.html", words, help=words(f"{asked}.help"))
        # One element with what follows, which saves messages.
        st.html(text + below if asked == [*QUESTIONS][-1] else text)


def questions_here(words: Words, chosen: Selection) -> None:
    """Show the two questions in the page, for phones, folded once they are answered."""
    label = "answers.change" if chosen.complete else "answers.give"
    with (
        st.container(key="here"),
        st.expander(
            markdown(words(label)), expanded=not chosen.complete, key=f"answers-{chosen.complete}"
        ),
    ):
        questions(words, chosen, "here")


def _question(words: Words, chosen: Selection, where: str, asked: str) -> None:
    name = f"{asked}-{where}"

    def answered() -> None:
        take_answer(asked, st.session_state[name])

    st.session_state[name] = getattr(chosen, asked) or None
    st.radio(
        markdown(words(f"question.{asked}")),
        QUESTIONS[asked],
        index=None,
        key=name,
        format_func=lambda answer: markdown(words(f"{asked}.{answer}")),
        on_change=answered,
    )


def note_address(came: dict[str, str]) -> None:
    """Note the URL that the browser sent with this run, and the URL after mending.

    A browser sends the state of every radio with every request. A request that left before the
    last answer arrived repeats old answers as if they were new; its URL gives that away.
    """
    now = st.query_params.to_dict()
    st.session_state["addresses"] = [st.session_state.pop("came", came), now]


def take_answer(asked: str, answer: str | None) -> None:
    """Apply an answer, unless a slow browser only repeats an old one."""
    came = st.session_state.setdefault("came", st.query_params.to_dict())
    known = st.session_state.get("addresses", [came])
    gone_elsewhere = came not in known
    if not answer or gone_elsewhere or answer == came.get(asked):
        return
    # The browser's URL may lag behind an answer that the server has applied already.
    newest = {key: known[-1][key] for key in QUESTIONS if key in known[-1]}
    answers = newest | {asked: answer}
    # Noted first, because the next answer may interrupt this run while the URL is being sent.
    st.session_state["addresses"] = [came, selection.after(st.query_params.to_dict(), answers)]
    context.choose(answers)
