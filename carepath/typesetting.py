"""Typst, inside the process: a template and its content to a tagged PDF or a picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from carepath import lettering

if TYPE_CHECKING:
    import typst

TYPST = Lock()
"""One compiler of a template serves all: it keeps what it has read and laid out before."""


def pdf(template: Path, content: Mapping[str, object]) -> bytes:
    """Return a tagged PDF (PDF/UA-1); all of `content` reaches the template as JSON."""
    import typst

    inputs = {"content": json.dumps(content)}
    with TYPST:
        try:
            made = _compiler(template).compile(
                format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"]
            )
        except typst.TypstError:
            # The standard refuses letters that no font of ours has. What a reader wrote in another
            # script is shown as well as this machine can, still tagged.
            made = _compiler(template, every_font=True).compile(format="pdf", sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


def png(template: Path, content: Mapping[str, object]) -> bytes:
    """Return a picture of a template of one page, two pixels to a point."""
    inputs = {"content": json.dumps(content)}
    with TYPST:
        made = _compiler(template).compile(format="png", ppi=144, sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(template: Path, every_font: bool = False) -> typst.Compiler:
    """Load Typst when the first file is asked for, not when a page is."""
    import typst

    return typst.Compiler(
        template, font_paths=[lettering.FONTS], ignore_system_fonts=not every_font
    )
