"""Preview pictures of links: 1200 x 630 pixels, the size that messengers show."""

from __future__ import annotations

from pathlib import Path

from carepath.drawing import colours
from carepath.files import handout, typst
from carepath.fonts import metrics
from carepath.model.pathway import Pathways
from carepath.tables.routing import Answers
from carepath.text import sentences
from carepath.text.messages import Words

TEMPLATE = Path(__file__).parent / "preview.typ"


def png(words: Words, pathways: Pathways, answers: Answers) -> bytes:
    """Return the preview of some answers: their line and the drawing, as a PNG."""
    situation = pathways.routes[answers]
    return typst.png(
        TEMPLATE,
        {
            "fonts": metrics.FAMILIES,
            "language": words.language,
            "colours": {"accent": colours.ACCENT, "ink": colours.INK},
            "title": words("app.title"),
            "answers": sentences.answers_line(words, answers),
            "drawing": handout.drawing_svg(words, situation),
        },
    )
