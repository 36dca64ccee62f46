"""Two options of a situation, or two situations, side by side."""

import streamlit as st

from carepath.content import comparison
from carepath.model.selection import ANSWERS
from carepath.text.messages import markdown
from carepath.text.sentences import answers_line, option_name
from carepath.ui import context, frame, question_widgets, take_home
from carepath.ui.components import diagram

page = frame.open_page()
words, chosen, pathways = page.words, page.selection, page.site.pathways


def name(value: str) -> str:
    """Name what a side can be: all options, one of them, or another answer."""
    if value.isdigit():
        return next(option_name(words, o) for o in situation.options if str(o.number) == value)
    return comparison.answer(words, *ANSWERS[value]) if value else words("compare.all")


def take_left() -> None:
    """Take over what stands on the left."""
    context.choose(comparison.with_left(situation, chosen, st.session_state["compare-left"]))


def take_right() -> None:
    """Take over what stands on the right, if anything."""
    context.choose(
        comparison.with_right(situation, chosen, st.session_state["compare-right"] or "")
    )


page.head("compare")
if chosen.complete:
    page.text("compare_answers.html", answers=answers_line(words, chosen.group, chosen.place))
question_widgets.questions_here(words, chosen)

if not chosen.complete:
    page.text("compare_start.html", start=words("compare.start"))
    page.terms_of(question_widgets.labels(words))
else:
    situation = pathways.answer(chosen.group, chosen.place)
    shown = comparison.comparison(pathways, chosen)
    now = comparison.left(situation, chosen)
    left, right = st.columns(2)
    st.session_state["compare-left"] = now
    left.selectbox(
        markdown(words("compare.left")),
        comparison.lefts(situation),
        key="compare-left",
        format_func=name,
        disabled=len(comparison.lefts(situation)) == 1,
        on_change=take_left,
    )
    st.session_state["compare-right"] = chosen.against if shown else None
    right.selectbox(
        markdown(words("compare.right")),
        comparison.rights(situation, chosen),
        index=None,
        key="compare-right",
        format_func=name,
        placeholder=words("compare.choose"),
        on_change=take_right,
    )
    page.terms_of(map(name, comparison.rights(situation, chosen)))
    if shown:
        drawing = comparison.markup(words, pathways, shown, page.glossary)
        context.catch_up(diagram.show(drawing, "compare", context.choose))
        take_home.link(words, chosen, "compare")
    else:
        page.text("compare_next.html", lefts=comparison.lefts(situation), left=now)
