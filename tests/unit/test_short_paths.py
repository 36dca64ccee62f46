"""A path in fewer letters has the same shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from carepath import pictograms
from carepath.drawing import dot, svg
from carepath.drawing.box_pictograms import PATH
from carepath.drawing.short_paths import shortened
from tests.support.project_data import ENGLISH, PATHS

PIECE = re.compile(r"([MCcHVL])([^MCcHVL]+)")


def corners(path: str) -> Iterator[tuple[float, float]]:
    """Yield the ends of the lines and curves of a path."""
    x = y = 0.0
    for command, rest in PIECE.findall(path):
        numbers = [float(number) for number in re.split("[ ,]", rest.strip())]
        if command == "H":
            x = numbers[0]
            yield x, y
        elif command == "V":
            y = numbers[0]
            yield x, y
        else:
            size = 6 if command in "Cc" else 2
            for at in range(0, len(numbers), size):
                end_x, end_y = numbers[at : at + size][-2:]
                x, y = (x + end_x, y + end_y) if command == "c" else (end_x, end_y)
                yield x, y


def test_the_paths_of_drawings_keep_their_shape() -> None:
    lengths = []
    for situation in (one for one in PATHS.situations if one.options):
        drawing = svg.document(dot.draw_situation(ENGLISH, situation, "x"))
        for element in ElementTree.fromstring(drawing.markup).iter(PATH):
            path = element.get("d", "")
            if path in pictograms.PATHS.values():
                continue
            short = shortened(path)
            lengths.append((len(short), len(path)))
            expected = [pytest.approx(end, abs=0.11) for end in corners(path)]
            assert [*corners(short)] == expected
    assert len(lengths) > 50
    assert sum(short for short, _ in lengths) < 0.7 * sum(long for _, long in lengths)


def test_the_corners_of_all_boxes_are_the_same_text() -> None:
    box = "M{0},0C{0},0 12,0 12,0 6,0 0,6 0,12 0,12 0,{1} 0,{1}"
    small, large = (shortened(box.format(*size)) for size in ((50, 60), (70.5, 80)))
    assert small == "M50,0H12c-6,0 -12,6 -12,12V60"
    assert large == "M70.5,0H12c-6,0 -12,6 -12,12V80"


@pytest.mark.parametrize("path", ["", *pictograms.PATHS.values()])
def test_a_path_that_graphviz_did_not_write_is_left_alone(path: str) -> None:
    assert shortened(path) == path
