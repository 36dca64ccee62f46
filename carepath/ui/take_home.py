"""Things a reader takes home: the link to a view, the sheet to print, page and drawing as files."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from carepath import library
from carepath.content import share
from carepath.content.blocks import Share, TakeHome
from carepath.content.view import View
from carepath.files import downloads, typst
from carepath.model import file_urls, origin
from carepath.model.file_urls import SHEETS
from carepath.tables.routing import ALL
from carepath.text import templating
from carepath.text.messages import markdown
from carepath.ui import context, prompt_list, serve


def shared(view: View, block: Share) -> Markup:
    """Return a link to copy or to scan; nothing a reader typed is in it."""
    drawing = None
    if origin.reaches_others(view.base):
        by_route = serve.is_hosted()
        drawing = share.picture(block.code) if by_route else share.code(block.address)
    return share.markup(view.words, block.address, drawing, block.pinned)


def share_fold(view: View, block: Share) -> Markup:
    """Return the link of `shared`, folded."""
    return templating.render("share_fold.html", view.words, content=shared(view, block))


def files(view: View, block: TakeHome, questions: Sequence[str] = ()) -> Markup:
    """Return what offers the files by their addresses, the sheet with some questions."""
    sheets = block.sheets
    if questions:
        sheets = file_urls.sheets(view.selection, view.words.language, own=True)
    return templating.render(
        "take_files.html",
        view.words,
        sheets=sheets,
        page=block.page,
        drawings=block.drawings,
        asked=questions,
    )


def with_questions(view: View, block: TakeHome, offered: Markup) -> Markup:
    """Return what offers the files, which is `offered` to a reader without a list of questions."""
    questions = _questions(view, block)
    return _notice(view, questions) + files(view, block, questions) if questions else offered


def _questions(view: View, block: TakeHome) -> tuple[str, ...]:
    """Return the questions on a sheet; those of all answers have none."""
    return () if block.all else prompt_list.texts(view.site)


def _notice(view: View, questions: Sequence[str]) -> Markup:
    """Return a notice of the letters that a sheet can't show, if there are any."""
    letters = typst.unprintable(questions)
    if not letters:
        return Markup()
    text = view.words("take.letters", letters=" ".join(letters))
    return templating.render("notice.html", view.words, notice=text)


def show(view: View, block: TakeHome) -> None:
    """Offer the sheet with the reader's questions, page and drawing; each is made when asked for.

    Where routes serve them, `files` offers them by their addresses.
    """
    name = ALL if block.all else view.selection.name
    questions = _questions(view, block)
    if notice := _notice(view, questions):
        context.show(notice)
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
