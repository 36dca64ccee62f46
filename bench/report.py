"""The figures of a run: each beside what it is compared with, its target, and whether it is met."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from math import inf
from pathlib import Path
from typing import Any

from harness.paths import ROOT

RESULTS = Path(__file__).with_name("results.json")
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures of the last run: make bench -->\n", "<!-- end of the figures -->\n"
HEADER = ("what", "Carepath", "empty page", "target", "met")


@dataclass(frozen=True)
class Figure:
    """A figure of Carepath, the same of the empty page in the same run, and what it has to keep.

    `most` is a limit of its own, `times` how many times the empty page's it may be.
    """

    name: str
    unit: str
    carepath: float
    empty: float | None = None
    most: float | None = None
    times: float | None = None

    @property
    def limits(self) -> tuple[float, ...]:
        """Return the values that it must not exceed."""
        beside = (self.times * self.empty,) if self.times and self.empty is not None else ()
        return (*beside, *(() if self.most is None else (self.most,)))

    @property
    def met(self) -> bool:
        """It keeps every limit it has."""
        return all(self.carepath <= limit for limit in self.limits)

    def cells(self) -> tuple[str, ...]:
        """Return it as a row of the table."""
        target = [] if self.most is None else [f"≤ {self._told(self.most)}"]
        target += [f"≤ {_number(self.times)} times empty"] if self.times else []
        return (
            self.name,
            self._told(self.carepath),
            "" if self.empty is None else self._told(self.empty),
            " and ".join(target),
            ("met" if self.met else "NOT MET") if target else "",
        )

    def _told(self, value: float) -> str:
        return "did not end" if value == inf else f"{_number(value)} {self.unit}".rstrip()


@dataclass(frozen=True)
class Report:
    """One run: the machine it ran on, and its figures."""

    machine: str
    figures: tuple[Figure, ...]


def _number(value: float) -> str:
    """Write a number with as many digits as mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def machine() -> str:
    """Tell on which kind of machine this runs."""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}; "
        f"Python {platform.python_version()}, Streamlit {version('streamlit')}"
    )


def plain(figures: Iterable[Figure]) -> str:
    """Return figures as a table for a terminal."""
    rows = [HEADER, *(figure.cells() for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)


def markdown(report: Report) -> str:
    """Return a run as the part of the page that is written by it."""
    rows = [HEADER, ("---",) * len(HEADER), *(figure.cells() for figure in report.figures)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{BEGIN}\nMeasured on: {report.machine}.\n\n{table}\n\n{END}"


def write(figures: Sequence[Figure]) -> None:
    """Keep a run: as JSON, and in the page about performance."""
    report = Report(machine(), tuple(figures))
    # JSON knows no infinity.
    kept = [{k: str(v) if v == inf else v for k, v in asdict(one).items()} for one in figures]
    text = json.dumps({"machine": report.machine, "figures": kept}, indent=2, ensure_ascii=False)
    RESULTS.write_text(f"{text}\n", encoding="utf-8")
    PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8"), report), encoding="utf-8")


def read(file: Path = RESULTS) -> Report:
    """Read a run that was kept."""
    kept = json.loads(file.read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = kept["figures"]
    figures = (Figure(**{k: _value(v) for k, v in row.items()}) for row in rows)
    return Report(kept["machine"], tuple(figures))


def _value(kept: object) -> Any:
    return inf if kept == "inf" else kept


def with_figures(page: str, report: Report) -> str:
    """Return a page with the figures between its two marks replaced by those of a run."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{markdown(report)}{after}"
