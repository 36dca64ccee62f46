"""What a reader takes along: the link to a view, the sheet to print, the drawing."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from carepath import settings
from carepath.files import downloads, typst
from carepath.library import Site
from carepath.model import file_urls, origin
from carepath.model.file_urls import PAPERS
from carepath.model.selection import Selection
from carepath.model.urls import address
from carepath.text.messages import Words, markdown
from carepath.ui import context, prompt_list, serve
from carepath.ui.components import share


def link(words: Words, chosen: Selection, path: str) -> None:
    """Offer the link to what the page at `path` shows; nothing a reader typed is in it."""
    with st.expander(markdown(words("share.expander"))):
        share_here(words, chosen, path)


def share_here(words: Words, chosen: Selection, path: str) -> None:
    """Show the link to what the page at `path` shows, to copy or to scan."""
    site = _site()
    # The link shows the same in a browser that asks for another language.
    link = address(site, path, replace(chosen, lang=words.language))
    share.show(words, link, f"share-{path}", origin.reaches_others(site))


def take_home(site: Site, chosen: Selection) -> None:
    """Offer the sheet with the reader's questions, and the drawing; each is made when asked for.

    Letters of a question that the sheet cannot show are named before anyone prints it.
    """
    if letters := typst.unprintable(prompt_list.texts(site)):
        notice = site.words("take.letters", letters=" ".join(letters))
        context.text("notice.html", site.words, notice=notice)
    if serve.is_hosted():
        _addresses(site, chosen)
    else:
        _downloads(site, chosen)


def _addresses(site: Site, chosen: Selection) -> None:
    """Offer files by their addresses, which every copy of the site answers."""
    language, asked = site.words.language, prompt_list.asked()
    context.text(
        "take_files.html",
        site.words,
        sheets=file_urls.sheets(chosen, language, own=bool(asked)),
        drawings=file_urls.drawings(chosen, language),
        asked=asked,
    )


def _downloads(site: Site, chosen: Selection) -> None:
    """Offer files out of the reader's session, where nothing stands around the app."""
    words, name = site.words, chosen.answers
    base, questions = _site(), prompt_list.texts(site)

    def button(label: str, folder: str, suffix: str, paper: str = "") -> None:
        def content() -> bytes:
            found = downloads.find(site, folder, f"{name}.{suffix}", base, paper, questions)
            if found is None:
                raise FileNotFoundError(f"{folder}/{name}.{suffix}")
            return found.content

        st.download_button(
            markdown(words(label)),
            content,
            f"carepath-{name}.{suffix}",
            downloads.MEDIA[suffix],
            on_click="ignore",
        )

    with st.container(horizontal=True, key="take-home"):
        for paper in PAPERS:
            button(f"take.pdf.{paper}", "handout", "pdf", paper)
        for suffix in ("svg", "png"):
            button(f"take.{suffix}", "diagram", suffix)


def _site() -> str:
    """Return the address of the site: CAREPATH_SITE, else where this reader sees it."""
    return settings.current().site or origin.of(st.context.url or "")
