"""Widths of labels in drawings, and the space in and between boxes."""

from __future__ import annotations

from dataclasses import dataclass, replace

WIDEST = 184
"""Width limit of a label without its pictogram, in px.

With it, a drawing of one option fits a phone of 320 px.
"""
WIDEST_DOWN = 134
"""Width limit of a label in a drawing from top to bottom, in px.

With it, most drawings fit a phone of 390 px whose text is twice as large as usual.
"""
WIDEST_ANSWER = 220
WIDEST_STAGE = 260
"""Width limit of a label in a drawing of one stage, in px."""
WIDEST_TITLE = 120
"""Width limit of a title beside its items, in px."""


@dataclass(frozen=True)
class Spacing:
    """Space in and between boxes: `height` and `padding` in px, the others as Graphviz attributes.

    A box is at least `height` high. `close` is set for paper and the projector. `widest` is the
    width limit of a label, in px, if it is not that of all drawings. Drawings that fill a sheet
    have no room for `pictograms`.
    """

    height: int
    padding: int
    nodesep: str
    ranksep: str
    margin: str
    close: bool = False
    widest: int = 0
    pictograms: bool = True


ROOM = 8
"""Extra px above and below the lines of a box, together, where a page has the height for it."""
ACROSS = Spacing(height=48, padding=14, nodesep="0.14", ranksep="0.28", margin="10")
DOWN = Spacing(height=48, padding=10, nodesep="0.1", ranksep="0.16", margin="6")
CLOSE = Spacing(
    height=29, padding=9, nodesep="0.08", ranksep="0.2", margin="5", close=True, pictograms=False
)
"""For paper, where nobody taps a box."""
LOW = replace(CLOSE, height=30, nodesep="0.1", ranksep="0.04", margin="6")
"""As `CLOSE`, for drawings from top to bottom."""
SLIDE = Spacing(
    height=28, padding=8, nodesep="0.05", ranksep="0.18", margin="3", close=True, widest=154
)
"""For slides, which have room for few lines of their large text."""
SLIDE_LOW = replace(LOW, padding=7, widest=195, pictograms=True)
"""As `SLIDE`, for drawings from top to bottom."""
