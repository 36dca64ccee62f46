"""The command `python -m bench`: measure, print a table, write bench/results.json."""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import measure
from bench.measure import Times
from tests.conftest import chromium, serve

RESULTS = measure.HERE / "results.json"
LOADS, TAPS = 5, 30
MOST = 1.25
"""How many times as long as on an empty page a tap may take."""


def main() -> None:
    """Measure both pages in one run."""
    with ExitStack() as stack:
        homes = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(3)]
        app = stack.enter_context(serve(homes[0]))
        empty = stack.enter_context(serve(homes[1], cwd=measure.empty_app(homes[2]), script="app.py"))
        browser = stack.enter_context(chromium())
        nothing, steps = measure.empty(empty), measure.steps(app)
        # The first visit of all pays for what every server does once.
        measure.loads(browser, nothing, steps, 1)
        answered = measure.steps(app, until_answered=True)
        found = {
            "first load to the content": measure.loads(browser, nothing, steps, LOADS),
            "tap on a step to its details": measure.taps(browser, nothing, steps, TAPS),
            "tap on a step to the server's answer": measure.taps(browser, nothing, answered, TAPS),
            "tap on an answer to its drawing": measure.taps(
                browser, nothing, measure.answers(app), TAPS
            ),
        }
    show(found)
    write(found)


def show(found: dict[str, Times]) -> None:
    """Print a table; the empty page's tap is one on its radio, to its changed text."""
    print(f"{'median, ms':40}{'empty page':>12}{'Carepath':>12}{'ratio':>8}")
    for name, times in found.items():
        print(f"{name:40}{times.empty:12.0f}{times.app:12.0f}{times.ratio:8.2f}")
    print(f"A tap may take {MOST} times as long as on the empty page.")


def write(found: dict[str, Times]) -> None:
    """Write the same figures as JSON."""
    figures = {
        name: {
            "empty_ms": round(times.empty, 1),
            "app_ms": round(times.app, 1),
            "ratio": round(times.ratio, 2),
        }
        for name, times in found.items()
    }
    text = json.dumps({"loads": LOADS, "taps": TAPS, "medians": figures}, indent=2)
    RESULTS.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
