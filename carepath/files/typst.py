"""Typst, inside the process: a template and its content to a tagged PDF or a picture."""

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
"""One compiler of a template serves all: it keeps what it has read and laid out before."""
LETTERS = Path(__file__).parent / "letters.typ"
MOST_NAMED = 8
"""Letters that are named to a reader; more say no more."""


def pdf(template: Path, content: Mapping[str, object]) -> bytes:
    """Return a tagged PDF (PDF/UA-1); all of `content` reaches the template as JSON."""
    import typst

    inputs = {"content": json.dumps(content)}
    with TYPST:
        # What a reader wrote may be in a script that no font of ours has: then the machine's fonts
        # help. The standard allows no letter without a shape, so without it one shows as a box;
        # `unprintable` tells the reader before.
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
    made = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=standard)
    return _whole(made)


def png(template: Path, content: Mapping[str, object]) -> bytes:
    """Return a picture of a template of one page, two pixels to a point."""
    inputs = {"content": json.dumps(content)}
    with TYPST:
        made = _compiler(template).compile(format="png", ppi=144, sys_inputs=inputs)
    return _whole(made)


def _whole(made: object) -> bytes:
    """Return what Typst made as one file; pictures of several pages would be several."""
    if not isinstance(made, bytes):
        raise TypeError(f"Typst made {type(made).__name__}, not one file")
    return made


def unprintable(texts: Iterable[str]) -> tuple[str, ...]:
    """Return letters that would be boxes on paper, since neither we nor this machine have them."""
    letters = metrics.missing("".join(texts))
    if not letters or settable(letters):
        return ()
    return tuple(islice((letter for letter in letters if not settable(letter)), MOST_NAMED))


@lru_cache(maxsize=4096)
def settable(text: str, every_font: bool = True) -> bool:
    """Tell whether paper can show a text, in our fonts or in all that this machine has."""
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
    """Load Typst when the first file is asked for, not when a page is."""
    import typst

    with metrics.FONTCONFIG:
        fonts = typst.Fonts(
            include_system_fonts=every_font,
            include_embedded_fonts=every_font,
            font_paths=[metrics.FONTS],
        )
    return typst.Compiler(template, font_paths=fonts)
