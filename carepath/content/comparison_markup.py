"""A comparison as HTML: the drawings side by side, the table, and the source of each option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from carepath.cache import cached_by_owner
from carepath.content.comparison import (
    Comparison,
    Side,
    answer_name,
    columns,
    letters,
    rows,
    short_names,
    treatments,
)
from carepath.drawing import dot
from carepath.drawing.svg import Picture, static_svg
from carepath.model.options import Note, Option
from carepath.model.pathway import Pathways, Situation
from carepath.text import templating
from carepath.text.glossary import Glossary
from carepath.text.messages import Words, capital
from carepath.text.phrases import enumeration
from carepath.text.sentences import Statement, option_name, option_summary, statement


@dataclass(frozen=True)
class Drawn:
    """An option with its name and pictures: from left to right, and from top to bottom."""

    option: Option
    name: str
    wide: Picture
    narrow: Picture


@dataclass(frozen=True)
class Shown:
    """A side with its title, statement, notes, and drawings, each with its letter."""

    title: str
    situation: Situation
    stated: Statement | None
    notes: tuple[Note, ...]
    drawn: tuple[tuple[str, Drawn], ...]


def render(words: Words, pathways: Pathways, shown: Comparison, glossary: Glossary) -> Markup:
    """Return the drawings side by side, the table, and the source of each option."""
    names, heads = columns(words, shown), letters(shown)
    left = len(shown.left.options)
    sides = [
        _shown(words, shown, side, own)
        for side, own in zip(shown.sides, (heads[:left], heads[left:]), strict=False)
    ]
    found = rows(words, pathways, shown)
    return templating.render(
        "compare.html",
        words,
        glossary=glossary,
        shown=shown,
        sides=sides,
        said=words("compare.said", sides=enumeration(words, [side.title for side in sides])),
        widths=sorted({item.wide.width for side in sides for _, item in side.drawn}),
        columns=names,
        letters=heads,
        heads=heads if shown.whole else short_names(words, shown),
        rows=found,
        # Marked before the cells, so that the head of a row explains its treatment.
        treatments=[glossary.mark(capital(words.name(row.treatment))) for row in found],
        options=shown.options,
        named=treatments(pathways, shown),
    )


def _shown(words: Words, shown: Comparison, side: Side, heads: Sequence[str]) -> Shown:
    title = words.situations[side.situation.id]["name"]
    if not shown.whole:
        title = option_name(words, side.options[0])
    elif not shown.same:
        title = answer_name(words, side.answers)
    stated = statement(words, side.situation, side.answers)
    drawn = tuple(zip(heads, (_drawn(words, option) for option in side.options), strict=True))
    notes = side.situation.notes if shown.same else side.situation.all_notes(side.answers)
    return Shown(title, side.situation, stated, notes, drawn)


@cached_by_owner(maxsize=None)
def _drawn(words: Words, option: Option) -> Drawn:
    told = option_summary(words, option)
    return Drawn(
        option,
        option_name(words, option),
        static_svg(dot.draw_option(words, option, "wide", close=True), told),
        static_svg(dot.draw_option(words, option, "narrow", sideways=False, close=True), told),
    )
