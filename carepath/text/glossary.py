"""Marks terms where a page first uses them, as buttons that open the meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup, escape

from carepath.cache import cached_by_owner
from carepath.text import templating
from carepath.text.messages import Words, whole_words

# A line can break before and after a button, so the button holds the punctuation around its term.
BEFORE = r"([(\[«\u201c\u2018\"'¿¡]*)"
AFTER = r"((?:['\u2019]\w+)?[)\]»\u201d\u2019\"'.,;:!?\u2026]*(?!\w))"


class Glossary:
    """The terms of one language, and those that a page has already explained.

    Each rendering of a page has its own glossary. Templates call `mark` in reading order.
    """

    def __init__(self, words: Words, explained: Iterable[str] = ()) -> None:
        self._words = words
        self._terms, self._pattern = _forms(words)
        self._explained = set(explained)

    @property
    def explained(self) -> frozenset[str]:
        """The terms that the page has explained so far."""
        return frozenset(self._explained)

    def mark(self, text: str) -> Markup:
        """Return a text with a button and a meaning for each term that is new on the page."""
        opened: list[str] = []
        marked = Markup("").join(self._parts(text, opened))
        if not opened:
            return marked
        return marked + Markup("").join(self._meaning(term) for term in opened)

    def new_in(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the terms in some texts that the page has not explained yet."""
        terms = (
            self._terms[match[2].casefold()]
            for text in texts
            for match in self._pattern.finditer(text)
        )
        return tuple(
            self._words.name(term) for term in dict.fromkeys(terms) if term not in self._explained
        )

    def _parts(self, text: str, opened: list[str]) -> Iterator[Markup]:
        end = 0
        for match in self._pattern.finditer(text):
            before, shown, after = match.groups()
            term = self._terms[shown.casefold()]
            if term in self._explained:
                continue
            self._explained.add(term)
            opened.append(term)
            yield escape(text[end : match.start()])
            yield self._button(term, before, shown, after)
            end = match.end()
        yield escape(text[end:])

    def _button(self, term: str, before: str, shown: str, after: str) -> Markup:
        return templating.render(
            "term.html", self._words, term=term, before=before, shown=shown, after=after
        )

    def _meaning(self, term: str) -> Markup:
        return _meaning(self._words, term)


class LinkedGlossary(Glossary):
    """A glossary of a file, where each term is a link.

    It leads to the id in `places`, else into a list of words: there the id is "word-" and the term.
    All ids begin with `prefix`.
    """

    def __init__(self, words: Words, prefix: str, places: Mapping[str, str]) -> None:
        super().__init__(words)
        self._prefix = prefix
        self._places = places

    @property
    def listed(self) -> frozenset[str]:
        """The terms whose meanings are in the list of words."""
        return self.explained - self._places.keys()

    def _button(self, term: str, before: str, shown: str, after: str) -> Markup:
        place = self._places.get(term, f"word-{term}")
        link = Markup('{}<a class="term" href="#{}{}">{}</a>{}')
        return link.format(before, self._prefix, place, shown, after)

    def _meaning(self, term: str) -> Markup:
        return Markup()


@cached_by_owner(maxsize=1)
def _forms(words: Words) -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the terms by lower-case form, and a pattern of every form with its punctuation."""
    terms = {form.casefold(): term for term in words.terms for form in words.forms(term)}
    forms = whole_words(terms)
    return terms, re.compile(f"{BEFORE}{forms.pattern}{AFTER}", forms.flags)


@cached_by_owner(maxsize=None)
def _meaning(words: Words, term: str) -> Markup:
    return templating.render("meaning.html", words, term=term)
