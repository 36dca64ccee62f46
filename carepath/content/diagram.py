"""The drawing of a situation, and of the map, as HTML: pictures, legend and step details."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup

from carepath.content import legend
from carepath.drawing import dot, map_dot, svg
from carepath.drawing.svg import Button, Picture, interactive_svg
from carepath.model.options import Option, Reference, Step
from carepath.model.pathway import Pathways, Situation
from carepath.model.selection import Selection
from carepath.tables import routing
from carepath.text import kinds, messages, sentences, templating
from carepath.text.messages import Words

CLOSED = "option=&step="
LEAST = 440
"""The least width of the picture, in px, where the details are beside it."""


@dataclass(frozen=True)
class Detail:
    """The details that a box opens: those of a step, or of a step inside a step.

    Without a script, `away` is the URL that closes open details, and `whole` the one that closes
    those around them as well.
    """

    id: str
    choice: str
    back: str
    option: Option
    step: Step
    inside: Situation | None = None
    pictures: tuple[Picture, ...] = ()
    inner: tuple[Detail, ...] = ()
    away: str = ""
    whole: str = ""

    @property
    def references(self) -> list[Reference]:
        """The references of the step, and of the notes beside it, each once."""
        inside = self.inside.references if self.inside else []
        notes = [note.reference for note in self.option.notes]
        return [*dict.fromkeys([*self.step.references, *notes, *inside])]

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs of the flow inside the step, which the legend of the whole leaves out."""
        return legend.signs(self.inside) if self.inside else ()

    @property
    def nested(self) -> bool:
        """Whether it is inside the details of another step, to which closing it returns."""
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
    draw = _linked(pathways, linked) if linked else interactive_svg

    def details(option: Option) -> list[Detail]:
        if linked is None:
            return _details(words, pathways, option, draw, (True, False))
        all = _details(words, pathways, option, draw, (False,))
        return _open(all, partial(_address, pathways, linked), linked)

    return _rendered(words, pathways, situation, draw, details)


def in_file(
    words: Words, pathways: Pathways, situation: Situation, url: Callable[[str], str], prefix: str
) -> Markup:
    """Return the drawing of a situation for a file, whose boxes link to the `url` of a choice."""
    draw = partial(svg.linked_svg, url=url, fitted=True)
    return _rendered(words, pathways, situation, draw, lambda option: [], prefix)


def _rendered(
    words: Words,
    pathways: Pathways,
    situation: Situation,
    draw: Draw,
    details: Callable[[Option], list[Detail]],
    prefix: str = "",
) -> Markup:
    pictures = [_pictures(words, option, draw) for option in situation.options]
    options = [
        {"option": option, "pictures": drawn, "details": details(option)}
        for option, drawn in zip(situation.options, pictures, strict=True)
    ]
    return templating.render(
        "drawing.html",
        words,
        situation=situation,
        lead=sentences.lead(words, situation),
        options=options,
        width=max(LEAST, *(wide.width for wide, _ in pictures)),
        heights=list(accumulate(wide.height for wide, _ in pictures)),
        pathways=pathways,
        used=kinds.of_situation(words, situation),
        signs=legend.signs(situation),
        prefix=prefix,
    )


def _pictures(words: Words, option: Option, draw: Draw) -> tuple[Picture, Picture]:
    """Return the drawing of an option for a wide page and that for a narrow one."""
    wide, narrow = (
        draw(
            dot.draw_option(words, option, f"{prefix}{option.number}", sideways),
            _buttons(words, option, f"{prefix}{option.number}"),
            sentences.option_name(words, option),
        )
        for prefix, sideways in (("wide", True), ("narrow", False))
    )
    return wide, narrow


def map_of(words: Words, pathways: Pathways, linked: Selection | None = None) -> Markup:
    """Return the map of the questions, its answers as buttons, or as links: see `paths`.

    On a narrow page, each answer to the first question has a drawing of its own.
    """
    draw = _linked(pathways, linked) if linked else interactive_svg
    title = words(f"map.title.{len(pathways.questions)}")
    first = pathways.questions[0]
    return templating.render(
        "map.html",
        words,
        title=title,
        wide=draw(
            map_dot.draw_map(words, pathways, first.answers, "map"),
            _answers(words, pathways, first.answers, "map"),
            title,
        ),
        narrow=[
            draw(
                map_dot.draw_map(words, pathways, (answer,), f"map-{answer}"),
                _answers(words, pathways, (answer,), f"map-{answer}"),
                words.answers[first.id, answer]["text"],
            )
            for answer in first.answers
        ],
    )


