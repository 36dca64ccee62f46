"""The slides of a situation as HTML: all of them, for the browser to show one at a time."""

from __future__ import annotations

from markupsafe import Markup

from carepath.content import slide_drawing
from carepath.content.slides import Slide, slides
from carepath.drawing.svg import Picture
from carepath.fonts import metrics
from carepath.model.pathway import Pathways, Situation
from carepath.model.selection import Selection
from carepath.text import templating, titles
from carepath.text.messages import Words
from carepath.text.sentences import statement


def present(words: Words, pathways: Pathways, situation: Situation, chosen: Selection) -> Markup:
    """Return every slide of a situation, and the buttons that lead through them."""
    shown = slides(words, pathways, situation, chosen)
    return templating.render(
        "present.html",
        words,
        situation=situation,
        stated=statement(words, situation, chosen.answers),
        slides=[(slide, _drawn(words, slide)) for slide in shown],
        text_size=metrics.SIZE,
        address=chosen.url(f"/{titles.path('questions')}"),
    )


def _drawn(words: Words, slide: Slide) -> dict[str, Picture]:
    if slide.option is None or slide.step is None:
        return {}
    return {
        "across": slide_drawing.across(words, slide.option, slide.inside, slide.step),
        "down": slide_drawing.down(words, slide.option, slide.inside, slide.step),
    }
