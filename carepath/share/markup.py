"""The link to a view and its QR code as HTML."""

from __future__ import annotations

from markupsafe import Markup

from carepath import html, qr
from carepath.words import Words

PIXELS = 240


def markup(words: Words, address: str) -> Markup:
    """Return the address with what copies it, and its QR code in two sizes."""
    return html.render("share.html", words, address=address, code=Markup(qr.svg(address, PIXELS)))