def _linked(pathways: Pathways, chosen: Selection) -> Draw:
    return partial(svg.linked_svg, url=partial(_address, pathways, chosen))


def _address(pathways: Pathways, chosen: Selection, choice: str) -> str:
    """Return where a box leads: what is chosen, changed by what the box stands for."""
    values = dict(parse_qsl(choice, keep_blank_values=True))
    return chosen.changed(pathways, values).url()


def _open(
    details: Iterable[Detail], address: Callable[[str], str], chosen: Selection
) -> list[Detail]:
    """Return those details that are chosen, each with its way to close it.

    An option without a step stands for its first step.
    """
    step, _, within = (chosen.step or "1").partition(".")
    at = [
        urlencode({"option": chosen.option, "step": step}),
        *([urlencode({"option": chosen.option, "step": chosen.step})] if within else []),
    ]
    return [
        replace(
            detail,
            away=address(detail.back),
            whole=address(CLOSED),
            inner=tuple(_open(detail.inner, address, chosen)),
        )
        for detail in details
        if detail.choice in at
    ]


def opened(chosen: Selection) -> str:
    """Return the id of what an address opens: a step's details, or an option; "" if nothing."""
    if chosen.step:
        return detail_id(urlencode({"option": chosen.option, "step": chosen.step}))
    return f"option-{chosen.option}" if chosen.option else ""


def detail_id(choice: str) -> str:
    """Return the id of the details a choice opens."""
    return "details-" + "".join(letter if letter.isalnum() else "-" for letter in choice)


def _buttons(words: Words, option: Option, prefix: str, outer: str = "") -> dict[str, Button]:
    """Return the button of each box of an option; `outer` is the step that it is inside."""
    buttons = {}
    for step in option.steps:
        choice = _choice(option, step, outer)
        name = messages.capital(words.name(step.treatment))
        sentence = sentences.step_sentence(words, option, step)
        if not sentence.startswith(name):
            sentence = words("drawing.step", name=name, sentence=sentence)
        box = f"{prefix}-{option.number}-{step.number}"
        buttons[box] = Button(choice, sentence, detail_id(choice))
    return buttons


def _choice(option: Option, step: Step, outer: str = "") -> str:
    if outer:
        number, _, at = outer.partition(".")
        return urlencode({"option": number, "step": f"{at}.{step.number}"})
    return urlencode({"option": option.number, "step": step.number})


def _details(
    words: Words, pathways: Pathways, option: Option, draw: Draw, drawn: tuple[bool, ...]
) -> list[Detail]:
    """Return what opens behind each step of an option.

    A flow inside a step is drawn once for each of `drawn`: with its items in rows, or downward.
    """
    return [_step_detail(words, pathways, option, step, draw, drawn) for step in option.steps]


def _step_detail(
    words: Words,
    pathways: Pathways,
    option: Option,
    step: Step,
    draw: Draw,
    drawn: tuple[bool, ...],
) -> Detail:
    choice = _choice(option, step)
    inside = pathways.inside.get(step.treatment)
    if inside is None:
        return Detail(detail_id(choice), choice, CLOSED, option, step)
    outer = f"{option.number}.{step.number}"
    within = inside.options[0]
    pictures = tuple(
        draw(
            dot.draw_inside(words, inside, prefix, rows),
            _buttons(words, within, prefix, outer),
            words("drawing.sub.title"),
        )
        for rows in drawn
        for prefix in [f"{'rows' if rows else 'inside'}{option.number}x{step.number}"]
    )
    inner = tuple(
        Detail(detail_id(inner_choice), inner_choice, choice, within, inner_step)
        for inner_step in within.steps
        for inner_choice in [_choice(within, inner_step, outer)]
    )
    return Detail(detail_id(choice), choice, CLOSED, option, step, inside, pictures, inner)


def _answers(
    words: Words, pathways: Pathways, first: tuple[str, ...], prefix: str
) -> dict[str, Button]:
    """Return the button of each box of a map that shows some answers to the first question."""
    return {
        f"{prefix}-{routing.name(answers)}": Button(
            urlencode(answers), sentences.answers_name(words, answers)
        )
        for answers in pathways.starts()
        if answers[0][1] in first
    }
