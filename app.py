"""Frame of every page: `streamlit run app.py`."""

import streamlit as st

from carepath.text import titles
from carepath.ui import context, frame, prompt_list, question_widgets

came = st.query_params.to_dict()
site = context.site()
chosen, dropped = context.chosen(site)
question_widgets.note_address(came)
page = frame.navigate(site.words)
view = context.view(site, page.url_path or titles.FRONT, chosen)
st.set_page_config(
    titles.title(site.words, site.pathways, view.page, chosen), context.ICON, layout="wide"
)
prompt_list.keep(site)
if view.page != "present":
    frame.sidebar(view)
st.session_state.framed = view, dropped
page.run()
