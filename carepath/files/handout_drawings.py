"""The drawings of a hand-out, in the form for which the size of its letters leaves room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from carepath.drawing import dot, svg
from carepath.drawing.svg import Picture
from carepath.model.options import Option
from carepath.model.pathway import Situation
from carepath.text import sentences
from carepath.text.messages import Words, capital

WIDEST, HIGHEST = 440, 600
"""Size of a drawing, in px, that fits a page of either paper in large print."""


@dataclass(frozen=True)
class _Part:
    """A drawing with its text alternative, and the word that links it to the one before."""

    picture: Picture
    alt: str
    word: str = ""

    @property
    def fits(self) -> bool:
        return self.picture.width <= WIDEST and self.picture.height <= HIGHEST


def of_option(words: Words, option: Option, alt: str, large: bool) -> dict[str, object]:
    """Return an option's drawing for the template; `alt` says the same in words."""

    def draw(sideways: bool) -> _Part:
        source = dot.draw_option(words, option, "handout", sideways, close=True)
        return _Part(svg.document(source), alt)

    return _content(_fitting(words, option, draw) if large else [draw(True)])


def of_inside(words: Words, situation: Situation, alt: str, large: bool) -> dict[str, object]:
    """Return the drawing of the situation inside a treatment; `alt` says the same in words."""

    def draw(rows: bool) -> _Part:
        source = dot.draw_inside(words, situation, "inside", rows, close=True)
        return _Part(svg.document(source), alt)

    return _content(_fitting(words, situation.options[0], draw) if large else [draw(True)])


def _fitting(words: Words, option: Option, draw: Callable[[bool], _Part]) -> list[_Part]:
    """Return the wide drawing or the narrow one if it fits, else one drawing per stage."""
    for wide in (True, False):
        if (part := draw(wide)).fits:
            return [part]
    return [
        _Part(
            svg.document(dot.draw_stage(words, option, stage, "handout")),
            capital(sentences.stage_summary(words, stage)),
            words(f"link.{stage.link}") if stage.link else "",
        )
        for stage in option.stages
    ]


def _content(parts: list[_Part]) -> dict[str, object]:
    drawings = [
        {
            "drawing": part.picture.markup,
            "width": part.picture.width,
            "alt": part.alt,
            "word": part.word,
        }
        for part in parts
    ]
    return {"drawings": drawings, "width": max(part.picture.width for part in parts)}
