"""The figures of the page about performance are those of the last run."""

import pytest

from bench import report
from bench.report import BEGIN, END, Figure, Report


def test_the_page_shows_the_figures_that_were_kept() -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    kept = report.read()
    assert kept.figures
    assert page.count(BEGIN) == page.count(END) == 1
    assert report.with_figures(page, kept) == page


@pytest.mark.parametrize(
    ("figure", "target", "met"),
    [
        (Figure("x", "ms", 90, 50, most=100), "≤ 100 ms", "met"),
        (Figure("x", "ms", 110, 50, most=100), "≤ 100 ms", "NOT MET"),
        (Figure("x", "ms", 110, 50, times=2), "≤ 2 times empty", "NOT MET"),
        (Figure("x", "ms", 90, 40, most=100, times=2), "≤ 100 ms and ≤ 2 times empty", "NOT MET"),
        (Figure("x", "", 1, most=0), "≤ 0", "NOT MET"),
        (Figure("x", "", float("inf"), most=1.25), "≤ 1.25", "NOT MET"),
        (Figure("x", "ms", 110, 50), "", ""),
    ],
)
def test_a_figure_is_held_against_its_target(figure: Figure, target: str, met: str) -> None:
    assert figure.cells()[3:] == (target, met)


def test_other_figures_give_another_page() -> None:
    before = Report("here", (Figure("x", "ms", 1.0),))
    after = Report("here", (Figure("x", "ms", 2.0),))
    page = f"# Page\n{report.markdown(before)}\nThe end.\n"
    assert report.with_figures(page, after) == page.replace("| 1 ms |", "| 2 ms |") != page
