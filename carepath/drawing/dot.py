"""Draws situations as DOT, from the same model as the sentences.

Every label is a box of fixed size, measured with the project's own font, and a link word is a box
on its line. So the layout doesn't depend on the fonts of a machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from carepath import pictograms
from carepath.drawing.canvas import Canvas, Port, Span, line, new_canvas
from carepath.drawing.colours import ACCENT
from carepath.drawing.spacing import (
    CLOSE,
    LOW,
    SLIDE,
    SLIDE_LOW,
    WIDEST,
    WIDEST_ANSWER,
    WIDEST_DOWN,
    WIDEST_STAGE,
    WIDEST_TITLE,
)
from carepath.model.options import Branch, Group, Option, Stage, StepTree
from carepath.model.pathway import Situation
from carepath.text import phrases, sentences
from carepath.text.messages import Words, capital


def draw_situation(words: Words, situation: Situation, prefix: str) -> str:
    """Return DOT for all options of a situation, from left to right after the lead.

    A single option with phases is from top to bottom.
    """
    if len(situation.options) == 1 and situation.options[0].phases:
        return draw_inside(words, situation, prefix, rows=True)
    canvas = new_canvas(words, prefix, sideways=True)
    start = _start(canvas, situation)
    spine = []
    for option in situation.options:
        canvas.option = option.number
        spine.append(canvas.point())
        _stages(canvas, Port(spine[-1]), option)
    canvas.option = 0
    with canvas.graph.subgraph() as column:
        column.attr(rank="same")
        for above, below in pairwise(spine):
            column.edge(above, below, **line("plain", arrow=False))
    if spine:
        middle = spine[(len(spine) - 1) // 2]
        canvas.graph.edge(start, middle, **line("plain", arrow=False))
    return canvas.source()


def draw_option(
    words: Words,
    option: Option,
    prefix: str,
    sideways: bool = True,
    close: bool = False,
    slide: bool = False,
) -> str:
    """Return DOT for one option, from left to right or from top to bottom.

    An option with phases is always from top to bottom; the items of a phase are beside each other
    if `sideways`. `close` is for paper and `slide` for slides, where nobody taps a box.
    """
    if option.phases:
        canvas = _canvas_of_phases(words, prefix, sideways, close)
    else:
        canvas = new_canvas(words, prefix, sideways, SLIDE if slide else CLOSE if close else None)
    canvas.option = option.number
    _stages(canvas, None, option)
    return canvas.source()


def draw_inside(
    words: Words, situation: Situation, prefix: str, rows: bool = False, close: bool = False
) -> str:
    """Return DOT for a situation of one option, from top to bottom.

    With `rows`, the items of a phase are beside each other. `close` is as for an option.
    """
    canvas = _canvas_of_phases(words, prefix, rows, close)
    start = _start(canvas, situation)
    canvas.option = situation.options[0].number
    _stages(canvas, Port(start), situation.options[0])
    return canvas.source()


def _canvas_of_phases(words: Words, prefix: str, rows: bool, close: bool) -> Canvas:
    canvas = new_canvas(words, prefix, sideways=False, spacing=LOW if close and rows else None)
    canvas.rows, canvas.widest = rows, WIDEST if rows else WIDEST_DOWN
    return canvas


def draw_stage(
    words: Words, option: Option, stage: Stage, prefix: str, rows: bool = False, slide: bool = False
) -> str:
    """Return DOT for one stage, closely spaced; with `rows`, its items are beside each other."""
    canvas = new_canvas(words, prefix, sideways=False, spacing=SLIDE_LOW if slide else LOW)
    canvas.rows, canvas.widest = rows, WIDEST if rows else canvas.spacing.widest or WIDEST_STAGE
    canvas.option = option.number
    _stage(canvas, stage)
    return canvas.source()


def _start(canvas: Canvas, situation: Situation) -> str:
    """Draw the start of a situation, with the lead of its list."""
    words = canvas.words
    start = words.situations[situation.id]["start"]
    lead = sentences.lead(words, situation)
    widest = canvas.widest if canvas.narrow else WIDEST_ANSWER
    return canvas.box(start, "start", ACCENT, second=(lead,), bold=True, widest=widest)


def _stages(canvas: Canvas, before: Port | None, option: Option) -> None:
    """Draw the stages of an option one after the other, after `before` if there is one."""
    for stage in option.stages:
        drawn = _stage(canvas, stage)
        if before and stage.link:
            canvas.link(before, stage.link, drawn.entry)
        elif before:
            canvas.line_to(before, drawn.entry, "plain")
        before = drawn.exit


def _stage(canvas: Canvas, stage: Stage) -> Span:
    if not stage.phase:
        return _group(canvas, stage.items[0])
    phase = capital(canvas.words.name(stage.phase))
    title = canvas.words(f"phase.title.{stage.lead}", phase=phase)
    if canvas.rows:
        return _row_of_items(canvas, title, stage.items)
    return _frame(canvas, "phase", title, stage.items)


def _group(canvas: Canvas, group: Group) -> Span:
    """Draw a single step tree, or companions in one frame without arrows."""
    if not group.link:
        return _tree(canvas, group.trees[0])
    title = canvas.words(f"frame.{group.link}")
    between = "" if group.link == "combined-with" else canvas.words(f"link.{group.link}")
    trees = [Group("", (tree,)) for tree in group.trees]
    return _frame(canvas, group.link, title, trees, between)


def _tree(canvas: Canvas, tree: StepTree) -> Span:
    box = _step(canvas, tree)
    if not tree.branches:
        return Span(Port(box), Port(box))
    either = canvas.words("or")
    if tree.step.alone:
        rows = [None, *tree.branches]
        frame = _frame(canvas, "ways", canvas.words("frame.ways"), rows, either)
        canvas.line_to(Port(box), frame.entry, "plain")
        return Span(Port(box), frame.exit)
    if len(tree.branches) == 1:
        after = _group(canvas, tree.branches[0].group)
    else:
        after = _frame(canvas, "or", "", [branch.group for branch in tree.branches], either)
    canvas.link(Port(box), tree.branches[0].link, after.entry)
    return Span(Port(box), after.exit)


def _frame(
    canvas: Canvas,
    kind: str,
    title: str,
    rows: Sequence[Group | Branch | None],
    between: str = "",
) -> Span:
    """Draw a frame with its rows below each other, under a title and with a word between if any.

    A row that is None stands for the word "alone".
    """
    with canvas.framed(kind) as frame:
        column, above = [], ""

        def place(first: str, last: str) -> None:
            nonlocal above
            if above:
                canvas.keep_order([above, first])
            column.append(first)
            above = first if canvas.sideways else last

        if title:
            wide = canvas.spacing.close and not canvas.spacing.widest and not canvas.narrow
            widest = WIDEST_STAGE if wide else canvas.widest
            box = canvas.text(title, "title", bold=kind == "phase", widest=widest)
            place(box, box)
        for number, row in enumerate(rows):
            if number and between:
                box = canvas.text(between, "between")
                place(box, box)
            place(*(_way if kind == "ways" else _row)(canvas, row))
    if canvas.sideways:
        middle = Port(column[len(column) // 2], frame)
        return Span(middle, middle)
    return Span(Port(column[0], frame), Port(above, frame))


def _way(canvas: Canvas, row: Group | Branch | None) -> tuple[str, str]:
    """Draw a row in a frame of its own: below each other, ways would look like one order."""
    if canvas.sideways:
        return _row(canvas, row)
    with canvas.framed("way"):
        return _row(canvas, row)


def _row(canvas: Canvas, row: Group | Branch | None) -> tuple[str, str]:
    """Draw one row of a frame; return its first and last box."""
    if row is None:
        box = canvas.text(canvas.words("alone"), "alone")
        return box, box
    if isinstance(row, Branch):
        word = canvas.text(canvas.words(f"way.{row.link}"), f"word {row.link}")
        drawn = _group(canvas, row.group)
        canvas.line_to(Port(word), drawn.entry, row.link)
        return word, drawn.exit.box
    if not canvas.sideways and any(tree.branches for tree in row.trees):
        with canvas.framed("chain"):
            drawn = _group(canvas, row)
    else:
        drawn = _group(canvas, row)
    return drawn.entry.box, drawn.exit.box


def _row_of_items(canvas: Canvas, title: str, items: Sequence[Group]) -> Span:
    """Draw a phase as one row: its title, then its items."""
    with canvas.framed("phase") as frame:
        head = canvas.text(title, "title", bold=True, widest=WIDEST_TITLE)
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
    return Span(Port(head, frame), Port(head, frame))


def _step(canvas: Canvas, tree: StepTree) -> str:
    """Draw the box of a step: its treatment, its purpose, and whom it is for."""
    words, step = canvas.words, tree.step
    kind = words.kinds[words.terms[step.treatment]["kind"]]
    # Paper and slides draw the phases themselves, beside it or next.
    inside = "" if canvas.spacing.close else phrases.phases_inside(words, step)
    second = (
        *((words(f"purpose.{step.purpose}"),) if step.purpose else ()),
        *((words(f"whom.{step.whom}"),) if step.whom else ()),
        *((inside,) if inside else ()),
    )
    return canvas.box(
        capital(phrases.treatment(words, tree)),
        f"step kind-{kind['kind']}",
        kind["light"],
        key=f"{canvas.option}-{step.number}",
        second=second,
        pictogram=kind["pictogram"] or pictograms.PLAIN,
    )
