"""The frame with what a hospital's layer adds to a page: whom to call, and what is offered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from carepath.content.blocks import Text, text
from carepath.content.comparison import Comparison
from carepath.content.view import View
from carepath.model.pathway import Situation
from carepath.text.sentences import option_summary

STYLE = Path(__file__).with_name("layer.css")
"""The look of all that is from the hospital; only sites with a layer load it."""


def blocks(view: View, situation: Situation | None = None) -> Iterator[Text]:
    """Yield what the layer, if there is one, adds to the topic and to a situation."""
    if layer := view.words.layer:
        texts = (*layer.at(), *(layer.at(situation.id) if situation else ()))
        yield text("layer.html", texts=texts)


def report(view: View, comparison: Comparison) -> Iterator[Text]:
    """Yield a mail to the hospital about a comparison, if there is a layer."""
    if view.words.layer:
        options = (*comparison.left.options, *comparison.right.options)
        about = " ".join(option_summary(view.words, option) for option in options)
        yield text("wrong.html", name=view.words("page.compare"), about=about)
