"""Widths and line breaks of text in the project's own fonts, the same on every machine.

HarfBuzz measures in the font's own units, and its wheel contains all of it. So line breaks and box
widths don't depend on libraries of the host or on rounding to pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from threading import Lock
from unicodedata import normalize

import uharfbuzz

FONTS = Path(__file__).parent
FAMILY = "Atkinson Hyperlegible Next"
BOLD = f"{FAMILY} Bold"
FALLBACK = "Inter"
"""The font of letters that FAMILY lacks: Latin, Greek, Cyrillic, and common symbols."""
FAMILIES = (FAMILY, FALLBACK)
FONTCONFIG = Lock()
"""Held while the environment restricts fontconfig to our fonts, or while the machine's are read."""
JOINERS = "\u200c\u200d"
"""Characters that shape their neighbours and have no glyph of their own."""
SIZE = 16
"""Font size of drawings, in px."""
LINE = 20
"""Line height of drawings, in px."""
REM = 17
"""Pixels of a page's rem while the browser's own text size is 16 px; `style.css` sets 106.25 %."""


def rem(px: float) -> str:
    """Return a length of a drawing for a page, where it grows with the browser's text size."""
    return f"{px / REM:.4f}rem"


@cache
def _fonts(bold: bool) -> tuple[uharfbuzz.Font, ...]:
    """Return the fonts in the order in which each letter is searched."""
    style = "Bold" if bold else "Regular"
    files = (FONTS / f"{name.replace(' ', '')}-{style}.ttf" for name in FAMILIES)
    return tuple(
        uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(file.read_bytes()))) for file in files
    )


@cache
def _letters() -> frozenset[str]:
    """Return the letters that can be drawn: those of the last font, which has all, and joiners."""
    return frozenset({*map(chr, _fonts(False)[-1].face.unicodes), *JOINERS})


def missing(text: str) -> str:
    """Return the letters of a text that no font of the project has, each once."""
    letters = dict.fromkeys(normalize("NFC", text))
    return "".join(letter for letter in letters if letter not in _letters())


@lru_cache(maxsize=4096)
def width(text: str, bold: bool = False) -> float:
    """Return the width of one line of text, in px."""
    return _width(text, _fonts(bold))


def _width(text: str, fonts: Sequence[uharfbuzz.Font]) -> float:
    """Return the width of a text in the first font; letters it lacks are in the other fonts."""
    font, *others = fonts
    line = uharfbuzz.Buffer()
    line.add_str(text)
    line.guess_segment_properties()
    uharfbuzz.shape(font, line)
    glyphs = [*zip(line.glyph_infos, line.glyph_positions or (), strict=True)]
    lacking = {info.cluster for info, _ in glyphs if not info.codepoint} if others else set()
    units: int = sum(at.x_advance for info, at in glyphs if info.cluster not in lacking)
    px: float = units * SIZE / font.face.upem
    parts = _parts(text, {info.cluster for info, _ in glyphs}, lacking)
    return px + sum(_width(part, others) for part in parts)


def _parts(text: str, starts: set[int], wanted: set[int]) -> list[str]:
    """Return the parts of a text that begin at `wanted`; neighbouring parts are joined."""
    parts, last = [], None
    for start, end in pairwise([*sorted(starts), len(text)]):
        if start in wanted:
            if last == start:
                parts[-1] += text[start:end]
            else:
                parts.append(text[start:end])
            last = end
    return parts


def wrap(text: str, limit: float, bold: bool = False) -> tuple[str, ...]:
    """Break text into lines of at most `limit` px and of similar length.

    A word wider than the limit is broken inside, so that a drawing is never cut off.
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
