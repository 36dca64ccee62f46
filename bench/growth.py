"""The same tables made larger: how checking, loading, one drawing and the treatment table grow.

    python -m bench.growth --times 1 10

Every option is there again and again, with longer chains of steps once a list of options is as
long as the rules allow; sub-flows, terms, words, sources, notes and questions grow alike.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log
from pathlib import Path
from timeit import timeit

from bench import views
from bench.views import FIRST
from carepath.content import diagram, treatment_table
from carepath.model import pathway
from carepath.tables import loader, topics
from carepath.tables.loader import DATA
from carepath.tables.vocabulary import COMPANIONS
from carepath.text import messages, templating
from carepath.text.glossary import Glossary
from harness.paths import ROOT

TIMES = (1, 10, 100, 1000)
MOST_OPTIONS = 100
"""The most repetitions of an option; a list of options has three digits."""
PATIENCE = 120
"""Seconds that one measurement may take."""
LINEAR = 1.25
"""An exponent of growth up to this counts as linear: caches and garbage make a difference."""
REPEATS = 3

JOB = """
import sys
from pathlib import Path
from bench.growth import JOBS
print(JOBS[sys.argv[1]](Path(sys.argv[2]), sys.argv[3]))
"""

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Growth:
    """Seconds that a job takes at each size; infinite where it did not end in time."""

    seconds: Mapping[int, float]

    @property
    def exponent(self) -> float:
        """The exponent of the growth between the two largest sizes that ended: 1 is linear."""
        ended = [(size, taken) for size, taken in self.seconds.items() if taken < inf]
        if len(ended) < 2:
            return inf
        (small, before), (large, after) = ended[-2:]
        return log(after / before) / log(large / small)


def grow(times: int, folder: Path, topic: str = FIRST) -> None:
    """Write the project's tables of a topic into a folder, a number of times larger."""
    tables = views.site(topic).tables
    own: dict[str, Rows] = {name: [*getattr(tables, name).rows] for name in loader.TABLE_NAMES}
    explaining = {row["situation"] for row in own["situations"] if row["explains"]}
    options = min(times, MOST_OPTIONS)
    longer = times // options
    grown = dict(own)
    most: dict[str, int] = {}
    for row in own["treatments"]:
        most[row["situation"]] = max(most.get(row["situation"], 0), int(row["option"]))
    paths = [row for row in own["treatments"] if row["situation"] not in explaining]
    inside = [row for row in own["treatments"] if row["situation"] in explaining]
    grown["treatments"] = [
        *(row for at in range(options) for row in _lengthened(_shifted(paths, at, most), longer)),
        *_copies(inside, times, ("situation",)),
    ]
    grown["situations"] = [
        *(row for row in own["situations"] if row["situation"] not in explaining),
        *_copies(
            [row for row in own["situations"] if row["situation"] in explaining],
            times,
            ("situation", "explains"),
        ),
    ]
    steps = Counter(row["situation"] for row in grown["treatments"])
    grown["situations"] = [
        {**row, "steps": str(steps[row["situation"]])} for row in grown["situations"]
    ]
    # Many copies of a note on the same sub-flow would all appear with each step it explains.
    noted = [row for row in own["notes"] if row["situation"] not in explaining]
    grown["notes"] = [
        *(row for at in range(options) for row in _shifted(noted, at, most) * longer),
        *_copies([row for row in own["notes"] if row not in noted], times, ("situation",)),
    ]
    for name, key in (("terms", "term"), ("sources", "source"), ("prompts", "prompt")):
        grown[name] = _copies(own[name], times, (key,))
    grown["words"] = _copies(own["words"], times, ("id",))
    # What holds of treatment in general stays one list: of one list there are few items.
    grown["effects"] = [
        {**row, "treatments": " ".join(f"{name}{f'-{at}' if at else ''}" for name in names)}
        for at in range(times)
        for row in own["effects"]
        for names in [row["treatments"].split()]
        if names or not at
    ]
    for name, rows in grown.items():
        columns = getattr(tables, name).columns
        _write(folder / topics.home(name, own["topic"][0]["topic"]), columns, rows)


def _copies(rows: Rows, times: int, keys: Sequence[str]) -> Rows:
    """Repeat rows, each time under other ids."""
    return [
        {**row, **{key: f"{row[key]}{f'-{at}' if at else ''}" for key in keys}}
        for at in range(times)
        for row in rows
    ]


