"""The whole treatment table, with a search, filters and a download."""

import streamlit as st

from carepath.content import treatment_table
from carepath.text.messages import markdown
from carepath.ui import frame

page = frame.open_page()
words = page.words

table = treatment_table.of(page.site)
titles = treatment_table.titles(words)

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
shown = treatment_table.narrowed(table, search, treatments, situations)
page.text(
    "treatments.html",
    rows=shown.to_dict("records"),
    titles=titles,
    total=len(table),
)
st.download_button(
    markdown(words("table.download")),
    treatment_table.as_csv(shown, titles.values()),
    file_name="carepath-treatments.csv",
    mime="text/csv",
    on_click="ignore",
)
