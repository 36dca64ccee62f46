"""Two options of a situation, or two situations, side by side: what is compared, and its table."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from carepath.cache import cached_by_owner
from carepath.drawing import dot
from carepath.drawing.svg import Picture, image
from carepath.model.pathway import Option, Pathways, Situation, steps_of
from carepath.model.selection import ANSWERS, Selection
from carepath.text import templating
from carepath.text.glossary import Glossary
from carepath.text.messages import Words, capital
from carepath.text.sentences import (
    Statement,
    enumeration,
    option_name,
    option_summary,
    statement,
    step_sentence,
)


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: all options of an answer, or one of them."""

    group: str
    place: str
    situation: Situation
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Comparison:
    """What stands side by side; `whole` where it is two situations, not two options of one."""

    left: Side
    right: Side
    whole: bool

    @property
    def same(self) -> bool:
        """Both answers lead to one list, which is then shown once."""
        return self.whole and self.left.situation is self.right.situation

    @property
    def sides(self) -> tuple[Side, ...]:
        """What there is to see, from left to right."""
        return (self.left,) if self.same else (self.left, self.right)


@dataclass(frozen=True)
class Row:
    """A treatment, and what each option says of it, in sentences; none where it has it not."""

    treatment: str
    cells: tuple[tuple[str, ...], ...]


# --- What is compared -----------------------------------------------------------------------------


def lefts(situation: Situation) -> tuple[str, ...]:
    """Return what can stand on the left: all options ("") or one by its number."""
    numbers = tuple(str(option.number) for option in situation.options)
    return ("", *numbers) if len(numbers) > 1 else ("",)


def left(situation: Situation, chosen: Selection) -> str:
    """Return which of `lefts` is chosen; beside an option without a partner the first other one."""
    known = lefts(situation)
    if chosen.against in ANSWERS or len(known) == 1:
        return ""
    others = [number for number in known if number not in ("", chosen.against)]
    return chosen.option or (others[0] if chosen.against else "")


def rights(situation: Situation, chosen: Selection) -> tuple[str, ...]:
    """Return what can stand on the right: the other options, or the other answers."""
    now = left(situation, chosen)
    if now:
        return tuple(number for number in lefts(situation) if number not in ("", now))
    return tuple(answer for answer in ANSWERS if answer != chosen.answers)


def with_left(situation: Situation, chosen: Selection, taken: str) -> dict[str, str]:
    """Return the choice of a left side: two options that would be one change places."""
    kept = chosen.against if bool(taken) == chosen.against.isdigit() else ""
    if taken and taken == kept:
        kept = left(situation, chosen)
    return {"option": taken, "step": "", "against": kept}


def with_right(situation: Situation, chosen: Selection, taken: str) -> dict[str, str]:
    """Return the choice of a right side beside the left one as it is shown."""
    return {"option": left(situation, chosen), "step": "", "against": taken}


def comparison(pathways: Pathways, chosen: Selection) -> Comparison | None:
    """Return what a complete selection compares, None where nothing is chosen for the right."""
    situation = pathways.answer(chosen.group, chosen.place)
    if chosen.against not in rights(situation, chosen):
        return None
    here = Side(chosen.group, chosen.place, situation, situation.options)
    if chosen.against in ANSWERS:
        group, place = ANSWERS[chosen.against]
        there = pathways.answer(group, place)
        return Comparison(here, Side(group, place, there, there.options), whole=True)
    one, other = (
        Side(here.group, here.place, situation, _numbered(situation, number))
        for number in (left(situation, chosen), chosen.against)
    )
    return Comparison(one, other, whole=False)


def _numbered(situation: Situation, number: str) -> tuple[Option, ...]:
    return tuple(option for option in situation.options if str(option.number) == number)


# --- The table ------------------------------------------------------------------------------------


def columns(words: Words, shown: Comparison) -> tuple[str, ...]:
    """Return the name of every option, the answer in front where options of two mix."""
    names = []
    for side in shown.sides:
        answer = f"place.{side.place}"
        if shown.left.group != shown.right.group:
            answer = f"group.{side.group}"
        for option in side.options:
            name = option_name(words, option)
            if len(shown.sides) > 1 and shown.whole:
                name = words("compare.column", answer=words(answer), option=name)
            names.append(name)
    return tuple(names)


def rows(words: Words, pathways: Pathways, shown: Comparison) -> tuple[Row, ...]:
    """Return one row for each treatment that occurs, in the order in which they do."""
    told = [cells(words, pathways, option) for side in shown.sides for option in side.options]
    return tuple(
        Row(treatment, tuple(column.get(treatment, ()) for column in told))
        for treatment in dict.fromkeys(name for column in told for name in column)
    )


def cells(words: Words, pathways: Pathways, option: Option) -> dict[str, tuple[str, ...]]:
    """Tell for each treatment of an option what is said of it there.

    A kind of a treatment stands with that treatment, and so does what is inside another one.
    """
    told: dict[str, list[str]] = {}
    for found in steps_of(pathways, option):
        treatment = found.step.treatment
        sentence = step_sentence(words, found.option, found.step)
        if found.outer:
            name = words.name(found.outer.treatment)
            sentence = words("compare.inside", name=name, sentence=sentence)
        told.setdefault(words.terms[treatment]["broader"] or treatment, []).append(sentence)
    return {treatment: tuple(sentences) for treatment, sentences in told.items()}


# --- On the page ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """An option with its name and pictures: from left to right, and from top to bottom."""

    option: Option
    name: str
    wide: Picture
    narrow: Picture


@dataclass(frozen=True)
class Shown:
    """A side as a reader sees it."""

    title: str
    situation: Situation
    stated: Statement | None
    drawn: tuple[Drawn, ...]


def answer(words: Words, group: str, place: str) -> str:
    """Name an answer to both questions in short."""
    return words("compare.answer", group=words(f"group.{group}"), place=words(f"place.{place}.in"))


def markup(words: Words, pathways: Pathways, shown: Comparison, glossary: Glossary) -> Markup:
    """Return the drawings side by side, the table under them, and where each option is found."""
    sides = [_shown(words, shown, side) for side in shown.sides]
    found = rows(words, pathways, shown)
    return templating.render(
        "compare.html",
        words,
        glossary=glossary,
        shown=shown,
        sides=sides,
        said=words("compare.said", sides=enumeration(words, [side.title for side in sides])),
        widths=sorted({item.wide.width for side in sides for item in side.drawn}),
        columns=columns(words, shown),
        rows=found,
        # Marked before the cells: a treatment is explained at the head of its row.
        heads=[glossary.mark(capital(words.name(row.treatment))) for row in found],
        options=[option for side in shown.sides for option in side.options],
    )


def _shown(words: Words, shown: Comparison, side: Side) -> Shown:
    title = words.situations[side.situation.id]["name"]
    if not shown.whole:
        title = option_name(words, side.options[0])
    elif not shown.same:
        title = answer(words, side.group, side.place)
    stated = statement(words, side.situation, side.group)
    drawn = tuple(_drawn(words, option) for option in side.options)
    return Shown(title, side.situation, stated, drawn)


@cached_by_owner(maxsize=None)
def _drawn(words: Words, option: Option) -> Drawn:
    told = option_summary(words, option)
    return Drawn(
        option,
        option_name(words, option),
        image(dot.draw_option(words, option, "wide", close=True), told),
        image(dot.draw_option(words, option, "narrow", sideways=False, close=True), told),
    )
