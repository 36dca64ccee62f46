"""Adds pictograms to the boxes of a finished drawing.

Graphviz only leaves room for them. It draws pictures from image files alone, by libraries that
differ between machines.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping

from carepath import pictograms
from carepath.fonts import metrics

SVG = "http://www.w3.org/2000/svg"
GROUP, PATH, TEXT = (f"{{{SVG}}}{tag}" for tag in ("g", "path", "text"))
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PICTOGRAM = 20
"""Size of a pictogram, in px."""
BESIDE = 6
"""Space between a pictogram and its text, in px."""
SHOWS = "pictogram-"
"""Beginning of the class that names the pictogram of a box."""
SCALE = PICTOGRAM / pictograms.GRID
LOOK: Mapping[str, str] = {
    "fill": "none",
    "stroke-width": str(pictograms.LINE),
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}


def add(root: ElementTree.Element) -> None:
    """Add its pictogram to each box whose last class names one, with its text to the right."""
    for box in list(root.iter(GROUP)):
        classes, _, last = box.get("class", "").rpartition(" ")
        if last.startswith(SHOWS):
            box.set("class", classes)
            _add(box, pictograms.PATHS[last.removeprefix(SHOWS)])


def outline(box: ElementTree.Element) -> tuple[list[float], list[float]]:
    """Return the horizontal and the vertical coordinates of an outline; empty if there is none."""
    shape = box.find(PATH)
    drawn = "" if shape is None else shape.get("d", "")
    numbers = [float(number) for number in NUMBER.findall(drawn)]
    return numbers[::2], numbers[1::2]


def _add(box: ElementTree.Element, drawn: str) -> None:
    lines = _lines(box)
    widest = max(sum(metrics.width(part.text or "") for part in line) for line in lines)
    xs, ys = outline(box)
    left = (min(xs) + max(xs) - widest - BESIDE - PICTOGRAM) / 2
    top = (min(ys) + max(ys) - PICTOGRAM) / 2
    for line in lines:
        _move(line, left + PICTOGRAM + BESIDE)
    place = f"translate({left:.1f} {top:.1f}) scale({SCALE:.4f})"
    stroke = box[0].get("stroke", "")
    group = ElementTree.SubElement(
        box, GROUP, {"class": "pictogram", "transform": place, "stroke": stroke, **LOOK}
    )
    ElementTree.SubElement(group, PATH, {"d": drawn})


def _lines(box: ElementTree.Element) -> list[list[ElementTree.Element]]:
    """Return the lines of a text, each as the parts of it that Graphviz draws one by one."""
    lines: dict[str, list[ElementTree.Element]] = {}
    for part in box.iter(TEXT):
        lines.setdefault(part.get("y", ""), []).append(part)
    return [*lines.values()]


def _move(line: list[ElementTree.Element], left: float) -> None:
    """Let a line begin at `left`."""
    first = float(line[0].get("x", "0"))
    for part in line:
        x = left + float(part.get("x", "0")) - first
        part.set("x", f"{x:.2f}")
        part.attrib.pop("text-anchor", None)
