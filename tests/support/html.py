"""HTML, read once for all that tests ask of it: its tags, its text, and what a reader sees."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
INLINE = frozenset({"a", "b", "button", "em", "span", "strong"})
CODE = frozenset({"script", "style"})


class Markup(HTMLParser):
    """Some HTML: each tag with its attributes, each text that is no code, and each comment.

    `unclosed` holds the elements that no tag closes, or one in the wrong place.
    """

    def __init__(self, markup: object) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.comments: list[str] = []
        self.unclosed: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._seen = ""
        self.feed(str(markup))
        self.close()
        self.unclosed += [tag for tag, _ in self._open]

    @property
    def text(self) -> str:
        """All text, on one line."""
        return " ".join("".join(self.texts).split())

    @property
    def seen(self) -> str:
        """The text that a reader sees before any tap, on one line, blocks apart from each other."""
        return " ".join(self._seen.split())

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    @property
    def links(self) -> list[str]:
        """Where the links lead."""
        return [each["href"] for tag, each in self.tags if tag == "a" and "href" in each]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._part(tag)
        if tag not in VOID:
            self._open.append((tag, tag in CODE or "popover" in dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag in VOID:
            return
        if tag not in [name for name, _ in self._open]:
            self.unclosed.append(f"/{tag}")
            return
        while (last := self._open.pop()[0]) != tag:
            self.unclosed.append(last)

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1][0] not in CODE:
            self.texts.append(data)
        if not any(hides for _, hides in self._open):
            self._seen += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self._seen += " "


def plain(markup: str) -> str:
    """Return the text that a reader of some HTML sees, on one line."""
    return Markup(markup).seen
