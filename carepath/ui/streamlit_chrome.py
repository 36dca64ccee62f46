"""Streamlit's own controls in the reader's language; see `streamlit_chrome.js`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from carepath.library import Site
from carepath.text import titles

_component = st.components.v2.component(
    "carepath_around", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def show(site: Site) -> None:
    """Send the page's language to the browser, and the words for Streamlit's controls in it."""
    words = site.words
    labels = {
        "all": words("around.all"),
        "chosen": words("around.chosen"),
        "choices": words("around.choices"),
        "clear": words("around.clear"),
        "close": words("around.close"),
        "done": words("around.done"),
        "left": words("details.close"),
        "none": words("around.none"),
        "open": words("around.open"),
        "sidebar": words("shell.pages"),
        "skip": words("around.skip"),
        "taken": words("questions.remove.short"),
    }
    paths = [f"/{titles.path(page)}" for page in titles.HEADS]
    _component(key="around", data={"language": words.language, "pages": paths, "said": labels})
