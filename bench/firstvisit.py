"""A first visit on a slow phone, through the proxy: when it can be read, when it can be used.

    python -m bench.firstvisit

Nothing is cached, the line carries 1.6 Mbit/s with 150 ms to each answer, and the processor has a
quarter of its speed. Beside Carepath: the same page as a file, with the script that has its boxes
work in place but without Streamlit, and a Streamlit page with as little on it as a page can have,
all sent by the same proxy.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

from bench import views
from bench.measure import PATIENCE_MS, in_time
from bench.views import FIRST
from harness import hosting, serving
from harness.browser import FINISHED, chromium
from harness.hosting import Site

# The radio may come before the text, and then the text is never the first one.
NUMBER = "#one, #two"
STATIC = "app/static/same.html"
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
PHONE: ViewportSize = {"width": 390, "height": 844}
VISITS = 3
STREAMLIT = re.compile(r'<template id="streamlit">.*?</template>', re.S)
SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
OWN = "showDrawing"
"""The name that the scripts of the drawing share."""

WATCH = """([reads, first, target, done]) => {
  const seen = (selector) =>
    [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
  const tap = (element) =>
    element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  let isRead, isTapped, isClicked, read = false, tapped = !first, wait = 0;
  window.read = new Promise((resolve) => { isRead = resolve; });
  window.tapped = new Promise((resolve) => { isTapped = resolve; });
  window.clicked = new Promise((resolve) => { isClicked = resolve; });
  // What is there in one frame is on the screen in the next.
  const painted = (resolve) => requestAnimationFrame(() => resolve(performance.now()));
  const look = () => {
    if (!read && reads.every(seen)) { read = true; painted(isRead); }
    // As soon as a box says that it opens something, it is tapped, and once more to close that.
    if (!tapped && seen(first[0])) {
      tap(seen(first[0]));
      if (seen(first[1])) {
        tapped = true;
        painted((time) => { isTapped(time); tap(seen(first[0])); });
      }
    }
    if (tapped && seen(done)) return painted(isClicked);
    // A tap that something answers is answered within a few frames, or by the server.
    if (wait-- <= 0 && !document.querySelector("#first") && seen(target)) {
      tap(seen(target));
      wait = 30;
    }
    requestAnimationFrame(look);
  };
  look();
}"""


@dataclass(frozen=True)
class Subject:
    """A page: where it is, what has to be seen to read it, what is tapped, and what follows.

    `first` is what is tapped before Streamlit is there, and what follows then. On a page without
    Streamlit, nothing has to follow later but what was there already.
    """

    url: str
    reads: tuple[str, ...]
    target: str
    done: str
    first: tuple[str, str] | None = None


@dataclass(frozen=True)
class Visit:
    """Milliseconds until it could be read, until a tap had its effect, and one in Streamlit's page.

    `sent` are the bytes.
    """

    read: float
    tapped: float
    clicked: float
    sent: float


@dataclass(frozen=True)
class FirstVisit:
    """Medians of visits to each page, in one run; `bare` is without the proxy."""

    static: Visit
    empty: Visit
    carepath: Visit
    bare_empty: Visit
    bare_carepath: Visit


def measure(visits: int = VISITS, topic: str = FIRST) -> FirstVisit:
    """Visit the three pages in turn, and return the medians."""
    chosen = views.largest(topic).url("/")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        files = hosting.lay_out(folder / "files", hosting.BEST)
        nothing = folder / "nothing"
        nothing.mkdir()
        serving.empty_app(nothing)
        site = stack.enter_context(hosting.carepath(1, files))
        other = stack.enter_context(hosting.behind_proxy(nothing, "app.py", 1, files))
        bare_empty = stack.enter_context(serving.empty())
        bare = stack.enter_context(serving.carepath())
        browser = stack.enter_context(chromium())
        read = ("h1", ".carepath-drawing svg", ".paths li")
        tap = "#first [aria-expanded][data-opens=details-option-1-step-1]"
        first = tap, "#first #details-option-1-step-1"
        subjects = (
            Subject(_without_streamlit(site, chosen), read, "h1", "h1", first),
            *(
                subject
                for nothing_at, carepath_at in ((other.url, site.url), (bare_empty.url, bare.url))
                for subject in (
                    Subject(nothing_at, (NUMBER,), ".st-key-number input[value='1']", "#two"),
                    Subject(
                        f"{carepath_at}{chosen}",
                        read,
                        ".stMain .carepath-drawing [data-choice='option=1&step=1']",
                        ".stMain #details-option-1-step-1",
                        first,
                    ),
                )
            ),
        )
        found: dict[Subject, list[Visit]] = {subject: [] for subject in subjects}
        # The first visit of all pays for what every server does once.
        for number in range(visits + 1):
            for subject in subjects:
                visit = _visit(browser, subject)
                if number:
                    found[subject].append(visit)
    return FirstVisit(*(_middle(found[subject]) for subject in subjects))


def _without_streamlit(site: Site, chosen: str) -> str:
    """Lay the page beside the proxy's files, with no script but the drawing's; tell where."""
    answer = site.get(chosen)
    if answer.status != 200:
        raise RuntimeError(f"{chosen}: {answer.status}")
    whole = STREAMLIT.sub("", answer.body.decode())
    page = SCRIPT.sub(lambda script: script[0] if OWN in script[1] else "", whole).encode()
    file = site.files / STATIC
    file.write_bytes(page)
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(page))
    return f"{site.url}/{STATIC}"


def _middle(visits: Sequence[Visit]) -> Visit:
    return Visit(
        median(visit.read for visit in visits),
        median(visit.tapped for visit in visits),
        median(visit.clicked for visit in visits),
        median(visit.sent for visit in visits),
    )


def _visit(browser: Browser, subject: Subject) -> Visit:
    """Visit a page for the first time, and leave when all of it is there."""
    with _slow_phone(browser) as (page, devtools):
        sent: list[float] = []
        devtools.on("Network.loadingFinished", lambda told: sent.append(told["encodedDataLength"]))
        devtools.on(
            "Network.webSocketFrameReceived",
            # A message is handed over as text, four letters for three bytes.
            lambda told: sent.append(len(told["response"]["payloadData"]) * 3 / 4),
        )
        asked = [subject.reads, subject.first, subject.target, subject.done]
        page.add_init_script(f"({WATCH})({json.dumps(asked)})")
        page.goto(subject.url)
        read, clicked = in_time(page, "() => read"), in_time(page, "() => clicked")
        tapped = in_time(page, "() => tapped") if subject.first else inf
        if subject.done not in subject.reads and clicked < inf:
            page.locator(FINISHED).wait_for()
        return Visit(read, tapped, clicked, sum(sent))


@contextmanager
def _slow_phone(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context(viewport=PHONE, ignore_https_errors=True, locale="en-US")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", LINE)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page, devtools
    context.close()


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.firstvisit", description=__doc__)
    parser.add_argument("--visits", type=int, default=VISITS)
    parser.add_argument("--topic", default=FIRST)
    given = parser.parse_args(argv)
    found = measure(given.visits, given.topic)
    print(f"{'median':24}{'can be read':>14}{'first tap':>14}{'can be used':>14}{'sent':>12}")
    for name in ("static", "empty", "carepath", "bare_empty", "bare_carepath"):
        visit: Visit = getattr(found, name)
        used = "" if name == "static" else f"{visit.clicked:.0f} ms"
        tapped = "" if visit.tapped == inf else f"{visit.tapped:.0f} ms"
        print(f"{name:24}{visit.read:11.0f} ms{tapped:>14}{used:>14}{visit.sent / 1e6:9.2f} MB")


if __name__ == "__main__":
    main()
