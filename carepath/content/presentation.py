"""The slides of a situation as HTML: all of them, for the browser to show one at a time.

The presenter's notes are beside them in a template, for a window of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from markupsafe import Markup

from carepath.content import slide_drawing
from carepath.content.slides import Slide, slides
from carepath.drawing.svg import Picture
from carepath.fonts import metrics
from carepath.model import origin
from carepath.model.pathway import Pathways, Situation
from carepath.model.selection import Selection
from carepath.model.urls import address
from carepath.text import templating, titles
from carepath.text.messages import Words
from carepath.text.prompts import Prompt
from carepath.text.sentences import statement

Drawn = tuple[tuple[Slide, dict[str, Picture]], ...]
"""Slides, each with its drawings by the room that they need."""
STYLE = Path(__file__).with_name("slides.css")
CODE = 400
"""Pixels of the QR code before the slide scales it."""


def present(words: Words, pathways: Pathways, situation: Situation, chosen: Selection) -> Markup:
    """Return every slide of a situation, and the buttons that lead through them."""
    return render(
        "present.html", words, situation, chosen, drawn(words, pathways, situation, chosen)
    )


def drawn(words: Words, pathways: Pathways, situation: Situation, chosen: Selection) -> Drawn:
    """Return every slide of a situation with its drawings."""
    shown = slides(words, pathways, situation, chosen)
    return tuple((slide, _drawings(words, slide)) for slide in shown)


def render(
    template: str,
    words: Words,
    situation: Situation,
    chosen: Selection,
    slides: Drawn,
    **values: object,
) -> Markup:
    """Fill a template that shows slides with `slides.html`."""
    return templating.render(
        template,
        words,
        situation=situation,
        stated=statement(words, situation, chosen.answers),
        slides=slides,
        text_size=metrics.SIZE,
        address=chosen.url(f"/{titles.path('questions')}"),
        **values,
    )


def contact(words: Words, base: str, chosen: Selection) -> Markup:
    """Return what the last slide holds: how phones open the site, and whom to call.

    The link pins no language, so that each phone shows its own. `base` may come from a request,
    so this is not part of the slides, which are cached.
    """
    # Imported lazily: what draws QR codes isn't needed for the first page of a new server.
    from carepath.drawing import qr

    reaches = origin.reaches_others(base)
    link = address(base, "", Selection(chosen.answers, topic=chosen.topic))
    return templating.render(
        "present_contact.html",
        words,
        address=link if reaches else "",
        code=Markup(qr.svg(link, CODE)) if reaches else "",
        nearby=reaches and origin.is_nearby(base),
    )


def room(words: Words, obstacle: str) -> Markup:
    """Return the control that lets phones follow; `obstacle` is why they can't, if they can't."""
    return templating.render("present_room.html", words, obstacle=obstacle)


def joining(languages: Sequence[Words], base: str, code: str) -> Markup:
    """Return what a projector shows of a room, in some languages, the presenter's first."""
    # Imported lazily, as above.
    from carepath.drawing import qr

    middle = len(code) // 2
    return templating.render(
        "joining.html",
        languages[0],
        languages=languages,
        # Drawn anew each time, because nothing of a room outlives it.
        drawing=Markup(qr.draw(f"{base}/room/{code}", CODE)),
        address=f"{base.partition('://')[2]}/room",
        code=f"{code[:middle]} {code[middle:]}",
        nearby=origin.is_nearby(base),
    )


def asked(words: Words, questions: Iterable[Prompt], counts: Iterable[tuple[str, int]]) -> Markup:
    """Return the questions that phones mark with their counts; nothing if there are none."""
    texts = {question.id: question.text for question in questions}
    known = [(texts[id], count) for id, count in counts if id in texts]
    return templating.render("asked.html", words, asked=known) if known else Markup()


def _drawings(words: Words, slide: Slide) -> dict[str, Picture]:
    if slide.option is None or slide.step is None:
        return {}
    return {
        "across": slide_drawing.across(words, slide.option, slide.step),
        "down": slide_drawing.down(words, slide.option, slide.step),
    }
