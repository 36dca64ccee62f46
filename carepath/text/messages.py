"""Texts of one language by id, and helpers for texts."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from carepath.cache import cached_by_owner
from carepath.layer.reader import Layer
from carepath.model.effects import GENERAL, Section, read as read_effects
from carepath.model.options import Reference
from carepath.tables import reviews
from carepath.tables.loader import Table, Tables
from carepath.tables.statements import PARTS
from carepath.tables.vocabulary import GIVEN, REVIEWED

DEFAULT_LANGUAGE = "en"
MARKDOWN = re.compile(r"^\d+(?=[.)])|^[#+>-]|[\\`*_~$<\[\]]|&(?=[#\w])")
"""Characters that Markdown would interpret in a line of text."""
DIRECTIVE = re.compile(r":(?=\w)")
"""A colon that begins a colour, an icon or an emoji; Streamlit finds the last two even escaped."""


@dataclass(frozen=True, eq=False)
class Words:
    """All text of one language, compared by identity, so that results can be cached by it.

    Attributes
    ----------
    texts : mapping of str to str
        The text of each word by id.
    terms, situations, sources, kinds, questions : mapping of str to row
        Rows by id, with the language's columns named without suffix: `name_en` is `name`. Sources
        that the topic doesn't use are not among them.
    answers : mapping of tuple of str to row
        The rows of answers by question and answer.
    effects : mapping of str to tuple of Section
        What a treatment, or `GENERAL`, may be like.
    asks : mapping of str to tuple of str
        The questions about a treatment.
    unchecked : frozenset of str
        The parts, as in `statements.PARTS`, of which a doctor hasn't signed every statement.
    unreviewed : bool
        Whether the language is a translation that isn't signed.
    layer : Layer or None
        What the hospital adds in this language.
    """

    language: str
    texts: Mapping[str, str]
    terms: Mapping[str, Mapping[str, str]]
    situations: Mapping[str, Mapping[str, str]]
    sources: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, Mapping[str, str]]
    questions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    effects: Mapping[str, tuple[Section, ...]] = field(default_factory=dict)
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unchecked: frozenset[str] = frozenset()
    unreviewed: bool = False
    layer: Layer | None = None

    def __call__(self, word: str, **placeholders: object) -> str:
        """Return the text of a word with its placeholders filled in.

        The checks of the tables find missing words. Should one be missing at run time, its id
        replaces it, so that the rest of the page is still shown.
        """
        if word not in self.texts:
            _report(word)
        return self.texts.get(word, word).format(**placeholders)

    def said(self, *words: str) -> list[str]:
        """Return the texts of those of some words that the topic has; it may lack each."""
        return [self(word) for word in words if word in self.texts]

    def name(self, term: str) -> str:
        """Return a term's name as written inside a sentence."""
        return self.terms[term]["name"]

    def the(self, term: str) -> str:
        """Return a term's name with its article, if the language has one."""
        return self._with(self.terms[term]["article"].partition("|")[0], term)

    def after(self, term: str) -> str:
        """Return a term's name with its article as used after "after": `de la cirugía`."""
        return self._with(self.terms[term]["article"].rpartition("|")[2], term)

    def _with(self, article: str, term: str) -> str:
        return f"{article} {self.name(term)}" if article else self.name(term)

    def forms(self, term: str) -> tuple[str, ...]:
        """Return the forms of a term in texts: its name and its other forms."""
        row = self.terms[term]
        return (row["name"], *filter(None, row["forms"].split("|")))

    def counted(self, word: str, count: int, **placeholders: object) -> str:
        """Return the text of a word for a count: `.none`, `.one` or `.many`."""
        form = ("none", "one")[count] if count < 2 else "many"
        return self(f"{word}.{form}", count=count, **placeholders)

    def is_given(self, treatment: str) -> bool:
        """Return whether the facts on a treatment say how it is given."""
        return any(section.id == GIVEN for section in self.effects.get(treatment, ()))

    def citation(self, reference: Reference) -> str:
        """Return the source of a fact: its short name and the place in it."""
        place, _, item = reference.found_at.partition("#")
        place = self(f"found.{place}")
        if item:
            place = self("source.item", found=place, item=item)
        return self("source.line", source=self.sources[reference.source]["short"], found=place)

    def citation_url(self, reference: Reference) -> str:
        """Return the web address of a fact: that of its place, else that of its source."""
        place = reference.found_at.partition("#")[0]
        if f"opens.{place}.address" in self.texts:
            return self(f"opens.{place}.address")
        return self.sources[reference.source]["url"]

    @property
    def pages(self) -> list[Mapping[str, str]]:
        """The rows of the sources that are pages, not our own words."""
        signs = ("url", "stored_on", "read_on")
        return [row for row in self.sources.values() if any(row[sign] for sign in signs)]

    def references(self, term: str = GENERAL) -> list[Reference]:
        """Return the references of a term's meaning and effects, each once."""
        runs = [run for section in self.effects.get(term, ()) for run in section.runs]
        row = self.terms.get(term)
        own = [Reference(row["source"], row["found_at"])] if row else []
        return [*dict.fromkeys([*own, *(run.reference for run in runs)])]


