"""The picture of the questions and their answers."""

from __future__ import annotations

import pygraphviz
import pytest

from carepath.drawing import map_dot
from carepath.text.messages import Words
from tests.support.project_data import ENGLISH, PATHS, SPANISH


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_the_answers_below_one_another_are_as_wide_as_each_other(words: Words) -> None:
    first = PATHS.questions[0].answers
    graph = pygraphviz.AGraph(string=map_dot.draw_map(words, PATHS, first, "map"))
    frames = list(graph.subgraphs_iter())
    assert len(frames) == len(first)
    for frame in frames:
        leaves = [node for node in frame.nodes() if "leaf" in (node.attr["class"] or "").split()]
        assert len(leaves) == len(PATHS.questions[1].answers)
        assert len({leaf.attr["width"] for leaf in leaves}) == 1
