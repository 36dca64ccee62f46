"""The frame around every page: `streamlit run app.py`."""

import streamlit as st

from carepath import answering, around, frame, notepad, titles, view

st.html(view.STYLE)
came = st.query_params.to_dict()
site = view.site()
chosen, dropped = view.selection(site)
answering.note_address(came)
page, pages = frame.navigate(site.words)
st.set_page_config(
    titles.title(site.words, page.url_path or titles.FRONT, chosen), view.ICON, layout="wide"
)
frame.come_back()
with st.container(key="unseen"):
    around.show(site)
    notepad.keep()
presenting = page.url_path == "present"
if not presenting:
    frame.sidebar(site.words, chosen, pages)
    with st.container(key="languages", horizontal=True, horizontal_alignment="right"):
        frame.other_languages(site)
view.tell_faults(site.words)
st.session_state.framed = chosen, dropped
page.run()
if not presenting:
    frame.way_on(site.words, chosen, page)
    view.about(site.words)
