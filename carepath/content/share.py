"""The link to a view, and a list of questions to hand over, as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from carepath.drawing import qr
from carepath.model import origin
from carepath.text import templating
from carepath.text.messages import Words

PIXELS = 240
NO_LINKS: Mapping[str, str] = {}
LONGEST_TEXT = 600
"""Bytes of text in a QR code; a camera reads a larger code badly from the screen of a phone."""


def code(address: str) -> Markup:
    """Return a picture of the QR code of an address of the site."""
    return _drawn(qr.svg(address, PIXELS))


def _drawn(svg: str) -> Markup:
    # Streamlit leaves an <svg> out of markup.
    return picture(f"data:image/svg+xml,{quote(svg)}")


def picture(url: str) -> Markup:
    """Return a picture of the QR code at a URL, which a browser requests once it is seen."""
    return Markup('<img src="{}" width="{}" height="{}" loading="lazy" alt="">').format(
        url, PIXELS, PIXELS
    )


def markup(
    words: Words, address: str, drawing: Markup | None, pinned: Mapping[str, str] = NO_LINKS
) -> Markup:
    """Return the address with what copies it, and its QR code.

    `drawing` is a picture of that code. An address of this machine has none: a phone that scans it
    would look for the site on itself. `pinned` are addresses that keep a language, by language;
    they have no code.
    """
    nearby = origin.is_nearby(origin.of(address))
    return templating.render(
        "share.html", words, address=address, drawing=drawing, nearby=nearby, pinned=pinned
    )


@dataclass(frozen=True)
class QuestionList:
    """A family's list to pass on.

    Attributes
    ----------
    texts : sequence of str
        All questions, in their order.
    typed : bool
        Whether the family typed some of them.
    address : str
        The link with the ready-made ones; empty if there are none.
    """

    texts: Sequence[str]
    typed: bool
    address: str


def questions_markup(words: Words, questions: QuestionList, reaches_others: bool) -> Markup:
    """Return a list with what prints, sends and copies it, its link, and its QR code.

    A link never holds typed text: the code then holds the list itself, if it is short enough.
    """
    lines = [f"{number}. {text}" for number, text in enumerate(questions.texts, start=1)]
    text = "\n".join(lines)
    content = ""
    if questions.typed:
        content = text if len(text.encode()) <= LONGEST_TEXT else ""
    elif reaches_others:
        content = questions.address
    return templating.render(
        "share_questions.html",
        words,
        lines=lines,
        questions=questions,
        local=bool(questions.address) and not reaches_others,
        nearby=origin.is_nearby(origin.of(questions.address)),
        # Drawn anew each time, because nothing of a reader's list stays on the server.
        drawing=_drawn(qr.draw(content, PIXELS)) if content else None,
    )
