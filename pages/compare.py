"""Two options of a situation, or two situations, side by side."""

import streamlit as st

from carepath import along, answering, compare, frame, view
from carepath.diagram import diagram
from carepath.link import ANSWERS
from carepath.words import answers_line, markdown, option_name

page = frame.open_page()
words, chosen, pathways = page.words, page.selection, page.site.pathways


def name(value: str) -> str:
    """Name what a side can be: all options, one of them, or another answer."""
    if value.isdigit():
        return next(option_name(words, o) for o in situation.options if str(o.number) == value)
    return compare.answer(words, *ANSWERS[value]) if value else words("compare.all")


def take_left() -> None:
    """Take over what stands on the left."""
    view.choose(compare.with_left(situation, chosen, st.session_state["compare-left"]))


def take_right() -> None:
    """Take over what stands on the right, if anything."""
    view.choose(compare.with_right(situation, chosen, st.session_state["compare-right"] or ""))


page.head("compare")
if chosen.complete:
    page.text("compare_answers.html", answers=answers_line(words, chosen.group, chosen.place))
answering.questions_here(words, chosen)

if not chosen.complete:
    page.text("compare_start.html", start=words("compare.start"))
    page.terms_of(answering.labels(words))
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
    page.terms_of(map(name, compare.rights(situation, chosen)))
    if shown:
        drawing = compare.markup(words, pathways, shown, page.glossary)
        view.catch_up(diagram.show(drawing, "compare", view.choose))
        along.link(words, chosen, "compare")
    else:
        page.text("compare_next.html", lefts=compare.lefts(situation), left=now)
