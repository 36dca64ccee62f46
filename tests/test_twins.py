"""Drawing, sentences and table hold the same steps, links, conditions and order of options."""

from __future__ import annotations

from collections import defaultdict

import pygraphviz
import pytest

from carepath import flow, html, listing, words
from carepath.glossary import Glossary
from tests import facts
from tests.facts import Row
from tests.own import ENGLISH, PATHS

FLOWS = {s.id: s for s in (*PATHS.situations, *PATHS.inside.values())}
NAMES, TEXT = facts.names(), facts.text()
ORDERED = {"then", "may-then"}


class Drawing:
    """What a drawing shows: boxes with their text, frames around them, lines between them."""

    def __init__(self, dot: str, prefix: str) -> None:
        self.graph = pygraphviz.AGraph(string=dot)
        self.prefix = prefix
        self.frames: dict[str, set[str]] = {}
        self._collect(self.graph)
        self.lines = [edge for edge in self.graph.edges() if edge.attr["style"] != "invis"]

    def _collect(self, graph: pygraphviz.AGraph) -> None:
        for inner in graph.subgraphs_iter():
            if inner.name and inner.name.startswith("cluster"):
                self.frames[inner.name] = {str(node) for node in inner.nodes()}
            self._collect(inner)

    def text(self, box: str) -> str:
        return self.graph.get_node(box).attr["label"].replace("\\n", " ").replace("- ", "-")

    def box(self, row: Row) -> str:
        return f"{self.prefix}-{row.option}-{row.step}"

    def steps(self) -> dict[str, str]:
        return {
            str(node): self.text(node)
            for node in self.graph.nodes()
            if "step" in (node.attr["class"] or "").split()
        }

    def reached(self, edge: pygraphviz.Edge) -> set[str]:
        """The boxes a line leads to: all of a frame where it ends at one."""
        return self.frames[edge.attr["lhead"]] if edge.attr["lhead"] else {str(edge[1])}

    def left(self, edge: pygraphviz.Edge) -> set[str]:
        return self.frames[edge.attr["ltail"]] if edge.attr["ltail"] else {str(edge[0])}

    def arrow(self, edge: pygraphviz.Edge) -> bool:
        return edge.attr["arrowhead"] == "normal"

    def says(self, before: str, link: str, after: str) -> bool:
        """Whether a line with the link's word runs between two boxes, with an arrow if ordered."""
        for out in self.lines:
            if before not in self.left(out):
                continue
            words_on = {str(out[1])} | self.reached(out)
            for word in words_on:
                if self.text(word) != TEXT[f"link.{link}"]:
                    continue
                for into in self.lines:
                    if (
                        str(into[0]) == word
                        and after in self.reached(into)
                        and self.arrow(into) == (link in ORDERED)
                    ):
                        return True
        return False

    def share_a_frame(self, one: str, other: str, between: str) -> bool:
        return any(
            {one, other} <= boxes and between in {self.text(box) for box in boxes}
            for boxes in self.frames.values()
        )


def drawings(situation: str) -> list[tuple[Drawing, list[Row]]]:
    """Every drawing of a situation with the rows it must show."""
    rows = facts.rows(situation)
    flow_of = FLOWS[situation]
    if flow_of.explains:
        return [(Drawing(flow.draw_inside(ENGLISH, flow_of, "x"), "x"), rows)]
    wide = Drawing(flow.draw_situation(ENGLISH, flow_of, "x"), "x")
    narrow = [
        (
            Drawing(flow.draw_option(ENGLISH, option, "x"), "x"),
            [row for row in rows if row.option == option.number],
        )
        for option in flow_of.options
    ]
    return [(wide, rows), *narrow]


def before(row: Row, rows: list[Row]) -> Row:
    return next(r for r in rows if (r.option, r.step) == (row.option, row.follows))


def rivals(rows: list[Row]) -> list[list[Row]]:
    """The groups of steps that are alternatives: they follow the same one, not by "with"."""
    groups = defaultdict(list)
    for row in rows:
        if row.follows and row.link != "with" and before(row, rows).phase == row.phase:
            groups[row.option, row.follows].append(row)
    return [group for group in groups.values() if len(group) > 1]


@pytest.mark.parametrize("situation", facts.situations())
def test_drawings_hold_the_rows_of_the_table(situation: str) -> None:
    for drawing, rows in drawings(situation):
        assert drawing.steps() == {
            drawing.box(row): NAMES[row.treatment][0].upper() + NAMES[row.treatment][1:]
            for row in rows
        }
        for row in rows:
            if row.follows is None:
                continue
            first = before(row, rows)
            if row.link == "with":
                assert drawing.share_a_frame(
                    drawing.box(first), drawing.box(row), TEXT["link.with"]
                )
            else:
                assert drawing.says(drawing.box(first), row.link, drawing.box(row)), row


