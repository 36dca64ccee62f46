"""A mail to the hospital about something that seems wrong; nothing is sent or stored here."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from carepath.model.selection import Selection
from carepath.text.messages import Words

BASE = "\0"
"""Placeholder for an address, or its start, in markup that is cached without it.

No table and no query can contain it.
"""
LONGEST = 400
"""Characters of a text that a mail quotes: some programs cut long links."""
END = "\r\n\r\n"
"""The empty line between the parts of a mail."""


def link(words: Words, address: str, text: str) -> str:
    """Return a link that opens a mail about a text on the page at an address.

    Every part is percent-encoded, so that no text can add a receiver or a header.
    """
    if words.layer is None:
        return ""
    quoted = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    lines = (
        words("layer.wrong.text", text=quoted),
        words("layer.wrong.page", address=address),
        words("layer.wrong.what"),
    )
    parts = {
        "subject": words("layer.wrong.subject", title=words("app.title")),
        "body": END.join(lines),
    }
    return f"mailto:{words.layer.mail}?" + "&".join(
        f"{name}={_encoded(part)}" for name, part in parts.items()
    )


def placed(drawn: Markup, base: str, chosen: Selection) -> Markup:
    """Return markup in whose mails the placeholder is the address of the answers' page.

    The query of an option and a step follows the placeholder there, unless the line ends.
    """
    if BASE not in drawn:
        return drawn
    page = Selection(chosen.answers, topic=chosen.topic).url(f"{base}/")
    whole = str(drawn).replace(BASE + quote(END), _encoded(page) + quote(END))
    return Markup(whole.replace(BASE, _encoded(page + ("&" if "?" in page else "?"))))


def _encoded(text: str) -> str:
    return quote(text, safe="").replace(quote(BASE), BASE)
