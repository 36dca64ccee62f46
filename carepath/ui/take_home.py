"""Things a reader takes home: the link to a view, the sheet to print, the drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import streamlit as st
from markupsafe import Markup

from carepath.content import share as passed_on
from carepath.content.blocks import Share, TakeHome, View
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
    if block.all:
        return _addresses(view, block.sheets) if serve.is_hosted() else Markup()
    asked = prompt_list.texts(view.site)
    letters = typst.unprintable(asked)
    notice = view.words("take.letters", letters=" ".join(letters)) if letters else ""
    warning = templating.render("notice.html", view.words, notice=notice) if notice else Markup()
    if not serve.is_hosted():
        return warning
    own = file_urls.sheets(view.selection, view.words.language, own=True)
    sheets = own if asked else block.sheets
    return warning + _addresses(view, sheets, block.drawings, asked)


def _addresses(
    view: View,
    sheets: Mapping[str, str],
    drawings: Mapping[str, str] = MappingProxyType({}),
    asked: Sequence[str] = (),
) -> Markup:
    """Offer files by their addresses, which every replica answers."""
    return templating.render(
        "take_files.html", view.words, sheets=sheets, drawings=drawings, asked=asked
    )


def show(view: View, block: TakeHome) -> None:
    """Offer the sheet with the reader's questions, and the drawing; each is made when asked for.

    Where routes serve them, `markup` has offered them by their addresses.
    """
    if serve.is_hosted():
        return
    name, questions = view.selection.name, tuple(prompt_list.texts(view.site))
    with st.container(horizontal=True, key="all-sheets" if block.all else "take-home"):
        for label, query in SHEETS.items():
            if block.all:
                _download(view, f"take.{ALL}.{label}", "handout", ALL, "pdf", **query)
            else:
                _download(view, f"take.{label}", "handout", name, "pdf", questions, **query)
        for suffix in () if block.all else ("svg", "png"):
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
