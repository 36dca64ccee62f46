"""Two options of a situation, or two situations, side by side."""

import streamlit as st

from carepath import along, compare, frame, view
from carepath.diagram import diagram
from carepath.words import markdown

page = frame.open_page()
words, chosen, pathways = page.words, page.selection, page.site.pathways


def name(value: str) -> str:
    """Name what a side can be: all options, one of them, or another answer."""
    if value.isdigit():
        return words("option", number=value)
    return compare.answer(words, *value.split("-")) if value else words("compare.all")


def take_left() -> None:
    """Take over what stands on the left."""
    view.choose(compare.with_left(situation, chosen, st.session_state["compare-left"]))


def take_right() -> None:
    """Take over what stands on the right, if anything."""
    view.choose(compare.with_right(situation, chosen, st.session_state["compare-right"] or ""))


view.text("head.html", words, title=words("page.compare"), lead=words("compare.lead"))
if chosen.complete:
    answers = frame.answers_line(words, chosen)
    view.text("compare_answers.html", words, answers=answers)
frame.questions_here(words, chosen)

if not chosen.complete:
    view.text("compare_start.html", words, start=words("compare.start"))
else:
    situation = pathways.answer(chosen.group, chosen.place)
    shown = compare.comparison(pathways, chosen)
    now = compare.left(situation, chosen)
    left, right = st.columns(2)
    st.session_state["compare-left"] = now
    left.selectbox(
        markdown(words("compare.left")),
        compare.lefts(situation),
        key="compare-left",
        format_func=name,
        disabled=len(compare.lefts(situation)) == 1,
        on_change=take_left,
    )
    st.session_state["compare-right"] = chosen.against if shown else None
    right.selectbox(
        markdown(words("compare.right")),
        compare.rights(situation, chosen),
        index=None,
        key="compare-right",
        format_func=name,
        placeholder=words("compare.choose"),
        on_change=take_right,
    )
    if shown:
        diagram.show(compare.markup(words, shown), "compare", view.choose)
        along.link(words, chosen, "compare")
    else:
        view.text("compare_next.html", words, lefts=compare.lefts(situation), left=now)
