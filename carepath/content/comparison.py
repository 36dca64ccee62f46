"""Comparison of two options of a situation, or of two situations, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from string import ascii_uppercase

from carepath.model.options import Option
from carepath.model.pathway import Pathways, Situation, steps_of
from carepath.model.selection import Selection
from carepath.tables.routing import Answers
from carepath.text.messages import Words, capital
from carepath.text.sentences import option_name, step_sentence


@dataclass(frozen=True)
class Side:
    """One side of a comparison: all options for some answers, or one of them."""

    answers: Answers
    situation: Situation
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Comparison:
    """Two sides; `whole` if they are two situations, not two options of one."""

    left: Side
    right: Side
    whole: bool

    @property
    def same(self) -> bool:
        """Both answers lead to one list, which is then shown once."""
        return self.whole and self.left.situation is self.right.situation

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides to show, from left to right."""
        return (self.left,) if self.same else (self.left, self.right)

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of the sides, from left to right."""
        return tuple(option for side in self.sides for option in side.options)


@dataclass(frozen=True)
class Choice:
    """A side to choose, its name, and the query parameters that change with it."""

    value: str
    name: str
    changes: Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """A treatment, with the sentences of each option about it; none where an option lacks it."""

    treatment: str
    cells: tuple[tuple[str, ...], ...]


# --- Sides ----------------------------------------------------------------------------------------


def lefts(situation: Situation) -> tuple[str, ...]:
    """Return the possible left sides: all options ("") or one by its number."""
    numbers = tuple(str(option.number) for option in situation.options)
    return ("", *numbers) if len(numbers) > 1 else ("",)


def left(situation: Situation, chosen: Selection) -> str:
    """Return the chosen one of `lefts`; with only an option on the right, the first other one."""
    known = lefts(situation)
    if chosen.against_answers or len(known) == 1:
        return ""
    others = [number for number in known if number not in ("", chosen.against)]
    return chosen.option or (others[0] if chosen.against else "")


def rights(pathways: Pathways, situation: Situation, chosen: Selection) -> tuple[str, ...]:
    """Return the possible right sides: the other options, or the other answers."""
    now = left(situation, chosen)
    if now:
        return tuple(number for number in lefts(situation) if number not in ("", now))
    return tuple(name for name in pathways.names if name != chosen.name)


def with_left(situation: Situation, chosen: Selection, taken: str) -> dict[str, str]:
    """Return what changes with a left side; choosing the right option swaps the two."""
    kept = chosen.against if bool(taken) == chosen.against.isdigit() else ""
    if taken and taken == kept:
        kept = left(situation, chosen)
    return {"option": taken, "step": "", "against": kept}


def with_right(situation: Situation, chosen: Selection, taken: str) -> dict[str, str]:
    """Return what changes with a right side; the left side stays as shown."""
    return {"option": left(situation, chosen), "step": "", "against": taken}


def begun(situation: Situation, chosen: Selection) -> Selection:
    """Return a selection with two options side by side, if the situation has two."""
    known = lefts(situation)
    if chosen.against or len(known) == 1:
        return chosen
    option = chosen.option or known[1]
    against = next(number for number in known if number not in ("", option))
    return replace(chosen, option=option, step="", against=against)


def left_choices(words: Words, situation: Situation, chosen: Selection) -> tuple[Choice, ...]:
    """Return the possible left sides with their names and changes."""
    return tuple(
        Choice(value, _left_name(words, situation, value), with_left(situation, chosen, value))
        for value in lefts(situation)
    )


def right_choices(
    words: Words, pathways: Pathways, situation: Situation, chosen: Selection
) -> tuple[Choice, ...]:
    """Return the possible right sides with their names and changes."""
    return tuple(
        Choice(
            value,
            answer_name(words, pathways.names[value])
            if value in pathways.names
            else _left_name(words, situation, value),
            with_right(situation, chosen, value),
        )
        for value in rights(pathways, situation, chosen)
    )


def _left_name(words: Words, situation: Situation, value: str) -> str:
    """Name all options, or the one of a number."""
    if not value:
        return words("compare.all")
    return next(option_name(words, o) for o in situation.options if str(o.number) == value)


def comparison(pathways: Pathways, chosen: Selection) -> Comparison | None:
    """Return the comparison of a complete selection, None without a right side."""
    situation = pathways.routes[chosen.answers]
    if chosen.against not in rights(pathways, situation, chosen):
        return None
    here = Side(chosen.answers, situation, situation.options)
    if chosen.against_answers:
        answers = pathways.names[chosen.against]
        there = pathways.routes[answers]
        return Comparison(here, Side(answers, there, there.options), whole=True)
    one, other = (
        Side(here.answers, situation, _numbered(situation, number))
        for number in (left(situation, chosen), chosen.against)
    )
    return Comparison(one, other, whole=False)


def _numbered(situation: Situation, number: str) -> tuple[Option, ...]:
    return tuple(option for option in situation.options if str(option.number) == number)


def answer_name(words: Words, answers: Answers) -> str:
    """Name answers in short, such as `Low risk: the same area`."""
    first, *others = (words.answers[pair] for pair in answers)
    names = [first["text"], *(row["within"] for row in others)]
    return reduce(lambda name, then: words("compare.answer", first=name, then=then), names)


# --- The table ------------------------------------------------------------------------------------


def columns(words: Words, shown: Comparison) -> tuple[str, ...]:
    """Return the name of every option, with its answer in front where two answers mix."""
    names = []
    for side in shown.sides:
        other = dict((shown.right if side is shown.left else shown.left).answers)
        differing = [pair for pair in side.answers if other.get(pair[0]) != pair[1]]
        for option in side.options:
            name = option_name(words, option)
            if len(shown.sides) > 1 and shown.whole:
                answer = words.answers[differing[0]]["text"]
                name = words("compare.column", answer=answer, option=name)
            names.append(name)
    return tuple(names)


def short_names(words: Words, shown: Comparison) -> tuple[str, ...]:
    """Return each option's letter with its first treatment, and a sign if there are more."""
    names = []
    for letter, option in zip(letters(shown), shown.options, strict=True):
        name = capital(words.name(option.steps[0].treatment))
        if len(option.steps) > 1:
            name = words("compare.more", option=name)
        names.append(words("compare.named", letter=letter, option=name))
    return tuple(names)


