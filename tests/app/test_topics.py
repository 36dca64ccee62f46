"""Topics with other questions than the project's own: none, one and three."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from carepath import __main__ as command, library
from carepath.content import comparison, diagram, presentation
from carepath.content.slides import slides
from carepath.drawing import dot
from carepath.model import selection
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.text.titles import HEADS
from carepath.web import file_routes, prerender
from harness.paths import ROOT
from tests.support.html import Markup, plain
from tests.support.renderers import assert_same
from tests.support.topics import TOPICS, make, text


@pytest.fixture(scope="module", params=TOPICS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = make(tmp_path_factory.mktemp(name), name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAREPATH_DATA", str(folder))
        yield folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Site:
    return library.site(folder)


def selections(site: Site) -> list[Selection]:
    """Return a selection for all answers, and for each start of answers."""
    starts = [(), *site.pathways.starts()]
    return [Selection(answers) for answers in dict.fromkeys([*starts, *site.pathways.routes])]


def test_answers_lead_to_their_lists(name: str, site: Site) -> None:
    routes = {key: site.pathways.routes[at].id for key, at in site.pathways.names.items()}
    assert routes == TOPICS[name].names


def test_check_counts_what_is_there(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["check", str(folder)]) == 0
    questions = TOPICS[name].questions
    counted = capsys.readouterr().out
    assert f" {len(questions)} question{'s' * (len(questions) != 1)}, " in counted
    assert f" {sum(map(len, questions.values()))} answer" in counted


@pytest.mark.parametrize("page", HEADS)
def test_both_renderers_show_the_same(page: str, site: Site) -> None:
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30).run()
    at.switch_page(f"pages/{page}.py")
    for chosen in selections(site):
        if page == "present" and chosen.answers in site.pathways.routes:
            continue
        assert_same(at, site, page, chosen)


def test_the_questions_that_are_left_are_asked(name: str, site: Site) -> None:
    for chosen in selections(site):
        asked = [question.id for question in site.pathways.asked(chosen.answers)]
        answered = [question for question, _ in chosen.answers]
        at_an_end = chosen.answers in site.pathways.routes
        assert asked == (answered if at_an_end else [*TOPICS[name].questions])
        body = plain(prerender.page(site, "paths", chosen, "").body)
        for question in TOPICS[name].questions:
            assert (text(question, "text") in body) == (question in asked)


def test_a_page_says_how_many_questions_to_answer(name: str, site: Site) -> None:
    count = len(TOPICS[name].questions)
    pages = {"paths": "start.next", "compare": "compare.start", "present": "present.start"}
    for page, word in pages.items() if count else ():
        body = plain(prerender.page(site, page, Selection(), "").body)
        told = [number for number in (1, 2, 3) if site.words(f"{word}.{number}") in body]
        assert told == [count]


def test_a_fold_names_one_answer_or_several(name: str, site: Site) -> None:
    count = len(TOPICS[name].questions)
    for answers in site.pathways.routes if count else ():
        body = plain(prerender.page(site, "paths", Selection(answers), "").body)
        # The text for several begins with that for one.
        assert site.words("answers.change.one") in body
        assert (site.words("answers.change.many") in body) == (count > 1)


def test_the_drawing_of_all_answers_leads_to_each(name: str, site: Site) -> None:
    if not TOPICS[name].questions:
        return
    markup = str(diagram.map_of(site.words, site.pathways, Selection()))
    queries = [dict(parse_qsl(urlsplit(url).query)) for url in Markup(markup).links]
    chosen = {selection.read(query, site.pathways, ("en",)) for query in queries}
    assert chosen == {(Selection(answers), ()) for answers in site.pathways.starts()}
    for question, answers in TOPICS[name].questions.items():
        for answer in answers:
            assert text(question, answer, "text") in markup


def test_an_answer_that_makes_others_moot_drops_them(site: Site) -> None:
    if "twice" not in site.pathways.names:
        return
    read = selection.read({"where": "there", "times": "twice"}, site.pathways, ("en",))
    assert read == (Selection((("times", "twice"),)), ())
    before = Selection((("times", "once"), ("where", "there"), ("age", "older")), option="2")
    after = before.changed(site.pathways, {"times": "twice"})
    assert after.query() == {"times": "twice"}
    assert after.changed(site.pathways, {"times": "once"}).query() == {"times": "once"}


def test_any_answers_are_compared_with_any_others(site: Site) -> None:
    names = site.pathways.names
    for (here, answers), there in product(names.items(), names):
        chosen = Selection(answers, against=there)
        compared = comparison.comparison(site.pathways, chosen)
        assert (compared is None) == (here == there)
        if compared:
            columns = comparison.columns(site.words, compared)
            assert len(set(columns)) == len(columns)
            body = plain(prerender.page(site, "compare", chosen, "").body)
            assert all(column in body for column in columns)


def test_each_answer_can_be_presented(site: Site) -> None:
    for answers, situation in site.pathways.routes.items():
        slides = presentation.present(site.words, site.pathways, situation, Selection(answers))
        for question, answer in answers:
            assert text(question, answer, "within") in slides


def test_a_list_is_told_as_its_source_words_it(name: str, site: Site) -> None:
    if name != "wordings":
        return
    words, pathways = site.words, site.pathways
    told = {
        answers: plain(prerender.page(site, "paths", Selection(pathways.names[answers]), "").body)
        for answers in pathways.names
    }
    assert "Treatment is the option on this page." in told["one"]
    assert "Treatment options include those on this page." in told["optional"]
    assert "Treatment usually comes in the phases of the option on this page." in told["phases"]
    for sentence in (
        "Observation alone, for children older than 18 months.",
        "Chemotherapy (for children older than 18 months) with or without surgery.",
        "The list names it with or without surgery. It does not say when.",
        "The list names chemotherapy with or without this. It does not say when.",
    ):
        assert sentence in told["optional"]
    alone, optional = pathways.routes[pathways.names["optional"]].options
    assert "Observation alone" in dot.draw_option(words, alone, "x")
    assert words("link.with-or-without") in dot.draw_option(words, optional, "x")


def test_a_list_of_one_is_told_in_the_singular(site: Site) -> None:
    titles = ("summary.title", "drawing.title", "list.title", "known.fit", "known.fit.ask")
    for answers, situation in site.pathways.routes.items():
        body = plain(prerender.page(site, "paths", Selection(answers), "").body)
        for title in titles:
            told = [form for form in ("one", "many") if site.words(f"{title}.{form}") in body]
            assert told == ["one" if len(situation.options) == 1 else "many"]


def test_phases_are_drawn_downwards_and_taught_one_at_a_time(name: str, site: Site) -> None:
    if name != "wordings":
        return
    situation = site.pathways.routes[site.pathways.names["phases"]]
    (option,) = situation.options
    drawings = [dot.draw_option(site.words, option, "x", sideways) for sideways in (True, False)]
    drawings += [dot.draw_situation(site.words, situation, "x")]
    assert all("rankdir=TB" in drawing for drawing in drawings)
    titles = [slide.title for slide in slides(site.words, site.pathways, situation, Selection())]
    assert "Induction, phase 1 of 3" in titles
    assert "Maintenance, phase 3 of 3" in titles


def test_the_files_are_called_by_the_answers(name: str, site: Site, tmp_path: Path) -> None:
    assert command.main(["handouts", str(tmp_path), "--site", "https://care.example.org"]) == 0
    written = {file.stem for file in tmp_path.iterdir() if file.suffix == ".png"}
    assert written == {*TOPICS[name].names}
    for answers in TOPICS[name].names:
        assert file_routes.known(f"/handout/{answers}.pdf")
    assert not file_routes.known("/handout/low.same.pdf")


def test_a_former_name_leads_to_the_current_one(site: Site) -> None:
    for name in site.pathways.names:
        path = f"/diagram/{name.replace('.', '-')}.svg"
        assert file_routes.current(path) == f"/diagram/{name}.svg"
