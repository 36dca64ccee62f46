"""HTML as a reader sees it."""

from __future__ import annotations

from html.parser import HTMLParser


class Reader(HTMLParser):
    """What a reader sees of markup; what opens only on a tap is left out."""

    INLINE = frozenset({"a", "b", "button", "em", "span", "strong"})
    ALONE = frozenset({"br", "hr", "img", "path", "polygon", "ellipse"})

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text = ""
        self.hidden = 0
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.INLINE:
            self.text += " "
        closed = tag == "style" or "popover" in dict(attrs)
        if tag not in self.ALONE and (self.hidden or closed):
            self.hidden += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += " "

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.INLINE:
            self.text += " "
        self.hidden = max(0, self.hidden - 1)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text += data


def plain(markup: str) -> str:
    """Markup as text on one line."""
    return " ".join(Reader(markup).text.split())