def letters(shown: Comparison) -> tuple[str, ...]:
    """Return what stands for each option: a letter, or a number."""
    count = len(shown.options)
    numbers = map(str, range(1, count + 1))
    return tuple(ascii_uppercase[:count] if count <= len(ascii_uppercase) else numbers)


def rows(words: Words, pathways: Pathways, shown: Comparison) -> tuple[Row, ...]:
    """Return one row per treatment, in order of first occurrence."""
    told = [cells(words, pathways, option) for option in shown.options]
    return tuple(
        Row(treatment, tuple(column.get(treatment, ()) for column in told))
        for treatment in dict.fromkeys(name for column in told for name in column)
    )


def treatments(pathways: Pathways, shown: Comparison) -> tuple[str, ...]:
    """Return the treatments of the options under their own names, in order of first occurrence."""
    found = (step for option in shown.options for step in steps_of(pathways, option))
    return tuple(dict.fromkeys(one.step.treatment for one in found))


def cells(words: Words, pathways: Pathways, option: Option) -> dict[str, tuple[str, ...]]:
    """Return, by treatment, the sentences of an option about it.

    A kind of a treatment counts as that treatment, and steps inside a step count too.
    """
    told: dict[str, list[str]] = {}
    for found in steps_of(pathways, option):
        treatment = found.step.treatment
        sentence = step_sentence(words, found.option, found.step)
        if found.outer:
            name = words.the(found.outer.treatment)
            sentence = words("compare.inside", name=name, sentence=sentence)
        told.setdefault(words.terms[treatment]["broader"] or treatment, []).append(sentence)
    return {treatment: tuple(sentences) for treatment, sentences in told.items()}
