"""Every topic of the project is shown whole, in words of its own."""

from __future__ import annotations

import re

import pytest

from carepath import __main__ as command, library
from carepath.content import diagram
from carepath.model.selection import Selection
from carepath.tables.loader import DATA, TABLE_NAMES
from carepath.text.titles import HEADS
from harness.paths import ROOT
from tests.support import facts
from tests.support.agreement import assert_agree
from tests.support.app import run
from tests.support.asgi import app, ask
from tests.support.html import Markup
from tests.support.project_data import TOPICS
from tests.support.renderers import LARGEST_FIRST_PAGE, assert_same

OTHERS = [topic for topic in TOPICS if topic != facts.TOPIC]
"""The other tests are about the one left out."""
SITE = app()


@pytest.mark.parametrize("topic", OTHERS)
def test_drawing_sentences_and_table_agree(topic: str) -> None:
    for situation in range(len(TOPICS[topic].situations.rows)):
        assert_agree(TOPICS[topic], situation)


@pytest.mark.parametrize("page", HEADS)
@pytest.mark.parametrize("topic", OTHERS)
def test_both_renderers_show_the_same(topic: str, page: str) -> None:
    site = library.site(DATA, topic=topic)
    named = site.pathways.parameter
    at = run(page, **Selection(topic=named).query())
    for answers in ((), next(iter(site.pathways.routes))):
        if page != "present" or not answers:
            assert_same(at, site, page, Selection(answers, topic=named))


@pytest.mark.parametrize("topic", OTHERS)
def test_the_drawing_of_all_answers_leads_to_each(topic: str) -> None:
    site = library.site(DATA, topic=topic)
    named = site.pathways.parameter
    markup = str(diagram.map_of(site.words, site.pathways, Selection(topic=named)))
    links = {*Markup(markup).links}
    for answers in site.pathways.starts():
        assert Selection(answers, topic=named).url() in links


@pytest.mark.parametrize("topic", TOPICS)
def test_every_word_that_rows_may_refer_to_is_referred_to(topic: str) -> None:
    tables = TOPICS[topic]
    named = {
        f"{name}.{row[name]}" for name in ("whom", "purpose") for row in tables.treatments.rows
    }
    named |= {f"note.{row['note']}" for row in tables.notes.rows}
    for name in TABLE_NAMES:
        for row in getattr(tables, name).rows:
            named.add(f"found.{row.get('found_at', '').partition('#')[0]}")
    own = {row["id"] for row in facts.read("words.csv", topic)}
    own -= {row["id"] for row in facts.read("words.csv", "none")}
    assert {id for id in own if id.startswith(("whom.", "purpose.", "note.", "found."))} <= named


@pytest.mark.parametrize(
    ("topic", "names"),
    [
        ("neuroblastoma-new", "osteosarcoma|MIBG therapy|Navigating Care"),
        ("osteosarcoma-recurrent", "neuroblastoma|MIBG|risk group"),
    ],
)
def test_a_topic_does_not_speak_of_another_one(topic: str, names: str) -> None:
    """A text taken over from another topic may name its illness, or that the cancer came back."""
    for name in TABLE_NAMES:
        for row in getattr(TOPICS[topic], name).rows:
            for column, cell in row.items():
                assert not re.search(names, cell) or column == "shown_by", (name, row)


def test_a_term_from_one_place_means_the_same_in_each_topic() -> None:
    """Each topic has its own terms, because the page of words shows each one."""
    said: dict[tuple[str, ...], tuple[str, ...]] = {}
    for tables in TOPICS.values():
        for row in tables.terms.rows:
            place = row["term"], row["source"], row["found_at"]
            meaning = row["meaning_en"], row["meaning_es"]
            assert said.setdefault(place, meaning) == meaning


@pytest.mark.parametrize("table", ["effects", "prompts"])
def test_a_text_has_one_translation_in_all_topics(table: str) -> None:
    said: dict[str, str] = {}
    for tables in TOPICS.values():
        for row in getattr(tables, table).rows:
            assert said.setdefault(row["text_en"], row["text_es"]) == row["text_es"]


@pytest.mark.parametrize("topic", TOPICS)
def test_the_first_paint_of_each_answer_is_small(
    topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREPATH_TOPICS", " ".join(TOPICS))
    pathways = library.site(DATA, topic=topic).pathways
    for answers in ((), *pathways.routes):
        address = Selection(answers, topic=pathways.parameter).url("/")
        page = ask(SITE, address, {"accept-encoding": "gzip"})
        assert page.headers["content-encoding"] == "gzip"
        assert len(page.content) <= LARGEST_FIRST_PAGE, address


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        (
            "nci-neuroblastoma",
            [
                "neuroblastoma-recurrent, nci-patient: 35 same",
                "neuroblastoma-new, nci-patient: 33 same",
            ],
        ),
        ("nci-osteosarcoma", ["nci-osteosarcoma: 16 same"]),
    ],
)
def test_the_watch_compares_a_page_with_each_topic_that_comes_from_it(
    capsys: pytest.CaptureFixture[str], name: str, counts: list[str]
) -> None:
    page = ROOT / "tests" / "support" / "sources" / f"{name}.html"
    assert command.main(["watch", str(page)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.endswith(" same")] == counts


def test_every_row_of_the_third_topic_is_watched() -> None:
    tables = TOPICS["osteosarcoma-recurrent"]
    watched = {row["found_at"] for row in tables.fingerprints.rows}
    rows = [*tables.treatments.rows, *tables.situations.rows]
    assert {row["found_at"] for row in rows} <= watched
