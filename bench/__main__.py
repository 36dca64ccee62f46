"""The command `python -m bench`: measure everything, print a table, keep the figures.

python -m bench                 all of it, half an hour on a quiet machine
python -m bench --print-only    keeps nothing; with smaller numbers, to see that it works
python -m bench --topic ID      of another topic than the first; keeps nothing
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from statistics import median

from bench import (
    arrivals,
    failover,
    firstvisit,
    followers,
    growth,
    load,
    measure,
    readers,
    report,
    rerun,
    sessions,
    sheet,
    start,
)
from bench.load import Spread
from bench.report import Figure
from bench.views import FIRST
from carepath.tables.loader import DATA
from carepath.tables.topics import installed
from harness import serving
from harness.browser import chromium

LOADS, TAPS, DEATHS = 5, 30, 20
MEETING = 30.0
"""Seconds that a meeting chooses for."""
MOST = 1.25
"""The longest that a tap may take, as a multiple of one on an empty page."""


def browser(topic: str, loads: int, taps: int) -> Iterator[Figure]:
    """Tap in a browser, in turn with the empty page; its tap is on its radio, to its text."""
    with serving.carepath() as app, serving.empty() as empty, chromium() as opened:
        nothing, steps = measure.empty(empty.url), measure.steps(app.url, topic)
        # The first visit of all pays for what every server does once.
        measure.loads(opened, nothing, steps, 1)
        times = measure.loads(opened, nothing, steps, loads)
        yield Figure("browser: first load to the content, median", "ms", times.app, times.empty)
        for name, subject, most in (
            ("a step to its details", steps, MOST),
            ("a step to the server's answer", measure.steps(app.url, topic, True), None),
            ("an answer to its drawing", measure.answers(app.url, topic), None),
        ):
            if subject:
                times = measure.taps(opened, nothing, subject, taps)
                yield Figure(
                    f"browser: tap on {name}, median", "ms", times.app, times.empty, times=most
                )


def visits(topic: str, count: int) -> Iterator[Figure]:
    """Visit for the first time on a slow phone, through the proxy."""
    found = firstvisit.measure(count, topic)
    ours, empty = found.carepath, found.empty
    name = "first visit on a slow phone"
    yield Figure(f"{name}: a static page can be read", "ms", found.static.read)
    most = round(1.5 * found.static.read)
    yield Figure(f"{name}: can be read", "ms", ours.read, empty.read, most)
    yield Figure(f"{name}: a static page answers the first tap", "ms", found.static.tapped)
    most = round(1.5 * found.static.tapped)
    yield Figure(f"{name}: the first tap is answered", "ms", ours.tapped, most=most)
    bare = found.bare_carepath.read, found.bare_empty.read
    yield Figure(f"{name}, no proxy: can be read", "ms", *bare, times=0.1)
    yield Figure(f"{name}: can be used", "ms", ours.clicked, empty.clicked, times=1.25)
    yield Figure(f"{name}: sent", "MB", ours.sent / 1e6, empty.sent / 1e6, 1.25)


def dying(topic: str, times: int) -> Iterator[Figure]:
    """End the copy of the site that serves an open page, again and again."""
    found = failover.measure(times, topic)
    lost = sum(bool(one.lost) for one in found)
    yield Figure(
        f"copies that died under an open page, {times}: pages that lost something", "", lost, most=0
    )
    seconds = [one.seconds for one in found]
    yield Figure("until the page has another copy, median", "s", median(seconds))
    yield Figure("until the page has another copy, longest", "s", max(seconds))


def people(topic: str, counts: Sequence[int], seconds: float) -> Iterator[Figure]:
    """Let many people come at once."""
    first_most: dict[int, float] = {200: 1500.0, 400: 3000.0}
    choice_most: dict[int, float] = {200: 100.0}
    times: dict[int, float] = {200: 2.0}
    for empty, app in asyncio.run(load.compare(counts, seconds, topic=topic)):
        many = f"{app.people} people at once"
        spreads: tuple[tuple[str, Spread, Spread, dict[int, float], dict[int, float]], ...] = (
            ("first content", app.first, empty.first, first_most, times),
            ("until it can be used", app.usable, empty.usable, {}, {}),
            ("choice to content", app.choice, empty.choice, choice_most, {}),
        )
        for what, ours, theirs, most, more in spreads:
            name = f"{many}: {what}"
            yield Figure(f"{name}, median", "ms", ours.median, theirs.median)
            yield Figure(f"{name}, longest", "ms", ours.longest, theirs.longest)
            limits = most.get(app.people), more.get(app.people)
            yield Figure(f"{name}, p95", "ms", ours.p95, theirs.p95, *limits)
        yield Figure(f"{many}: errors", "", len(app.errors), len(empty.errors), 0)
        yield Figure(f"{many}: processor a run", "ms", app.run_ms, empty.run_ms)
        yield Figure(f"{many}: server's share of a core", "%", 100 * app.busy, 100 * empty.busy)
        yield Figure(
            f"{many}: their own share of a core",
            "%",
            100 * app.people_busy,
            100 * empty.people_busy,
        )


def meeting(topic: str) -> Iterator[Figure]:
    """Let a meeting open the page at once, then choose again and again over Streamlit's socket."""
    people = 200
    ((empty, app),) = asyncio.run(load.compare([people], MEETING, load.HURRIED, topic))
    name = f"a meeting of {people} who choose every 1.5 to 4.5 s"
    first, choice = "first content over Streamlit's connection", "choice to content"
    yield Figure(f"{name}: {first}, p95", "ms", app.usable.p95, empty.usable.p95, times=3)
    yield Figure(f"{name}: {choice}, p95", "ms", app.choice.p95, empty.choice.p95, most=450)
    yield Figure(f"{name}: processor a run", "ms", app.run_ms, empty.run_ms, times=2)
    yield Figure(f"{name}: errors", "", len(app.errors), len(empty.errors), 0)


