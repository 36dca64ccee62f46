"""How wide words are in the project's own font, so that a drawing is the same on every machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Atkinson Hyperlegible Next"
BOLD = f"{FAMILY} Bold"
SIZE = 16
"""Text in a drawing, in px: no smaller anywhere."""
LINE = 20
"""From one line of text to the next, in px."""


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "Bold" if bold else "Regular"
    return ImageFont.truetype(FONTS / f"AtkinsonHyperlegibleNext-{name}.ttf", SIZE)


@cache
def width(text: str, bold: bool = False) -> float:
    """Return the width of one line of text, in px."""
    return _font(bold).getlength(text)


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
