"""The drawing of a situation, and of the map, as HTML: pictures, legend and step details."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from carepath import flow, html, words as wording
from carepath.pathway import Option, Pathways, Situation, Step
from carepath.render import Button, Picture, picture
from carepath.rules import GROUPS, PLACES
from carepath.words import Words

CLOSED = "option=&step="


@dataclass(frozen=True)
class Detail:
    """What opens behind a box: an option (`step` is None), a step, or a step inside a step."""

    id: str
    choice: str
    back: str
    option: Option
    step: Step | None
    place: str
    inside: Situation | None = None
    picture: Picture | None = None
    inner: tuple[Detail, ...] = ()

    @property
    def nested(self) -> bool:
        """It stands inside the details of another step, and closing it goes back there."""
        return self.back != CLOSED


def paths(words: Words, pathways: Pathways, situation: Situation) -> Markup:
    """Return the drawing of a situation with the details of every step."""
    buttons = {"wide": _buttons(words, situation, "wide")}
    title = words("drawing.title")
    wide = picture(flow.draw_situation(words, situation, "wide"), buttons["wide"], title)
    options = [
        {
            "option": option,
            "picture": picture(
                flow.draw_option(words, option, f"narrow{option.number}"),
                _option_buttons(words, option, f"narrow{option.number}"),
                words("option", number=option.number),
            ),
            "details": _details(words, pathways, option),
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


def map_of(words: Words, pathways: Pathways) -> Markup:
    """Return the map of both questions, its answers as buttons."""
    return html.render(
        "map.html",
        words,
        wide=picture(
            flow.draw_map(words, pathways, GROUPS, "map"),
            _answers(words, pathways, GROUPS, "map"),
            words("map.title"),
        ),
        narrow=[
            picture(
                flow.draw_map(words, pathways, (group,), f"map-{group}"),
                _answers(words, pathways, (group,), f"map-{group}"),
                words(f"group.{group}"),
            )
            for group in GROUPS
        ],
    )


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


def _details(words: Words, pathways: Pathways, option: Option) -> list[Detail]:
    """Return what opens behind an option's name and behind each of its steps."""
    choice = urlencode({"option": option.number, "step": ""})
    place = words("option", number=option.number)
    whole = Detail(detail_id(choice), choice, CLOSED, option, None, place)
    return [whole, *(_step_detail(words, pathways, option, step) for step in option.steps)]


def _step_detail(words: Words, pathways: Pathways, option: Option, step: Step) -> Detail:
    choice = _choice(option, step)
    place = words("option.step", option=option.number, step=step.number)
    inside = pathways.inside.get(step.treatment)
    if inside is None:
        return Detail(detail_id(choice), choice, CLOSED, option, step, place)
    outer = f"{option.number}.{step.number}"
    prefix = f"inside{option.number}x{step.number}"
    within = inside.options[0]
    drawn = picture(
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
