"""Copies that die while a page is open: how long the page is alone, and whether all of it stays.

    python -m bench.failover --times 20

The copy that serves the page is ended, asked to and by force in turn.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import cycle, islice
from statistics import median

from bench import views
from bench.views import FIRST
from harness import hosting
from harness.browser import chromium
from harness.failover import SIGNS, Failover, Reading, fail, reader


def reading(topic: str) -> Reading:
    """Return what a reader of a topic has open, and taps next: the first option and the last."""
    largest = views.largest(topic)
    last = len(views.site(topic).pathways.routes[largest.answers].options)
    query = largest.query()
    chosen, tapped = ({**query, "option": str(number), "step": "1"} for number in (1, last))
    return Reading(chosen, tapped, tuple(dict(largest.answers)))


def measure(times: int, topic: str = FIRST) -> list[Failover]:
    """End the copy of an open page this many times, each with a fresh page."""
    found = []
    own = reading(topic)
    with hosting.carepath() as site, chromium() as browser:
        for sign in islice(cycle(SIGNS), times):
            with reader(browser, site, own) as page:
                found.append(fail(site, page, sign, own))
    return found


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print; fail if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.failover", description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--topic", default=FIRST)
    given = parser.parse_args(argv)
    found = measure(given.times, given.topic)
    for one in found:
        print(f"{one.sign:8} {one.seconds:6.2f} s  {', '.join(one.lost) or 'nothing lost'}")
    seconds = [one.seconds for one in found]
    whole = sum(not one.lost for one in found)
    print(
        f"{whole} of {len(found)} lost nothing; {median(seconds):.2f} s, at most {max(seconds):.2f}"
    )
    raise SystemExit(whole < len(found))


if __name__ == "__main__":
    main()
