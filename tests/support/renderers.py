"""What a page shows, as markup and in Streamlit: texts, drawings and links, in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
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
            yield read(SHARED.sub(partial(linked, words), element.proto.body))
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


SHARED = re.compile(r'<div class="carepath carepath-share">.*?(?=</details>|\Z)', re.DOTALL)


def linked(words: Words, found: re.Match[str]) -> str:
    """Return the links in place of the buttons that copy addresses, which need a script."""
    (label,) = re.findall(r'<p class="label">(.*?)</p>', found[0])
    (address, _), *pinned = re.findall(
        r'<p class="address"(?: hidden)?>(.*?)</p>\s*<button[^>]*>(.*?)</button>', found[0]
    )
    links = [f'<p><a href="{one}">{name}</a></p>' for one, name in pinned]
    first = f'<p>{label}: <a href="{address}">{address}</a></p>'
    return "".join([first, f"<p>{words('share.pinned')}</p>", *links])


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
