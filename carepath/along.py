"""What a reader takes along: the link to a view, the sheet to print, the drawing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from carepath import handout, notepad
from carepath.frame import PAGES
from carepath.handout import PAPERS, Paper
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
    share.show(words, _address(words, path, chosen), f"share-{path}")


def take_home(site: Site, chosen: Selection) -> None:
    """Offer the sheet with the reader's questions, and the drawing; each is made when asked for."""
    words, pathways = site.words, site.pathways
    situation = pathways.answer(chosen.group, chosen.place)
    questions = notepad.texts(site)
    name = f"carepath-{chosen.group}-{chosen.place}"
    front = _address(words, "", Selection(chosen.group, chosen.place))

    def sheet(paper: Paper) -> bytes:
        return handout.pdf(words, pathways, chosen.group, chosen.place, front, questions, paper)

    with st.container(horizontal=True, key="take-home"):
        for paper, size in PAPERS.items():
            st.download_button(
                markdown(words(f"take.pdf.{paper}")),
                partial(sheet, size),
                f"{name}-{paper}.pdf",
                "application/pdf",
                on_click="ignore",
            )
        st.download_button(
            markdown(words("take.svg")),
            lambda: handout.drawing_svg(words, situation),
            f"{name}.svg",
            "image/svg+xml",
            on_click="ignore",
        )
        st.download_button(
            markdown(words("take.png")),
            lambda: handout.drawing_png(words, situation),
            f"{name}.png",
            "image/png",
            on_click="ignore",
        )


def _address(words: Words, path: str, chosen: Selection) -> str:
    """Return a link that shows the same in a browser that asks for another language."""
    return address(_site(), path, replace(chosen, lang=words.language))


def _site() -> str:
    """Return the address of the site: that of the page without the page's own name."""
    url = (st.context.url or "").rstrip("/")
    before, _, last = url.rpartition("/")
    return before if last in PAGES else url
