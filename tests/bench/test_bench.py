"""The measurements see what is wrong: an answer without content, growth, a leak."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TypeVar
from urllib.parse import urlencode

import pytest

from bench import followers, growth, load, measure, readers, rerun, soak, views
from bench.growth import Growth
from bench.soak import Sample
from bench.usage import Usage
from bench.views import FIRST
from carepath.tables import loader, topics
from harness import serving
from harness.client import Unanswered, Visit, html, visit
from tests.support import facts
from tests.support.asgi import app, ask
from tests.support.loop import alone

Found = TypeVar("Found")
TOPICS = [FIRST, *(topic for topic in topics.installed(loader.DATA) if topic != facts.TOPIC)]


def visiting(url: str, use: Callable[[Visit], Awaitable[Found]], query: str = "") -> Found:
    """Use a site as a visitor, in a thread of its own: this one may have an event loop already."""

    async def run() -> Found:
        async with visit(url, query=query) as visitor:
            return await use(visitor)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(run())).result()


@pytest.mark.parametrize("topic", TOPICS)
def test_a_visitor_sees_that_the_content_arrives(server: str, topic: str) -> None:
    who = readers.of_carepath(topic)

    async def walk(visitor: Visit) -> list[float]:
        assert who.readable(visitor.shell)
        times = [await who.opening(visitor)]
        for _, action in zip(range(6), who.walk(Random(1)), strict=False):
            times.append(await action(visitor))
        return times

    times = visiting(server, walk, who.query)
    assert len(times) == 7
    assert min(times) > 0


def test_an_answer_without_what_was_asked_for_does_not_count(server: str) -> None:
    with pytest.raises(Unanswered):
        visiting(server, lambda visitor: visitor.open(html("what no page says")))


def test_an_answer_that_asks_for_nothing_does_not_count(server: str) -> None:
    with pytest.raises(Unanswered):
        visiting(server, lambda visitor: visitor.open())


def test_a_spread_tells_the_slow_ones() -> None:
    found = load.spread([0.01] * 90 + [1.0] * 10)
    assert (found.median, found.p95, found.longest) == (10, 1000, 1000)
    assert load.spread([]).median == float("inf")


STEADY = [Sample(Usage(200.0, at / 10, 40, 10), 0.02) for at in range(40)]


def test_what_stays_as_it_was_is_flat() -> None:
    assert all(course.flat for course in soak.judge(STEADY))


@pytest.mark.parametrize(
    ("name", "leak"),
    [
        ("memory, MB", lambda at, one: replace(one, usage=replace(one.usage, memory=200 + 2 * at))),
        ("handles", lambda at, one: replace(one, usage=replace(one.usage, handles=40 + at))),
        ("threads", lambda at, one: replace(one, usage=replace(one.usage, threads=10 + at))),
        ("answer, ms", lambda at, one: replace(one, answer=0.02 * (1 + at / 10))),
    ],
)
def test_what_grows_is_told(name: str, leak: Callable[[int, Sample], Sample]) -> None:
    samples = [leak(at, one) for at, one in enumerate(STEADY)]
    assert [course.name for course in soak.judge(samples) if not course.flat] == [name]


def test_a_measured_server_has_no_package_that_only_tests_need(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    served = "import streamlit as st\nimport hypothesis\napp = st.App('page.py')\n"
    script.write_text(served, encoding="utf-8")
    script.with_name("page.py").touch()
    with (
        pytest.raises(RuntimeError, match="import of hypothesis halted"),
        serving.serve(tmp_path, script.name),
    ):
        pass


FIXED = (
    *("topic", "questions", "answers", "routes", "cards", "kinds"),
    *("scores", "reading", "fingerprints"),
)


@pytest.mark.parametrize(("times", "topic"), [(1, FIRST), *((3, topic) for topic in TOPICS)])
def test_larger_tables_are_sound_and_as_large_as_they_say(
    times: int, topic: str, tmp_path: Path
) -> None:
    growth.grow(times, tmp_path, topic)
    own, grown = views.site(topic).tables, loader.load(tmp_path)
    for name in loader.TABLE_NAMES:
        if name not in (*FIXED, "situations", "effects"):
            assert len(getattr(grown, name).rows) == times * len(getattr(own, name).rows), name
    told, general = len(own.effects.rows), [r for r in own.effects.rows if not r["treatments"]]
    assert len(grown.effects.rows) == times * (told - len(general)) + len(general)


def test_long_options_are_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "MOST_OPTIONS", 2)
    growth.grow(4, tmp_path)
    own, grown = loader.load(loader.DATA), loader.load(tmp_path)
    assert len(grown.treatments.rows) == 4 * len(own.treatments.rows)
    inside = tuple(row["situation"] for row in own.situations.rows if row["explains"])
    longest, grown_longest = (
        max(int(row["step"]) for row in table.rows if not row["situation"].startswith(inside))
        for table in (own.treatments, grown.treatments)
    )
    assert grown_longest == 2 * longest


def test_the_exponent_tells_how_a_job_grows() -> None:
    assert Growth({1: 1.0, 10: 10.0}).exponent == pytest.approx(1)
    assert Growth({10: 1.0, 100: 100.0}).exponent == pytest.approx(2)
    assert Growth({1: 1.0, 10: 10.0, 100: float("inf")}).exponent == pytest.approx(1)
    assert Growth({1: float("inf")}).exponent == float("inf")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_room_is_measured_beside_a_bare_stream(topic: str) -> None:
    ours, stream = alone(followers.measure(topic, people=3, taps=2))
    for found in (ours, stream):
        assert 0 < found.last.median <= found.last.longest


def test_a_meeting_of_a_soak_sees_every_slide_and_the_end() -> None:
    with serving.carepath(followers.SITE) as server:
        alone(followers.come_and_go(server, FIRST, 3))


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_has_views_to_measure(topic: str) -> None:
    pathways = views.site(topic).pathways
    most, other = views.largest(topic), views.neighbour(topic)
    assert other
    counts = [len(pathways.routes[one.answers].options) for one in (most, other)]
    assert counts[0] == max(len(situation.options) for situation in pathways.situations)
    assert counts[0] > counts[1]
    page = ask(app(), most.url("/")).text
    for tap in measure.steps("", topic).taps:
        choice = tap.target.partition("'")[2].partition("'")[0].replace("&", "&amp;")
        assert choice in page
    answers = measure.answers("", topic)
    assert answers
    assert len(answers.taps) == 2
    for name, (file, query, sign) in rerun.pages(topic).items():
        path = "" if file == "paths" else file
        assert sign in ask(app(), f"/{path}?{urlencode(query)}").text, name
