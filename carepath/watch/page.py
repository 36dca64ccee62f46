"""Reads a saved web page into passages: the items of its lists and its paragraphs."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from carepath.watch.passages import Passage, Reader, UnreadablePage, plain

MOST_BYTES = 5_000_000
MOST_TAGS = 30_000
"""More would take the parser minutes if they are nested; an article has a few thousand."""
WESTERN = re.compile(rb"charset\s*=\s*[\"']?(windows-1252|iso-8859-1)\b", re.IGNORECASE)
SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
"""The comment in which a browser notes the address of a page that it saves."""


@dataclass(frozen=True)
class Page:
    """A saved page.

    Attributes
    ----------
    addresses : tuple of str
        The addresses that the page gives as its own, the canonical one first.
    titles : tuple of str
        Its first heading and its title.
    passages : tuple of Passage
        Its passages, in their order on the page.
    """

    addresses: tuple[str, ...]
    titles: tuple[str, ...]
    passages: tuple[Passage, ...]


def read(path: Path) -> Page:
    """Read a saved page.

    Raises
    ------
    UnreadablePage
        If the file cannot be read, or is no web page.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadablePage(f"cannot be read ({error.strerror})") from None
    return parse(data)


def parse(data: bytes) -> Page:
    """Take the bytes of a page apart; errors as for `read`."""
    if len(data) > MOST_BYTES:
        raise UnreadablePage(f"has more than {MOST_BYTES // 1_000_000} MB: too much for an article")
    text = _decoded(data)
    if text.count("<") > MOST_TAGS:
        raise UnreadablePage(f"has more than {MOST_TAGS:,} tags: too many for an article")
    tree = LexborHTMLParser(text)
    reader = Reader()
    for node, enters in _walk(tree.root):
        if node.is_text_node:
            reader.text(node.text_content or "")
        elif not node.is_element_node:
            continue
        elif enters:
            reader.enter(node.tag or "")
        else:
            reader.leave(node.tag or "")
    passages = reader.passages()
    if not passages:
        raise UnreadablePage("holds no text of a web page")
    return Page(tuple(_addresses(tree, text)), tuple(_titles(tree)), passages)


def _decoded(data: bytes) -> str:
    if b"MIME-Version:" in data[:2000]:
        raise UnreadablePage("is a web archive; save the page as HTML")
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif WESTERN.search(data[:2000]):
        # Browsers read Latin-1 as Windows-1252 as well.
        encoding = "cp1252"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadablePage("is neither UTF-8 nor in an encoding that it names") from None
    if "\0" in text:
        raise UnreadablePage("is no text; save the page as HTML")
    return text


def _walk(root: LexborNode | None) -> Iterator[tuple[LexborNode, bool]]:
    """Yield each node on entering it, and once more on leaving it; without recursion."""
    pending = [(root, True)] if root else []
    while pending:
        node, enters = pending.pop()
        yield node, enters
        if enters and not node.is_text_node:
            pending.append((node, False))
            pending += [(child, True) for child in node.iter(include_text=True)][::-1]


def _addresses(tree: LexborHTMLParser, text: str) -> Iterator[str]:
    for node in tree.css('link[rel="canonical"]'):
        yield node.attributes.get("href") or ""
    for node in tree.css('meta[property="og:url"]'):
        yield node.attributes.get("content") or ""
    yield from SAVED_FROM.findall(text[:2000])


def _titles(tree: LexborHTMLParser) -> Iterator[str]:
    for selector in ("h1", "title"):
        for node in tree.css(selector)[:1]:
            yield plain(node.text())
