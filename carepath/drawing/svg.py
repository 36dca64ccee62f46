"""Converts DOT to SVG by Graphviz inside the process, and marks its boxes.

A drawing is laid out once, as a tree. What a page or a file needs is marked on a copy of that tree,
which is written as text at the end.
"""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from types import ModuleType
from typing import TypeVar
from xml.sax.saxutils import escape

from carepath.drawing import box_pictograms
from carepath.drawing.box_pictograms import GROUP, LOOK, NUMBER, PATH, SVG, TEXT, outline
from carepath.drawing.colours import INK
from carepath.drawing.short_paths import shortened, tenths
from carepath.fonts import metrics
from carepath.fonts.metrics import BOLD, FAMILIES, FONTCONFIG, FONTS, rem

GRAPHVIZ = Lock()
"""Graphviz is not thread-safe."""
FRACTION = re.compile(r"\d+\.\d+")
PLACES = ("d", "points", "x", "y")
"""Attributes that hold coordinates."""
FAMILY_LIST = ", ".join((*map(repr, FAMILIES), "sans-serif"))
STYLED: Mapping[str, tuple[str, ...]] = {
    GROUP: ("stroke", *LOOK),
    PATH: ("fill", "stroke", "stroke-width"),
    TEXT: ("font-family", "font-size", "{http://www.w3.org/XML/1998/namespace}space"),
}
"""Attributes of a drawing for a file, by tag, that `diagram.css` sets on a page."""
Mark = TypeVar("Mark")


@dataclass(frozen=True)
class Box:
    """The action of a box: `choice` is a query (`option=1&step=2`), `label` its spoken name.

    `opens` is the id of the details that it opens.
    """

    choice: str
    label: str
    opens: str = ""


@dataclass(frozen=True)
class Picture:
    """An `<svg>` element as text, and its natural size in px, at which text is 16 px.

    `entry` is the point where a line from the left meets the drawing, in px from the top left.
    """

    markup: str
    width: int
    height: int
    entry: tuple[int, int] = (0, 0)


def document(dot: str) -> Picture:
    """Return the drawing of `dot` as an SVG document of a fixed size."""
    root = _tree(dot)
    return Picture(_text(root), *_size(root))


def linked_svg(
    dot: str,
    boxes: Mapping[str, Box],
    title: str,
    url: Callable[[str], str],
    in_file: bool = False,
) -> Picture:
    """Return the drawing of `dot` for a page, with `boxes` by id, in tab order.

    Each box links to `url(choice)`; `content/diagram.js` makes a button of it. Lines and link words
    are hidden from screen readers; the label of a box includes its link. In a file, which has
    neither that script nor our fonts, each line of text is as wide in any font as in ours.
    """
    mark = partial(_as_link, url=url, alone=in_file)
    return _with_boxes(dot, boxes, title, mark, fitted=in_file)


def slide_svg(dot: str, labels: Mapping[str, str], now: str, title: str) -> Picture:
    """Return the drawing of `dot` for a slide, where nobody taps a box.

    `labels` are the spoken names by box id; the box `now` is the one that the slide is about.
    """
    return _with_boxes(dot, labels, title, partial(_as_image, now=now))


def static_svg(dot: str, alt: str) -> Picture:
    """Return the drawing of `dot` for a page as one image with the text alternative `alt`."""
    return _for_page(_tree(dot), "img", alt)


def _with_boxes(
    dot: str,
    marks: Mapping[str, Mark],
    title: str,
    apply: Callable[[ElementTree.Element, Mark], None],
    fitted: bool = False,
) -> Picture:
    """Return the drawing of `dot` with each mark applied to its box, and the rest hidden."""
    root = _tree(dot)
    if fitted:
        _fit(root)
    _in_order(root, marks)
    for group in root.iter(GROUP):
        if group.get("id") in marks:
            apply(group, marks[group.get("id", "")])
        elif group.get("class") != "graph":
            group.set("aria-hidden", "true")
    return _for_page(root, "group", title)


def _fit(root: ElementTree.Element) -> None:
    """Give each line of text the width that it has in our fonts."""
    for text in root.iter(TEXT):
        line = metrics.width(text.text or "", text.get("font-weight") == "700")
        text.attrib |= {"textLength": f"{line:.0f}", "lengthAdjust": "spacingAndGlyphs"}


def _as_link(
    element: ElementTree.Element, box: Box, url: Callable[[str], str], alone: bool
) -> None:
    element.tag = f"{{{SVG}}}a"
    element.attrib |= {"href": url(box.choice), "aria-label": box.label}
    if alone:
        return
    element.set("data-choice", box.choice)
    if box.opens:
        element.set("data-opens", box.opens)


