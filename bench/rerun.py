"""The cost of one run of the script: its messages, and its time.

    python -m bench.rerun

Nobody has chosen anything new, so whatever the app computes here it has computed before. A served
run is measured as a whole, beside one of the empty page; without a server, a run is divided into
the app's own part and Streamlit's.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import os
import pstats
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time, thread_time
from types import FrameType
from urllib.parse import urlencode

import streamlit
from streamlit.testing.v1 import AppTest

from bench import views
from bench.usage import usage
from bench.views import FIRST
from carepath.model.selection import Selection
from harness import serving
from harness.client import Sign, Unanswered, html, markup, visit
from harness.paths import ROOT
from harness.program import Server

RUNS = 40
PACKAGES = Path(streamlit.__file__).parent.parent
STREAMLITS = tuple(f"{PACKAGES / name}{os.sep}" for name in ("streamlit", "google"))
OWN = (f"{ROOT / 'carepath'}{os.sep}", f"{ROOT / 'pages'}{os.sep}", str(ROOT / "app.py"))
ROUNDS = 30
"""The depth of calls to which the time of a third party's function counts as its caller's."""

Function = tuple[str, int, str]


@dataclass(frozen=True)
class Rerun:
    """Milliseconds of processor time of one run, and of the app's own part in it.

    `most` are the app's dearest functions with their milliseconds, without what they call.
    """

    whole: float
    own: float
    most: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Served:
    """A run on a server: the number of its messages, and its milliseconds of processor time."""

    messages: int
    milliseconds: float


def pages(topic: str = FIRST) -> Mapping[str, tuple[str, Mapping[str, str], str]]:
    """Return the pages by name: each one's file, its query, and what it is not without."""
    front = Selection(topic=views.site(topic).pathways.parameter).query()
    chosen, other = views.largest(topic), views.neighbour(topic)
    answered = chosen.query()
    return {
        "front page": ("paths", front, "<svg"),
        "one situation": ("paths", answered, "<svg"),
        "present": ("present", answered, "<svg"),
        "compare": ("compare", answered | {"against": other.name if other else ""}, "<h1"),
        "questions": ("questions", answered, "<h1"),
        "words": ("words", front, "<h1"),
        "treatments": ("treatments", front, "<table"),
        "about": ("about", front, "<h1"),
    }


def served(topic: str = FIRST, rounds: int = 8) -> tuple[Served, Served]:
    """Return a run of a situation and one of the empty page, which run in turn."""
    return asyncio.run(_served(topic, rounds))


async def _served(topic: str, rounds: int) -> tuple[Served, Served]:
    query = urlencode(views.largest(topic).query())
    with serving.carepath() as carepath, serving.empty() as empty:
        # The first round pays for what every server does once.
        both = [
            (await _runs(carepath, query, html("<h1")), await _runs(empty, "", html("<p id=")))
            for _ in range(rounds + 1)
        ][1:]
    ours, theirs = (
        Served(runs[0].messages, median(run.milliseconds for run in runs))
        for runs in zip(*both, strict=True)
    )
    return ours, theirs


async def _runs(server: Server, query: str, sign: Sign) -> Served:
    async with visit(server.url, query=query) as visitor:
        await visitor.open(sign)
        await visitor.again(sign)
        before = usage(server.pid).seconds
        for _ in range(RUNS):
            await visitor.again(sign)
        seconds = usage(server.pid).seconds - before
    return Served(len(visitor.messages), 1000 * seconds / RUNS)


def measure(page: str, query: Mapping[str, str], sign: str, runs: int = RUNS) -> Rerun:
    """Run a page again and again, first as it is, then to see who takes which share."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(f"pages/{page}.py")
    for _ in range(5):
        app.run()
    if app.exception or sign not in _markup(app):
        raise Unanswered(f"no {sign} on the page {page} for {dict(query)}")
    whole = median(_script_seconds(app.run) for _ in range(runs))
    profile = _profiled(app.run, runs)
    own, everything, by_function = _shares(profile)
    scale = 1000 * whole / everything
    dearest = sorted(by_function.items(), key=lambda one: one[1], reverse=True)[:12]
    most = tuple((name, scale * seconds) for name, seconds in dearest)
    return Rerun(1000 * whole, scale * own, most)


def _markup(app: AppTest) -> str:
    """Return all HTML on a page, that of its components too."""
    texts = [block.proto.body for block in app.get("html")]
    components = (markup(component.proto) for component in app.get("bidi_component"))
    return "".join([*texts, *components])


def _script_seconds(run: Callable[[], object]) -> float:
    """Return the processor time of the thread that the script runs in."""
    whole, here = process_time(), thread_time()
    run()
    return (process_time() - whole) - (thread_time() - here)


def _profiled(run: Callable[[], object], runs: int) -> pstats.Stats:
    """Profile every thread that is started meanwhile: each run of the script has its own."""
    profiles: list[cProfile.Profile] = []

    def begin(frame: FrameType, event: str, argument: object) -> None:
        profiles.append(cProfile.Profile())
        profiles[-1].enable()

    threading.setprofile(begin)
    try:
        for _ in range(runs):
            run()
    finally:
        threading.setprofile(None)
    stats = pstats.Stats(profiles[0], stream=sys.stderr)
    for profile in profiles[1:]:
        stats.add(profile)
    return stats


def _shares(stats: pstats.Stats) -> tuple[float, float, Mapping[str, float]]:
    """Return the seconds of the app, of everything, and of each function of the app.

    A function of neither the app nor Streamlit counts for those who called it.
    """
    found: Mapping[Function, tuple[int, int, float, float, Mapping[Function, tuple[float, ...]]]]
    # Its types leave out the one attribute that tells who called whom.
    found = stats.stats  # type: ignore[attr-defined]
    open_times: Mapping[Function, float] = {name: times[2] for name, times in found.items()}
    own, by_function = 0.0, defaultdict[str, float](float)
    for _ in range(ROUNDS):
        handed = defaultdict[Function, float](float)
        for function, seconds in open_times.items():
            if function[0].startswith(STREAMLITS):
                continue
            if function[0].startswith(OWN):
                own += seconds
                file = os.path.relpath(function[0], ROOT)
                name = f"{file}:{function[1]} {function[2]}"
                by_function[name] += seconds
                continue
            callers = found[function][4]
            total = sum(times[2] for times in callers.values())
            for caller, times in callers.items():
                if total:
                    handed[caller] += seconds * times[2] / total
        open_times = handed
    return own, sum(times[2] for times in found.values()), by_function


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.rerun", description=__doc__)
    parser.add_argument("--topic", default=FIRST)
    topic: str = parser.parse_args(argv).topic
    ours, empty = served(topic)
    print(f"one situation, served: {ours}; the empty page: {empty}")
    for name, page in pages(topic).items():
        found = measure(*page)
        print(f"{name}: {found.whole:.1f} ms a run, the app's own part {found.own:.1f} ms")
        for function, milliseconds in found.most:
            print(f"  {milliseconds:6.2f} ms  {function}")


if __name__ == "__main__":
    main()