def languages(tables: Tables) -> tuple[str, ...]:
    """Return the languages of the tables, in the order of their columns."""
    return tuple(
        name.removeprefix("text_") for name in tables.words.columns if name.startswith("text_")
    )


def read(tables: Tables, language: str = DEFAULT_LANGUAGE) -> Words:
    """Return the words of one language from checked tables."""
    return Words(
        language=language,
        texts={
            row["id"]: row[f"text_{language}"] or row[f"text_{DEFAULT_LANGUAGE}"]
            for row in tables.words.rows
        },
        terms=_rows(tables.terms, "term", language),
        situations=_rows(tables.situations, "situation", language),
        sources=_sources(tables, language),
        kinds=_rows(tables.kinds, "kind", language),
        questions=_rows(tables.questions, "question", language),
        answers={
            (row["question"], row["answer"]): _translated(row, language)
            for row in tables.answers.rows
        },
        effects=read_effects(tables, language, DEFAULT_LANGUAGE),
        asks=_asks(tables.prompts, language),
        unchecked=_unchecked(tables, language),
        unreviewed=language != DEFAULT_LANGUAGE and bool(reviews.untranslated(tables, language)),
    )


def _asks(prompts: Table, language: str) -> dict[str, tuple[str, ...]]:
    """Return the questions about each treatment, in the order of the table."""
    asks: dict[str, tuple[str, ...]] = {}
    for row in prompts.rows:
        for treatment in row["treatments"].split():
            text = row[f"text_{language}"] or row[f"text_{DEFAULT_LANGUAGE}"]
            asks[treatment] = (*asks.get(treatment, ()), text)
    return asks


def _unchecked(tables: Tables, language: str) -> frozenset[str]:
    """Return the parts with a statement that isn't signed."""
    unsigned = reviews.unsigned(tables, language)
    return frozenset(part for part, names in PARTS.items() if not unsigned.isdisjoint(names))


@cache
def _report(word: str) -> None:
    logging.getLogger(__name__).error("words.csv has no word %s", word)


def _rows(table: Table, key: str, language: str) -> dict[str, dict[str, str]]:
    return {row[key]: _translated(row, language) for row in table.rows}


def _sources(tables: Tables, language: str) -> dict[str, dict[str, str]]:
    """Return the sources of the topic's statements, and those of its translations."""
    used = {row["source"] for table in REVIEWED for row in getattr(tables, table).rows}
    used |= {f"translation-{code}" for code in languages(tables)}
    rows = _rows(tables.sources, "source", language)
    return {source: row for source, row in rows.items() if source in used}


def _translated(row: Mapping[str, str], language: str) -> dict[str, str]:
    """Return a row with the columns of a language also under names without its suffix."""
    suffix = f"_{language}"
    return {**row, **{name.removesuffix(suffix): value for name, value in row.items()}}


def capital(text: str) -> str:
    """Return a text with its first letter capitalised."""
    return text[:1].upper() + text[1:]


def whole_words(names: Iterable[str]) -> re.Pattern[str]:
    """Return a case-insensitive pattern of names as whole words; the longest name wins."""
    longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<![\w-])({longest_first})(?![\w-])", re.IGNORECASE)


def terms_in(words: Words, texts: Iterable[str]) -> list[str]:
    """Return the terms that texts use, in the order of their first use."""
    terms = {form.casefold(): term for term in words.terms for form in words.forms(term)}
    pattern = whole_words(terms)
    matches = (match for text in texts for match in pattern.finditer(text))
    return [*dict.fromkeys(terms[match[0].casefold()] for match in matches)]


@lru_cache(maxsize=1024)
def markdown(text: str) -> str:
    """Escape a line of text for a label, which Streamlit interprets as Markdown."""
    escaped = MARKDOWN.sub(
        lambda match: f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}", text
    )
    return DIRECTIVE.sub(":\u200b", escaped)


def day(words: Words, iso: str) -> str:
    """Return an ISO date in words, such as `30 December 2025`."""
    on = date.fromisoformat(iso)
    return words("date", day=on.day, month=words(f"month.{on.month}"), year=on.year)


def source_days(words: Words) -> tuple[str, str]:
    """Return the newest day of a source's page or copy, and the first day of a review; or ""."""
    rows = [row for row in words.sources.values() if row["url"]]
    days = [row[day] for row in rows for day in ("page_date", "read_on", "stored_on")]
    reviews = [row["review_by"] for row in rows if row["review_by"]]
    return max(days, default=""), min(reviews, default="")


@cached_by_owner(maxsize=1)
def overdue(words: Words, today: date) -> str:
    """Return the earliest review day of a source that has passed, else ""."""
    due = [row["review_by"] for row in words.sources.values() if row["review_by"]]
    return min((day for day in due if day < today.isoformat()), default="")
