"""Two options of a situation, or two situations, side by side: what is compared, and its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from markupsafe import Markup

from carepath import flow, html
from carepath.cache import cached_by_owner
from carepath.glossary import Glossary
from carepath.link import ANSWERS, Selection
from carepath.pathway import Option, Pathways, Piece, Situation, Way, ways_differ
from carepath.render import Picture, image
from carepath.words import Words, capital, followed, option_summary


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
    """A treatment, and what it is in each option; empty where it does not occur."""

    treatment: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Pieces joined by "with", and the other ways on that stand beside this one as alternatives."""

    pieces: tuple[Piece, ...]
    rivals: tuple[Way, ...] = ()
    differ: bool = False


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
    """Return a short name for every option, the answer in front where options of two mix."""
    names = []
    for side in shown.sides:
        answer = f"place.{side.place}"
        if shown.left.group != shown.right.group:
            answer = f"group.{side.group}"
        for option in side.options:
            name = words("option", number=option.number)
            if len(shown.sides) > 1 and shown.whole:
                name = words("compare.column", answer=words(answer), number=option.number)
            names.append(name)
    return tuple(names)


def rows(words: Words, shown: Comparison) -> tuple[Row, ...]:
    """Return one row for each treatment that occurs, in the order in which they do."""
    told = [cells(words, option) for side in shown.sides for option in side.options]
    return tuple(
        Row(treatment, tuple(column.get(treatment, "") for column in told))
        for treatment in dict.fromkeys(name for column in told for name in column)
    )


def cells(words: Words, option: Option) -> dict[str, str]:
    """Tell for each treatment of an option where in it the treatment stands."""
    told: dict[str, list[str]] = {}
    for group in _groups(option):
        for piece in group.pieces:
            told.setdefault(piece.step.treatment, []).append(_cell(words, option, group, piece))
    return {
        treatment: capital(_joined(words, "compare.again", places))
        for treatment, places in told.items()
    }


def _groups(option: Option) -> Iterator[Group]:
    for part in option.parts:
        yield from _within(Group(part.pieces))


def _within(group: Group) -> Iterator[Group]:
    """Yield a group and, one after the other, those behind its pieces."""
    yield group
    for piece in group.pieces:
        for way in piece.ways:
            rivals = tuple(other for other in piece.ways if other is not way)
            yield from _within(Group(way.pieces, rivals, ways_differ(piece)))


def _cell(words: Words, option: Option, group: Group, piece: Piece) -> str:
    step, told = piece.step, []
    if step.condition:
        condition = words(f"condition.{step.condition}")
        told.append(words("compare.only-if", condition=condition))
    if step.phase:
        told.append(words("compare.phase", phase=words.name(step.phase)))
    if place := _place(words, option, group, piece):
        told.append(place)
    if others := [other for other in group.pieces if other is not piece]:
        told.append(words("compare.beside", others=_named(words, others)))
    if ways_differ(piece):
        told.append(_ways(words, piece))
    if not told:
        told.append(words("compare.only"))
    if step.purpose:
        told.append(words(f"purpose.{step.purpose}"))
    return _joined(words, "compare.joint", told)


def _place(words: Words, option: Option, group: Group, piece: Piece) -> str:
    """Tell what a piece comes after; a piece beside others shares the place of the first one."""
    head = group.pieces[0].step
    if head.follows is None:
        # Where no order is stated, nothing is first.
        goes_on = len(option.parts) > 1 or (piece.ways and not ways_differ(piece))
        return words("compare.first") if goes_on else ""
    place = words(f"compare.{head.link}", before=followed(words, option, head))
    if group.differ:
        return words("compare.way", place=place)
    if group.rivals:
        others = [_named(words, list(way.pieces)) for way in group.rivals]
        return words("compare.or", place=place, others=_joined(words, "sum.or", others))
    return place


def _ways(words: Words, piece: Piece) -> str:
    ways = [words("sum.way.alone")] + [
        words(f"sum.way.{way.link}", after=_named(words, list(way.pieces))) for way in piece.ways
    ]
    return words("compare.ways", ways=_joined(words, "sum.or-ways", ways))


def _named(words: Words, pieces: list[Piece]) -> str:
    return _joined(words, "compare.and", [words.name(piece.step.treatment) for piece in pieces])


def _joined(words: Words, joint: str, told: list[str]) -> str:
    return reduce(lambda before, after: words(joint, before=before, after=after), told)


# --- On the page ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """An option with its pictures: from left to right, and from top to bottom."""

    option: Option
    wide: Picture
    narrow: Picture


@dataclass(frozen=True)
class Shown:
    """A side as a reader sees it."""

    title: str
    situation: Situation
    drawn: tuple[Drawn, ...]


def answer(words: Words, group: str, place: str) -> str:
    """Name an answer to both questions in short."""
    return words("compare.answer", group=words(f"group.{group}"), place=words(f"place.{place}.in"))


def markup(words: Words, shown: Comparison, glossary: Glossary) -> Markup:
    """Return the drawings side by side, the table under them, and where each option is found."""
    sides = [_shown(words, shown, side) for side in shown.sides]
    found = rows(words, shown)
    return html.render(
        "compare.html",
        words,
        glossary=glossary,
        shown=shown,
        sides=sides,
        said=words("compare.said", sides=_joined(words, "compare.and", [s.title for s in sides])),
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
        title = words("option", number=side.options[0].number)
    elif not shown.same:
        title = answer(words, side.group, side.place)
    return Shown(title, side.situation, tuple(_drawn(words, option) for option in side.options))


@cached_by_owner(maxsize=None)
def _drawn(words: Words, option: Option) -> Drawn:
    told = option_summary(words, option)
    return Drawn(
        option,
        image(flow.draw_steps(words, option, "wide"), told),
        image(flow.draw_steps(words, option, "narrow", sideways=False), told),
    )
