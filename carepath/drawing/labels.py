"""Labels of boxes and texts for Graphviz, escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import graphviz

from carepath.drawing.colours import QUIET
from carepath.fonts import metrics


def label(lines: Sequence[str], first: int | None = None) -> str:
    """Return a label of some lines; lines after the `first` ones are quieter and not bold."""
    above, below = lines[:first], lines[len(lines) if first is None else first :]
    if not below:
        text = "\\n".join(graphviz.escape(escape(line, quote=False)) for line in above)
        plain: str = graphviz.nohtml(text)
        return plain
    quiet = f'<FONT COLOR="{QUIET}" FACE="{metrics.FAMILY}">{{}}</FONT>'
    markup = [*map(_html, above), *(quiet.format(_html(line)) for line in below)]
    return f"<{'<BR/>'.join(markup)}>"


def _html(line: str) -> str:
    """Return a line escaped for a label with markup.

    Each backslash has an element of its own, because Graphviz interprets one before a letter.
    """
    return escape(line).replace("\\", f'<FONT POINT-SIZE="{metrics.SIZE}">&#92;</FONT>')
