"""Buttons that show the page in another language."""

from __future__ import annotations

import streamlit as st

from carepath.library import Site
from carepath.text.messages import markdown
from carepath.ui import context


def show(site: Site) -> None:
    """Offer the page in the languages it isn't in."""
    for other in site.languages:
        if other != site.words.language:
            st.button(
                markdown(site.words(f"language.{other}")),
                key=f"language-{other}",
                type="tertiary",
                on_click=context.choose,
                args=({"lang": other},),
            )
