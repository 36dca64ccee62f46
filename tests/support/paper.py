"""PDF files as a reader sees them: letter by letter."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from functools import cache

import pypdf
import pypdfium2
from pypdfium2 import raw

Box = tuple[float, float, float, float]


def plain(text: str) -> str:
    """A text without its line breaks, and without the places where a long word may break."""
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def without_spaces(text: str) -> str:
    """A text without any space, since lines of a PDF break anywhere between words."""
    return re.sub(r"\s", "", plain(text))


def reader(content: bytes) -> pypdf.PdfReader:
    """Return what reads the structure of a file."""
    return pypdf.PdfReader(io.BytesIO(content))


@cache
def text_of(content: bytes) -> str:
    """The text of all pages, without their numbers at the foot."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    # A hyphen at the end of a line is told apart from others.
    read = [text.replace("\ufffe", "-") for text in pages]
    return plain(" ".join(re.sub(r"\s*\d+ / \d+\s*$", "", text) for text in read))


@cache
def letters(content: bytes) -> tuple[tuple[int, str, float, Box], ...]:
    """Return every letter that is drawn: its page, itself, its size in points, its box."""
    return tuple(_letters(content))


def _letters(content: bytes) -> Iterator[tuple[int, str, float, Box]]:
    for number, page in enumerate(pypdfium2.PdfDocument(content)):
        text = page.get_textpage()
        for at in range(text.count_chars()):
            if raw.FPDFText_IsGenerated(text, at):
                continue
            matrix = raw.FS_MATRIX()
            assert raw.FPDFText_GetMatrix(text, at, matrix)
            # The matrix holds the scale of a drawing as well.
            size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
            yield number, text.get_text_range(at, 1), size, text.get_charbox(at)
