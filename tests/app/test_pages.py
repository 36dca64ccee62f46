"""Both renderers show the same of every page: texts, drawings and links, in the same order."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from carepath import library
from carepath.content import pages
from carepath.model.selection import Selection
from carepath.text import messages, titles
from carepath.text.titles import HEADS
from carepath.web import prerender
from harness.paths import ROOT
from tests.support import facts
from tests.support.html import Markup
from tests.support.layer import EXAMPLE
from tests.support.renderers import Shown, assert_same, in_streamlit, one_line
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


@pytest.fixture(scope="module")
def app() -> AppTest:
    return AppTest.from_file(ROOT / "app.py", default_timeout=30).run()


@pytest.mark.parametrize("language", SITES)
@pytest.mark.parametrize("page", HEADS)
def test_both_renderers_show_the_same(page: str, language: str, app: AppTest) -> None:
    site = SITES[language]
    app.switch_page(f"pages/{page}.py")
    for selection in SELECTIONS[page]:
        assert_same(app, site, page, replace(selection, lang=language))


@pytest.mark.parametrize("language", SITES)
@pytest.mark.parametrize("page", ["paths", "compare", "words"])
def test_both_renderers_show_the_same_of_a_hospital(
    page: str, language: str, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREPATH_LAYER", str(EXAMPLE))
    site = library.site(facts.DATA, language)
    app.switch_page(f"pages/{page}.py")
    assert_same(app, site, page, selected("low", "same", against="high.same", lang=language))
    assert f"+1 555 010 0120 {site.words('layer.tonight')}" in in_streamlit(app, site.words)[0]


@pytest.mark.parametrize("page", HEADS)
def test_another_run_shows_the_same_and_renders_nothing_anew(
    page: str, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = SITES["en"].words
    app.query_params.clear()
    app.query_params.update(selected("high", "same").query())
    app.switch_page(f"pages/{page}.py").run()
    before = in_streamlit(app, words)
    monkeypatch.delattr(pages, "page")
    app.run()
    assert not app.exception
    assert in_streamlit(app, words) == before


@pytest.mark.parametrize("page", HEADS)
def test_neighbouring_texts_are_one_element(page: str, app: AppTest) -> None:
    """Each element is a message, which costs time; what changes with each step begins another."""
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
    told = front.partition(words("answers.change.many"))[2].partition(words("share.expander"))[0]
    assert words("visit.title") in told
    assert told in slides


@pytest.mark.parametrize("page", ["paths", "present", "compare"])
def test_the_links_to_share_have_the_address_of_the_site(page: str) -> None:
    """The first one opens in the language of whoever opens it; then the reader's own is first."""
    selection = selected("high", "same", against="low.same", lang="es")
    body = prerender.page(SITES["es"], page, selection, "", base="https://x.example").body
    path = titles.path(page)
    shared = f"https://x.example/{path}?group=high&place=same&against=low.same"
    links = [link for link in Shown(str(body)).links if link.startswith("https://x.example")]
    assert links == [shared, f"{shared}&lang=es", f"{shared}&lang=en"]


@pytest.mark.parametrize("language", SITES)
def test_the_list_of_words_leads_to_each_of_them(language: str) -> None:
    site = SITES[language]
    page = Markup(prerender.page(site, "words", Selection(lang=language), "").body)
    names = {f"word-{term}": messages.capital(site.words.name(term)) for term in site.words.terms}
    listed = [link[1:] for link in page.links if link[1:] in names]
    assert sorted(listed) == sorted(names)
    assert [one for one in page.ids if one in names] == listed
    told = one_line(page.texts)
    for name in names.values():
        assert told.count(name) >= 2