def _shifted(rows: Rows, at: int, most: Mapping[str, int]) -> Rows:
    """Return what belongs to an option for a later one, after all that are there already."""
    return [
        {**row, "option": str(int(row["option"]) + at * most[row["situation"]])}
        if row["option"]
        else row
        for row in rows
    ]


def _lengthened(rows: Rows, longer: int) -> Rows:
    """Return options with their steps again and again, each time after the last step.

    Steps that belong together are followed by more that belong to them.
    """
    last: dict[tuple[str, str], Mapping[str, str]] = {}
    for row in rows:
        last[row["situation"], row["option"]] = row
    return [
        {
            **row,
            "step": str(int(row["step"]) + before),
            "follows": str(int(row["follows"] or 0) + before) if row["follows"] or before else "",
            "link": row["link"] or ((joint if joint in COMPANIONS else "then") if before else ""),
        }
        for at in range(longer)
        for row in rows
        for end in [last[row["situation"], row["option"]]]
        for before, joint in [(at * int(end["step"]), end["link"])]
    ]


def _write(file: Path, columns: Sequence[str], rows: Rows) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def load(folder: Path, topic: str) -> float:
    """Read and check, with the libraries at hand."""
    loader.load(DATA)
    return _timed(lambda: loader.load(folder))


def build(folder: Path, topic: str) -> float:
    """Make paths and words of checked tables."""
    loaded = loader.load(folder)
    return _timed(lambda: (pathway.build(loaded), messages.read(loaded)))


def draw(folder: Path, topic: str) -> float:
    """Draw one situation, with all its details."""
    loaded = loader.load(folder)
    words, paths = messages.read(loaded), pathway.build(loaded)
    chosen = views.largest(topic)
    return _timed(lambda: diagram.paths(words, paths, paths.routes[chosen.answers], chosen))


def table(folder: Path, topic: str) -> float:
    """Make the page of treatments: every step of every path."""
    loaded = loader.load(folder)
    words, paths = messages.read(loaded), pathway.build(loaded)

    def page() -> str:
        rows = treatment_table.listing(words, paths)
        return templating.render(
            "treatments.html",
            words,
            glossary=Glossary(words),
            rows=rows.to_dict("records"),
            titles=treatment_table.titles(words),
            total=len(rows),
        )

    return _timed(page)


JOBS: Mapping[str, Callable[[Path, str], float]] = {
    "check": load,
    "load": build,
    "one situation's drawing": draw,
    "treatments page": table,
}


def _timed(work: Callable[[], object]) -> float:
    """Return the seconds of one go, as timeit counts them: without the garbage collector.

    It goes through everything there is, at few sizes and not at others, and would hide how work
    grows.
    """
    return timeit(work, number=1)


def measure(times: Iterable[int] = TIMES, topic: str = FIRST) -> dict[str, Growth]:
    """Measure every job at every size; a job that did not end in time is not tried any larger."""
    found: dict[str, dict[int, float]] = {name: {} for name in JOBS}
    with tempfile.TemporaryDirectory() as home:
        for size in times:
            folder = Path(home) / str(size)
            folder.mkdir()
            grow(size, folder, topic)
            for name, seconds in found.items():
                if inf not in seconds.values():
                    seconds[size] = _within(name, folder, topic, REPEATS if size < 100 else 1)
    return {name: Growth(seconds) for name, seconds in found.items()}


def _within(name: str, folder: Path, topic: str, repeats: int) -> float:
    """Do a job in a process of its own; return the least seconds it took, if it ended in time."""
    command = [sys.executable, "-c", JOB, name, str(folder), topic]
    try:
        done = [
            subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=PATIENCE)
            for _ in range(repeats)
        ]
    except subprocess.TimeoutExpired:
        return inf
    return min(float(one.stdout) for one in done)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=TIMES)
    parser.add_argument("--topic", default=FIRST)
    given = parser.parse_args(argv)
    for name, growth in measure(given.times, given.topic).items():
        taken = "  ".join(f"{size}x {seconds:.3f} s" for size, seconds in growth.seconds.items())
        print(f"{name:26}{taken}  exponent {growth.exponent:.2f}")


if __name__ == "__main__":
    main()
