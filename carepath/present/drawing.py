"""One option as a drawing with one of its steps marked."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from carepath import flow, lettering, render
from carepath.pathway import Option
from carepath.words import Words, capital

GROUP = f"{{{render.SVG}}}g"
PREFIX = "present"


@dataclass(frozen=True)
class Marked:
    """An `<svg>` element as text, and its size in units of its own text size."""

    markup: str
    wide: float


def across(words: Words, option: Option, now: int) -> Marked:
    """Return the steps from left to right, step `now` marked."""
    return _marked(flow.draw_steps(words, option, PREFIX), words, option, now)


def down(words: Words, option: Option, now: int) -> Marked:
    """Return the steps from top to bottom, for where they do not fit beside each other."""
    return _marked(flow.draw_option(words, option, PREFIX), words, option, now)


def _marked(dot: str, words: Words, option: Option, now: int) -> Marked:
    """Mark the boxes of steps; all else is for the eye, the sentence says it."""
    ElementTree.register_namespace("", render.SVG)
    root = ElementTree.fromstring(render.svg(dot))
    wide = int(root.attrib.pop("width")) / lettering.SIZE
    del root.attrib["height"]
    root.attrib.update(
        {
            "role": "group",
            "aria-label": words("option", number=option.number),
            "style": f"--wide: {wide:.3f}",
        }
    )
    steps = {f"{PREFIX}-{option.number}-{step.number}": step for step in option.steps}
    for group in root.iter(GROUP):
        step = steps.get(group.attrib.pop("id", ""))
        if step:
            group.attrib.update({"role": "img", "aria-label": capital(words.name(step.treatment))})
            group.set("class", f"{group.get('class')} {_state(step.number, now)}")
            if step.number == now:
                group.set("aria-current", "step")
        elif group.get("class") != "graph":
            group.set("aria-hidden", "true")
    return Marked(ElementTree.tostring(root, encoding="unicode"), wide)


def _state(number: int, now: int) -> str:
    if number == now:
        return "now"
    return "past" if number < now else "later"
