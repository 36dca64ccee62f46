"""The slides of a situation as HTML: all of them, for the browser to show one at a time.

The presenter's notes are beside them in a template, for a window of their own.
"""

from __future__ import annotations

from markupsafe import Markup

from carepath.content import slide_drawing
from carepath.content.slides import Slide, slides
from carepath.drawing import qr
from carepath.drawing.svg import Picture
from carepath.fonts import metrics
from carepath.model import origin
from carepath.model.pathway import Pathways, Situation
from carepath.model.selection import Selection
from carepath.model.urls import address
from carepath.text import templating, titles
from carepath.text.messages import Words
from carepath.text.sentences import statement

CODE = 400
"""Pixels of the QR code before the slide scales it."""


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


def contact(words: Words, base: str, chosen: Selection) -> Markup:
    """Return what the last slide holds: how phones open the site, and whom to call.

    The link pins no language, so that each phone shows its own. `base` may come from a request,
    so this is not part of the slides, which are cached.
    """
    reaches = origin.reaches_others(base)
    link = address(base, "", Selection(chosen.answers, topic=chosen.topic))
    return templating.render(
        "present_contact.html",
        words,
        address=link if reaches else "",
        code=Markup(qr.svg(link, CODE)) if reaches else "",
        nearby=reaches and origin.is_nearby(base),
    )


def _drawn(words: Words, slide: Slide) -> dict[str, Picture]:
    if slide.option is None or slide.step is None:
        return {}
    return {
        "across": slide_drawing.across(words, slide.option, slide.step),
        "down": slide_drawing.down(words, slide.option, slide.step),
    }
