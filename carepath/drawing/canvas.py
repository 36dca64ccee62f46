"""A canvas: a DOT graph of boxes, frames and lines, in which every label has a measured size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, pairwise

import graphviz

from carepath.drawing.box_pictograms import BESIDE, PICTOGRAM, SHOWS
from carepath.drawing.colours import INK, QUIET, tint
from carepath.drawing.labels import label
from carepath.drawing.spacing import ACROSS, DOWN, ROOM, WIDEST, WIDEST_DOWN, Spacing
from carepath.fonts import metrics
from carepath.tables.vocabulary import ORDERED
from carepath.text.messages import Words

POINTS = 72
"""Points of an inch, in which Graphviz takes sizes; a px is drawn as a point."""


@dataclass(frozen=True)
class Port:
    """An end of a line: a box, and the frame that the line is clipped at, if any."""

    box: str
    frame: str = ""


@dataclass(frozen=True)
class Span:
    """The ports of a drawn part: where lines enter it, and where they leave it."""

    entry: Port
    exit: Port


@dataclass
class Canvas:
    """A DOT graph under construction.

    Attributes
    ----------
    prefix : str
        Makes the names unique on a page with several drawings.
    sideways : bool
        Whether the drawing runs from left to right, not from top to bottom.
    option : int
        The number of the option being drawn; 0 for none.
    rows : bool
        Whether the items of a phase are beside each other.
    widest : int
        Width limit of a label, in px.
    """

    graph: graphviz.Digraph
    words: Words
    prefix: str
    sideways: bool
    spacing: Spacing
    option: int = 0
    rows: bool = False
    widest: int = WIDEST
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def narrow(self) -> bool:
        """Whether the drawing is for a phone: its titles and its start are as narrow as boxes."""
        return self.widest < WIDEST

    def source(self) -> str:
        """Return the DOT text."""
        return str(self.graph.source)

    def fresh(self) -> str:
        """Return an unused name."""
        return f"{self.prefix}-x{next(self.numbers)}"

    def point(self) -> str:
        """Add an invisible point, where lines meet; return its name."""
        name = self.fresh()
        lane = self._lane()
        self.graph.node(name, label="", group=lane, shape="point", style="invis", **_size(0.1, 0.1))
        return name

    def box(
        self,
        text: str,
        classes: str,
        colour: str,
        key: str = "",
        second: Sequence[str] = (),
        bold: bool = False,
        widest: int = 0,
        least: float = 0,
        pictogram: str = "",
    ) -> str:
        """Add a box, with the `second` texts below in a quieter colour; return its name.

        It is as wide as its text, and as `least`. `pictogram` names the one on its left, which
        `box_pictograms.py` adds to the drawing later.
        """
        padding, widest = self.spacing.padding, widest or self.widest
        lines = metrics.wrap(text, widest - 2 * padding, bold)
        below = tuple(line for text in second for line in metrics.wrap(text, widest - 2 * padding))
        widths = (self.width(part, widest) for part in second)
        width = max(least, self.width(text, widest, bold), *widths)
        if pictogram and self.spacing.pictograms:
            width += PICTOGRAM + BESIDE
            classes = f"{classes} {SHOWS}{pictogram}"
        lines = (*lines, *below)
        room = padding if self.spacing.close else padding + ROOM
        height = max(self.spacing.height, len(lines) * metrics.LINE + room)
        name = f"{self.prefix}-{key}" if key else self.fresh()
        self.graph.node(
            name,
            label=label(lines, len(lines) - len(below)),
            id=name,
            group=self._lane(),
            shape="box",
            style="rounded,filled",
            fillcolor=tint(colour),
            color=colour,
            penwidth="2",
            **_size(width, height),
            **_class(classes),
            **({"fontname": metrics.BOLD} if bold else {}),
        )
        return name

    def width(self, text: str, widest: int, bold: bool = False) -> float:
        """Return the width of a box with a text, in px."""
        padding = 2 * self.spacing.padding
        lines = metrics.wrap(text, widest - padding, bold)
        return padding + max((metrics.width(line, bold) for line in lines), default=0)

    def text(self, text: str, classes: str, bold: bool = False, widest: int = 0) -> str:
        """Add a text without a box; return its name."""
        lines = metrics.wrap(text, widest or self.widest, bold)
        name = self.fresh()
        self.graph.node(
            name,
            label=label(lines),
            group=self._lane(),
            shape="plaintext",
            fontcolor=INK if bold else QUIET,
            fontname=metrics.BOLD if bold else metrics.FAMILY,
            **_size(
                max(metrics.width(line, bold) for line in lines) * 1.08 + 8,
                len(lines) * (metrics.LINE + 1.2)
                if self.spacing.close
                else len(lines) * metrics.LINE + 4,
            ),
            **_class(classes),
        )
        return name

    @contextmanager
    def framed(self, kind: str) -> Iterator[str]:
        """Add a frame around everything drawn in this context; yield its name."""
        name = f"cluster_{self.fresh()}"
        outer = self.graph
        with outer.subgraph(name=name) as inner:
            style = "rounded,dashed" if kind in ("or", "ways") else "rounded"
            inner.attr(
                style=style, color=QUIET, margin=self.spacing.margin, **_class(f"frame {kind}")
            )
            self.graph = inner
            yield name
        self.graph = outer

    def link(self, before: Port, link: str, after: Port) -> None:
        """Add a link: a line with the link's word, and an arrow if the link states an order."""
        self.line_to(before, after, link, self.words(f"link.{link}"))

    def line_to(self, before: Port, after: Port, link: str, text: str = "") -> None:
        """Add a line in the style of a link, with a text on it if there is one."""
        arrow = link in ORDERED
        if not text:
            self.graph.edge(before.box, after.box, **line(link, arrow), **_ends(before, after))
            return
        word = self.text(text, f"word {link}")
        self.graph.edge(before.box, word, **line(link, arrow=False), **_ends(before, Port("")))
        self.graph.edge(word, after.box, **line(link, arrow), **_ends(Port(""), after))

    def keep_order(self, boxes: list[str]) -> None:
        """Keep boxes in one column, in this order."""
        if self.sideways:
            with self.graph.subgraph() as column:
                column.attr(rank="same")
                for above, below in pairwise(boxes):
                    column.edge(below, above, style="invis")
        else:
            for above, below in pairwise(boxes):
                self.graph.edge(above, below, style="invis", weight="20")

    def _lane(self) -> str:
        """Return the Graphviz group whose boxes stay in line; items of a row have none."""
        return f"lane-{self.option}" if self.option and not (self.rows and self.sideways) else ""


def new_canvas(words: Words, prefix: str, sideways: bool, spacing: Spacing | None = None) -> Canvas:
    """Return an empty canvas."""
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
    widest = spacing.widest or (WIDEST if sideways else WIDEST_DOWN)
    return Canvas(graph, words, prefix, sideways, spacing, widest=widest)


def line(link: str, arrow: bool) -> dict[str, str]:
    """Return the Graphviz attributes of a line in the style of a link."""
    return {
        "arrowhead": "normal" if arrow else "none",
        "arrowsize": "0.8",
        "color": QUIET,
        "penwidth": "1.5",
        "style": "dashed" if link.startswith("may-") else "solid",
        "weight": "10",
        **_class(f"line {link}"),
    }


def _ends(before: Port, after: Port) -> dict[str, str]:
    return {
        **({"ltail": before.frame} if before.frame else {}),
        **({"lhead": after.frame} if after.frame else {}),
    }


def _size(width: float, height: float) -> dict[str, str]:
    return {"width": f"{width / POINTS:.3f}", "height": f"{height / POINTS:.3f}"}


def _class(names: str) -> dict[str, str]:
    return {"class": names}
