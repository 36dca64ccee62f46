"""A site with several topics: which one an address is about, and that each has its own links."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from carepath import __main__ as command, library, settings
from carepath.model import selection
from carepath.model.selection import Selection
from carepath.settings import WrongSettings
from carepath.tables import routing
from carepath.text.titles import HEADS
from tests.support import facts
from tests.support.app import run, told
from tests.support.asgi import app, ask
from tests.support.html import Markup
from tests.support.renderers import assert_same
from tests.support.spoiled import TOPIC, copy
from tests.support.topics import TOPICS, several, text

SITE = app()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return several(tmp_path_factory.mktemp("several"))


@pytest.fixture
def folder(tables: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the site, with the project's first topic, and topics "one" and "three"."""
    monkeypatch.setenv("CAREPATH_DATA", str(tables))
    return tables


@pytest.mark.parametrize("named", ["three one", "three,one", " three, one "])
def test_the_offered_topics_are_a_list(folder: Path, named: str) -> None:
    own = {"CAREPATH_DATA": str(folder), "CAREPATH_TOPICS": named}
    assert settings.read(own).topics == ("three", "one")


def test_an_offered_topic_is_installed(folder: Path) -> None:
    with pytest.raises(WrongSettings) as wrong:
        settings.read({"CAREPATH_DATA": str(folder), "CAREPATH_TOPICS": "one two"})
    (fault,) = wrong.value.faults
    assert f"{TOPIC}, one, three; it names two." in fault


@pytest.mark.parametrize("page", HEADS)
@pytest.mark.parametrize("query", ["", "group=high&place=same"])
def test_the_first_topic_is_the_same_with_others_installed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, query: str
) -> None:
    address = f"/{'' if page == 'paths' else page}?{query}"
    together = ask(SITE, address)
    monkeypatch.setenv("CAREPATH_DATA", str(copy(tmp_path / "alone")))
    assert ask(SITE, address) == together
    assert "topic=" not in together.text


def test_the_first_topic_needs_no_name(folder: Path) -> None:
    answer = ask(SITE, f"/compare?topic={TOPIC}&group=high&place=same&source=mail")
    assert answer.status == 307
    assert answer.headers["location"] == "/compare?source=mail&group=high&place=same"


@pytest.mark.parametrize("page", HEADS)
@pytest.mark.parametrize("name", ["one", "three"])
def test_every_link_of_another_topic_names_it(folder: Path, page: str, name: str) -> None:
    """An installed topic answers its own links, offered or not."""
    pathways = library.site(folder, topic=name).pathways
    answers = [*pathways.routes][-1]
    query = Selection(answers, topic=name).url(f"/{'' if page == 'paths' else page}")
    answer = ask(SITE, query)
    assert answer.status == 200
    links = [urlsplit(link) for link in Markup(answer.text).links]
    own = [
        link
        for link in links
        if not link.netloc and link.scheme == "" and (link.path or link.query)
    ]
    assert own
    for link in own:
        assert dict(parse_qsl(link.query)).get("topic") == name, link
    if page == "paths":
        assert f"/preview/{routing.name(answers)}.png?topic={name}&amp;lang=en" in answer.text
        question, given = answers[0]
        assert text(question, given, "text") in unescape(answer.text)


@pytest.mark.parametrize("page", HEADS)
def test_both_renderers_show_the_same(folder: Path, page: str) -> None:
    at = run(page, topic="one")
    site = library.site(folder, topic="one")
    for answers in ((), next(iter(site.pathways.routes))):
        if page != "present" or not answers:
            assert_same(at, site, page, Selection(answers, topic="one"))


def test_what_an_address_is_about(folder: Path) -> None:
    first, one = (library.site(folder, topic=topic).pathways for topic in ("", "one"))
    for query, chosen, dropped in (
        ({}, Selection(), ()),
        ({"topic": TOPIC, "group": "high"}, Selection((("group", "high"),)), ()),
        ({"topic": "Nowhere", "group": "high", "lang": "en"}, Selection(lang="en"), ("topic",)),
    ):
        assert selection.read(query, first, ("en",)) == (chosen, dropped)
    for query, answers, dropped in (
        ({"topic": " ONE. ", "stage": "late"}, (("stage", "late"),), ()),
        ({"topic": "one", "stage": "soon"}, (), ("stage",)),
        ({"stage": "late"}, (), ("topic",)),
        ({"lang": "en"}, (), ()),
    ):
        chosen, left_out = selection.read(query, one, ("en",))
        assert (chosen.topic, chosen.answers, left_out) == ("one", answers, dropped)


