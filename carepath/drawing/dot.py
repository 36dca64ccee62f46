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

from carepath.fonts import metrics
from carepath.model.pathway import (
    Branch,
    Group,
    Option,
    Pathways,
    Situation,
    Stage,
    Step,
    StepTree,
    steps_of,
)
from carepath.tables.vocabulary import ORDERED, PLACES
from carepath.text import sentences
from carepath.text.messages import Words, capital

INK, PAPER, QUIET, ACCENT = "#22303c", "#ffffff", "#55636f", "#0f6a72"
WIDEST = 184
"""The widest label, in px: a drawing of one option then fits a phone of 320 px."""
WIDEST_ANSWER = 220
WIDEST_PART = 260
"""The widest label of a part drawn by itself, in px."""
WIDEST_TITLE = 120
"""The widest title beside what it is the title of, in px."""
POINTS = 72


@dataclass(frozen=True)
class Spacing:
    """Room in and between boxes: `tall` and `padding` in px, the others as Graphviz wants them."""

    tall: int
    padding: int
    nodesep: str
    ranksep: str
    margin: str
    close: bool = False


ACROSS = Spacing(tall=48, padding=14, nodesep="0.14", ranksep="0.28", margin="10")
DOWN = Spacing(tall=48, padding=14, nodesep="0.1", ranksep="0.16", margin="10")
CLOSE = Spacing(tall=30, padding=9, nodesep="0.06", ranksep="0.2", margin="6", close=True)
"""For paper and the projector, where nothing is tapped with a finger."""
SLIDE = Spacing(tall=28, padding=9, nodesep="0.03", ranksep="0.2", margin="3", close=True)
"""As `CLOSE`, for the projector: the slide has few lines of its large text."""
LOW = Spacing(tall=30, padding=9, nodesep="0.1", ranksep="0.04", margin="6", close=True)
"""As `CLOSE`, for what goes from top to bottom."""


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
    rows: bool = False
    widest: int = WIDEST
    numbers: Iterator[int] = field(default_factory=count)

    def source(self) -> str:
        return str(self.graph.source)

    def fresh(self) -> str:
        return f"{self.prefix}-x{next(self.numbers)}"