def _as_image(box: ElementTree.Element, label: str, now: str) -> None:
    box.attrib |= {"role": "img", "aria-label": label}
    if box.get("id") == now:
        box.attrib |= {"class": f"{box.get('class')} now", "aria-current": "step"}


def _in_order(root: ElementTree.Element, marks: Mapping[str, Mark]) -> None:
    """Put the boxes into the order of `marks`, in which they are read and reached by Tab."""
    graph = next(root.iter(GROUP))
    boxes = {group.get("id", ""): group for group in graph if group.get("id", "") in marks}
    for name in marks:
        if name in boxes:
            graph.remove(boxes[name])
            graph.append(boxes[name])


def _for_page(root: ElementTree.Element, role: str, label: str) -> Picture:
    """Return a drawing without a fixed size, for styles to scale.

    It has no ids, because a page may have the same box in several drawings, and nothing that
    the styles of a page say of every drawing.
    """
    entry = _entry(root)
    for path in root.iter(PATH):
        path.set("d", shortened(path.get("d", "")))
    for element in root.iter():
        for name in ("id", *STYLED.get(element.tag, ())):
            element.attrib.pop(name, None)
        if element.tag == TEXT and element.get("fill") == INK:
            del element.attrib["fill"]
    width, height = _size(root)
    del root.attrib["width"], root.attrib["height"]
    root.attrib |= {"role": role, "aria-label": label, "style": f"--width: {rem(width)}"}
    return Picture(_text(root), width, height, entry)


def _size(root: ElementTree.Element) -> tuple[int, int]:
    return int(root.get("width", "0")), int(root.get("height", "0"))


def _text(root: ElementTree.Element) -> str:
    return ElementTree.tostring(root, encoding="unicode")


def _entry(root: ElementTree.Element) -> tuple[int, int]:
    """Return the middle of the left side of the box or frame nearest to the top left."""
    graph = next(root.iter(GROUP))
    right, down = (float(number) for number in NUMBER.findall(graph.get("transform", ""))[-2:])
    shapes: list[tuple[float, float, float, float]] = []
    for group in graph:
        if group.get("class", "").split()[:1] not in (["node"], ["cluster"]):
            continue
        xs, ys = outline(group)
        if xs:
            left, top = min(xs) + right, min(ys) + down
            shapes.append((left + top, left, top, max(ys) + down))
    _, left, top, bottom = min(shapes, default=(0, 0, 0, 0))
    return round(left), round((top + bottom) / 2)


def _tree(dot: str) -> ElementTree.Element:
    """Return the drawing of `dot` as a tree of its own, to mark."""
    return deepcopy(_laid_out(dot))


# Enough for the slides of one situation, which mark one step after the other in the same drawings.
@lru_cache(maxsize=32)
def _laid_out(dot: str) -> ElementTree.Element:
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(_draw(dot))
    for side in ("width", "height"):
        root.set(side, root.get(side, "").removesuffix("pt"))
    for parent in root.iter():
        for child in list(parent):
            if child.tag == f"{{{SVG}}}title":
                parent.remove(child)
    box_pictograms.add(root)
    for element in root.iter():
        for place in element.attrib.keys() & PLACES:
            element.set(place, _in_tenths(element.get(place, "")))
    for text in root.iter(TEXT):
        if text.get("font-family") == BOLD:
            text.set("font-weight", "700")
        text.set("font-family", FAMILY_LIST)
    return root


def _in_tenths(coordinates: str) -> str:
    return FRACTION.sub(lambda number: tenths(float(number[0])), coordinates)


def _draw(dot: str) -> bytes:
    with GRAPHVIZ:
        output: bytes = _graphviz().AGraph(string=dot).draw(format="svg", prog="dot")
    return output


@cache
def _graphviz() -> ModuleType:
    """Import pygraphviz and make it load only the project's fonts.

    The height of a line depends on the font, so only with the same fonts a drawing is the same on
    every machine. fontconfig reads its settings once, from a file named in the environment.
    """
    with FONTCONFIG, TemporaryDirectory(prefix="carepath-fonts-") as name:
        file = Path(name) / "fonts.conf"
        settings = (
            f"<fontconfig><dir>{escape(str(FONTS))}</dir><cachedir>{escape(name)}</cachedir>"
            "<config><rescan><int>0</int></rescan></config></fontconfig>"
        )
        # Python represents bytes of a path that the locale cannot decode as surrogates.
        file.write_bytes(settings.encode(errors="surrogateescape"))
        with _environment("FONTCONFIG_FILE", str(file)):
            pygraphviz = import_module("pygraphviz")
            pygraphviz.AGraph(string="graph { text }").draw(format="svg", prog="dot")
    return pygraphviz


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Set an environment variable within this context."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
