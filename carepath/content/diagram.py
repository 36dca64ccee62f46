"""The drawing of a situation, and of the map, as HTML: pictures, legend and step details."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import accumulate
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup

from carepath.content import legend
from carepath.drawing import dot, map_dot, svg
from carepath.drawing.svg import Box, Picture
from carepath.model.options import Option, Reference, Step
from carepath.model.pathway import Pathways, Situation
from carepath.model.selection import Selection
from carepath.tables import routing
from carepath.text import kinds, messages, phrases, sentences, templating
from carepath.text.messages import Words

CLOSED = "option=&step="
LEAST = 440
"""The least width of the picture, in px, where the details are beside it."""


@dataclass(frozen=True)
class Detail:
    """The details that a box opens: those of a step, or of a step inside a step.

    `away` is the URL that closes them, and `whole` the one that closes those around them as well.
    """

    id: str
    choice: str
    back: str
    option: Option
    step: Step
    away: str
    whole: str
    open: bool
    inside: Situation | None = None
    pictures: tuple[Picture, ...] = ()
    inner: tuple[Detail, ...] = ()

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


@dataclass(frozen=True)
class _Drawing:
    """The words and situations of a drawing, and what a reader has chosen.

    `url` gives the address of a choice, and `prefix` begins the ids of a drawing `in_file`.
    """

    words: Words
    pathways: Pathways
    chosen: Selection
    url: Callable[[str], str]
    in_file: bool = False
    prefix: str = ""

    def draw(self, dot: str, boxes: dict[str, Box], title: str) -> Picture:
        """Return the drawing of DOT with its boxes by id."""
        return svg.linked_svg(dot, boxes, title, self.url, self.in_file)

    def opens(self, choice: str) -> bool:
        """Return whether the details of a choice are open: the chosen ones, and those around them.

        An option without a step stands for its first step.
        """
        step = self.chosen.step or "1"
        return choice in (_query(self.chosen.option, at) for at in (step, step.partition(".")[0]))


def _on_page(words: Words, pathways: Pathways, chosen: Selection) -> _Drawing:
    """Return a drawing whose boxes lead to what is chosen, changed by what they stand for."""

    def url(choice: str) -> str:
        values = dict(parse_qsl(choice, keep_blank_values=True))
        return chosen.changed(pathways, values).url()

    return _Drawing(words, pathways, chosen, url)


def paths(words: Words, pathways: Pathways, situation: Situation, chosen: Selection) -> Markup:
    """Return the drawing of a situation with the details of every step, of which few are open.

    Its boxes are links; `diagram.js` has them open and close the details in place.
    """
    return _rendered(_on_page(words, pathways, chosen), situation)


def in_file(
    words: Words, pathways: Pathways, situation: Situation, url: Callable[[str], str], prefix: str
) -> Markup:
    """Return the drawing of a situation for a file, whose boxes link to the `url` of a choice."""
    drawing = _Drawing(words, pathways, Selection(), url, in_file=True, prefix=prefix)
    return _rendered(drawing, situation)


def _rendered(drawing: _Drawing, situation: Situation) -> Markup:
    words, pathways = drawing.words, drawing.pathways
    pictures = [_pictures(drawing, option) for option in situation.options]
    options = [
        {
            "option": option,
            "pictures": drawn,
            # A file folds the details in its list of options.
            "details": []
            if drawing.in_file
            else [_step_detail(drawing, option, step) for step in option.steps],
        }
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
        prefix=drawing.prefix,
    )


def _pictures(drawing: _Drawing, option: Option) -> tuple[Picture, Picture]:
    """Return the drawing of an option for a wide page and that for a narrow one."""
    words = drawing.words
    wide, narrow = (
        drawing.draw(
            dot.draw_option(words, option, f"{prefix}{option.number}", sideways),
            _boxes(words, option, f"{prefix}{option.number}"),
            sentences.option_name(words, option),
        )
        for prefix, sideways in (("wide", True), ("narrow", False))
    )
    return wide, narrow


def map_of(words: Words, pathways: Pathways, chosen: Selection) -> Markup:
    """Return the map of the questions; its boxes are links to what each answer leads to.

    On a narrow page, each answer to the first question has a drawing of its own.
    """
    drawing = _on_page(words, pathways, chosen)
    title = words(f"map.title.{len(pathways.questions)}")
    first = pathways.questions[0]
    return templating.render(
        "map.html",
        words,
        title=title,
        wide=drawing.draw(
            map_dot.draw_map(words, pathways, first.answers, "map"),
            _answers(words, pathways, first.answers, "map"),
            title,
        ),
        narrow=[
            drawing.draw(
                map_dot.draw_map(words, pathways, (answer,), f"map-{answer}"),
                _answers(words, pathways, (answer,), f"map-{answer}"),
                words.answers[first.id, answer]["text"],
            )
            for answer in first.answers
        ],
    )


def opened(chosen: Selection) -> str:
    """Return the id of what an address opens: a step's details, or an option; "" if nothing."""
    if chosen.step:
        return detail_id(_query(chosen.option, chosen.step))
    return f"option-{chosen.option}" if chosen.option else ""


