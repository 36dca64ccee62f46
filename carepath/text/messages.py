"""The words of one language, and situations told in sentences."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, reduce

from carepath.model.effects import GENERAL, Section, read as read_effects
from carepath.model.pathway import Group, Option, Reference, Situation, Stage, Step, StepTree
from carepath.tables.loader import Table, Tables
from carepath.tables.vocabulary import ITEM, ORDERED

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

    def the(self, term: str) -> str:
        """Return a term's name with its article, where the language has articles."""
        return self._with(self.terms[term]["article"].partition("|")[0], term)

    def after(self, term: str) -> str:
        """Return a term's name with its article as that is after "after": `de la cirugía`."""
        return self._with(self.terms[term]["article"].rpartition("|")[2], term)

    def _with(self, article: str, term: str) -> str:
        return f"{article} {self.name(term)}" if article else self.name(term)

    def forms(self, term: str) -> tuple[str, ...]:
        """Return how a term can stand in a text: its name, and its other forms."""
        row = self.terms[term]
        return (row["name"], *filter(None, row["forms"].split("|")))

    def counted(self, word: str, count: int, **placeholders: object) -> str:
        """Return the form of a word that fits a count: `.none`, `.one` or `.many`."""
        form = ("none", "one")[count] if count < 2 else "many"
        return self(f"{word}.{form}", count=count, **placeholders)

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
    """Return rows by their key, with the texts of a language under names without its code."""
    suffix = f"_{language}"
    return {
        row[key]: row | {column.removesuffix(suffix): value for column, value in row.items()}
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


def listed(words: Words, names: Sequence[str]) -> str:
    """Return names as a list inside a sentence."""
    if len(names) < 3:
        return _join(words, "list.pair", names)
    return words("list.last", before=_join(words, "list.comma", names[:-1]), after=names[-1])


def lead(words: Words, situation: Situation) -> str:
    """Return what the source says of a list, such as `Treatment may include`."""
    return words(f"lead.{situation.lead}")


@dataclass(frozen=True)
class Statement:
    """What must be said before anything else, what it means, and what a family can do.

    `added` says where a list does not repeat it, and is empty where the list holds it.
    """

    text: str
    meaning: str
    action: str
    added: str


def statement(words: Words, situation: Situation, group: str) -> Statement | None:
    """Return the statement that holds for a situation and a risk group, if there is one."""
    row, added = words.situations[situation.id], ""
    if situation.shares:
        other = words.situations[situation.shares]
        if group in other["groups"].split():
            row, added = other, words("statement.added")
    if not row["statement"]:
        return None
    return Statement(row["statement"], row["meaning"], row["action"], added)


# --- One step -------------------------------------------------------------------------------------


def step_sentence(words: Words, option: Option, step: Step) -> str:
    """Tell one step: what it comes after or belongs to, by which link, and whom it is for."""
    stage, group, tree = _place(option, step)
    if _is_way(option, step):
        before = words.name(_followed(option, step))
        sentence = words(f"say.way.{step.link}", before=before, name=_stated(words, tree))
    elif step.link in ORDERED and not _enters_a_phase(option, step):
        sentence = _after(words, option, step, tree)
        if stage.phase:
            sentence = sentence[:1].lower() + sentence[1:]
    else:
        sentence = words("say.first", name=_stated(words, tree))
    if stage.phase:
        sentence = words("say.phase", phase=words.name(stage.phase), sentence=sentence)
        if stage.link:
            after = words.after(_followed(option, _first(stage)))
            sentence = words("say.later-phase", before=after, sentence=sentence)
    sentence = capital(sentence)
    if group.link:
        others = [words.name(other.step.treatment) for other in group.trees if other is not tree]
        beside = words(f"say.beside.{group.link}", others=listed(words, others))
        sentence = words("say.also", sentence=sentence, also=beside)
    if step.alone and tree.branches:
        sentence = words(
            "say.also", sentence=sentence, also=words("say.ways", ways=_branches(words, tree))
        )
    return sentence


def _after(words: Words, option: Option, step: Step, tree: StepTree) -> str:
    """Tell what a step comes after; of several after one, the second begins with "or"."""
    before, name = words.after(_followed(option, step)), _stated(words, tree)
    if step.link == "may-then" and step.phase != _before(option, step).phase:
        return words("say.may-follow-a-phase", before=before, name=name)
    rivals = [
        other.number
        for other in option.steps
        if other.follows == step.follows and other.link in ORDERED and other.phase == step.phase
    ]
    if step.link == "may-then":
        name = _stated(words, tree, words.the)
    if step.number in rivals[1:]:
        return words(f"say.or-{step.link}", before=before, name=name)
    return words(f"say.{step.link}", before=before, name=name)


def _place(option: Option, step: Step) -> tuple[Stage, Group, StepTree]:
    """Return the part, the group and the piece in which a step stands."""
    return next(
        (stage, group, tree)
        for stage in option.stages
        for group in stage.groups()
        for tree in group.trees
        if tree.step is step
    )


def _first(stage: Stage) -> Step:
    return stage.items[0].trees[0].step


def _before(option: Option, step: Step) -> Step:
    return next(other for other in option.steps if other.number == step.follows)


def _is_way(option: Option, step: Step) -> bool:
    """Tell whether a step is one of the ways to give another that may be given alone."""
    if not step.follows or step.link == ITEM:
        return False
    before = _before(option, step)
    return before.alone and before.phase == step.phase


def _enters_a_phase(option: Option, step: Step) -> bool:
    return bool(step.phase and step.phase != _before(option, step).phase)


def _followed(option: Option, step: Step) -> str:
    """Return what a step follows: a step, or the whole phase where the step begins another one."""
    before = _before(option, step)
    leaves_a_phase = before.phase and before.phase != step.phase
    return before.phase if leaves_a_phase else before.treatment


def _stated(words: Words, tree: StepTree, named: Callable[[str], str] | None = None) -> str:
    """Name a treatment with what the source says of it: its purpose, whom it is for, if alone."""
    step = tree.step
    told = (named or words.name)(step.treatment)
    if step.alone and not tree.branches:
        told = words("sum.alone", summary=told)
    if step.purpose:
        told = words("sum.purpose", summary=told, purpose=words(f"purpose.{step.purpose}"))
    if step.whom:
        told = words("sum.whom", summary=told, whom=words(f"whom.{step.whom}"))
    return told


# --- A whole option -------------------------------------------------------------------------------


def option_name(words: Words, option: Option) -> str:
    """Name an option by its treatments: what stands in it, by the links of the source."""
    if any(stage.phase for stage in option.stages):
        return _join(
            words, "sum.then", [words.name(stage.phase) for stage in option.stages if stage.phase]
        )
    return capital(_group(words, option.stages[0].items[0], short=True))


def option_summary(words: Words, option: Option) -> str:
    """Tell a whole option: its treatments, whom it is for, and what the source says of order."""
    told = before = ""
    for stage in option.stages:
        after = _stage(words, stage)
        told = (
            words(f"sum.part.{stage.link}", told=told, before=before, after=after)
            if told
            else after
        )
        before = words.after(stage.phase) if stage.phase else before
    told = words("sum.sentence", summary=capital(told))
    links = (group.link for stage in option.stages for group in stage.groups())
    for link in dict.fromkeys(filter(None, links)):
        told = words("say.also", sentence=told, also=words(f"sum.also.{link}"))
    return told


def _stage(words: Words, stage: Stage) -> str:
    told = _join(words, "sum.items", [_group(words, item) for item in stage.items])
    return words("sum.phase", phase=words.name(stage.phase), items=told) if stage.phase else told


def _group(words: Words, group: Group, short: bool = False) -> str:
    told = [_piece(words, tree, short) for tree in group.trees]
    if group.link == "and":
        return listed(words, told)
    return _join(words, f"sum.{group.link}", told)


def _piece(words: Words, tree: StepTree, short: bool) -> str:
    """Tell a piece; `short` leaves out whom it is for, its purpose, and the ways to give it."""
    step = tree.step
    told = words.name(step.treatment) if short else _stated(words, tree)
    if step.alone and tree.branches:
        return told if short else words("sum.ways", before=told, ways=_branches(words, tree))
    if tree.branches:
        after = _join(
            words, "sum.or", [_group(words, branch.group, short) for branch in tree.branches]
        )
        told = words(f"sum.{tree.branches[0].link}", before=told, after=after)
    return told


def _branches(words: Words, tree: StepTree) -> str:
    branches = [words("sum.way.alone")] + [
        words(f"sum.way.{branch.link}", after=_group(words, branch.group))
        for branch in tree.branches
    ]
    return _join(words, "sum.or-ways", branches)


def _join(words: Words, joint: str, told: Sequence[str]) -> str:
    return reduce(lambda before, after: words(joint, before=before, after=after), told)


def answers_line(words: Words, group: str, place: str) -> str:
    """Tell both answers in one line."""
    return words("answers.line", group=words(f"group.{group}.in"), place=words(f"place.{place}.in"))
