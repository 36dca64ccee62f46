"""A layer's logo: pixels that load nothing and run nothing.

A PNG is written anew from its pixels. An SVG may only have shapes on a list, and is drawn as a PNG.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from carepath.cache import cached

MOST_BYTES = 200_000
MOST_PIXELS = 2000
"""Of each side, before it is made smaller."""
SHOWN = (480, 240)
"""Sides of the largest PNG that is served, in pixels."""
MOST_SHAPES = 2000
DEEPEST = 40
"""Groups in each other."""
SVG = "http://www.w3.org/2000/svg"
LARGEST = 100_000
"""Of each side of a view box."""
PAINTER = str(Path(__file__).with_name("painter.py"))
SECONDS = 20
"""After which a drawing is given up."""

SHAPES = {
    *("svg", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("linearGradient", "radialGradient", "stop", "clipPath"),
}
DROPPED = {"title", "desc", "metadata"}
"""Elements that draw nothing, and are left out with all they hold."""
ATTRIBUTES = {
    *("id", "version", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2"),
    *("cx", "cy", "r", "rx", "ry", "fx", "fy", "d", "points", "transform", "opacity", "color"),
    *("fill", "fill-opacity", "fill-rule", "clip-path", "clip-rule", "clipPathUnits"),
    *("stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin"),
    *("stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "preserveAspectRatio"),
    *("offset", "stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod"),
}
VALUE = re.compile(r"(?:url\(#[\w-]+\)|(?!url)[\w\s#.,%()+-])*", re.IGNORECASE)
"""Numbers, colours, path data, and a reference inside the file."""
VIEW_BOX = re.compile(
    r"\s*(?:-?[0-9.]+[\s,]+){2}([0-9]+(?:\.[0-9]+)?)[\s,]+([0-9]+(?:\.[0-9]+)?)\s*"
)


class WrongLogo(ValueError):
    """A logo that may not be shown; the message says what is wrong with it."""


@cached(maxsize=4, remember=(WrongLogo,))
def checked(suffix: str, content: bytes) -> bytes:
    """Return a logo as a PNG that consists of its pixels alone.

    Raises
    ------
    WrongLogo
        If it isn't a plain picture.
    """
    if len(content) > MOST_BYTES:
        raise WrongLogo(f"has more than {MOST_BYTES:,} bytes")
    return _png(content if suffix == "png" else _drawn(content))


def _png(content: bytes) -> bytes:
    # Imported lazily: most sites have no logo.
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
            if max(image.size) > MOST_PIXELS:
                raise WrongLogo(f"has a side of more than {MOST_PIXELS:,} pixels")
            if getattr(image, "n_frames", 1) > 1:
                raise WrongLogo("is animated")
            drawn = image.convert("RGBA")
    except WrongLogo:
        raise
    except Exception as error:
        raise WrongLogo("is no PNG") from error
    drawn.thumbnail(SHOWN)
    # Only the pixels: what a file says besides them stays behind.
    plain = Image.new("RGBA", drawn.size)
    plain.paste(drawn)
    written = io.BytesIO()
    plain.save(written, "PNG", optimize=True)
    return written.getvalue()


def _drawn(content: bytes) -> bytes:
    """Return an SVG as a PNG, drawn by a process of its own, which it may crash or stall."""
    svg, width, height = _svg(content)
    scale = min(SHOWN[0] / width, SHOWN[1] / height)
    size = [str(max(1, round(side * scale))) for side in (width, height)]
    try:
        run = subprocess.run(
            [sys.executable, "-I", PAINTER, *size],
            input=svg,
            capture_output=True,
            check=True,
            timeout=SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise WrongLogo("cannot be drawn") from error
    return run.stdout


def _svg(content: bytes) -> tuple[bytes, float, float]:
    """Return the shapes of an SVG, and the sides of its view box."""
    root = _parsed(content)
    if root.tag != f"{{{SVG}}}svg":
        raise WrongLogo("is no SVG")
    size = VIEW_BOX.fullmatch(root.get("viewBox", ""))
    width, height = map(float, size.groups()) if size else (0.0, 0.0)
    if not (0 < width < LARGEST and 0 < height < LARGEST):
        raise WrongLogo("has no viewBox of four numbers")
    if sum(1 for _ in root.iter()) > MOST_SHAPES:
        raise WrongLogo(f"has more than {MOST_SHAPES:,} shapes")
    _keep_shapes(root)
    # The size follows from the view box.
    for side in ("width", "height"):
        root.attrib.pop(side, None)
    ElementTree.register_namespace("", SVG)
    written: bytes = ElementTree.tostring(root, encoding="utf-8")
    return written, width, height


def _parsed(content: bytes) -> ElementTree.Element:
    """Return the root of an XML file without declarations of its own."""
    # expat says what a file declares before ElementTree builds anything of it.
    scout = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise WrongLogo("has a DOCTYPE")

    scout.StartDoctypeDeclHandler = refuse
    try:
        scout.Parse(content, True)
        return ElementTree.fromstring(content)
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as error:
        if isinstance(error, WrongLogo):
            raise
        raise WrongLogo("is no SVG") from error


def _keep_shapes(element: ElementTree.Element, depth: int = 0) -> None:
    """Drop what draws nothing; refuse what is neither that nor allowed."""
    if depth > DEEPEST:
        raise WrongLogo(f"has more than {DEEPEST} groups in each other")
    element.text = element.tail = None
    for name, value in element.attrib.items():
        plain = name in ATTRIBUTES and VALUE.fullmatch(value)
        if not plain and not (name == "style" and _is_style(value)):
            raise WrongLogo(f"has {name.rpartition('}')[2]!r} of {_name(element)!r}")
    for child in [*element]:
        if child.tag.startswith(f"{{{SVG}}}") and _name(child) in DROPPED:
            element.remove(child)
        elif child.tag.startswith(f"{{{SVG}}}") and _name(child) in SHAPES:
            _keep_shapes(child, depth + 1)
        else:
            raise WrongLogo(f"has {_name(child)!r}")


def _is_style(text: str) -> bool:
    """Return whether a style says only what attributes may say."""
    rules = [rule.partition(":") for rule in text.split(";") if rule.strip()]
    return all(
        name.strip() in ATTRIBUTES and VALUE.fullmatch(value) is not None
        for name, _, value in rules
    )


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
