"""Streamlit's own controls in the reader's language; see `streamlit_chrome.js`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from carepath.site import Site
from carepath.text import titles
from carepath.ui import context

_component = st.components.v2.component(
    "carepath_around",
    css="".join(file.read_text(encoding="utf-8") for file in (context.STYLE, context.CONTROLS)),
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(site: Site) -> None:
    """Send the look of every page, its language, and the words for Streamlit's controls in it.

    A replica that hasn't run the page knows none of its widgets, so it would lose the first tap.
    The browser requests a run of a new replica right away.
    """
    words = site.words
    asked = len(words.questions)
    labels = {
        "all": words("around.all"),
        "chosen": words("around.chosen"),
        "choices": words("around.choices"),
        "clear": words("around.clear"),
        "close": words.counted("around.close", asked),
        "done": words("around.done"),
        "left": words("details.close"),
        "none": words("around.none"),
        "open": words("around.open"),
        "sidebar": words.counted("shell.pages", asked),
        "skip": words("around.skip"),
        "taken": words("questions.remove.short"),
    }
    paths = [f"/{titles.path(page)}" for page in titles.HEADS]
    _component(
        key="around",
        data={"language": words.language, "pages": paths, "said": labels},
        on_back_change=lambda: None,
    )
