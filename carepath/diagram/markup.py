"""The drawing of a situation, and of the map, as HTML: pictures, legend and step details."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup

from carepath import flow, html, render, words as wording
from carepath.link import Selection
from carepath.pathway import Option, Pathways, Situation, Step
from carepath.render import Button, Picture, picture
from carepath.rules import GROUPS, PLACES
from carepath.words import Words

CLOSED = "option=&step="


@dataclass(frozen=True)
class Detail:
    """What opens behind a box: an option (`step` is None), a step, or a step inside a step.

    `away` is the address that shows it closed, where it stands open and there is no script.
    """

    id: str
    choice: str
    back: str
    option: Option
    step: Step | None
    place: str
    inside: Situation | None = None
    picture: Picture | None = None
    inner: tuple[Detail, ...] = ()
    away: str = ""

    @property
    def nested(self) -> bool:
        """It stands inside the details of another step, and closing it goes back there."""
        return self.back != CLOSED


Draw = Callable[[str, dict[str, Button], str], Picture]
"""Draws DOT with its boxes by id and the name of the whole."""


def paths(
    words: Words, pathways: Pathways, situation: Situation, linked: Selection | None = None
) -> Markup:
    """Return the drawing of a situation with the details of every step, ready for a script.

    Where there is none, `linked` is what the reader has chosen: boxes are links to the next
    choice, and of the details only those that are chosen are there.
    """
    draw = _linked(linked) if linked else picture
    title = words("drawing.title")
    wide = draw(
        flow.draw_situation(words, situation, "wide"), _buttons(words, situation, "wide"), title
    )
    options = [
        {
            "option": option,
            "picture": draw(
                flow.draw_option(words, option, f"narrow{option.number}"),
                _option_buttons(words, option, f"narrow{option.number}"),
                words("option", number=option.number),
            ),
            "details": _open(_details(words, pathways, option, draw), linked)
            if linked
            else _details(words, pathways, option, draw),
        }
        for option in situation.options
    ]
    return html.render(
        "drawing.html",
        words,
        situation=situation,
        wide=wide,
        options=options,
        pathways=pathways,
        kinds=flow.kinds_used(words, situation),
        links=_links(situation),
    )


def map_of(words: Words, pathways: Pathways, linked: Selection | None = None) -> Markup:
    """Return the map of both questions, its answers as buttons, or as links: see `paths`."""
    draw = _linked(linked) if linked else picture
    return html.render(
        "map.html",
        words,
        wide=draw(
            flow.draw_map(words, pathways, GROUPS, "map"),
            _answers(words, pathways, GROUPS, "map"),
            words("map.title"),
        ),
        narrow=[
            draw(
                flow.draw_map(words, pathways, (group,), f"map-{group}"),
                _answers(words, pathways, (group,), f"map-{group}"),
                words(f"group.{group}"),
            )
            for group in GROUPS
        ],
    )


def _linked(chosen: Selection) -> Draw:
    return partial(render.links, url=partial(_address, chosen))


def _address(chosen: Selection, choice: str) -> str:
    """Return where a box leads: what is chosen, changed by what the box stands for."""
    return chosen.changed(dict(parse_qsl(choice, keep_blank_values=True))).url()


def _open(details: Iterable[Detail], chosen: Selection) -> list[Detail]:
    """Return those details that are chosen, each with its way to close it."""
    step, _, within = chosen.step.partition(".")
    at = [
        urlencode({"option": chosen.option, "step": step}),
        *([urlencode({"option": chosen.option, "step": chosen.step})] if within else []),
    ]
    return [
        replace(
            detail,
            away=_address(chosen, detail.back),
            inner=tuple(_open(detail.inner, chosen)),
        )
        for detail in details
        if detail.choice in at
    ]


def detail_id(choice: str) -> str:
    """Return the id of the details a choice opens."""
    return "details-" + "".join(letter if letter.isalnum() else "-" for letter in choice)


def _buttons(words: Words, situation: Situation, prefix: str) -> dict[str, Button]:
    return {
        box: button
        for option in situation.options
        for box, button in _option_buttons(words, option, prefix).items()
    }


def _option_buttons(
    words: Words, option: Option, prefix: str, outer: str = ""
) -> dict[str, Button]:
    """Return what each box of an option does; `outer` is the step it stands inside."""
    buttons = {}
    if not outer:
        choice = urlencode({"option": option.number, "step": ""})
        buttons[f"{prefix}-{option.number}"] = Button(
            choice,
            words(
                "drawing.option",
                name=words("option", number=option.number),
                summary=wording.option_summary(words, option),
            ),
            detail_id(choice),
        )
    for step in option.steps:
        choice = _choice(option, step, outer)
        place = (
            words("inside.step", step=step.number)
            if outer
            else words("option.step", option=option.number, step=step.number)
        )
        buttons[f"{prefix}-{option.number}-{step.number}"] = Button(
            choice,
            words(
                "drawing.step",
                name=wording.capital(words.name(step.treatment)),
                place=place,
                sentence=wording.step_sentence(words, option, step),
            ),
            detail_id(choice),
        )
    return buttons


def _choice(option: Option, step: Step, outer: str = "") -> str:
    if outer:
        number, _, at = outer.partition(".")
        return urlencode({"option": number, "step": f"{at}.{step.number}"})
    return urlencode({"option": option.number, "step": step.number})


def _details(words: Words, pathways: Pathways, option: Option, draw: Draw) -> list[Detail]:
    """Return what opens behind an option's name and behind each of its steps."""
    choice = urlencode({"option": option.number, "step": ""})
    place = words("option", number=option.number)
    whole = Detail(detail_id(choice), choice, CLOSED, option, None, place)
    return [whole, *(_step_detail(words, pathways, option, step, draw) for step in option.steps)]