def arriving(phones: int, topic: str) -> Iterator[Figure]:
    """Let many phones open one link within some seconds, in turn with a server of files."""
    found = asyncio.run(arrivals.measure(phones, topic=topic))
    name = f"{phones:,} phones open a link in {arrivals.SECONDS:.0f} s"
    for after, ours in (("", found.read), (", then use it", found.used)):
        for what in ("content", "tap"):
            spreads: tuple[Spread, Spread] = getattr(ours, what), getattr(found.static, what)
            times = (spread.p95 for spread in spreads)
            yield Figure(f"{name}{after}: first {what}, p95, beside a file", "ms", *times)
        shares = ours.processor, found.static.processor
        yield Figure(f"{name}{after}: processor for each, beside a file", "ms", *shares)
        yield Figure(f"{name}{after}: errors", "", len(ours.errors), most=0)


def rooms(topic: str, count: int) -> Iterator[Figure]:
    """Let phones follow a presenter, in turn with a bare event stream."""
    ours, stream = asyncio.run(followers.measure(topic, count))
    name = f"{count} phones follow, beside a bare event stream"
    most = 1.5
    yield Figure(
        f"{name}: tap to the last phone, p95", "ms", ours.last.p95, stream.last.p95, times=most
    )
    yield Figure(
        f"{name}: tap to the last phone, median", "ms", ours.last.median, stream.last.median
    )
    yield Figure(f"{name}: processor for each", "ms", ours.processor, stream.processor, times=most)


def memory(topic: str, every: int) -> Iterator[Figure]:
    """Count what sessions cost."""
    with serving.empty() as empty, serving.carepath() as app:
        found = []
        for server, who in ((empty, readers.of_empty()), (app, readers.of_carepath(topic))):
            asyncio.run(load.warm(server, who))
            found.append(asyncio.run(sessions.measure(server, who, every=every)))
    nothing, full = found
    yield Figure("memory of a live session", "MB", full.live, nothing.live, 0.4)
    yield Figure(f"memory after {sessions.FIRST} sessions", "MB", full.first, nothing.first)
    yield Figure(
        f"memory after {every:,} sessions", "MB", full.all, nothing.all, round(1.1 * full.first, 1)
    )


def runs(topic: str) -> Iterator[Figure]:
    """Measure a run beside one of the empty page, and take it apart, page by page."""
    ours, empty = rerun.served(topic)
    name = "run of one situation, served"
    yield Figure(f"{name}: messages", "", ours.messages, empty.messages, most=25)
    yield Figure(f"{name}: processor", "ms", ours.milliseconds, empty.milliseconds, times=2)
    for name, page in rerun.pages(topic).items():
        found = rerun.measure(*page)
        yield Figure(f"run of {name}: the app's own part", "ms", found.own, most=5)
        yield Figure(f"run of {name}: with Streamlit's", "ms", found.whole)


def starts(topic: str) -> Iterator[Figure]:
    """Time a fresh server."""
    found = start.measure(topic)
    app, empty = found.carepath, found.empty
    yield Figure("start of the server to its page", "s", app.page, empty.page, times=1.5)
    yield Figure("start of the server to the first content", "s", app.content, empty.content)


def paper(topic: str) -> Iterator[Figure]:
    """Make the hand-out, in turn with an empty sheet."""
    found = sheet.measure(topic)
    name = "hand-out with questions: processor, beside an empty sheet"
    yield Figure(name, "ms", found.carepath, found.empty, times=25)


def growing(topic: str, times: Sequence[int]) -> Iterator[Figure]:
    """Let the tables grow."""
    for name, grown in growth.measure(times, topic).items():
        for size, seconds in grown.seconds.items():
            grew = f"{name}, tables {size:,} times as large"
            yield Figure(grew, "s", seconds, most=growth.PATIENCE)
        yield Figure(f"{name}: exponent of the growth", "", grown.exponent, most=growth.LINEAR)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=load.PEOPLE)
    parser.add_argument("--seconds", type=float, default=load.SECONDS)
    parser.add_argument("--phones", type=int, default=arrivals.PHONES)
    parser.add_argument("--followers", type=int, default=followers.PEOPLE)
    parser.add_argument("--sessions", type=int, default=sessions.ALL)
    parser.add_argument("--times", type=int, nargs="+", default=growth.TIMES)
    parser.add_argument("--deaths", type=int, default=DEATHS)
    parser.add_argument("--visits", type=int, default=firstvisit.VISITS)
    parser.add_argument("--topic", choices=[FIRST, *installed(DATA)], default=FIRST)
    parser.add_argument("--print-only", action="store_true")
    given = parser.parse_args(argv)
    topic: str = given.topic
    figures = [
        *browser(topic, LOADS, TAPS),
        *visits(topic, given.visits),
        *dying(topic, given.deaths),
        *people(topic, given.people, given.seconds),
        *meeting(topic),
        *arriving(given.phones, topic),
        *rooms(topic, given.followers),
        *memory(topic, given.sessions),
        *runs(topic),
        *starts(topic),
        *paper(topic),
        *growing(topic, given.times),
    ]
    if not given.print_only and topic == FIRST:
        report.write(figures)
    print(f"Measured on: {report.machine()}.\n\n{report.plain(figures)}")


if __name__ == "__main__":
    main()
