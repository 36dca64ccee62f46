"""A situation as a drawing: DOT built with `graphviz`, from the same model as the sentences.

Every label is a box of fixed size, measured with the project's own font, and a link word is a box
on the line. So the layout does not depend on the fonts of a machine. Colours are set here for
paper and pictures; on a page the style sheet replaces them by class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from itertools import count, pairwise

import graphviz

from carepath import lettering
from carepath.pathway import (
    UNORDERED_LINKS,
    Option,
    Part,
    Pathways,
    Piece,
    Situation,
    Step,
    Way,
    ways_differ,
)
from carepath.rules import PLACES
from carepath.words import Words, capital

INK, PAPER, QUIET, ACCENT = "#22303c", "#ffffff", "#55636f", "#0f6a72"
WIDEST = 184
"""The widest label, in px: a drawing of one option then fits a phone of 320 px."""
WIDEST_ANSWER = 220
POINTS = 72


@dataclass(frozen=True)
class Spacing:
    """Room in and between boxes: `tall` and `padding` in px, the others as Graphviz wants them."""

    tall: int
    padding: int
    nodesep: str
    ranksep: str
    margin: str


ACROSS = Spacing(tall=48, padding=14, nodesep="0.14", ranksep="0.28", margin="10")
DOWN = Spacing(tall=48, padding=14, nodesep="0.1", ranksep="0.16", margin="10")
CLOSE = Spacing(tall=30, padding=9, nodesep="0.06", ranksep="0.2", margin="6")
"""For paper and the projector, where nothing is tapped with a finger."""


@dataclass(frozen=True)
class Stop:
    """A place a line can start from or lead to: a box, and the frame around it if it has one."""

    box: str
    frame: str = ""


@dataclass(frozen=True)
class Stretch:
    """Something drawn: where lines come in, and where they go out."""

    entry: Stop
    exit: Stop


@dataclass
class _Canvas:
    """A DOT graph being built. `prefix` makes its names unique on a page with several drawings."""

    graph: graphviz.Digraph
    words: Words
    prefix: str
    sideways: bool
    spacing: Spacing
    option: int = 0
    numbers: Iterator[int] = field(default_factory=count)

    def source(self) -> str:
        return str(self.graph.source)

    def fresh(self) -> str:
        return f"{self.prefix}-x{next(self.numbers)}"


def draw_situation(words: Words, situation: Situation, prefix: str) -> str:
    """Return DOT for all options of a situation, from left to right."""
    canvas = _canvas(words, prefix, sideways=True)
    start = _box(canvas, words.situations[situation.id]["start"], "start", ACCENT, bold=True)
    pills = []
    for option in situation.options:
        pill = _option(canvas, option)
        pills.append(pill)
        canvas.graph.edge(f"{start}:e", f"{pill}:w", **_line("plain", arrow=False))
    return canvas.source()


def draw_option(words: Words, option: Option, prefix: str) -> str:
    """Return DOT for one option, from top to bottom."""
    canvas = _canvas(words, prefix, sideways=False)
    _option(canvas, option)
    return canvas.source()


def draw_steps(words: Words, option: Option, prefix: str, sideways: bool = True) -> str:
    """Return DOT for the steps of one option without its name, from left to right or down."""
    canvas = _canvas(words, prefix, sideways, spacing=CLOSE)
    canvas.option = option.number
    _parts(canvas, "", option)
    return canvas.source()


def draw_inside(words: Words, situation: Situation, prefix: str) -> str:
    """Return DOT for the flow inside a treatment, from top to bottom."""
    canvas = _canvas(words, prefix, sideways=False)
    start = _box(canvas, words.situations[situation.id]["start"], "start", ACCENT, bold=True)
    canvas.option = situation.options[0].number
    _parts(canvas, start, situation.options[0])
    return canvas.source()


def draw_map(words: Words, pathways: Pathways, groups: tuple[str, ...], prefix: str) -> str:
    """Return DOT for the two questions: each risk group, where it came back, how many options."""
    canvas = _canvas(words, prefix, sideways=False)
    question = ""
    if len(groups) > 1:
        question = _box(
            canvas, words("question.group"), "start", ACCENT, bold=True, widest=2 * WIDEST
        )
    for group in groups:
        answer = _box(canvas, words(f"group.{group}"), "answer", ACCENT, key=group, bold=True)
        if question:
            canvas.graph.edge(question, answer, **_line("plain", arrow=False))
        with _framed(canvas, "or") as frame:
            spine = [_text(canvas, words("map.came-back"), "title")]
            spine += [_answer(canvas, pathways, group, place) for place in PLACES]
            _keep_order(canvas, spine)
        _line_to(canvas, Stop(answer), Stop(spine[0], frame), "plain")
    return canvas.source()


def _answer(canvas: _Canvas, pathways: Pathways, group: str, place: str) -> str:
    count = len(pathways.answer(group, place).options)
    return _box(
        canvas,
        canvas.words(f"place.{place}"),
        "answer",
        ACCENT,
        key=f"{group}-{place}",
        second=canvas.words.counted("options.count", count),
        widest=WIDEST_ANSWER,
    )


def tint(colour: str, share: float = 0.14) -> str:
    """Return a colour mixed into white, as `#rrggbb`."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


