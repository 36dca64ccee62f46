"""Every term in plain words, and where it stands in the paths."""

import streamlit as st

from carepath.content import term_index
from carepath.text.messages import markdown
from carepath.ui import frame

page = frame.open_page()
words = page.words

page.head("words")
for entry in term_index.entries(words, page.site.pathways, page.selection):
    page.text("word.html", entry=entry)
    for place in entry.places:
        situation = words.situations[place.situation]["name"]
        st.page_link(
            "pages/paths.py",
            label=markdown(words("words.place", situation=situation, option=place.option)),
            query_params=place.selection.query(),
        )
