"""A family's list of questions: it lives in the browser's tab and is stored nowhere."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from carepath.library import Site
from carepath.text import prompts
from carepath.text.messages import Words, markdown
from carepath.text.prompts import Question
from carepath.ui import context

KEY = "asked"

# Keeps the list in the page in the browser. A replica that takes over the page starts a new
# session, and receives once what the page has kept from the previous one.
_keeper = st.components.v2.component(
    "carepath_keeper",
    js="""export default ({ data, setTriggerValue }) => {
  const before = window.carepathAsked;
  window.carepathAsked = data;
  if (before?.asked.length && before.session !== data.session) {
    setTriggerValue("kept", before.asked);
  }
};""",
)


def keep() -> None:
    """Keep the list in the browser, and restore what an earlier replica kept there."""
    session = st.session_state.setdefault("keeper-session", uuid4().hex)
    state = _keeper(
        key="keeper",
        data={"session": session, "asked": list(asked())},
        on_kept_change=lambda: None,
    )
    if state.kept:
        st.session_state[KEY] = prompts.joined((*map(str, state.kept), *asked()))


def asked() -> tuple[str, ...]:
    """Return the list: ids of ready-made questions, and the family's own as text."""
    entries: tuple[str, ...] = st.session_state.get(KEY, ())
    return entries


def texts(site: Site) -> tuple[str, ...]:
    """Return the list as texts."""
    return prompts.texts(site.questions, asked())


def tick(question: Question) -> None:
    """Show a question with a checkbox."""
    name = f"ask-{question.id}"

    def ticked() -> None:
        st.session_state[KEY] = prompts.toggled(asked(), question.id)

    st.session_state[name] = question.id in asked()
    st.checkbox(markdown(question.text), key=name, on_change=ticked)


def _add_own(words: Words) -> None:
    """Show the field for a family's own question."""
    if len(asked()) >= prompts.MOST:
        context.text("notice.html", words, notice=words("questions.own.full"))
        return

    def added() -> None:
        st.session_state[KEY] = prompts.own(asked(), st.session_state["own-question"])

    with st.form("own", clear_on_submit=True, border=False):
        st.text_input(
            markdown(words("questions.own")), max_chars=prompts.LONGEST_OWN, key="own-question"
        )
        st.form_submit_button(markdown(words("questions.own.add")), on_click=added)


def show(site: Site) -> None:
    """Show the list: a field to add to it, buttons that change its order, the text to copy."""
    words = site.words
    _add_own(words)
    if not asked():
        context.text("help.html", words, help=words("questions.list.empty"))
        return
    for at, question in enumerate(texts(site)):
        _entry(words, at, question)
    context.text("help.html", words, help=words("questions.list.kept"))
    with st.expander(markdown(words("questions.copy"))):
        st.code("\n".join(texts(site)), language=None, wrap_lines=True)


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
