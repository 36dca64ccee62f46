"""The two questions of every page, and the answers to them: a slow browser may repeat old ones."""

from __future__ import annotations

import streamlit as st

from carepath.model import selection
from carepath.model.selection import QUESTIONS, Selection
from carepath.text.messages import Words, markdown
from carepath.ui import context


def questions(words: Words, chosen: Selection, where: str) -> None:
    """Show the two questions; `where` tells their two places apart."""
    for asked in QUESTIONS:
        _question(words, chosen, where, asked)


def labels(words: Words) -> tuple[str, ...]:
    """Return what stands on the two questions and their answers."""
    return (
        *(words(f"question.{asked}") for asked in QUESTIONS),
        *(words(f"{asked}.{answer}") for asked in QUESTIONS for answer in QUESTIONS[asked]),
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
    context.text("help.html", words, help=words(f"{asked}.help"))


def note_address(came: dict[str, str]) -> None:
    """Note, at the start of a run, the address the browser came with and the one it now has.

    A browser sends the state of every radio with every request, so a request that left before
    the last answer arrived repeats old answers as if they were new ones. Its address tells.
    """
    now = st.query_params.to_dict()
    st.session_state["addresses"] = [st.session_state.pop("came", came), now]


def take_answer(asked: str, answer: str | None) -> None:
    """Take over an answer a reader gave; one that a slow browser only repeats is left aside."""
    came = st.session_state.setdefault("came", st.query_params.to_dict())
    known = st.session_state.get("addresses", [came])
    gone_elsewhere = came not in known
    if not answer or gone_elsewhere or answer == came.get(asked):
        return
    # The browser's address may lag behind an answer that the server has taken already.
    newest = {key: known[-1][key] for key in QUESTIONS if key in known[-1]}
    answers = newest | {asked: answer}
    # Noted first: the next answer may break this run off while the address is being told.
    st.session_state["addresses"] = [came, selection.after(st.query_params.to_dict(), answers)]
    context.choose(answers)
