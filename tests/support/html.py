"""HTML, read once for all that tests ask of it: its elements, its text, and what a reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
INLINE = frozenset({"a", "b", "button", "em", "span", "strong"})
CODE = frozenset({"script", "style"})


@dataclass(frozen=True)
class Element:
    """An element: its tag, its attributes, and the elements around it, the outermost first."""

    tag: str
    attributes: dict[str, str]
    around: tuple[Element, ...]

    @property
    def classes(self) -> set[str]:
        return {*self.attributes.get("class", "").split()}


class Markup(HTMLParser):
    """Some HTML: each element, each text with the elements around it, and each comment.

    `unclosed` holds the tags of elements that no tag closes, or one in the wrong place.
    """

    def __init__(self, markup: object) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.pieces: list[tuple[str, tuple[Element, ...]]] = []
        self.comments: list[str] = []
        self.unclosed: list[str] = []
        self._open: tuple[Element, ...] = ()
        self._seen = ""
        self.feed(str(markup))
        self.close()
        self.unclosed += [element.tag for element in self._open]

    @property
    def tags(self) -> list[tuple[str, dict[str, str]]]:
        """Each tag with its attributes."""
        return [(element.tag, element.attributes) for element in self.elements]

    @property
    def texts(self) -> list[str]:
        """The texts that are no code."""
        return [
            text for text, around in self.pieces if not CODE & {element.tag for element in around}
        ]

    @property
    def text(self) -> str:
        """All text that is no code, on one line."""
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
        element = Element(tag, {name: value or "" for name, value in attrs}, self._open)
        self.elements.append(element)
        self._part(tag)
        if tag not in VOID:
            self._open = (*self._open, element)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag in VOID:
            return
        if tag not in [element.tag for element in self._open]:
            self.unclosed.append(f"/{tag}")
            return
        while (last := self._open[-1].tag) != tag:
            self.unclosed.append(last)
            self._open = self._open[:-1]
        self._open = self._open[:-1]

    def handle_data(self, data: str) -> None:
        self.pieces.append((data, self._open))
        if not any(each.tag in CODE or "popover" in each.attributes for each in self._open):
            self._seen += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self._seen += " "


def plain(markup: str) -> str:
    """Return the text that a reader of some HTML sees, on one line."""
    return Markup(markup).seen
