"""The frame with what a hospital's layer adds to a page: whom to call, and what is offered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from carepath.content.blocks import Text, View, text
from carepath.model.pathway import Situation

STYLE = Path(__file__).with_name("layer.css")
"""The look of all that is from the hospital; only sites with a layer load it."""


def blocks(view: View, situation: Situation | None = None) -> Iterator[Text]:
    """Yield what the layer, if there is one, adds to the topic and to a situation."""
    if layer := view.words.layer:
        texts = (*layer.at(), *(layer.at(situation.id) if situation else ()))
        yield text("layer.html", texts=texts)
