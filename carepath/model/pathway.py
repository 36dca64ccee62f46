"""Questions and the situations that answers lead to, built from the tables; no words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from carepath.model import options
from carepath.model.options import Note, Option, Reference, Rows, Step
from carepath.tables import routing
from carepath.tables.loader import Tables
from carepath.tables.routing import Answers


@dataclass(frozen=True)
class Question:
    """A question to the reader, and the ids of its answers."""

    id: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """One list of options, for the `answers` that lead to it.

    `explains` names the treatment that a situation inside a step explains. `lead` is the id of the
    source's sentence above the list. `shares` names the situation whose statement also holds here,
    for each answer in `shares_for`. `answer_notes` has notes that only hold for one answer, each
    after that answer. A situation without options says in its notes why there are none.
    """

    id: str
    answers: tuple[Answers, ...]
    explains: str
    lead: str
    shares: str
    shares_for: frozenset[tuple[str, str]]
    options: tuple[Option, ...]
    notes: tuple[Note, ...]
    answer_notes: tuple[tuple[tuple[str, str], Note], ...]
    reference: Reference

    @property
    def steps(self) -> list[Step]:
        """The steps of all options."""
        return [step for option in self.options for step in option.steps]

    @property
    def references(self) -> list[Reference]:
        """The references of the notes on the list and on each option, each once."""
        notes = [*self.notes, *(note for option in self.options for note in option.notes)]
        return [*dict.fromkeys(note.reference for note in notes)]

    def notes_on(self, answers: Answers) -> tuple[Note, ...]:
        """Return the notes that only hold for some of these answers."""
        return tuple(note for answer, note in self.answer_notes if answer in answers)

    def all_notes(self, answers: Answers) -> tuple[Note, ...]:
        """Return the notes that hold for some answers, those that only hold for them first."""
        return (*self.notes_on(answers), *self.notes)

    def stating(self, answers: Answers) -> str:
        """Return the id of the situation whose statement, if it has one, holds here."""
        return self.id if self.shares_for.isdisjoint(answers) else self.shares


@dataclass(frozen=True)
class Pathways:
    """The questions, all situations that answers lead to, and the situations inside treatments.

    `routes` has the situation of all answers after which nothing is left to ask. `cards` has the
    answers to whose lists some of them refer a reader; no answers, `()`, stand for all lists.
    `topic` is the id of the topic, which addresses name unless it is the `first`.
    """

    questions: tuple[Question, ...]
    routes: dict[Answers, Situation]
    situations: tuple[Situation, ...]
    inside: dict[str, Situation]
    cards: dict[Answers, tuple[Answers, ...]]
    topic: str = ""
    first: bool = True

    @property
    def parameter(self) -> str:
        """The topic as addresses state it, "" for the first one."""
        return "" if self.first else self.topic

    @cached_property
    def names(self) -> dict[str, Answers]:
        """The name, in URLs and of files, of all answers that lead to a list -> those answers."""
        return {routing.name(given): given for given, end in self.routes.items() if end.options}

    @cached_property
    def former(self) -> dict[str, str]:
        """A name in older links, where a hyphen joined the answers -> the name in `names`."""
        joined = {"-".join(dict(answers).values()): name for name, answers in self.names.items()}
        return {old: name for old, name in joined.items() if old and old not in self.names}

    def situation(self, answers: Answers) -> Situation | None:
        """Return the situation for some answers; None if a question is still open."""
        return self.routes.get(answers)

    def starts(self) -> Iterator[Answers]:
        """Yield every start of answers that lead to a situation, each once, shorter ones first."""
        starts = (answers[: end + 1] for answers in self.routes for end in range(len(answers)))
        yield from dict.fromkeys(starts)

    def completed(self, answers: Answers) -> Answers:
        """Return answers without those to questions that an earlier answer makes moot."""
        starts = (answers[:count] for count in range(len(answers)))
        return next((start for start in starts if start in self.routes), answers)

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """Return the questions to ask a reader with some answers: those that are not moot."""
        if answers not in self.routes:
            return self.questions
        return tuple(question for question in self.questions if question.id in dict(answers))

    def within(self, step: Step) -> tuple[Option, ...]:
        """Return the options inside the treatment of a step: one, or none."""
        inside = self.inside.get(step.treatment)
        return inside.options if inside else ()


def build(tables: Tables, first: bool = True) -> Pathways:
    """Return the pathways of the checked tables of a topic, which may be the `first`."""
    treatments = options.grouped(tables.treatments.rows, "situation")
    notes = options.grouped(tables.notes.rows, "situation")
    cards = options.grouped(tables.cards.rows, "answers")
    asked = routing.asked(tables.questions.rows, tables.answers.rows)
    routes = routing.routes(tables.situations.rows, tables.routes.rows)
    # In checked tables, all answers lead to one situation.
    ends = {answers: fitting[0] for answers, fitting in routing.ends(asked, routes)}
    leading = {
        row["situation"]: tuple(answers for answers, end in ends.items() if end == row["situation"])
        for row in tables.situations.rows
    }

    def built(row: Mapping[str, str], phases: Mapping[str, options.Phases]) -> Situation:
        id = row["situation"]
        return _situation(row, leading, treatments[id], notes[id], phases)

    # In checked tables, a situation inside a treatment has one option, and nothing inside that.
    inside = {row["explains"]: built(row, {}) for row in tables.situations.rows if row["explains"]}
    phases = {
        treatment: options.Phases(situation.lead, option.phases)
        for treatment, situation in inside.items()
        for option in situation.options
        if option.phases
    }
    situations = {
        row["situation"]: built(row, phases)
        for row in tables.situations.rows
        if not row["explains"]
    }
    named = {routing.name(answers): answers for answers in ends} | {routing.ALL: ()}
    return Pathways(
        questions=tuple(Question(id, tuple(answers)) for id, answers in asked.items()),
        routes={answers: situations[situation] for answers, situation in ends.items()},
        situations=tuple(situations.values()),
        inside=inside,
        cards={
            answers: tuple(named[row["card"]] for row in cards[name])
            for name, answers in named.items()
        },
        topic=next((row["topic"] for row in tables.topic.rows), ""),
        first=first,
    )


@dataclass(frozen=True)
class AddressedStep:
    """A step with its address, and the option that holds it.

    The address is the step's number, or `N.M` for step M inside the treatment of step N, which is
    then `outer`.
    """

    address: str
    step: Step
    option: Option
    outer: Step | None = None


def steps_of(pathways: Pathways, option: Option) -> Iterator[AddressedStep]:
    """Yield every step of an option, each followed by the steps inside its treatment."""
    for step in option.steps:
        yield AddressedStep(str(step.number), step, option)
        for inside in pathways.within(step):
            for inner in inside.steps:
                yield AddressedStep(f"{step.number}.{inner.number}", inner, inside, step)


def _situation(
    row: Mapping[str, str],
    leading: Mapping[str, tuple[Answers, ...]],
    treatments: Rows,
    notes: Rows,
    inside: Mapping[str, options.Phases],
) -> Situation:
    """Return the situation of a row; `leading` has the answers that lead to each situation."""
    listed, noted = options.grouped(treatments, "option"), options.grouped(notes, "option")
    return Situation(
        id=row["situation"],
        answers=leading[row["situation"]],
        explains=row["explains"],
        lead=row["lead"],
        shares=row["shares"],
        shares_for=frozenset(
            pair
            for answers in leading.get(row["shares"], ())
            for pair in answers
            if pair[0] == row["shares_by"]
        ),
        options=tuple(
            options.option(int(number), listed[number], noted[number], inside)
            for number in sorted(listed, key=int)
        ),
        notes=options.notes([row for row in noted[""] if not row["answer"]]),
        answer_notes=tuple(
            ((row["question"], row["answer"]), note)
            for row in noted[""]
            if row["answer"]
            for note in options.notes([row])
        ),
        reference=Reference(row["source"], row["found_at"]),
    )
