"""Passages of a page, gathered from its tags and texts in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from unicodedata import normalize

from carepath.tables.csvfile import one_line
from carepath.tables.digest import digest

IGNORED = frozenset(
    (
        *("script", "style", "template", "noscript", "head", "nav", "footer", "svg", "iframe"),
        *("select", "textarea", "del", "s", "strike"),
    )
)
INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "dfn", "em", "font", "i"),
        *("img", "ins", "kbd", "label", "mark", "q", "small", "span", "strong", "sub", "sup"),
        *("time", "u", "var", "wbr"),
    )
)
"""Tags that don't end a paragraph."""
BOLD = frozenset(("b", "strong"))
LISTS = frozenset(("ul", "ol", "menu"))
HEADING = re.compile("h([1-6])")
BOLD_LEVEL = 7
"""The level of a paragraph that is a heading by its bold letters alone."""
DEEPEST = 20
"""Lists inside each other; more are no article."""
SIGNS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u201a\u201b", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f", '"')
)
"""Dashes and quotation marks, and those of a keyboard."""


class UnreadablePage(Exception):
    """The file holds no web page that can be taken apart."""


def plain(text: str) -> str:
    """Return a text in one line, with plain dashes and quotation marks and without soft hyphens."""
    return one_line(normalize("NFC", text).translate(SIGNS))


@dataclass(frozen=True)
class Passage:
    """An item of a list, or a paragraph.

    Attributes
    ----------
    headings : tuple of str
        The headings that it is under, the nearest last.
    list : str
        The number of the list that it is in, counted under its heading; for a paragraph, the number
        that the next list there has or would have.
    item : str
        The number of the item; ``2 > 1`` is the first item of a list in the second item. Empty for
        a paragraph.
    text : str
        The text in one line; for an item, without those of the lists in it.
    """

    headings: tuple[str, ...]
    list: str
    item: str
    text: str

    @property
    def heading(self) -> str:
        """The nearest heading."""
        return self.headings[-1] if self.headings else ""

    @property
    def place(self) -> tuple[str, str, str]:
        """Heading, list and item."""
        return self.heading, self.list, self.item

    @cached_property
    def hash(self) -> str:
        """The hash of the text."""
        return digest(self.text)


@dataclass(eq=False)
class _Draft:
    """A passage whose text is still being gathered."""

    headings: tuple[str, ...]
    list_number: int
    item: str
    pieces: list[str] = field(default_factory=list)
    bold: bool = True


@dataclass(eq=False)
class _OpenList:
    """A list that has begun and not ended; its items are numbered from 1."""

    items: int = 0
    drafts: list[_Draft] = field(default_factory=list)


@dataclass(eq=False)
class _Heading:
    """A heading whose text is still being gathered."""

    level: int
    pieces: list[str] = field(default_factory=list)


class Reader:
    """Gathers passages from tags and texts.

    Texts in an item belong to it, before and after the lists in it. Other texts are paragraphs,
    which any tag ends that is not one of a line.
    """

    def __init__(self) -> None:
        self._drafts: list[_Draft] = []
        self._headings: list[tuple[int, str]] = []
        self._lists: list[_OpenList] = []
        self._started = 0
        self._before = 0
        self._paragraph: _Draft | None = None
        self._heading: _Heading | None = None
        self._ignored = 0
        self._bold = 0

    def enter(self, tag: str) -> None:
        """Take the start of an element."""
        if tag in IGNORED:
            self._ignored += 1
        if self._ignored:
            return
        self._bold += tag in BOLD
        if tag == "br":
            self.text(" ")
        elif tag not in INLINE:
            self._break()
        if match := HEADING.fullmatch(tag):
            self._end_heading()
            self._heading = _Heading(int(match[1]))
        elif tag in LISTS:
            # A heading without an end would hold the rest of the page.
            self._end_heading()
            if not self._inner():
                self._started += 1
            self._lists.append(_OpenList())
            if len(self._lists) > DEEPEST:
                raise UnreadablePage(f"has lists inside each other, more than {DEEPEST} deep")
        elif tag == "li" and self._inner():
            self._lists[-1].items += 1
            numbers = " > ".join(str(entry.items) for entry in self._inner())
            draft = _Draft(self._path(), self._started, numbers)
            self._drafts.append(draft)
            self._lists[-1].drafts.append(draft)

    def leave(self, tag: str) -> None:
        """Take the end of an element."""
        if tag in IGNORED:
            self._ignored -= 1
        elif not self._ignored:
            self._bold -= tag in BOLD
            if tag not in INLINE:
                self._break()
            if HEADING.fullmatch(tag):
                self._end_heading()
            elif tag in LISTS:
                self._lists.pop()
                self._before = min(self._before, len(self._lists))
            elif tag == "li" and self._inner() and self._lists[-1].drafts:
                self._lists[-1].drafts.pop()

    def text(self, text: str) -> None:
        """Take a text."""
        if self._ignored:
            return
        if self._heading:
            self._heading.pieces.append(text)
            return
        draft = self._item() or self._paragraph
        if draft is None and text.strip():
            draft = self._paragraph = _Draft(self._path(), self._started + 1, "")
            self._drafts.append(draft)
        if draft:
            draft.pieces.append(text)
            draft.bold &= bool(self._bold) or not text.strip()

    def passages(self) -> tuple[Passage, ...]:
        """Return all passages that have a text, in their order."""
        self._break()
        texts = [(draft, plain("".join(draft.pieces))) for draft in self._drafts]
        return tuple(
            Passage(draft.headings, str(draft.list_number), draft.item, text)
            for draft, text in texts
            if text
        )

    def _inner(self) -> list[_OpenList]:
        """Return the open lists that began under the present heading."""
        return self._lists[self._before :]

    def _item(self) -> _Draft | None:
        """Return the innermost open item under the present heading."""
        return next((entry.drafts[-1] for entry in self._inner()[::-1] if entry.drafts), None)

    def _path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings)

    def _break(self) -> None:
        """End the paragraph, which may turn out to be a heading; in an item, part two words."""
        if self._heading:
            self._heading.pieces.append(" ")
        elif item := self._item():
            item.pieces.append(" ")
        elif self._paragraph:
            draft, self._paragraph = self._paragraph, None
            text = plain("".join(draft.pieces))
            if draft.bold and text and not text.endswith((".", ":", "?")):
                self._drafts.pop()
                self._head(BOLD_LEVEL, text)

    def _end_heading(self) -> None:
        if self._heading:
            heading, self._heading = self._heading, None
            self._head(heading.level, plain("".join(heading.pieces)))

    def _head(self, level: int, text: str) -> None:
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        if text:
            self._headings.append((level, text))
        self._started, self._before = 0, len(self._lists)
