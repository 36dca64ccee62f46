"""Every term in plain words, and where it stands in the paths."""

import streamlit as st

from carepath import frame, wordlist
from carepath.words import markdown

page = frame.open_page()
words = page.words

page.head("words")
for entry in wordlist.entries(words, page.site.pathways, page.selection):
    page.text("word.html", entry=entry)
    for place in entry.places:
        situation = words.situations[place.situation]["name"]
        st.page_link(
            "pages/paths.py",
            label=markdown(words("words.place", situation=situation, option=place.option)),
            query_params=place.selection.query(),
        )
