"""For a room: the steps of every option on a projector, one at a time."""

import streamlit as st

from carepath.text.messages import markdown
from carepath.ui import frame, question_widgets, take_home
from carepath.ui.components import present

page = frame.open_page()
words, chosen = page.words, page.selection

st.html(present.PAGE_STYLE)
with st.container(key="present-top", horizontal=True):
    frame.other_languages(page.site)
    with st.popover(markdown(words("share.short")), type="tertiary"):
        take_home.share_here(words, chosen, "present")
    st.page_link(
        "pages/paths.py", label=markdown(words("present.leave")), query_params=chosen.query()
    )
if chosen.complete:
    present.show(page.site, chosen)
else:
    with st.container(key="present-start"):
        page.text("head.html", title=words("page.present"), lead=words("present.start"))
        question_widgets.questions(words, chosen, "present")
        page.terms_of(question_widgets.labels(words))
