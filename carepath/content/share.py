"""The link to a view and its QR code as HTML."""

from __future__ import annotations

from markupsafe import Markup

from carepath.drawing import qr
from carepath.text import templating
from carepath.text.messages import Words

PIXELS = 240


def markup(words: Words, address: str, reaches_others: bool) -> Markup:
    """Return the address with what copies it, and its QR code in two sizes.

    An address of this machine has no code: a phone that scans it would look for the site on itself.
    """
    code = Markup(qr.svg(address, PIXELS)) if reaches_others else None
    return templating.render("share.html", words, address=address, code=code)
