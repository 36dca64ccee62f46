"""One option as a drawing with one of its steps marked."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from carepath.drawing import dot, svg
from carepath.fonts import metrics
from carepath.model.pathway import Option, Stage, Step
from carepath.text.messages import Words, capital
from carepath.text.sentences import option_name

GROUP = f"{{{svg.SVG}}}g"
PREFIX = "present"


@dataclass(frozen=True)
class Marked:
    """An `<svg>` element as text, and its size in units of its own text size."""

    markup: str
    wide: float


def across(words: Words, option: Option, inside: bool, now: Step) -> Marked:
    """Return the steps from left to right, step `now` marked; inside a treatment its phase."""
    if inside:
        source = dot.draw_stage(words, option, _stage(option, now), PREFIX, rows=True)
    else:
        source = dot.draw_option(words, option, PREFIX, slide=True)
    return _marked(source, words, option, now)


def down(words: Words, option: Option, inside: bool, now: Step) -> Marked:
    """Return the steps from top to bottom, for where they do not fit beside each other."""
    if inside:
        source = dot.draw_stage(words, option, _stage(option, now), PREFIX)
    else:
        source = dot.draw_option(words, option, PREFIX, sideways=False)
    return _marked(source, words, option, now)


def _stage(option: Option, step: Step) -> Stage:
    return next(stage for stage in option.stages if stage.phase == step.phase)


def _marked(dot: str, words: Words, option: Option, now: Step) -> Marked:
    """Mark the boxes of steps; all else is for the eye, the sentence says it."""
    ElementTree.register_namespace("", svg.SVG)
    root = ElementTree.fromstring(svg.svg(dot))
    wide = int(root.attrib.pop("width")) / metrics.SIZE
    del root.attrib["height"]
    root.attrib.update(
        {
            "role": "group",
            "aria-label": option_name(words, option),
            "style": f"--wide: {wide:.3f}",
        }
    )
    steps = {f"{PREFIX}-{option.number}-{step.number}": step for step in option.steps}
    for group in root.iter(GROUP):
        step = steps.get(group.attrib.pop("id", ""))
        if step:
            group.attrib.update({"role": "img", "aria-label": capital(words.name(step.treatment))})
            if step is now:
                group.set("class", f"{group.get('class')} now")
                group.set("aria-current", "step")
        elif group.get("class") != "graph":
            group.set("aria-hidden", "true")
    return Marked(ElementTree.tostring(root, encoding="unicode"), wide)
