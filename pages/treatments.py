"""The whole treatment table, with a search, filters and a download."""

import streamlit as st

from carepath import frame, listing
from carepath.words import markdown

page = frame.open_page()
words = page.words

table = listing.of(page.site)
titles = listing.titles(words)

page.head("treatments")
search = st.text_input(markdown(words("table.search")), key="search")
treatments = st.multiselect(
    markdown(words("table.by-treatment")),
    sorted(set(table["treatment"])),
    key="by-treatment",
    placeholder=words("table.all"),
)
situations = st.multiselect(
    markdown(words("table.by-situation")),
    list(dict.fromkeys(table["situation"])),
    key="by-situation",
    placeholder=words("table.all"),
)
shown = listing.narrowed(table, search, treatments, situations)
page.text(
    "treatments.html",
    rows=shown.to_dict("records"),
    titles=titles,
    total=len(table),
)
st.download_button(
    markdown(words("table.download")),
    listing.as_csv(shown, titles.values()),
    file_name="carepath-treatments.csv",
    mime="text/csv",
    on_click="ignore",
)
