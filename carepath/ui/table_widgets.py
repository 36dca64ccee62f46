"""The treatment table with a search, filters and a download."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from carepath.cache import cached_by_owner
from carepath.content import treatment_table
from carepath.content.view import View
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.text.glossary import Glossary
from carepath.text.messages import markdown
from carepath.ui import context


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
    if shown is table:
        explained = view.glossary.explained
        markup, file = _whole(view.site, view.page, view.selection, view.base, explained)
    else:
        # What a reader looks for is never kept, not even as a key.
        markup, file = _rendered(view, shown)
    context.show(markup)
    st.download_button(
        markdown(words("table.download")),
        file,
        file_name="carepath-treatments.csv",
        mime="text/csv",
        on_click="ignore",
    )


@cached_by_owner(maxsize=32)
def _whole(
    site: Site, page: str, selection: Selection, base: str, explained: frozenset[str]
) -> tuple[Markup, bytes]:
    """Return every row, which is the same for every reader of a view."""
    view = View(page, site, selection, Glossary(site.words, explained), base)
    return _rendered(view, treatment_table.of(site))


def _rendered(view: View, shown: pd.DataFrame) -> tuple[Markup, bytes]:
    """Return some rows as HTML, and as CSV."""
    facts = treatment_table.facts(view.site, shown)
    titles = treatment_table.titles(view.words).values()
    markup = view.render("treatments.html", view=view, **facts)
    return markup, treatment_table.as_csv(shown, titles)
