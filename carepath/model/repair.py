"""Repairs links that people pass on by mouth, mail and paper.

A sentence leaves its full stop at the end of a link, a mail program writes `&` as `&amp;`, a
phone capitalises a word. The intended view stays clear.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

CLINGING = " \t\r\n.,;:!?()[]{}<>\"'`*_|…“”„\u2018\u2019«»"
"""Characters at the ends of a link or a value that are never part of one."""


def key(text: str) -> str:
    """Return the parameter that a key of a query is meant as."""
    while (shorter := text.strip().lower().removeprefix("amp;")) != text:
        text = shorter
    return text


def value(text: str) -> str:
    """Return the id that a value of a query is meant as."""
    return unquote(text).strip(CLINGING).lower()


def path(text: str) -> str:
    """Return the intended path: one slash in front, none at the end."""
    return "/" + re.sub("/+", "/", text).lower().strip("/" + CLINGING)