def _step_detail(
    words: Words, pathways: Pathways, option: Option, step: Step, draw: Draw
) -> Detail:
    choice = _choice(option, step)
    place = words("option.step", option=option.number, step=step.number)
    inside = pathways.inside.get(step.treatment)
    if inside is None:
        return Detail(detail_id(choice), choice, CLOSED, option, step, place)
    outer = f"{option.number}.{step.number}"
    prefix = f"inside{option.number}x{step.number}"
    within = inside.options[0]
    drawn = draw(
        flow.draw_inside(words, inside, prefix),
        _option_buttons(words, within, prefix, outer),
        words("drawing.sub.title"),
    )
    inner = tuple(
        Detail(
            detail_id(inner_choice),
            inner_choice,
            choice,
            within,
            inner_step,
            words("inside.step", step=inner_step.number),
        )
        for inner_step in within.steps
        for inner_choice in [_choice(within, inner_step, outer)]
    )
    return Detail(detail_id(choice), choice, CLOSED, option, step, place, inside, drawn, inner)


def _answers(
    words: Words, pathways: Pathways, groups: tuple[str, ...], prefix: str
) -> dict[str, Button]:
    buttons = {}
    for group in groups:
        name = words(f"group.{group}")
        buttons[f"{prefix}-{group}"] = Button(urlencode({"group": group}), name)
        for place in PLACES:
            count = len(pathways.answer(group, place).options)
            buttons[f"{prefix}-{group}-{place}"] = Button(
                urlencode({"group": group, "place": place}),
                words(
                    "map.choose",
                    group=name,
                    place=words(f"place.{place}"),
                    count=words.counted("options.count", count),
                ),
            )
    return buttons


def _links(situation: Situation) -> tuple[str, ...]:
    """Return the signs the legend explains, in a fixed order, only those that are drawn."""
    steps = [step for option in situation.options for step in option.steps]
    rivals = [
        (o.number, s.follows)
        for o in situation.options
        for s in o.steps
        if s.follows and s.link != "with"
    ]
    used = {step.link for step in steps if step.link}
    if len(rivals) > len(set(rivals)):
        used.add("or")
    if any(step.condition for step in steps):
        used.add("condition")
    order = ("then", "may-then", "with", "may-with", "or", "condition")
    return tuple(sign for sign in order if sign in used)
