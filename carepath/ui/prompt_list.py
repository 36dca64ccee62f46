"""A family's list of questions, which only their browser's tab keeps."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import streamlit as st
from markupsafe import Markup

from carepath.content import share as passed_on
from carepath.content.blocks import View
from carepath.model import origin
from carepath.model.selection import Selection
from carepath.model.urls import address
from carepath.site import Site
from carepath.text import prompts, templating, titles
from carepath.text.messages import Words, markdown
from carepath.text.prompts import Entries, Entry, Prompt
from carepath.ui import context
from carepath.ui.components import keeper, share

KEY = "asked"
SESSION, CAME, SENT, LINKED = "list-session", "list-came", "list-sent", "list-linked"


@dataclass(frozen=True)
class Linked:
    """The list right after a link added `added` questions to it; whether it had room for all."""

    after: Entries
    added: int
    whole: bool


def keep(site: Site) -> None:
    """Have the browser keep the list; take over what it has kept, and the questions of a link.

    It has kept the list of an earlier session: on another replica, or before a reload.
    """
    received = st.session_state.pop(SENT, ())
    for name, value in received:
        entries = prompts.known(site.questions, prompts.restored(value))
        if name == "linked":
            _link(entries)
        elif CAME not in st.session_state:
            st.session_state[CAME] = True
            st.session_state[KEY] = prompts.joined(entries, asked())
    st.session_state[KEY] = prompts.known(site.questions, asked())
    session = st.session_state.setdefault(SESSION, uuid4().hex)
    came = CAME in st.session_state
    sent = keeper.show(session, came, prompts.stored(asked()), _receive)
    if sent and not received:
        for name, value in sent.items():
            _receive(name, value)
        st.rerun()


def _receive(name: str, value: object) -> None:
    st.session_state[SENT] = (*st.session_state.get(SENT, ()), (name, value))


def _link(linked: Entries) -> None:
    """Add the questions of a link to the end of the list."""
    before = asked()
    after = prompts.joined(before, linked)
    st.session_state[KEY] = after
    st.session_state[LINKED] = Linked(after, len(after) - len(before), {*linked} <= {*after})


def linked(words: Words) -> Markup:
    """Return what a link added to the list; empty once the reader changes the list."""
    linked: Linked | None = st.session_state.get(LINKED)
    if not linked or linked.after != asked():
        return Markup()
    added = words.counted("questions.linked", linked.added)
    full = "" if linked.whole else words("questions.linked.full")
    return templating.render("notice.html", words, notice=f"{added} {full}".rstrip())


def asked() -> Entries:
    """Return the list."""
    entries: Entries = st.session_state.get(KEY, ())
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


def show(view: View) -> None:
    """Show the list: a field to add to it, and buttons that change it or hand it over."""
    words = view.words
    _add_own(words)
    if not asked():
        context.text("list_empty.html", words)
        return
    for at, question in enumerate(texts(view.site)):
        _entry(words, at, question)
    _pass_on(view)
    context.text("list_kept.html", words)
    _clear(words)


def _pass_on(view: View) -> None:
    """Show what hands the list over; drawn only once it is opened, since a QR code takes time."""
    fold = st.expander(markdown(view.words("questions.pass")), key="pass-on", on_change="rerun")
    if not fold.open:
        return
    selection = Selection(view.selection.answers, topic=view.selection.topic)
    end = prompts.fragment(asked())
    questions = passed_on.QuestionList(
        texts(view.site),
        typed=any(entry.text for entry in asked()),
        address=end and address(view.base, titles.path("questions"), selection) + end,
    )
    with fold:
        reaches_others = origin.reaches_others(view.base)
        share.show(passed_on.questions_markup(view.words, questions, reaches_others), "share-list")


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
