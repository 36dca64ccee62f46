"""Things a reader takes home: the link to a view, the sheet to print, page and drawing as files."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from carepath import library
from carepath.content import share as passed_on
from carepath.content.blocks import Share, TakeHome
from carepath.content.view import View
from carepath.files import downloads, typst
from carepath.model import file_urls, origin
from carepath.model.file_urls import SHEETS
from carepath.tables.routing import ALL
from carepath.text import templating, titles
from carepath.text.messages import markdown
from carepath.ui import context, prompt_list, serve
from carepath.ui.components import share


def share_here(view: View, block: Share) -> None:
    """Show a link to copy or to scan; nothing a reader typed is in it."""
    reaches_others = origin.reaches_others(view.base)
    markup = passed_on.markup(view.words, block.address, reaches_others, block.pinned)
    share.show(markup, f"share-{titles.path(view.page)}")


def markup(view: View, block: TakeHome) -> Markup:
    """Return a notice of letters that the sheet can't show, and the files where routes serve them.

    The sheets of all answers have no reader's questions.
    """
    words, sheets = view.words, block.sheets
    asked = () if block.all else prompt_list.texts(view.site)
    shown = Markup()
    if letters := typst.unprintable(asked):
        notice = words("take.letters", letters=" ".join(letters))
        shown += templating.render("notice.html", words, notice=notice)
    if serve.is_hosted():
        if asked:
            sheets = file_urls.sheets(view.selection, words.language, own=True)
        shown += templating.render(
            "take_files.html",
            words,
            sheets=sheets,
            page=block.page,
            drawings=block.drawings,
            asked=asked,
        )
    return shown


def show(view: View, block: TakeHome) -> None:
    """Offer the sheet with the reader's questions, page and drawing; each is made when asked for.

    Where routes serve them, `markup` has offered them by their addresses.
    """
    if serve.is_hosted():
        return
    name = ALL if block.all else view.selection.name
    questions = () if block.all else tuple(prompt_list.texts(view.site))
    with st.container(horizontal=True, key="all-sheets" if block.all else "take-home"):
        for at, (label, query) in enumerate(zip(block.sheets, SHEETS.values(), strict=True)):
            _download(view, f"take.{label}", "handout", name, "pdf", questions, **query)
            if at == 0 and block.page:
                _download(view, "take.page", "page", name, "html")
        for suffix in block.drawings:
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
        state = library.state(library.folder())
        found = downloads.find(
            state.translations(view.site),
            folder,
            f"{name}.{suffix}",
            context.base(),
            paper,
            size,
            questions,
        )
        if found is None:
            raise FileNotFoundError(f"{folder}/{name}.{suffix}")
        return found.content

    st.download_button(
        markdown(view.words(label)),
        content,
        downloads.file_name(view.site, name, suffix, size),
        downloads.MEDIA[suffix],
        on_click="ignore",
    )