def detail_id(choice: str) -> str:
    """Return the id of the details a choice opens."""
    return "details-" + "".join(letter if letter.isalnum() else "-" for letter in choice)


def _boxes(words: Words, option: Option, prefix: str, outer: str = "") -> dict[str, Box]:
    """Return the action of each box of an option; `outer` is the step that it is inside."""
    boxes = {}
    for step in option.steps:
        choice = _choice(option, step, outer)
        name = messages.capital(words.name(step.treatment))
        sentence = sentences.step_sentence(words, option, step)
        if not sentence.startswith(name):
            sentence = words("drawing.step", name=name, sentence=sentence)
        if inside := phrases.phases_inside(words, step):
            also = words("sum.sentence", summary=inside)
            sentence = words("say.also", sentence=sentence, also=also)
        box = f"{prefix}-{option.number}-{step.number}"
        boxes[box] = Box(choice, sentence, detail_id(choice))
    return boxes


def _choice(option: Option, step: Step, outer: str = "") -> str:
    if outer:
        number, _, at = outer.partition(".")
        return _query(number, f"{at}.{step.number}")
    return _query(option.number, step.number)


def _query(option: object, step: object) -> str:
    return urlencode({"option": option, "step": step})


def _step_detail(drawing: _Drawing, option: Option, step: Step) -> Detail:
    """Return what opens behind a step; a flow inside it is drawn in rows and downward."""
    inside = drawing.pathways.inside.get(step.treatment)
    choice = _choice(option, step)
    if inside is None:
        return _detail(drawing, choice, CLOSED, option, step)
    outer = f"{option.number}.{step.number}"
    within = inside.options[0]
    pictures = tuple(
        drawing.draw(
            dot.draw_inside(drawing.words, inside, prefix, rows),
            _boxes(drawing.words, within, prefix, outer),
            drawing.words("drawing.sub.title"),
        )
        for rows in (True, False)
        for prefix in [f"{'rows' if rows else 'inside'}{option.number}x{step.number}"]
    )
    inner = tuple(
        _detail(drawing, _choice(within, inner_step, outer), choice, within, inner_step)
        for inner_step in within.steps
    )
    detail = _detail(drawing, choice, CLOSED, option, step)
    return replace(detail, inside=inside, pictures=pictures, inner=inner)


def _detail(drawing: _Drawing, choice: str, back: str, option: Option, step: Step) -> Detail:
    return Detail(
        detail_id(choice),
        choice,
        back,
        option,
        step,
        drawing.url(back),
        drawing.url(CLOSED),
        drawing.opens(choice),
    )


def _answers(
    words: Words, pathways: Pathways, first: tuple[str, ...], prefix: str
) -> dict[str, Box]:
    """Return the action of each box of a map that shows some answers to the first question."""
    return {
        f"{prefix}-{routing.name(answers)}": Box(
            urlencode(answers), sentences.answers_name(words, answers)
        )
        for answers in pathways.starts()
        if answers[0][1] in first
    }
