"""Texts that stand in code."""

from __future__ import annotations

import re
from collections.abc import Iterator

TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,.:;?!]?\s+[^\W\d_]{2,}")


def texts_of_script(source: str) -> Iterator[str]:
    """Yield the strings of JavaScript, without what stands in a comment or is a selector."""
    code = re.sub(r"^\s*//.*$|/\*.*?\*/", "", source, flags=re.MULTILINE)
    for called, _, text in re.findall(r"(\w*)\(?([\"'`])(.*?)\2", code):
        selects = called in ("querySelector", "querySelectorAll", "closest", "matches", "twin")
        if not selects and not text.startswith("."):
            yield text
