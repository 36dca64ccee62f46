"""The words of one language, and situations told in sentences."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, reduce

from carepath.effects import GENERAL, Section, read as read_effects
from carepath.pathway import Option, Part, Piece, Reference, Step, ways_differ
from carepath.tables import Table, Tables

DEFAULT_LANGUAGE = "en"
PARTS: Mapping[str, tuple[str, ...]] = {
    "statements": ("treatments", "situations", "notes"),
    "effects": ("terms", "effects"),
    "questions": ("questions",),
    "sheet": ("treatments", "situations", "notes", "terms", "effects"),
}
"""What families read, each part with the tables that its facts stand in."""
MARKDOWN = re.compile(r"^\d+(?=[.)])|^[#+>-]|[\\`*_~$<\[\]]|:(?=\w)|&(?=[#\w])")
"""What makes Markdown of a line of text."""


@dataclass(frozen=True, eq=False)
class Words:
    """All text of one language, compared by identity: what is made of it can be kept for it.

    `texts` maps a word's id to its text; the others map an id to its row, with the language's
    columns named without their suffix (`name_en` becomes `name`). `effects` maps a treatment, or
    `GENERAL`, to what it may be like, and `asks` to the questions made for it. `unchecked`
    holds the parts of the site (see `PARTS`) that no clinician has compared with their sources.
    """

    language: str
    texts: Mapping[str, str]
    terms: Mapping[str, Mapping[str, str]]
    situations: Mapping[str, Mapping[str, str]]
    sources: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, Mapping[str, str]]
    effects: Mapping[str, tuple[Section, ...]] = field(default_factory=dict)
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unchecked: frozenset[str] = frozenset()

    def __call__(self, word: str, **placeholders: object) -> str:
        """Return the text of a word, its placeholders filled in.

        The check of the tables finds a word that is missing. Should one be missing nevertheless,
        its id is less of a loss than the page around it.
        """
        if word not in self.texts:
            _report(word)
        return self.texts.get(word, word).format(**placeholders)

    @property
    def unreviewed(self) -> bool:
        """The language is a translation, and no source says that a clinician reviewed it."""
        row = self.sources.get(f"translation-{self.language}", {})
        return self.language != DEFAULT_LANGUAGE and not row.get("reviewed_on")

    def name(self, term: str) -> str:
        """Return a term's name as it stands inside a sentence."""
        return self.terms[term]["name"]

    def forms(self, term: str) -> tuple[str, ...]:
        """Return how a term can stand in a text: its name, and its other forms."""
        row = self.terms[term]
        return (row["name"], *filter(None, row["forms"].split("|")))

    def counted(self, word: str, count: int) -> str:
        """Return the form of a word that fits a count: `.none`, `.one` or `.many`."""
        return self(f"{word}.{('none', 'one')[count] if count < 2 else 'many'}", count=count)

    def found(self, reference: Reference) -> str:
        """Return where a fact stands: the source's short name and the place in it."""
        place, _, item = reference.found_at.partition("#")
        found = self(f"found.{place}")
        if item:
            found = self("source.item", found=found, item=item)
        return self("source.line", source=self.sources[reference.source]["short"], found=found)

    def opens(self, reference: Reference) -> str:
        """Return the address where a fact stands: the place's own, else the source's."""
        place = reference.found_at.partition("#")[0]
        if f"opens.{place}.address" in self.texts:
            return self(f"opens.{place}.address")
        return self.sources[reference.source]["url"]

    def references(self, term: str = GENERAL) -> list[Reference]:
        """Return where the meaning of a term, and all that it may be like, stand."""
        runs = [run for section in self.effects.get(term, ()) for run in section.runs]
        row = self.terms.get(term)
        own = [Reference(row["source"], row["found_at"])] if row else []
        return [*dict.fromkeys([*own, *(run.reference for run in runs)])]


def languages(tables: Tables) -> tuple[str, ...]:
    """Return the languages the tables hold, in the order of their columns."""
    return tuple(
        name.removeprefix("text_") for name in tables.words.columns if name.startswith("text_")
    )


def read(tables: Tables, language: str = DEFAULT_LANGUAGE) -> Words:
    """Take the words of one language out of checked tables."""
    return Words(
        language=language,
        texts={
            row["id"]: row[f"text_{language}"] or row[f"text_{DEFAULT_LANGUAGE}"]
            for row in tables.words.rows
        },
        terms=_rows(tables.terms, "term", language),
        situations=_rows(tables.situations, "situation", language),
        sources=_rows(tables.sources, "source", language),
        kinds=_rows(tables.kinds, "kind", language),
        effects=read_effects(tables, language, DEFAULT_LANGUAGE),
        asks=_asks(tables.questions, language),
        unchecked=_unchecked(tables),
    )


def _asks(questions: Table, language: str) -> dict[str, tuple[str, ...]]:
    """Return the questions made for each treatment, in the order of the table."""
    asks: dict[str, tuple[str, ...]] = {}
    for row in questions.rows:
        for treatment in row["treatments"].split():
            text = row[f"text_{language}"] or row[f"text_{DEFAULT_LANGUAGE}"]
            asks[treatment] = (*asks.get(treatment, ()), text)
    return asks


def _unchecked(tables: Tables) -> frozenset[str]:
    """Return the parts with a source against which no clinician has reviewed our text."""
    reviewed = {row["source"] for row in tables.sources.rows if row["reviewed_on"]}
    return frozenset(
        part
        for part, names in PARTS.items()
        if {row["source"] for name in names for row in getattr(tables, name).rows} - reviewed
    )


