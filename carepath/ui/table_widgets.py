"""The treatment table with a search, filters and a download."""

from __future__ import annotations

import streamlit as st

from carepath.content import treatment_table
from carepath.content.view import View
from carepath.text.messages import markdown


def show(view: View) -> None:
    """Show the rows that fit the search and the filters, and offer them as a file."""
    words = view.words
    table = treatment_table.of(view.site)
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
    st.html(view.render("treatments.html", **treatment_table.facts(view.site, shown)))
    st.download_button(
        markdown(words("table.download")),
        treatment_table.as_csv(shown, treatment_table.titles(words).values()),
        file_name="carepath-treatments.csv",
        mime="text/csv",
        on_click="ignore",
    )
