"""Widths of words in the project's own font, so that a drawing is the same on every machine.

HarfBuzz comes whole in its wheel and measures in the font's own units: no library of the host, and
no rounding to pixels, decides where a line breaks or how wide a box is.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Atkinson Hyperlegible Next"
BOLD = f"{FAMILY} Bold"
SIZE = 16
"""Text in a drawing, in px: no smaller anywhere."""
LINE = 20
"""From one line of text to the next, in px."""


@cache
def _font(bold: bool) -> uharfbuzz.Font:
    name = "Bold" if bold else "Regular"
    file = FONTS / f"AtkinsonHyperlegibleNext-{name}.ttf"
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(file.read_bytes())))


@lru_cache(maxsize=4096)
def width(text: str, bold: bool = False) -> float:
    """Return the width of one line of text, in px."""
    font, line = _font(bold), uharfbuzz.Buffer()
    line.add_str(text)
    line.guess_segment_properties()
    uharfbuzz.shape(font, line)
    units = sum(glyph.x_advance for glyph in line.glyph_positions or ())
    return float(units * SIZE / font.face.upem)


def wrap(text: str, limit: float, bold: bool = False) -> tuple[str, ...]:
    """Break text into lines of at most `limit` px, as even as they can be.

    A word wider than the limit is broken inside, because a drawing that is cut tells less.
    """
    words = [part for word in text.split() for part in _broken(word, limit, bold)]
    lines = _greedy(words, limit, bold)
    narrower = limit
    while narrower > SIZE and len(_greedy(words, narrower - 4, bold)) == len(lines):
        narrower -= 4
    return _greedy(words, narrower, bold)


def _greedy(words: list[str], limit: float, bold: bool) -> tuple[str, ...]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer, bold) > limit:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def _broken(word: str, limit: float, bold: bool) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width(parts[-1] + letter, bold) > limit:
            parts.append("")
        parts[-1] += letter
    return parts
