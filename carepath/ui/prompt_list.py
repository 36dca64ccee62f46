"""A family's list of questions, which only their browser's tab keeps."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from carepath.library import Site
from carepath.text import prompts
from carepath.text.messages import Words, markdown
from carepath.text.prompts import Entry, List, Prompt
from carepath.ui import context
from carepath.ui.components import keeper

KEY = "asked"
SESSION, CAME = "list-session", "list-came"


def keep(site: Site) -> None:
    """Have the browser keep the list, and take over what it has kept from an earlier session.

    An earlier session may have been on another replica, or before a reload.
    """
    questions = site.questions
    st.session_state[KEY] = prompts.known(questions, asked())
    session = st.session_state.setdefault(SESSION, uuid4().hex)
    came = st.session_state.get(CAME, False)
    kept = keeper.show(session, came, prompts.stored(asked()))
    if kept is not None and not came:
        before = prompts.known(questions, prompts.restored(kept))
        st.session_state[KEY] = prompts.joined(before, asked())
        st.session_state[CAME] = True
        st.rerun()


def asked() -> List:
    """Return the list."""
    entries: List = st.session_state.get(KEY, ())
    return entries


def texts(site: Site) -> tuple[str, ...]:
    """Return the list as texts."""
    return prompts.texts(site.questions, asked())


def tick(question: Prompt) -> None:
    """Show a question with a checkbox."""
    name, entry = f"ask-{question.id}", Entry(id=question.id)

    def ticked() -> None:
        st.session_state[KEY] = prompts.toggled(asked(), entry)

    st.session_state[name] = entry in asked()
    st.checkbox(markdown(question.text), key=name, on_change=ticked)


def _add_own(words: Words) -> None:
    """Show the field for a family's own question."""
    if len(asked()) >= prompts.MOST:
        context.text("notice.html", words, notice=words("questions.own.full"))
        return

    def added() -> None:
        own = prompts.own(st.session_state["own-question"])
        st.session_state[KEY] = prompts.joined(asked(), own)

    with st.form("own", clear_on_submit=True, border=False):
        st.text_input(
            markdown(words("questions.own")), max_chars=prompts.LONGEST_OWN, key="own-question"
        )
        st.form_submit_button(markdown(words("questions.own.add")), on_click=added)


def show(site: Site) -> None:
    """Show the list: a field to add to it, buttons that change it, the text to copy."""
    words = site.words
    _add_own(words)
    if not asked():
        context.text("help.html", words, help=words("questions.list.empty"))
        return
    for at, question in enumerate(texts(site)):
        _entry(words, at, question)
    context.text("list_kept.html", words)
    _clear(words)
    with st.expander(markdown(words("questions.copy"))):
        st.code("\n".join(texts(site)), language=None, wrap_lines=True)


def _clear(words: Words) -> None:
    """Show the button that empties the list, behind another one, since nothing brings it back."""

    def clear() -> None:
        st.session_state[KEY] = ()

    with st.popover(markdown(words("questions.clear"))):
        context.text("help.html", words, help=words("questions.clear.sure"))
        st.button(markdown(words("questions.clear.all")), key="clear", on_click=clear)


def _entry(words: Words, at: int, question: str) -> None:
    def move(by: int) -> None:
        st.session_state[KEY] = prompts.moved(asked(), at, by)

    def take_off() -> None:
        st.session_state[KEY] = prompts.toggled(asked(), asked()[at])

    with st.container(horizontal=True, vertical_alignment="center", key=f"entry-{at}"):
        context.text("entry.html", words, number=at + 1, question=question)
        for act, by in (("up", -1), ("down", 1)):
            st.button(
                markdown(words(f"questions.{act}.short")),
                key=f"{act}-{at}",
                help=markdown(words(f"questions.{act}", question=at + 1)),
                on_click=move,
                args=(by,),
                disabled=not 0 <= at + by < len(asked()),
            )
        st.button(
            markdown(words("questions.remove.short")),
            key=f"remove-{at}",
            help=markdown(words("questions.remove", question=at + 1)),
            on_click=take_off,
        )