def _canvas(words: Words, prefix: str, sideways: bool, spacing: Spacing | None = None) -> _Canvas:
    spacing = spacing or (ACROSS if sideways else DOWN)
    graph = graphviz.Digraph(
        graph_attr={
            "rankdir": "LR" if sideways else "TB",
            "compound": "true",
            "bgcolor": "transparent",
            "pad": "0.04",
            "nodesep": spacing.nodesep,
            "ranksep": spacing.ranksep,
            "ordering": "out",
        },
        node_attr={
            "fontname": lettering.FAMILY,
            "fontsize": str(lettering.SIZE),
            "fontcolor": INK,
            "fixedsize": "true",
            "margin": "0",
        },
    )
    return _Canvas(graph, words, prefix, sideways, spacing)


def _option(canvas: _Canvas, option: Option) -> str:
    """Draw one option behind its name; return the box that holds the name."""
    canvas.option = option.number
    title = canvas.words("option", number=option.number)
    pill = _box(canvas, title, "option", QUIET, key=str(option.number), bold=True)
    _parts(canvas, pill, option)
    return pill


def _parts(canvas: _Canvas, start: str, option: Option) -> None:
    """Draw the parts of an option, one after the other, behind the box `start` if there is one."""
    before = Stop(start)
    for part in option.parts:
        drawn = _part(canvas, part)
        if part.link:
            _link(canvas, before, part.link, drawn.entry)
        elif start:
            _line_to(canvas, before, drawn.entry, "plain")
        before = drawn.exit


def _part(canvas: _Canvas, part: Part) -> Stretch:
    if part.phase:
        title = canvas.words("phase.title", phase=capital(canvas.words.name(part.phase)))
        return _frame(canvas, "phase", title, [(piece,) for piece in part.pieces], "link.with")
    return _together(canvas, part.pieces)


def _together(canvas: _Canvas, pieces: tuple[Piece, ...]) -> Stretch:
    """Draw pieces joined by "with": in one frame, without an arrow."""
    if len(pieces) == 1:
        return _piece(canvas, pieces[0])
    title = canvas.words("order-not-stated")
    return _frame(canvas, "with", title, [(piece,) for piece in pieces], "link.with")


def _piece(canvas: _Canvas, piece: Piece) -> Stretch:
    step = piece.step
    box = _step(canvas, step)
    entry = Stop(box)
    if step.condition:
        diamond = _diamond(canvas, canvas.words("condition", condition=_condition(canvas, step)))
        _line_to(canvas, Stop(diamond), entry, "then", canvas.words("if-so"))
        entry = Stop(diamond)
    if not piece.ways:
        return Stretch(entry, Stop(box))
    if ways_differ(piece):
        frame = _frame(canvas, "ways", canvas.words("one-of-these-ways"), [None, *piece.ways], "or")
        _line_to(canvas, Stop(box), frame.entry, "plain")
        return Stretch(entry, frame.exit)
    link = piece.ways[0].link
    if len(piece.ways) == 1:
        after = _together(canvas, piece.ways[0].pieces)
    else:
        choices = [way.pieces for way in piece.ways]
        after = _frame(canvas, "or", canvas.words("one-of-these"), choices, "or")
    _link(canvas, Stop(box), link, after.entry)
    return Stretch(entry, after.exit)


