"""The frame around every page: `streamlit run app.py`."""

import streamlit as st

from carepath import frame, link, view

site = view.site()
st.set_page_config(
    page_title=site.words("app.title"), page_icon="static/favicon.png", layout="wide"
)
st.html(view.STYLE)
page, pages = frame.navigate(site.words)
chosen, _ = link.read(st.query_params, site.pathways, site.languages)
frame.language(site, chosen, page)
presenting = page.url_path == "present"
if not presenting:
    frame.sidebar(site.words, chosen, pages)
st.session_state.framed = True
page.run()
if not presenting:
    view.about(site.words)
