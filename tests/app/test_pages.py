"""Both renderers show the same of every page: texts, drawings and links, in the same order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from carepath import library
from carepath.content import pages
from carepath.model.selection import Selection
from carepath.text import titles
from carepath.text.messages import Words
from carepath.text.titles import HEADS
from carepath.web import prerender
from harness.paths import ROOT
from tests.support import facts
from tests.support.html import Element, Markup
from tests.support.selections import selected

SITES = {language: library.site(facts.DATA, language) for language in ("en", "es")}
ANSWERED = [selected(*answers) for answers in facts.ANSWERS]
SELECTIONS = {
    page: [Selection(), selected("high"), *ANSWERED] for page in HEADS if page != "present"
}
SELECTIONS["present"] = [Selection(), selected("high")]
SELECTIONS["compare"] += [
    selected("low", "elsewhere", "2", against="4"),
    selected("high", "same", against="low.cns"),
]
FILES = ("/handout/", "/diagram/")


FRAME = {"languages", "limits"}


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


def in_streamlit(at: AppTest, page: str, words: Words) -> tuple[str, list[str]]:
    shown = [part for element in at.main.children.values() for part in parts(element, page, words)]
    return one_line([text for texts, _ in shown for text in texts]), [
        link for _, links in shown for link in links
    ]


def parts(element: Any, page: str, words: Words) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the texts of an element and of those in it, each with its links."""
    key = getattr(element, "key", None) or ""
    if key == "unseen":
        return
    match element.type:
        case "html":
            yield read(element.proto.body)
        case "bidi_component" if key.startswith("share-"):
            # The button that copies the address needs a script; a link is there instead.
            address = re.search(
                r'<p class="address">(.*?)</p>', json.loads(element.proto.json)["html"]
            )
            assert address
            link = read(f'<a href="{address[1]}">{address[1]}</a>')
            yield [f"{words('share.link')}:", *link[0]], link[1]
        case "bidi_component":
            yield read(json.loads(element.proto.json)["html"])
        case "radio" | "selectbox":
            yield [element.label, *element.options], []
        case "checkbox":
            yield [element.label], []
        case "download_button" if page != "treatments":
            yield [element.label], []
        case "expander":
            yield [element.label], []
        case "popover":
            yield [words("share.expander")], []
    for child in getattr(element, "children", {}).values():
        yield from parts(child, page, words)


def read(markup: str) -> tuple[list[str], list[str]]:
    shown = Shown(markup)
    return shown.texts, shown.links


@pytest.fixture(scope="module")
def app() -> AppTest:
    return AppTest.from_file(ROOT / "app.py", default_timeout=30).run()


@pytest.mark.parametrize("language", SITES)
@pytest.mark.parametrize("page", HEADS)
def test_both_renderers_show_the_same(page: str, language: str, app: AppTest) -> None:
    site = SITES[language]
    app.switch_page(f"pages/{page}.py")
    for selection in SELECTIONS[page]:
        selection = replace(selection, lang=language)
        app.query_params.clear()
        app.query_params.update(selection.query())
        app.run()
        assert not app.exception
        body = prerender.page(site, page, selection, "").body
        main = Shown(body.partition("<main>")[2].partition("</main>")[0])
        text, links = in_streamlit(app, page, site.words)
        assert one_line(main.texts) == text, selection
        assert main.links == links, selection


@pytest.mark.parametrize("page", HEADS)
def test_another_run_shows_the_same_and_renders_nothing_anew(
    page: str, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = SITES["en"].words
    app.query_params.clear()
    app.query_params.update(selected("high", "same").query())
    app.switch_page(f"pages/{page}.py").run()
    before = in_streamlit(app, page, words)
    monkeypatch.delattr(pages, "page")
    app.run()
    assert not app.exception
    assert in_streamlit(app, page, words) == before


@pytest.mark.parametrize("page", HEADS)
def test_neighbouring_texts_are_one_element(page: str, app: AppTest) -> None:
    """Each element is a message, and each message costs time on the server and in the browser."""
    app.query_params.clear()
    app.query_params.update(selected("high", "same").query())
    app.switch_page(f"pages/{page}.py").run()
    texts = [
        element.type == "html" and element.proto.body.startswith('<div class="texts">')
        for element in app.main.children.values()
    ]
    assert any(texts) or page == "present"
    assert (True, True) not in pairwise(texts)


@pytest.mark.parametrize("language", SITES)
@pytest.mark.parametrize("selection", ANSWERED, ids=str)
def test_without_a_script_the_slides_are_what_the_front_page_tells(
    selection: Selection, language: str
) -> None:
    words = SITES[language].words
    front, slides = (
        one_line(Shown(str(prerender.page(SITES[language], page, selection, "").body)).texts)
        for page in ("paths", "present")
    )
    told = front.partition(words("answers.change"))[2].partition(words("share.expander"))[0]
    assert words("take.title") in told
    assert told in slides


@pytest.mark.parametrize("page", ["paths", "present", "compare"])
def test_the_link_to_share_has_the_address_of_the_site(page: str) -> None:
    selection = selected("high", "same", against="low.same")
    body = prerender.page(SITES["es"], page, selection, "", base="https://x.example").body
    path = titles.path(page)
    shared = f"https://x.example/{path}?group=high&place=same&against=low.same&lang=es"
    assert shared in Shown(str(body)).links
