"""What a page shows, as markup and in Streamlit: texts, drawings and links, in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

from carepath.model.selection import Selection
from carepath.site import Site
from carepath.text.messages import Words
from carepath.ui.components import tab
from carepath.web import prerender
from harness.client import markup
from tests.support.app import unfold
from tests.support.html import Element, Markup

FILES = ("/handout/", "/page/", "/diagram/")
FRAME = {"languages", "limits"}
LARGEST_FIRST_PAGE = 36_000
"""Bytes of a page before any script, compressed: a new connection brings 43,000 in two turns."""


class Shown:
    """Text that markup shows, and links that aren't widgets in Streamlit.

    Left out are styles, hidden parts, and what the frame around a page shows.
    """

    def __init__(self, markup: str) -> None:
        page = Markup(markup)
        assert page.unclosed == []
        self.texts = [text for text, around in page.pieces if not any(map(is_hidden, around))]
        self.links = [
            element.attributes["href"]
            for element in page.elements
            if element.tag == "a"
            and not element.attributes["href"].startswith(FILES)
            and not any(is_hidden(part) or is_widget(part) for part in (*element.around, element))
        ]


def is_hidden(element: Element) -> bool:
    return element.tag == "style" or "hidden" in element.attributes or bool(element.classes & FRAME)


def is_widget(element: Element) -> bool:
    return element.tag == "svg" or "ways" in element.classes


def one_line(texts: list[str]) -> str:
    return " ".join(" ".join(texts).split())


# --- A page in Streamlit, as its prerendered page would show it -----------------------------------


def in_streamlit(at: AppTest, words: Words) -> tuple[str, list[str]]:
    shown = [part for element in at.main.children.values() for part in parts(element, words)]
    return one_line([text for texts, _ in shown for text in texts]), [
        link for _, links in shown for link in links
    ]


def parts(element: Any, words: Words) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the texts of an element and of those in it, each with its links."""
    key = getattr(element, "key", None) or ""
    if key == tab.KEY:
        return
    match element.type:
        case "html":
            yield read(element.proto.body)
        case "bidi_component" if key.startswith("share-"):
            # The buttons that copy addresses need a script; links are there instead.
            shared = markup(element.proto)
            (label,) = re.findall(r'<p class="label">(.*?)</p>', shared)
            (_, address), *pinned = [
                (name, one)
                for one, name in re.findall(
                    r'<p class="address"(?: hidden)?>(.*?)</p>\s*<button[^>]*>(.*?)</button>',
                    shared,
                )
            ]
            yield read(f'<p>{label}: <a href="{address}">{address}</a></p>')
            yield [words("share.pinned")], []
            for label, address in pinned:
                yield read(f'<a href="{address}">{label}</a>')
        case "bidi_component":
            yield read(markup(element.proto))
        case "radio" | "selectbox":
            yield [element.label, *element.options], []
        case "checkbox":
            yield [element.label], []
        case "download_button" if element.label != words("table.download"):
            yield [element.label], []
        case "expander":
            yield [element.label], []
        case "popover":
            yield [words("share.expander")], []
    for child in getattr(element, "children", {}).values():
        yield from parts(child, words)


def read(markup: str) -> tuple[list[str], list[str]]:
    shown = Shown(markup)
    return shown.texts, shown.links


def assert_same(at: AppTest, site: Site, page: str, chosen: Selection) -> None:
    """Show a selection on the page that is open in Streamlit; both renderers show the same."""
    at.query_params.clear()
    at.query_params.update(chosen.query())
    unfold(at)
    assert not at.exception
    body = prerender.page(site, page, chosen, "").body
    main = Shown(body.partition("<main>")[2].partition("</main>")[0])
    shown, links = in_streamlit(at, site.words)
    assert one_line(main.texts) == shown, chosen
    assert main.links == links, chosen