@cache
def _report(word: str) -> None:
    logging.getLogger(__name__).error("words.csv has no word %s", word)


def _rows(table: Table, key: str, language: str) -> dict[str, dict[str, str]]:
    suffix = f"_{language}"
    return {
        row[key]: {column.removesuffix(suffix): value for column, value in row.items()}
        for row in table.rows
    }


def capital(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def finding(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds names as whole words, large letters or small; the longest that fits."""
    longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<![\w-])({longest_first})(?![\w-])", re.IGNORECASE)


def terms_in(words: Words, texts: Iterable[str]) -> list[str]:
    """Return the terms that texts use, in the order of their first use."""
    terms = {form.casefold(): term for term in words.terms for form in words.forms(term)}
    pattern = finding(terms)
    found = [terms[match[0].casefold()] for text in texts for match in pattern.finditer(text)]
    return [*dict.fromkeys(found)]


def markdown(text: str) -> str:
    """Return a line of text for a label: Streamlit reads those as Markdown."""
    return MARKDOWN.sub(lambda sign: f"{sign[0]}\\" if sign[0].isdigit() else f"\\{sign[0]}", text)


def day(words: Words, iso: str) -> str:
    """Return a date in the words of the language, for instance `30 December 2025`."""
    on = date.fromisoformat(iso)
    return words("date", day=on.day, month=words(f"month.{on.month}"), year=on.year)


def overdue(words: Words, today: date) -> str:
    """Return the earliest day by which a source was to be read again, if that is past, else ""."""
    due = [row["review_by"] for row in words.sources.values() if row["review_by"]]
    return min((day for day in due if day < today.isoformat()), default="")


def step_sentence(words: Words, option: Option, step: Step) -> str:
    """Tell one step: what it comes after, by which link, and under which condition."""
    name = words.name(step.treatment)
    if step.follows is None:
        sentence = words("say.first", name=name)
    else:
        sentence = words(
            f"say.{_or(option, step)}{step.link}", before=followed(words, option, step), name=name
        )
    sentence = capital(sentence)
    if step.condition:
        condition = words(f"condition.{step.condition}")
        sentence = words("say.only-if", condition=condition, sentence=sentence)
    if step.phase:
        sentence = words("say.phase", phase=words.name(step.phase), sentence=sentence)
    if len({other.link for other in option.steps if _goes_on(step, other)}) > 1:
        sentence = words("say.alone", sentence=sentence)
    if step.purpose:
        purpose = words("purpose", purpose=words(f"purpose.{step.purpose}"))
        sentence = words("say.purpose", sentence=sentence, purpose=purpose)
    return sentence


def _goes_on(step: Step, other: Step) -> bool:
    """Tell whether `other` is a way on from `step` within the same phase."""
    return other.follows == step.number and other.phase == step.phase and other.link != "with"


def _or(option: Option, step: Step) -> str:
    """Return the prefix of a sentence for an alternative that is not the first one."""
    before = next(other for other in option.steps if other.number == step.follows)
    rivals = [other.number for other in option.steps if _goes_on(before, other)]
    return "or-" if step.number in rivals[1:] else ""


def followed(words: Words, option: Option, step: Step) -> str:
    """Name what a step follows: a step, or the whole phase where the step begins another one."""
    before = next(other for other in option.steps if other.number == step.follows)
    leaves_a_phase = before.phase and before.phase != step.phase
    return words.name(before.phase if leaves_a_phase else before.treatment)


def option_summary(words: Words, option: Option) -> str:
    """Tell a whole option in one sentence."""
    told = ""
    for part in option.parts:
        after = _part(words, part)
        told = words(f"sum.{part.link}", before=told, after=after) if told else after
    return capital(words("sum.sentence", summary=told))


def _part(words: Words, part: Part) -> str:
    told = _together(words, part.pieces)
    return words("sum.phase", phase=words.name(part.phase), parts=told) if part.phase else told


def _together(words: Words, pieces: tuple[Piece, ...]) -> str:
    """Join pieces by "with"; one that goes on to other steps is set apart from the others."""
    joint = "sum.beside" if len(pieces) > 1 and any(piece.ways for piece in pieces) else "sum.with"
    return _join(words, joint, [_piece(words, piece) for piece in pieces])


def _join(words: Words, joint: str, told: list[str]) -> str:
    return reduce(lambda before, after: words(joint, before=before, after=after), told)


def _piece(words: Words, piece: Piece) -> str:
    step = piece.step
    told = words.name(step.treatment)
    if step.purpose:
        purpose = words(f"purpose.{step.purpose}")
        told = words("sum.purpose", summary=told, purpose=purpose)
    if ways_differ(piece):
        ways = [words("sum.way.alone")] + [
            words(f"sum.way.{way.link}", after=_together(words, way.pieces)) for way in piece.ways
        ]
        told = words("sum.ways", before=told, ways=_join(words, "sum.or-ways", ways))
    elif piece.ways:
        after = _join(words, "sum.or", [_together(words, way.pieces) for way in piece.ways])
        told = words(f"sum.{piece.ways[0].link}", before=told, after=after)
    if step.condition:
        condition = words(f"condition.{step.condition}")
        told = words("sum.only-if", condition=condition, summary=told)
    return told


def answers_line(words: Words, group: str, place: str) -> str:
    """Tell both answers in one line."""
    return words("answers.line", group=words(f"group.{group}.in"), place=words(f"place.{place}.in"))