@pytest.mark.parametrize("situation", facts.situations())
def test_drawings_show_no_arrow_that_the_table_does_not_state(situation: str) -> None:
    for drawing, rows in drawings(situation):
        # Alternatives by one link share its arrow; by different links each has its own.
        links = defaultdict(set)
        for row in rows:
            if row.follows and row.link != "with":
                links[row.option, row.follows, row.phase].add(row.link)
        stated = [link for group in links.values() for link in group if link in ORDERED]
        conditions = [row for row in rows if row.condition]
        assert sum(map(drawing.arrow, drawing.lines)) == len(stated) + len(conditions)


@pytest.mark.parametrize("situation", facts.situations())
def test_steps_without_a_stated_order_have_no_line_between_them(situation: str) -> None:
    for drawing, rows in drawings(situation):
        for row in (row for row in rows if row.link == "with"):
            one, other = drawing.box(before(row, rows)), drawing.box(row)
            for edge in drawing.lines:
                assert not (
                    one in drawing.left(edge)
                    and other in drawing.reached(edge)
                    and not edge.attr["lhead"]
                )


@pytest.mark.parametrize("situation", facts.situations())
def test_alternatives_say_or_in_drawing_and_sentences(situation: str) -> None:
    rows = facts.rows(situation)
    for group in rivals(rows):
        for drawing, drawn in drawings(situation):
            if group[0] in drawn:
                boxes = [drawing.box(row) for row in group]
                assert drawing.share_a_frame(boxes[0], boxes[-1], TEXT["or"])
        for row in group[1:]:
            assert sentence(row).startswith("Or ")


@pytest.mark.parametrize("situation", facts.situations())
def test_conditions_are_diamonds_before_their_step(situation: str) -> None:
    for drawing, rows in drawings(situation):
        diamonds = {
            str(node): drawing.text(node)
            for node in drawing.graph.nodes()
            if node.attr["shape"] == "diamond"
        }
        conditions = [row for row in rows if row.condition]
        assert sorted(diamonds.values()) == sorted(
            f"Only if {TEXT[f'condition.{row.condition}']}" for row in conditions
        )
        for row in conditions:
            words_after = [str(edge[1]) for edge in drawing.lines if str(edge[0]) in diamonds]
            assert any(
                str(edge[0]) in words_after and str(edge[1]) == drawing.box(row)
                for edge in drawing.lines
            )


def sentence(row: Row) -> str:
    option = next(o for o in FLOWS[row.situation].options if o.number == row.option)
    step = next(s for s in option.steps if s.number == row.step)
    return words.step_sentence(ENGLISH, option, step)


SAID = {
    "then": "after {before}, then {name}",
    "may-then": "after {before}, there may then be {name}",
    "with": "{name} goes with {before}. our source states no order",
    "may-with": "with {before}, there may be {name}",
}


@pytest.mark.parametrize(
    "row", facts.rows(), ids=lambda row: f"{row.situation}-{row.option}.{row.step}"
)
def test_sentences_hold_the_row(row: Row) -> None:
    rows = facts.rows(row.situation)
    told = sentence(row).casefold()
    name = NAMES[row.treatment].casefold()
    assert name in told
    said = None
    if row.follows:
        first = before(row, rows)
        named = NAMES[first.phase if first.phase != row.phase else first.treatment].casefold()
        said = SAID[row.link].format(before=named, name=name)
        assert said in told
    rest = told.replace(said or "", "")
    if row.condition:
        rest = rest.replace(TEXT[f"condition.{row.condition}"], "")
    for start in ("after ", "with ", "then "):
        assert start not in rest
    assert ("only if" in told) == bool(row.condition)
    if row.condition:
        assert TEXT[f"condition.{row.condition}"] in told
    assert ("what it is for" in told) == bool(row.purpose)


def test_the_table_lists_every_row_in_order() -> None:
    shown = listing.listing(ENGLISH, PATHS)
    assert list(
        zip(shown["option"], shown["step"], shown["treatment"].str.casefold(), strict=True)
    ) == [(str(row.option), str(row.step), NAMES[row.treatment].casefold()) for row in facts.rows()]
    assert list(shown["told"]) == [sentence(row) for row in facts.rows()]


@pytest.mark.parametrize("situation", facts.situations())
def test_options_stand_in_the_order_of_the_source(situation: str) -> None:
    """From top to bottom in the laid-out drawing, and in the sentences."""
    flow_of = FLOWS[situation]
    if flow_of.explains:
        return
    graph = pygraphviz.AGraph(string=flow.draw_situation(ENGLISH, flow_of, "x"))
    graph.layout("dot")
    heights = [
        float(graph.get_node(f"x-{option.number}").attr["pos"].split(",")[1])
        for option in flow_of.options
    ]
    assert heights == sorted(heights, reverse=True)
    told = html.render(
        "options.html",
        ENGLISH,
        glossary=Glossary(ENGLISH),
        situation=flow_of,
        pathways=PATHS,
    )
    places = [told.index(f"Option {option.number}<") for option in flow_of.options]
    assert places == sorted(places)
