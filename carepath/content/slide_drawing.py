"""One option as a drawing with one of its steps marked."""

from __future__ import annotations

from carepath.drawing import dot, svg
from carepath.drawing.svg import Picture
from carepath.model.options import Option, Stage, Step
from carepath.text.messages import Words, capital
from carepath.text.sentences import option_name

PREFIX = "present"


def across(words: Words, option: Option, now: Step) -> Picture:
    """Return the steps from left to right, step `now` marked; of an option with phases, its own."""
    if option.phases:
        source = dot.draw_stage(words, option, _stage(option, now), PREFIX, rows=True, slide=True)
    else:
        source = dot.draw_option(words, option, PREFIX, slide=True)
    return _marked(source, words, option, now)


def down(words: Words, option: Option, now: Step) -> Picture:
    """Return the steps from top to bottom, for where they do not fit beside each other."""
    if option.phases:
        source = dot.draw_stage(words, option, _stage(option, now), PREFIX, slide=True)
    else:
        source = dot.draw_option(words, option, PREFIX, sideways=False, slide=True)
    return _marked(source, words, option, now)


def _stage(option: Option, step: Step) -> Stage:
    return next(stage for stage in option.stages if stage.phase == step.phase)


def _marked(source: str, words: Words, option: Option, now: Step) -> Picture:
    labels = {_box(option, step): capital(words.name(step.treatment)) for step in option.steps}
    return svg.slide_svg(source, labels, _box(option, now), option_name(words, option))


def _box(option: Option, step: Step) -> str:
    return f"{PREFIX}-{option.number}-{step.number}"
