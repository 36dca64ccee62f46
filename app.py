"""Frame of every page: `streamlit run app.py`."""

import streamlit as st

from carepath.text import titles
from carepath.ui import context, frame, languages, prompt_list, question_widgets, streamlit_chrome

st.html(context.STYLE)
came = st.query_params.to_dict()
site = context.site()
chosen, dropped = context.chosen(site)
question_widgets.note_address(came)
page, pages = frame.navigate(site.words)
st.set_page_config(
    titles.title(site.words, page.url_path or titles.FRONT, chosen), context.ICON, layout="wide"
)
frame.come_back()
with st.container(key="unseen"):
    streamlit_chrome.show(site)
    prompt_list.keep(site)
presenting = page.url_path == "present"
if not presenting:
    frame.sidebar(site.words, chosen, pages)
    with st.container(key="languages", horizontal=True, horizontal_alignment="right"):
        languages.show(site)
context.tell_faults(site.words)
st.session_state.framed = site, chosen, dropped
page.run()