def draw_situation(words: Words, situation: Situation, prefix: str) -> str:
    """Return DOT for all options of a situation, from left to right behind what leads them."""
    canvas = _canvas(words, prefix, sideways=True)
    start = _start(canvas, situation)
    spine = []
    for option in situation.options:
        canvas.option = option.number
        spine.append(_point(canvas))
        _stages(canvas, Stop(spine[-1]), option)
    canvas.option = 0
    with canvas.graph.subgraph() as column:
        column.attr(rank="same")
        for above, below in pairwise(spine):
            column.edge(above, below, **_line("plain", arrow=False))
    if spine:
        middle = spine[(len(spine) - 1) // 2]
        canvas.graph.edge(start, middle, **_line("plain", arrow=False))
    return canvas.source()


def draw_option(
    words: Words,
    option: Option,
    prefix: str,
    sideways: bool = True,
    close: bool = False,
    slide: bool = False,
) -> str:
    """Return DOT for one option, from left to right or down; `close` where nobody taps it."""
    canvas = _canvas(words, prefix, sideways, SLIDE if slide else CLOSE if close else None)
    canvas.option = option.number
    _stages(canvas, None, option)
    return canvas.source()


def draw_inside(
    words: Words, situation: Situation, prefix: str, rows: bool = False, close: bool = False
) -> str:
    """Return DOT for the flow inside a treatment, from top to bottom.

    With `rows`, the items of a phase stand beside each other. `close` is as for an option.
    """
    canvas = _canvas(words, prefix, sideways=False, spacing=LOW if close and rows else None)
    canvas.rows = rows
    start = _start(canvas, situation)
    canvas.option = situation.options[0].number
    _stages(canvas, Stop(start), situation.options[0])
    return canvas.source()


def draw_stage(words: Words, option: Option, stage: Stage, prefix: str, rows: bool = False) -> str:
    """Return DOT for one part of a flow, close; with `rows`, its items beside each other."""
    canvas = _canvas(words, prefix, sideways=False, spacing=LOW)
    canvas.rows, canvas.widest = rows, WIDEST if rows else WIDEST_PART
    canvas.option = option.number
    _stage(canvas, stage)
    return canvas.source()


def draw_map(words: Words, groups: tuple[str, ...], prefix: str) -> str:
    """Return DOT for the two questions: each risk group, and where it came back."""
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
            spine += [_answer(canvas, group, place) for place in PLACES]
            _keep_order(canvas, spine)
        _line_to(canvas, Stop(answer), Stop(spine[0], frame), "plain")
    return canvas.source()


def _answer(canvas: _Canvas, group: str, place: str) -> str:
    return _box(
        canvas,
        canvas.words(f"place.{place}"),
        "answer",
        ACCENT,
        key=f"{group}-{place}",
        widest=WIDEST_ANSWER,
    )


def tint(colour: str, share: float = 0.14) -> str:
    """Return a colour mixed into white, as `#rrggbb`."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * share):02x}" for channel in channels)


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
            "fontname": metrics.FAMILY,
            "fontsize": str(metrics.SIZE),
            "fontcolor": INK,
            "fixedsize": "true",
            "margin": "0",
        },
    )
    return _Canvas(graph, words, prefix, sideways, spacing)


def _start(canvas: _Canvas, situation: Situation) -> str:
    """Draw what a list belongs to, and what the source says of the list."""
    words = canvas.words
    start = words.situations[situation.id]["start"]
    lead = sentences.lead(words, situation)
    return _box(canvas, start, "start", ACCENT, second=(lead,), bold=True, widest=WIDEST_ANSWER)


def _point(canvas: _Canvas) -> str:
    """Place a point that is not seen, where lines meet."""
    name = canvas.fresh()
    lane = _lane(canvas)
    canvas.graph.node(name, label="", group=lane, shape="point", style="invis", **_size(0.1, 0.1))
    return name


def _stages(canvas: _Canvas, before: Stop | None, option: Option) -> None:
    """Draw the parts of an option, one after the other, behind `before` if there is one."""
    for stage in option.stages:
        drawn = _stage(canvas, stage)
        if before and stage.link:
            _link(canvas, before, stage.link, drawn.entry)
        elif before:
            _line_to(canvas, before, drawn.entry, "plain")
        before = drawn.exit


def _stage(canvas: _Canvas, stage: Stage) -> Stretch:
    if not stage.phase:
        return _group(canvas, stage.items[0])
    title = canvas.words("phase.title", phase=capital(canvas.words.name(stage.phase)))
    if canvas.rows:
        return _row_of_items(canvas, title, stage.items)
    return _frame(canvas, "phase", title, stage.items)


def _group(canvas: _Canvas, group: Group) -> Stretch:
    """Draw a piece, or in one frame and without an arrow the pieces that belong together."""
    if not group.link:
        return _piece(canvas, group.trees[0])
    title = canvas.words(f"frame.{group.link}")
    between = "" if group.link == "combined-with" else canvas.words(f"link.{group.link}")
    trees = [Group("", (tree,)) for tree in group.trees]
    return _frame(canvas, group.link, title, trees, between)


def _piece(canvas: _Canvas, tree: StepTree) -> Stretch:
    box = _step(canvas, tree.step)
    if not tree.branches:
        return Stretch(Stop(box), Stop(box))
    either = canvas.words("or")
    if tree.step.alone:
        rows = [None, *tree.branches]
        frame = _frame(canvas, "ways", canvas.words("frame.ways"), rows, either)
        _line_to(canvas, Stop(box), frame.entry, "plain")
        return Stretch(Stop(box), frame.exit)
    if len(tree.branches) == 1:
        after = _group(canvas, tree.branches[0].group)
    else:
        after = _frame(canvas, "or", "", [branch.group for branch in tree.branches], either)
    _link(canvas, Stop(box), tree.branches[0].link, after.entry)
    return Stretch(Stop(box), after.exit)


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
    rows: Sequence[Group | Branch | None],
    between: str = "",
) -> Stretch:
    """Draw a frame, its rows one under the other, under a title and with a word between if any."""
    with _framed(canvas, kind) as frame:
        column, above = [], ""

        def place(first: str, last: str) -> None:
            nonlocal above
            if above:
                _keep_order(canvas, [above, first])
            column.append(first)
            above = first if canvas.sideways else last

        if title:
            widest = WIDEST_PART if canvas.spacing.close else canvas.widest
            box = _text(canvas, title, "title", bold=kind == "phase", widest=widest)
            place(box, box)
        for number, row in enumerate(rows):
            if number and between:
                box = _text(canvas, between, "between")
                place(box, box)
            place(*_row(canvas, row))
    if canvas.sideways:
        middle = Stop(column[len(column) // 2], frame)
        return Stretch(middle, middle)
    return Stretch(Stop(column[0], frame), Stop(above, frame))


def _row(canvas: _Canvas, row: Group | Branch | None) -> tuple[str, str]:
    """Draw one row of a frame (None is "alone"); return its first and last box."""
    if row is None:
        box = _text(canvas, canvas.words("alone"), "alone")
        return box, box
    if isinstance(row, Branch):
        word = _text(canvas, canvas.words(f"way.{row.link}"), f"word {row.link}")
        drawn = _group(canvas, row.group)
        _line_to(canvas, Stop(word), drawn.entry, row.link)
        return word, drawn.exit.box
    if not canvas.sideways and any(tree.branches for tree in row.trees):
        with _framed(canvas, "chain"):
            drawn = _group(canvas, row)
    else:
        drawn = _group(canvas, row)
    return drawn.entry.box, drawn.exit.box


def _row_of_items(canvas: _Canvas, title: str, items: Sequence[Group]) -> Stretch:
    """Draw a phase from left to right: its title, then its items beside each other."""
    with _framed(canvas, "phase") as frame:
        head = _text(canvas, title, "title", bold=True, widest=WIDEST_TITLE)
        with canvas.graph.subgraph() as row:
            row.attr(rank="same")
            row.node(head)
            outer, canvas.graph, canvas.sideways = canvas.graph, row, True
            before = head
            for item in items:
                drawn = _group(canvas, item)
                row.edge(before, drawn.entry.box, style="invis")
                before = drawn.exit.box
            canvas.graph, canvas.sideways = outer, False
    return Stretch(Stop(head, frame), Stop(head, frame))


def _step(canvas: _Canvas, step: Step) -> str:
    """Draw the box of a step: its treatment, what that is for, and whom it is for."""
    words = canvas.words
    kind = words.terms[step.treatment]["kind"]
    second = (
        *((words(f"purpose.{step.purpose}"),) if step.purpose else ()),
        *((words(f"whom.{step.whom}"),) if step.whom else ()),
    )
    return _box(
        canvas,
        capital(words.name(step.treatment)),
        f"step kind-{kind}",
        words.kinds[kind]["light"],
        key=f"{canvas.option}-{step.number}",
        second=second,
    )


def _box(
    canvas: _Canvas,
    text: str,
    classes: str,
    colour: str,
    key: str = "",
    second: Sequence[str] = (),
    bold: bool = False,
    widest: int = 0,
) -> str:
    """Draw a box; what stands second in it is set below its text, in a quieter colour."""
    padding, widest = canvas.spacing.padding, widest or canvas.widest
    lines = metrics.wrap(text, widest - 2 * padding, bold)
    below = tuple(line for text in second for line in metrics.wrap(text, widest - 2 * padding))
    wide = 2 * padding + max(
        *(metrics.width(line, bold) for line in lines),
        *(metrics.width(line) for line in below),
        0,
    )
    lines = (*lines, *below)
    tall = max(canvas.spacing.tall, len(lines) * metrics.LINE + padding)
    name = f"{canvas.prefix}-{key}" if key else canvas.fresh()
    canvas.graph.node(
        name,
        label=_label(lines, len(lines) - len(below)),
        id=name,
        group=_lane(canvas),
        shape="box",
        style="rounded,filled",
        fillcolor=tint(colour),
        color=colour,
        penwidth="2",
        **_size(wide, tall),
        **_class(classes),
        **({"fontname": metrics.BOLD} if bold else {}),
    )
    return name


def _text(canvas: _Canvas, text: str, classes: str, bold: bool = False, widest: int = 0) -> str:
    lines = metrics.wrap(text, widest or canvas.widest, bold)
    name = canvas.fresh()
    canvas.graph.node(
        name,
        label=_label(lines),
        group=_lane(canvas),
        shape="plaintext",
        fontcolor=INK if bold else QUIET,
        fontname=metrics.BOLD if bold else metrics.FAMILY,
        **_size(
            max(metrics.width(line, bold) for line in lines) * 1.08 + 8,
            len(lines) * metrics.LINE + (3 if canvas.spacing.close else 4),
        ),
        **_class(classes),
    )
    return name


def _link(canvas: _Canvas, before: Stop, link: str, after: Stop) -> None:
    """Draw a link: its word on the line, and an arrow only where an order is stated."""
    _line_to(canvas, before, after, link, canvas.words(f"link.{link}"))


def _line_to(canvas: _Canvas, before: Stop, after: Stop, link: str, text: str = "") -> None:
    arrow = link in ORDERED
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
    """Name the lane that Graphviz keeps straight: an option's own, without the items of a row."""
    return (
        f"lane-{canvas.option}" if canvas.option and not (canvas.rows and canvas.sideways) else ""
    )


def _size(wide: float, tall: float) -> dict[str, str]:
    return {"width": f"{wide / POINTS:.3f}", "height": f"{tall / POINTS:.3f}"}


def _class(names: str) -> dict[str, str]:
    return {"class": names}


def _label(lines: Sequence[str], first: int | None = None) -> str:
    """Return a label of some lines; those after the `first` ones are quieter, and not bold."""
    above, below = lines[:first], lines[len(lines) if first is None else first :]
    if not below:
        text = "\\n".join(graphviz.escape(escape(line, quote=False)) for line in above)
        label: str = graphviz.nohtml(text)
        return label
    quiet = f'<FONT COLOR="{QUIET}" FACE="{metrics.FAMILY}">{{}}</FONT>'
    told = [*map(_html, above), *(quiet.format(_html(line)) for line in below)]
    return f"<{'<BR/>'.join(told)}>"


def _html(line: str) -> str:
    """Return a line for a label with markup, each backslash apart: before a letter it is a sign."""
    return escape(line).replace("\\", f'<FONT POINT-SIZE="{metrics.SIZE}">&#92;</FONT>')


def kinds_used(words: Words, pathways: Pathways, situation: Situation) -> tuple[str, ...]:
    """Return the kinds of treatment a situation names, in the order of the table of kinds."""
    used = {
        words.terms[found.step.treatment]["kind"]
        for option in situation.options
        for found in steps_of(pathways, option)
    }
    return tuple(kind for kind in words.kinds if kind in used)