def test_a_site_that_does_not_offer_the_first_topic(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers in an address without a topic are about the first one, so they mean nothing here."""
    monkeypatch.setenv("CAREPATH_TOPICS", "three one")
    start = ask(SITE, "/")
    assert (start.status, start.headers["location"]) == (307, "/?topic=three")
    first = f"topic={TOPIC}&group=high&place=same"
    assert ask(SITE, f"/?{first}").headers["location"] == "/?group=high&place=same"
    notice = facts.text()["notice.topic"]
    assert notice not in told(run())
    assert notice not in ask(SITE, "/?topic=three").text
    for query in ({"group": "high", "place": "same"}, {"topic": "nowhere"}):
        assert notice in told(run(**query))
        assert notice in ask(SITE, f"/?{urlencode(query)}").text


def others(address: str) -> dict[str, str]:
    """Return the links at the foot of a page to other topics, and their addresses."""
    foot = ask(SITE, address).text.partition(facts.text()["others.title"])[2]
    foot = foot.partition("</footer>")[0]
    return dict(re.findall(r'<li><a href="([^"]*)">([^<]*)</a></li>', foot))


def test_each_page_leads_to_the_other_topics_that_are_offered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = [
        "/",
        "/?group=high&place=same",
        "/words?lang=en",
        "/about?topic=one",
        "/?topic=three",
    ]
    title = facts.text()["app.title"]
    for address in addresses:
        assert others(address) == {}
        assert facts.text()["others.limit"] not in ask(SITE, address).text
    monkeypatch.setenv("CAREPATH_TOPICS", f"{TOPIC} three")
    three, first = {"/?topic=three": title}, {"/": title}
    found = [others(address) for address in addresses]
    en = {"/?topic=three&amp;lang=en": title}
    assert found == [three, three, en, first | three, first]
    assert facts.text()["others.limit"] in ask(SITE, "/").text


def test_a_reader_goes_to_another_topic_and_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREPATH_TOPICS", f"{TOPIC} one three")
    at = run()
    for topic in ("one", "three", ""):
        site = library.site(folder, topic=topic)
        for answers in ((), next(iter(site.pathways.routes))):
            assert_same(at, site, "paths", Selection(answers, topic=topic))
            assert len(site.others) == 2


@pytest.mark.parametrize("name", ["one", "three"])
def test_files_are_those_of_the_topic_of_their_address(folder: Path, name: str) -> None:
    for answers in TOPICS[name].names:
        for path in (
            f"/handout/{answers}.pdf",
            f"/diagram/{answers}.svg",
            f"/preview/{answers}.png",
        ):
            assert ask(SITE, f"{path}?topic={name}").status == 200
            assert ask(SITE, path).status == 404
    assert ask(SITE, f"/handout/low.same.pdf?topic={name}").status == 404
    assert ask(SITE, f"/diagram/low.same.svg?topic={name}").status == 404
    sheet = ask(SITE, f"/handout/{answers}.pdf?topic={name}")
    assert f'filename="sheet-for-your-visit-{name}-' in sheet.headers["content-disposition"]
    assert (
        ask(SITE, f"/handout/all.pdf?topic={name}").content != ask(SITE, "/handout/all.pdf").content
    )


def test_commands_count_and_write_each_offered_topic(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(["check", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[1] for line in lines] == [TOPIC, "one", "three"]
    monkeypatch.setenv("CAREPATH_TOPICS", "one three")
    assert command.main(["handouts", str(tmp_path)]) == 0
    for name in ("one", "three"):
        files = {file.stem for file in (tmp_path / name).glob("*.png")}
        assert files == {*TOPICS[name].names}
    assert {file.name for file in tmp_path.iterdir()} == {"one", "three"}
