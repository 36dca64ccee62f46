"""The front page: the options of a situation as a drawing and in words."""

import streamlit as st

from carepath.text.messages import markdown
from carepath.text.sentences import answers_line, statement
from carepath.ui import context, frame, question_widgets, take_home
from carepath.ui.components import trials

page = frame.open_page()
words, chosen = page.words, page.selection


def find_a_trial() -> None:
    """Show the links to searches for trials, folded."""
    with st.expander(markdown(words("trials.title"))):
        trials.show(words, "trials")


page.head("paths")
if not chosen.complete:
    page.text("start.html", selection=chosen)
question_widgets.questions_here(words, chosen)

if chosen.complete:
    situation = page.site.pathways.answer(chosen.group, chosen.place)
    answers = answers_line(words, chosen.group, chosen.place)
    stated = statement(words, situation, chosen.group)
    page.text("situation.html", answers=answers, situation=situation, stated=stated)
    if stated:
        find_a_trial()
    context.show_paths(page.site, situation)
    page.text("options.html", situation=situation, pathways=page.site.pathways)
    page.text("later.html")
    page.text("known.html", situation=situation, stated=stated)
    if not stated:
        find_a_trial()
    page.text("take.html")
    take_home.take_home(page.site, chosen)
    take_home.link(words, chosen, "")
    with st.container(key="next"):
        page.text("heading.html", heading=words("next.title"))
        for name in ("questions", "present", "compare"):
            st.page_link(
                f"pages/{name}.py",
                label=markdown(words(f"next.{name}")),
                query_params=chosen.query(),
            )
else:
    page.terms_of(question_widgets.labels(words))
    context.show_map(page.site)
