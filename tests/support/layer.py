"""The worked example of a hospital's layer, copies that a test changes, and sites with one."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

from carepath.layered import Layered
from carepath.library import Library
from carepath.site import State
from carepath.tables.loader import DATA
from harness.paths import ROOT

EXAMPLE = ROOT / "docs" / "layer-example"
NAME = "Riverside Children's Hospital"
# A frame, or a link to report a mistake. A frame holds no other element of its own kind.
FRAME = re.compile(
    r'<(?P<tag>section|div|style|p) class="(?:(?:carepath )?own|wrong)".*?</(?P=tag)>\n?',
    re.DOTALL,
)


@cache
def plain() -> State:
    """Return the project's tables without a layer."""
    return Library(DATA).state()


@cache
def over(layer: Path) -> State:
    """Return the project's tables with a layer."""
    return Layered(layer).over(plain())


def copied(folder: Path) -> Path:
    """Return a copy of the example in a folder."""
    return shutil.copytree(EXAMPLE, folder / "layer")


def edit(layer: Path, file: str, old: str, new: str) -> None:
    """Replace a text that a file of a layer has."""
    path = layer / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def frames(markup: str) -> list[str]:
    """Return the frames with what the hospital adds."""
    return [match[0] for match in FRAME.finditer(markup) if match["tag"] not in ("style", "p")]


def reports(markup: str) -> list[str]:
    """Return the links to report a mistake."""
    return [match[0] for match in FRAME.finditer(markup) if match["tag"] == "p"]


def without_frames(markup: str) -> str:
    """Return markup without what the hospital adds, and without links to report a mistake."""
    return FRAME.sub("", markup)
