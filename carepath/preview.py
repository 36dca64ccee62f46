"""The picture of a link's preview: 1200 x 630 pixels, as messengers show them."""

from __future__ import annotations

from pathlib import Path

from carepath import flow, lettering, render, typesetting, words as wording
from carepath.pathway import Pathways
from carepath.words import Words

TEMPLATE = Path(__file__).parent / "preview.typ"


def png(words: Words, pathways: Pathways, group: str, place: str) -> bytes:
    """Return the preview of two answers: what they are, and the drawing."""
    situation = pathways.answer(group, place)
    return typesetting.png(
        TEMPLATE,
        {
            "fonts": lettering.FAMILIES,
            "language": words.language,
            "colours": {"accent": flow.ACCENT, "ink": flow.INK},
            "title": words("app.title"),
            "answers": wording.answers_line(words, group, place),
            "drawing": render.svg(flow.draw_situation(words, situation, "drawing")),
        },
    )
