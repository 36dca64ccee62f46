"""Writes the paths of Graphviz shorter, in the same shape.

Graphviz draws each side of a box as a curve, and each corner at its place. With sides as lines, and
corners measured from where they begin, the corners of all boxes are the same text, which costs a
compressed page next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")
CURVES = re.compile(r"M[-\d.,]+C[-\d., ]+")
Point = tuple[float, float]


def shortened(path: str) -> str:
    """Return a path of curves in a shorter form; any other path is returned as it is."""
    return "".join(_pieces(path)) if CURVES.fullmatch(path) else path


def _pieces(path: str) -> Iterator[str]:
    at, *points = [(float(x), float(y)) for x, y in POINT.findall(path)]
    yield f"M{_pair(at)}"
    for first, second, end in zip(*[iter(points)] * 3, strict=True):
        if first != at or second != end:
            yield "c" + " ".join(_pair((x - at[0], y - at[1])) for x, y in (first, second, end))
        elif end[1] == at[1]:
            yield f"H{tenths(end[0])}"
        elif end[0] == at[0]:
            yield f"V{tenths(end[1])}"
        else:
            yield f"L{_pair(end)}"
        at = end


def _pair(point: Point) -> str:
    return ",".join(map(tenths, point))


def tenths(value: float) -> str:
    """Return a coordinate in tenths of a px, which nobody sees and which make a page smaller."""
    return f"{round(value, 1) + 0:g}"
