"""Terms explained where a page first uses them: a button in the text opens the meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from carepath.cache import cached_by_owner
from carepath.text import templating
from carepath.text.messages import Words, finding


class Glossary:
    """The terms of one language, and which of them a page has explained already.

    One is made for each run of a page; `mark` is used by the templates, in reading order.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._terms, self._pattern = _forms(words)
        self._explained: set[str] = set()

    def mark(self, text: str) -> Markup:
        """Return a text with each term that is new on this page as a button with its meaning."""
        opened: list[str] = []
        marked = Markup("").join(self._parts(text, opened))
        if not opened:
            return marked
        return marked + Markup("").join(_meaning(self._words, term) for term in opened)

    def new_in(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the terms in some texts that the page has not explained yet."""
        found = (
            self._terms[m[0].casefold()] for text in texts for m in self._pattern.finditer(text)
        )
        return tuple(
            self._words.name(term) for term in dict.fromkeys(found) if term not in self._explained
        )

    def _parts(self, text: str, opened: list[str]) -> Iterator[Markup]:
        at = 0
        for found in self._pattern.finditer(text):
            term = self._terms[found[0].casefold()]
            if term in self._explained:
                continue
            self._explained.add(term)
            opened.append(term)
            yield escape(text[at : found.start()])
            yield templating.render("term.html", self._words, term=term, shown=found[0])
            at = found.end()
        yield escape(text[at:])


@cached_by_owner(maxsize=1)
def _forms(words: Words) -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the term that each form stands for, in small letters, and what finds a form."""
    terms = {form.casefold(): term for term in words.terms for form in words.forms(term)}
    return terms, finding(terms)


@cached_by_owner(maxsize=None)
def _meaning(words: Words, term: str) -> Markup:
    return templating.render("meaning.html", words, term=term)
