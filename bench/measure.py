"""Times in a browser, taken by the page itself: first load, and from a tap until it is painted.

Two pages are always measured in turn, so that whatever else the machine does slows both alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from math import inf
from statistics import median

from playwright.sync_api import Browser, Page

from bench import views
from bench.views import FIRST
from harness.browser import FINISHED

PATIENCE_MS = 120_000
TAPPED = 4
"""The steps that are tapped in turn."""
DRAWING = ".carepath-drawing svg"

LOAD = """
window.painted = new Promise((resolve) => {
  const look = () => {
    if (!document.querySelector(%r)) return requestAnimationFrame(look);
    // What is there in one frame is on the screen in the next.
    requestAnimationFrame(() => resolve(performance.now()));
  };
  look();
});
"""
TAP = """([target, done]) => new Promise((resolve) => {
  const isDone = new Function(`return ${done}`);
  const begin = performance.now();
  const look = () => {
    if (!isDone()) return requestAnimationFrame(look);
    requestAnimationFrame(() => resolve(performance.now() - begin));
  };
  document.querySelector(target).dispatchEvent(
    new MouseEvent("click", { bubbles: true, cancelable: true }));
  requestAnimationFrame(look);
})"""


@dataclass(frozen=True)
class Tap:
    """A target to tap (a selector), and JavaScript that is true once its answer is there.

    `over` is true once the server has taken it in, too.
    """

    target: str
    done: str
    over: str


@dataclass(frozen=True)
class Subject:
    """A page to measure: its address, what it shows when it is ready, and taps to take in turn."""

    url: str
    ready: str
    taps: tuple[Tap, ...]


@dataclass(frozen=True)
class Times:
    """Medians in milliseconds, of the empty page and of the app."""

    empty: float
    app: float


def _shows(selector: str) -> str:
    return f"document.querySelector({selector!r})"


def empty(url: str) -> Subject:
    """Return the empty page at an address: a tap on its radio changes its text."""
    taps = []
    for value, name in ((1, "two"), (2, "three"), (0, "one")):
        shown = _shows(f"#{name}")
        taps.append(Tap(f".st-key-number input[value='{value}']", shown, shown))
    return Subject(url, "#one", tuple(taps))


def steps(url: str, topic: str = FIRST, until_answered: bool = False) -> Subject:
    """Return the list with the most options: a tap on a step opens its details.

    With `until_answered`, measured until the server has put the step into the address.
    """
    taps = []
    chosen = views.largest(topic)
    options = views.site(topic).pathways.routes[chosen.answers].options
    for option, step in [(o.number, s.number) for o in options for s in o.steps][:TAPPED]:
        choice = f"option={option}&step={step}"
        shown = _shows(f"#details-option-{option}-step-{step}:not([hidden])")
        over = f"location.search.includes({choice!r})"
        done = over if until_answered else shown
        taps.append(Tap(f".wide [data-choice='{choice}']", done, over))
    return Subject(chosen.url(f"{url}/"), DRAWING, tuple(taps))


def answers(url: str, topic: str = FIRST) -> Subject | None:
    """Return the same list: a tap on an answer in the sidebar brings a drawing with fewer options.

    Return None where no answer does.
    """
    chosen, other = views.largest(topic), views.neighbour(topic)
    if other is None:
        return None
    pathways = views.site(topic).pathways
    count = len(pathways.routes[chosen.answers].options)
    last = _shows(f"#details-option-{count}-step-1")
    (question,) = (q for q in pathways.questions if chosen.answer(q.id) != other.answer(q.id))
    taps = []
    for to, shown in ((other, f"!{last}"), (chosen, last)):
        at = question.answers.index(to.answer(question.id))
        taps.append(Tap(f".st-key-{question.id}-side input[value='{at}']", shown, shown))
    return Subject(chosen.url(f"{url}/"), DRAWING, tuple(taps))


def loads(browser: Browser, one: Subject, other: Subject, count: int) -> Times:
    """Measure from the start of navigation until the content is painted; nothing is cached."""
    found: dict[Subject, list[float]] = {one: [], other: []}
    for subject in _in_turn(one, other, count):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.add_init_script(LOAD % subject.ready)
        page.goto(subject.url)
        found[subject].append(in_time(page, "() => painted"))
        context.close()
    return Times(median(found[one]), median(found[other]))


def taps(browser: Browser, one: Subject, other: Subject, count: int) -> Times:
    """Measure from a tap until its answer is painted; each waits for the one before to be over."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    pages = {subject: _opened(context.new_page(), subject) for subject in (one, other)}
    turns = {subject: cycle(subject.taps) for subject in (one, other)}
    found: dict[Subject, list[float]] = {one: [], other: []}
    for subject in _in_turn(one, other, count):
        tap, page = next(turns[subject]), pages[subject]
        # A page in the background is not painted.
        page.bring_to_front()
        found[subject].append(in_time(page, TAP, [tap.target, tap.done]))
        _wait_until(page, tap.over)
        page.locator(FINISHED).wait_for()
    context.close()
    return Times(median(found[one]), median(found[other]))


def _opened(page: Page, subject: Subject) -> Page:
    page.goto(subject.url)
    page.locator(subject.ready).first.wait_for(state="attached")
    page.locator(FINISHED).wait_for()
    page.locator("#first").wait_for(state="detached")
    # The browser draws the sidebar on its own, which may be later.
    page.locator(subject.taps[0].target).wait_for(state="attached")
    return page


def in_time(page: Page, promise: str, given: object = None) -> float:
    """Return the milliseconds that a page promises, infinite if it does not tell them in time.

    A page that has stopped, or that nobody sees, is asked for no more frames: it would never tell.
    """
    late = f"new Promise((resolve) => setTimeout(resolve, {PATIENCE_MS}, Infinity))"
    found: float = page.evaluate(f"(given) => Promise.race([({promise})(given), {late}])", given)
    return found


def _wait_until(page: Page, true: str) -> None:
    """Wait for an expression in one piece: the policy of the site lets nothing evaluate later."""
    frames = f"while (!({true})) await new Promise(requestAnimationFrame)"
    if in_time(page, f"async () => {{ {frames}; return 0; }}") == inf:
        raise TimeoutError(f"not in {PATIENCE_MS} ms: {true}")


def _in_turn(one: Subject, other: Subject, count: int) -> Iterator[Subject]:
    return islice(cycle((one, other)), 2 * count)
