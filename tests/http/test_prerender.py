"""What a page holds before any script runs: words, drawing and ways on, for every address."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

import pytest

from carepath.files import downloads
from carepath.model import selection
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.text import sentences, templating, titles
from carepath.text.messages import Words
from carepath.text.titles import HEADS
from carepath.ui import context
from carepath.ui.components import article
from carepath.web import document, prerender
from carepath.web.prerender import Prerendered
from tests.support import facts
from tests.support.html import Markup
from tests.support.prerendered import INSIDE, SITES, made, without_closed
from tests.support.selections import selected

ANSWERS = [selected(group, place) for group, place in facts.ANSWERS]


def test_the_pages_are_those_of_the_app() -> None:
    assert {file.stem for file in (facts.DATA.parent / "pages").glob("*.py")} == set(HEADS)


@pytest.mark.parametrize("language", SITES)
@pytest.mark.parametrize("chosen", ANSWERS, ids=lambda chosen: chosen.name)
def test_the_front_page_tells_every_option(language: str, chosen: Selection) -> None:
    own = SITES[language]
    words, situation = own.words, own.pathways.routes[chosen.answers]
    body = without_closed(made(language, "paths", chosen).body)
    read = Markup(body)
    stated = sentences.statement(words, situation, chosen.answers)
    told = [
        words("app.title"),
        sentences.answers_line(words, chosen.answers),
        *((stated.text, stated.meaning, stated.action) if stated else ()),
    ]
    for option in situation.options:
        told.append(sentences.option_summary(words, option))
        told += [sentences.step_sentence(words, option, step) for step in option.steps]
    # Meanings stand behind the terms that open them, so that a sentence is not in one piece.
    plain = Markup(without_meanings(words, body)).text
    assert [text for text in told if " ".join(text.split()) not in plain] == []
    # Each option is drawn from left to right and down, and so is a flow inside a treatment.
    assert [tag for tag, _ in read.tags].count("svg") == 2 * len(situation.options)


def without_meanings(words: Words, body: str) -> str:
    for term in words.terms:
        body = body.replace(str(templating.render("meaning.html", words, term=term)), "")
    return body


@pytest.mark.parametrize("language", SITES)
@pytest.mark.parametrize("page", HEADS)
@pytest.mark.parametrize(
    "chosen", [Selection(), ANSWERS[6], INSIDE], ids=lambda chosen: chosen.name
)
def test_every_link_leads_to_something_known(page: str, language: str, chosen: Selection) -> None:
    own = SITES[language]
    read = Markup(made(language, page, chosen).body)
    inner = [urlsplit(url) for url in read.links if not urlsplit(url).scheme]
    assert inner
    for url in inner:
        assert url.netloc == ""
        if url.path.rpartition("/")[0] in {"/handout", "/page", "/diagram"}:
            continue
        assert url.path in {"", "/", *(f"/{name}" for name in HEADS)}
        query = dict(parse_qsl(url.query))
        assert selection.read(query, own.pathways, own.languages)[1] == ()
        assert set(query) <= set(selection.keys(own.pathways))
    assert [name for name, count in Counter(read.ids).items() if count > 1] == []


@pytest.mark.parametrize("language", SITES)
@pytest.mark.parametrize("chosen", ANSWERS, ids=lambda chosen: chosen.name)
def test_the_sheet_the_drawing_and_the_trials_can_be_opened(
    language: str, chosen: Selection
) -> None:
    own = SITES[language]
    for page in ("paths", "present"):
        read = Markup(made(language, page, chosen).body)
        assert own.words("trials.phone.address") in read.links
        assert own.words("trials.about.address") in read.links
        assert_files_open(own, read, chosen)
    assert_files_open(own, Markup(made(language, "questions", chosen).body), chosen)


def assert_files_open(own: Site, read: Markup, chosen: Selection) -> None:
    urls = [
        urlsplit(url) for url in read.links if url.startswith(("/handout/", "/page/", "/diagram/"))
    ]
    assert [url.path for url in urls] == [
        f"/handout/{chosen.name}.pdf",
        f"/page/{chosen.name}.html",
        *[f"/handout/{chosen.name}.pdf"] * 3,
        *(f"/diagram/{chosen.name}.{suffix}" for suffix in ("svg", "png")),
    ]
    for url in urls:
        query = dict(parse_qsl(url.query))
        assert query.pop("lang") == own.words.language
        folder, name = url.path.strip("/").split("/")
        assert downloads.find((own,), folder, name, "https://x.example", **query)


@pytest.mark.parametrize("page", HEADS)
def test_both_questions_can_be_answered_by_links(page: str) -> None:
    path = "/" if page == titles.FRONT else f"/{page}"
    read = Markup(made("en", page, selected("low", "same", "1", "1")).body)
    for group in facts.GROUPS:
        assert f"{path}?group={group}&place=same" in read.links
    for place in facts.PLACES:
        assert f"{path}?group=low&place={place}" in read.links
    assert f"{path}?group=low&place=same&option=1&step=1&lang=es" in read.links


def test_an_open_step_tells_its_details_and_how_to_close_them() -> None:
    read = Markup(without_closed(made("en", "paths", INSIDE).body))
    assert read.text.count(SITES["en"].words("details.ask")) == 2
    assert "?group=low&place=elsewhere&option=4&step=1" in read.links
    assert "?group=low&place=elsewhere" in read.links
    closed = Markup(without_closed(made("en", "paths", selected("low", "elsewhere")).body))
    assert SITES["en"].words("details.ask") not in closed.text
    assert "?group=low&place=elsewhere&option=4&step=1" in closed.links


def test_every_view_has_its_own_title_description_and_picture() -> None:
    shells = [made(language, "paths", chosen) for language in SITES for chosen in ANSWERS]
    assert len({(one.language, one.title) for one in shells}) == 18
    assert len({(one.language, one.picture) for one in shells}) == 18
    assert len({one.description for one in shells}) == 18
    titles = {made("en", page, Selection()).title for page in HEADS}
    assert len(titles) == len(HEADS)


def test_text_is_escaped_in_the_head_too() -> None:
    sly = Prerendered(
        "en", "</title><script>x</script>", '"><script>', templating.Markup("<p>ours</p>"), ""
    )
    page = document.page(sly, 'https://x"><script>', noindex=True)
    assert "<script>x" not in page
    # Streamlit's own script, and ours.
    assert page.count("<script>") == 1 + len(document.SCRIPTS)


def test_the_page_loads_what_streamlit_loads_behind_the_words() -> None:
    page = document.page(made("en", "paths", ANSWERS[0]), "https://x.example", noindex=False)
    head, _, body = page.partition('<div id="root">')
    assert head.count("/static/") == head.count("app/static/")
    _, _, late = body.partition('<template id="streamlit">')
    for part in ('<script type="module"', 'rel="stylesheet"', 'rel="modulepreload"'):
        assert part in late
        assert body.count(part) == late.count(part)
    assert "noindex" not in page
    assert 'content="https://x.example/preview/low.same.png?lang=en"' in head


def test_a_page_has_the_styles_that_the_components_of_a_hosted_site_leave_out() -> None:
    left_out = {context.STYLE, article.DRAWING_STYLE, article.CONTENT / "trials.css"}
    assert left_out <= {*document.STYLES}
    assert context.CONTROLS.read_text(encoding="utf-8") in document.stylesheet()


def test_a_script_finds_what_it_loads_however_slowly_the_page_arrives() -> None:
    """A browser runs a script before it has read what follows, and paints in between."""
    page = document.page(made("en", "paths", ANSWERS[0]), "", noindex=True)
    template, (first, *_) = page.index("<template id="), document.INLINE_SCRIPT.finditer(page)
    assert template < first.start()


def test_every_part_that_is_loaded_early_is_there() -> None:
    page = document.page(made("en", "paths", ANSWERS[0]), "", noindex=True)
    asked = set(re.findall(r'"(/static/[^"]+)"', page))
    assert asked <= document.static_paths()
    for part in document.LATER:
        assert sum(path.startswith(f"/static/js/{part}.") for path in asked) == 1, part


def test_a_lost_reader_is_led_back(words: Words) -> None:
    page = document.alone(prerender.aside(SITES["en"], "lost"))
    assert words("lost.text") in page
    assert Markup(page).links == ["/"]
    assert "<script" not in page


@pytest.fixture(params=SITES)
def own(request: pytest.FixtureRequest) -> Site:
    return SITES[request.param]


def test_the_words_page_leads_to_the_paths(own: Site) -> None:
    read = Markup(prerender.page(own, "words", Selection(), "").body)
    assert "/?group=low&place=same&option=1&step=1" in read.links
