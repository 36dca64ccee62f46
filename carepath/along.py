"""What a reader takes along: the link to a view, the sheet to print, the drawing."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from carepath import file_urls, files, notepad, origin, serve, settings, typesetting, view
from carepath.file_urls import PAPERS
from carepath.link import Selection
from carepath.share import share
from carepath.share.address import address
from carepath.site import Site
from carepath.words import Words, markdown


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
    if letters := typesetting.unprintable(notepad.texts(site)):
        notice = site.words("take.letters", letters=" ".join(letters))
        view.text("notice.html", site.words, notice=notice)
    if serve.is_hosted():
        _addresses(site, chosen)
    else:
        _downloads(site, chosen)


def _addresses(site: Site, chosen: Selection) -> None:
    """Offer files by their addresses, which every copy of the site answers."""
    language, asked = site.words.language, notepad.asked()
    view.text(
        "take_files.html",
        site.words,
        sheets=file_urls.sheets(chosen, language, own=bool(asked)),
        drawings=file_urls.drawings(chosen, language),
        asked=asked,
    )


def _downloads(site: Site, chosen: Selection) -> None:
    """Offer files out of the reader's session, where nothing stands around the app."""
    words, name = site.words, chosen.answers
    base, questions = _site(), notepad.texts(site)

    def button(label: str, folder: str, suffix: str, paper: str = "") -> None:
        def content() -> bytes:
            found = files.find(site, folder, f"{name}.{suffix}", base, paper, questions)
            if found is None:
                raise FileNotFoundError(f"{folder}/{name}.{suffix}")
            return found.content

        st.download_button(
            markdown(words(label)),
            content,
            f"carepath-{name}.{suffix}",
            files.MEDIA[suffix],
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
