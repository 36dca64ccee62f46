"""Things a reader takes home: the link to a view, the sheet to print, the drawing."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from carepath.content import share as passed_on
from carepath.content.blocks import Share, TakeHome, View
from carepath.files import downloads, typst
from carepath.model import file_urls, origin
from carepath.model.file_urls import SHEETS
from carepath.tables.routing import ALL
from carepath.text import titles
from carepath.text.messages import markdown
from carepath.ui import context, prompt_list, serve
from carepath.ui.components import share


def share_here(view: View, block: Share) -> None:
    """Show a link to copy or to scan; nothing a reader typed is in it."""
    reaches_others = origin.reaches_others(view.base)
    markup = passed_on.markup(view.words, block.address, reaches_others, block.pinned)
    share.show(markup, f"share-{titles.path(view.page)}")


def take_home(view: View, block: TakeHome) -> None:
    """Offer the sheet with the reader's questions, and the drawing; each is made when asked for.

    Letters of a question that the sheet cannot show are named before anyone prints it. The sheets
    of all answers have no reader's questions.
    """
    if block.all:
        _all_sheets(view, block)
        return
    if letters := typst.unprintable(prompt_list.texts(view.site)):
        notice = view.words("take.letters", letters=" ".join(letters))
        context.text("notice.html", view.words, notice=notice)
    if serve.is_hosted():
        _addresses(view, block)
    else:
        _downloads(view)


def _addresses(view: View, block: TakeHome) -> None:
    """Offer files by their addresses, which every replica answers."""
    words, asked = view.words, prompt_list.texts(view.site)
    own = file_urls.sheets(view.selection, words.language, own=True)
    context.text(
        "take_files.html",
        words,
        sheets=own if asked else block.sheets,
        drawings=block.drawings,
        asked=asked,
    )


def _all_sheets(view: View, block: TakeHome) -> None:
    if serve.is_hosted():
        context.text("take_files.html", view.words, sheets=block.sheets, drawings={}, asked=())
    else:
        with st.container(horizontal=True, key="all-sheets"):
            for label, query in SHEETS.items():
                _download(view, f"take.{ALL}.{label}", "handout", ALL, "pdf", **query)


def _downloads(view: View) -> None:
    """Offer files from the reader's session, where no routes serve them."""
    name, questions = view.selection.name, tuple(prompt_list.texts(view.site))
    with st.container(horizontal=True, key="take-home"):
        for label, query in SHEETS.items():
            _download(view, f"take.{label}", "handout", name, "pdf", questions, **query)
        for suffix in ("svg", "png"):
            _download(view, f"take.{suffix}", "diagram", name, suffix)


def _download(
    view: View,
    label: str,
    folder: str,
    name: str,
    suffix: str,
    questions: Sequence[str] = (),
    paper: str = "",
    size: str = "",
) -> None:
    def content() -> bytes:
        found = downloads.find(
            view.site, folder, f"{name}.{suffix}", context.base(), paper, size, questions
        )
        if found is None:
            raise FileNotFoundError(f"{folder}/{name}.{suffix}")
        return found.content

    st.download_button(
        markdown(view.words(label)),
        content,
        downloads.file_name(name, suffix, size),
        downloads.MEDIA[suffix],
        on_click="ignore",
    )
