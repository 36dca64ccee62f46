"""A family's list of questions on a topic, which only their browser's tab keeps."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import streamlit as st
from markupsafe import Markup

from carepath.content import share
from carepath.content.view import View
from carepath.model import origin
from carepath.model.selection import Selection
from carepath.model.urls import address
from carepath.site import Site
from carepath.text import prompts, templating, titles
from carepath.text.messages import markdown
from carepath.text.prompts import Entries, Entry, Prompt
from carepath.ui import context
from carepath.ui.components import tab

ASKED, CAME, LINKED = "list-asked", "list-came", "list-linked"
"""Names of the parts of a list, in a session; a topic's id follows."""
SESSION, SENT = "list-session", "list-sent"


@dataclass(frozen=True)
class Linked:
    """The list right after a link added `added` questions to it; whether it had room for all."""

    after: Entries
    added: int
    whole: bool


def keep(site: Site) -> None:
    """Have the tab keep the list; take over what it has kept, and the questions of a link.

    It has kept the list of an earlier session: on another replica, or before a reload. The same
    component sends what else every page needs, such as its look.
    """
    name = prompts.kept(site.pathways)
    received = st.session_state.pop(SENT, ())
    for kind, value in received:
        match value:
            # What belongs to another topic's list comes again once that topic is open.
            case {"name": str(own), "entries": entries} if own == name:
                _take_over(site, kind, prompts.known(site.prompts, prompts.restored(entries)))
    known = prompts.known(site.prompts, asked(site))
    _change(site, known)
    session = st.session_state.setdefault(SESSION, uuid4().hex)
    came = _key(site, CAME) in st.session_state
    sent = tab.show(site.words, name, session, came, prompts.stored(known), _receive)
    if sent and not received:
        for kind, value in sent.items():
            _receive(kind, value)
        st.rerun()


def _receive(kind: str, value: object) -> None:
    st.session_state[SENT] = (*st.session_state.get(SENT, ()), (kind, value))


def _take_over(site: Site, kind: str, entries: Entries) -> None:
    came = _key(site, CAME)
    if kind == "linked":
        _link(site, entries)
    elif came not in st.session_state:
        st.session_state[came] = True
        _change(site, prompts.joined(entries, asked(site)))


def _link(site: Site, linked: Entries) -> None:
    """Add the questions of a link to the end of the list."""
    before = asked(site)
    after = prompts.joined(before, linked)
    _change(site, after)
    added, whole = len(after) - len(before), {*linked} <= {*after}
    st.session_state[_key(site, LINKED)] = Linked(after, added, whole)


def linked(site: Site) -> Markup:
    """Return what a link added to the list; empty once the reader changes the list."""
    words = site.words
    linked: Linked | None = st.session_state.get(_key(site, LINKED))
    if not linked or linked.after != asked(site):
        return Markup()
    added = words.counted("questions.linked", linked.added)
    full = "" if linked.whole else words("questions.linked.full")
    return templating.render("notice.html", words, notice=f"{added} {full}".rstrip())


def _key(site: Site, what: str) -> str:
    return f"{what}-{site.pathways.topic}"


def asked(site: Site) -> Entries:
    """Return the list."""
    entries: Entries = st.session_state.get(_key(site, ASKED), ())
    return entries


def _change(site: Site, entries: Entries) -> None:
    st.session_state[_key(site, ASKED)] = entries


def texts(site: Site) -> tuple[str, ...]:
    """Return the list as texts."""
    return prompts.texts(site.prompts, asked(site))


def tick(site: Site, prompt: Prompt) -> None:
    """Show a prompt with a checkbox."""
    name, entry = f"ask-{prompt.id}", Entry(id=prompt.id)

    def ticked() -> None:
        _change(site, prompts.toggled(asked(site), entry))

    st.session_state[name] = entry in asked(site)
    st.checkbox(markdown(prompt.text), key=name, on_change=ticked)


def _add_own(site: Site) -> None:
    """Show the field for a family's own question."""
    words = site.words
    if len(asked(site)) >= prompts.MOST:
        context.text("notice.html", words, notice=words("questions.own.full"))
        return

    def added() -> None:
        own = prompts.own(st.session_state["own-question"])
        _change(site, prompts.joined(asked(site), own))

    with st.form("own", clear_on_submit=True, border=False):
        st.text_input(
            markdown(words("questions.own")), max_chars=prompts.LONGEST_OWN, key="own-question"
        )
        st.form_submit_button(markdown(words("questions.own.add")), on_click=added)


def show(view: View) -> None:
    """Show the list: a field to add to it, and buttons that change it or hand it over."""
    site, words = view.site, view.words
    _add_own(site)
    if not asked(site):
        context.text("list_empty.html", words)
        return
    for at, question in enumerate(texts(site)):
        _entry(site, at, question)
    _pass_on(view)
    context.text("list_kept.html", words)
    _clear(site)


def _pass_on(view: View) -> None:
    """Show what hands the list over; drawn only once it is opened, since a QR code takes time."""
    fold = st.expander(markdown(view.words("questions.pass")), key="pass-on", on_change="rerun")
    if not fold.open:
        return
    selection = Selection(view.selection.answers, topic=view.selection.topic)
    entries = asked(view.site)
    end = prompts.fragment(entries)
    questions = share.QuestionList(
        texts(view.site),
        typed=any(entry.text for entry in entries),
        address=end and address(view.base, titles.path("questions"), selection) + end,
    )
    with fold:
        reaches_others = origin.reaches_others(view.base)
        context.show(share.questions_markup(view.words, questions, reaches_others))


def _clear(site: Site) -> None:
    """Show the button that empties the list, behind another one, since nothing brings it back."""
    words = site.words

    def clear() -> None:
        _change(site, ())

    with st.popover(markdown(words("questions.clear"))):
        context.text("help.html", words, help=words("questions.clear.sure"))
        st.button(markdown(words("questions.clear.all")), key="clear", on_click=clear)


def _entry(site: Site, at: int, question: str) -> None:
    words = site.words

    def move(by: int) -> None:
        _change(site, prompts.moved(asked(site), at, by))

    def take_off() -> None:
        _change(site, prompts.toggled(asked(site), asked(site)[at]))

    with st.container(horizontal=True, vertical_alignment="center", key=f"entry-{at}"):
        context.text("entry.html", words, number=at + 1, question=question)
        for act, by in (("up", -1), ("down", 1)):
            st.button(
                markdown(words(f"questions.{act}.short")),
                key=f"{act}-{at}",
                help=markdown(words(f"questions.{act}", question=at + 1)),
                on_click=move,
                args=(by,),
                disabled=not 0 <= at + by < len(asked(site)),
            )
        st.button(
            markdown(words("questions.remove.short")),
            key=f"remove-{at}",
            help=markdown(words("questions.remove", question=at + 1)),
            on_click=take_off,
        )
