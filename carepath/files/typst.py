"""Renders templates by Typst inside the process, to tagged PDF files or pictures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

from carepath.fonts import metrics

if TYPE_CHECKING:
    import typst

TYPST = Lock()
"""A template's compiler is shared between threads, because it caches what it has laid out."""
LETTERS = Path(__file__).parent / "letters.typ"
MOST_NAMED = 8
"""Unprintable letters that a message to the reader lists at most."""


def pdf(template: Path, content: Mapping[str, object]) -> bytes:
    """Return a tagged PDF (PDF/UA-1); the template reads `content` as JSON."""
    import typst

    inputs = {"content": json.dumps(content)}
    with TYPST:
        # A reader's question may need fonts of the machine. PDF/UA-1 forbids letters without a
        # glyph; if no font has one, the PDF is untagged and shows a box. `unprintable` warns the
        # reader before.
        for every_font in (False, True):
            try:
                return _pdf(template, inputs, every_font, "ua-1")
            except typst.TypstError:
                continue
        return _pdf(template, inputs, True, None)


def _pdf(
    template: Path, inputs: dict[str, str], every_font: bool, standard: Literal["ua-1"] | None
) -> bytes:
    compiler = _compiler(template, every_font)
    output = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=standard)
    return _single(output)


def png(template: Path, content: Mapping[str, object]) -> bytes:
    """Return a PNG of a template of one page, with two pixels per point."""
    inputs = {"content": json.dumps(content)}
    with TYPST:
        output = _compiler(template).compile(format="png", ppi=144, sys_inputs=inputs)
    return _single(output)


def _single(output: object) -> bytes:
    """Return Typst's output, which is one file unless a picture has several pages."""
    if not isinstance(output, bytes):
        raise TypeError(f"Typst made {type(output).__name__}, not one file")
    return output


def unprintable(texts: Iterable[str]) -> tuple[str, ...]:
    """Return letters that paper would show as boxes, because no font has them."""
    letters = metrics.missing("".join(texts))
    if not letters or settable(letters):
        return ()
    return tuple(islice((letter for letter in letters if not settable(letter)), MOST_NAMED))


@lru_cache(maxsize=4096)
def settable(text: str, every_font: bool = True) -> bool:
    """Return whether paper can show a text, in the project's fonts or in all of this machine."""
    import typst

    content = {"fonts": metrics.FAMILIES, "letters": text}
    with TYPST:
        try:
            _pdf(LETTERS, {"content": json.dumps(content)}, every_font, "ua-1")
        except typst.TypstError:
            return False
    return True


@cache
def _compiler(template: Path, every_font: bool = False) -> typst.Compiler:
    """Return the compiler of a template. Typst is imported here because pages don't need it."""
    import typst

    with metrics.FONTCONFIG:
        fonts = typst.Fonts(
            include_system_fonts=every_font,
            include_embedded_fonts=every_font,
            font_paths=[metrics.FONTS],
        )
    return typst.Compiler(template, font_paths=fonts)