@contextmanager
def _framed(canvas: _Canvas, kind: str) -> Iterator[str]:
    """Draw what follows inside a frame; give the frame's name."""
    name = f"cluster_{canvas.fresh()}"
    outer = canvas.graph
    with outer.subgraph(name=name) as inner:
        style = "rounded,dashed" if kind in ("or", "ways") else "rounded"
        inner.attr(
            style=style, color=QUIET, margin=canvas.spacing.margin, **_class(f"frame {kind}")
        )
        canvas.graph = inner
        yield name
    canvas.graph = outer


def _frame(
    canvas: _Canvas,
    kind: str,
    title: str,
    rows: Sequence[tuple[Piece, ...] | Way | None],
    between: str,
) -> Stretch:
    """Draw a titled frame, its rows one under the other with a word between them."""
    with _framed(canvas, kind) as frame:
        above = title_box = _text(canvas, title, "title", bold=kind == "phase")
        column = [title_box]
        for number, row in enumerate(rows):
            if number:
                column.append(_text(canvas, canvas.words(between), "between"))
                _keep_order(canvas, [above, column[-1]])
                above = column[-1]
            first, last = _row(canvas, row)
            column.append(first)
            _keep_order(canvas, [above, first])
            above = first if canvas.sideways else last
    if canvas.sideways:
        middle = Stop(column[len(column) // 2], frame)
        return Stretch(middle, middle)
    return Stretch(Stop(title_box, frame), Stop(above, frame))


def _row(canvas: _Canvas, row: tuple[Piece, ...] | Way | None) -> tuple[str, str]:
    """Draw one row of a frame (None is "alone"); return its first and last box."""
    if row is None:
        box = _text(canvas, canvas.words("alone"), "alone")
        return box, box
    if isinstance(row, Way):
        word = _text(canvas, canvas.words(f"link.{row.link}"), f"word {row.link}")
        drawn = _together(canvas, row.pieces)
        _line_to(canvas, Stop(word), drawn.entry, row.link)
        return word, drawn.exit.box
    if not canvas.sideways and any(piece.ways for piece in row):
        with _framed(canvas, "chain"):
            drawn = _together(canvas, row)
    else:
        drawn = _together(canvas, row)
    return drawn.entry.box, drawn.exit.box


def _step(canvas: _Canvas, step: Step) -> str:
    kind = canvas.words.terms[step.treatment]["kind"]
    return _box(
        canvas,
        capital(canvas.words.name(step.treatment)),
        f"step kind-{kind}",
        canvas.words.kinds[kind]["light"],
        key=f"{canvas.option}-{step.number}",
    )


def _condition(canvas: _Canvas, step: Step) -> str:
    return canvas.words(f"condition.{step.condition}")


def _box(
    canvas: _Canvas,
    text: str,
    classes: str,
    colour: str,
    key: str = "",
    second: str = "",
    bold: bool = False,
    widest: int = WIDEST,
) -> str:
    padding = canvas.spacing.padding
    lines = lettering.wrap(text, widest - 2 * padding, bold)
    lines = (*lines, *(lettering.wrap(second, widest - 2 * padding) if second else ()))
    wide = max(lettering.width(line, bold) for line in lines) + 2 * padding
    tall = max(canvas.spacing.tall, len(lines) * lettering.LINE + padding)
    name = f"{canvas.prefix}-{key}" if key else canvas.fresh()
    canvas.graph.node(
        name,
        label=_label(lines),
        id=name,
        group=_lane(canvas),
        shape="box",
        style="rounded,filled",
        fillcolor=tint(colour),
        color=colour,
        penwidth="2",
        **_size(wide, tall),
        **_class(classes),
        **({"fontname": lettering.BOLD} if bold else {}),
    )
    return name


def _text(canvas: _Canvas, text: str, classes: str, bold: bool = False) -> str:
    lines = lettering.wrap(text, WIDEST, bold)
    name = canvas.fresh()
    canvas.graph.node(
        name,
        label=_label(lines),
        group=_lane(canvas),
        shape="plaintext",
        fontcolor=INK if bold else QUIET,
        fontname=lettering.BOLD if bold else lettering.FAMILY,
        **_size(
            max(lettering.width(line, bold) for line in lines) * 1.08 + 8,
            len(lines) * lettering.LINE + 4,
        ),
        **_class(classes),
    )
    return name


def _diamond(canvas: _Canvas, text: str) -> str:
    """Draw the smallest diamond, no wider than a phone allows, that holds its text."""
    fits = [
        (tall > 0.8 * wide, wide * tall, wide, tall, lines)
        for lines in {lettering.wrap(text, limit) for limit in range(80, WIDEST, 8)}
        for tall in range(len(lines) * lettering.LINE + 20, 260, 10)
        for wide in [_diamond_width(lines, tall)]
        if wide <= WIDEST + 60
    ]
    if not fits:
        lines = lettering.wrap(text, WIDEST)
        fits = [(False, 0, 2 * WIDEST, 2 * lettering.LINE * len(lines), lines)]
    *_, wide, tall, lines = min(fits)
    name = canvas.fresh()
    canvas.graph.node(
        name,
        label=_label(lines),
        group=_lane(canvas),
        shape="diamond",
        style="filled",
        fillcolor=PAPER,
        color=INK,
        penwidth="2",
        **_size(wide, tall),
        **_class("condition"),
    )
    return name


def _diamond_width(lines: tuple[str, ...], tall: float) -> float:
    """Return how wide a diamond of this height must be for each line to stay inside it."""
    middle = len(lines) / 2
    return max(
        (lettering.width(line) + 12)
        / (1 - max(abs(at + 0.15 - middle), abs(at + 0.85 - middle)) * lettering.LINE * 2 / tall)
        for at, line in enumerate(lines)
    )


def _link(canvas: _Canvas, before: Stop, link: str, after: Stop) -> None:
    """Draw a link: its word on the line, and an arrow only where an order is stated."""
    _line_to(canvas, before, after, link, canvas.words(f"link.{link}"))


def _line_to(canvas: _Canvas, before: Stop, after: Stop, link: str, text: str = "") -> None:
    arrow = link not in (*UNORDERED_LINKS, "plain")
    if not text:
        canvas.graph.edge(before.box, after.box, **_line(link, arrow), **_ends(before, after))
        return
    word = _text(canvas, text, f"word {link}")
    canvas.graph.edge(before.box, word, **_line(link, arrow=False), **_ends(before, Stop("")))
    canvas.graph.edge(word, after.box, **_line(link, arrow), **_ends(Stop(""), after))


def _line(link: str, arrow: bool) -> dict[str, str]:
    return {
        "arrowhead": "normal" if arrow else "none",
        "arrowsize": "0.8",
        "color": QUIET,
        "penwidth": "1.5",
        "style": "dashed" if link.startswith("may-") else "solid",
        "weight": "10",
        **_class(f"line {link}"),
    }


def _ends(before: Stop, after: Stop) -> dict[str, str]:
    return {
        **({"ltail": before.frame} if before.frame else {}),
        **({"lhead": after.frame} if after.frame else {}),
    }


def _keep_order(canvas: _Canvas, boxes: list[str]) -> None:
    """Hold boxes in one column, in this order."""
    if canvas.sideways:
        with canvas.graph.subgraph() as column:
            column.attr(rank="same")
            for above, below in pairwise(boxes):
                column.edge(below, above, style="invis")
    else:
        for above, below in pairwise(boxes):
            canvas.graph.edge(above, below, style="invis", weight="20")


def _lane(canvas: _Canvas) -> str:
    """Name the lane that Graphviz keeps straight: an option's own."""
    return f"lane-{canvas.option}" if canvas.option else ""


def _size(wide: float, tall: float) -> dict[str, str]:
    return {"width": f"{wide / POINTS:.3f}", "height": f"{tall / POINTS:.3f}"}


def _class(names: str) -> dict[str, str]:
    return {"class": names}


def _label(lines: tuple[str, ...]) -> str:
    text = "\\n".join(graphviz.escape(escape(line, quote=False)) for line in lines)
    label: str = graphviz.nohtml(text)
    return label


def kinds_used(words: Words, situation: Situation) -> tuple[str, ...]:
    """Return the kinds of treatment a situation names, in the order of the table of kinds."""
    used = dict.fromkeys(
        words.terms[step.treatment]["kind"] for option in situation.options for step in option.steps
    )
    return tuple(kind for kind in words.kinds if kind in used)
