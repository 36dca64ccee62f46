"""Pages as Streamlit runs them, by AppTest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

from carepath.text.titles import FRONT
from harness.client import markup
from harness.paths import ROOT
from tests.support.html import plain


def run(page: str = FRONT, **query: str) -> AppTest:
    """Open a page at an address."""
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30)
    at.query_params.update(query)
    at.run()
    if page != FRONT:
        at.switch_page(f"pages/{page}.py").run()
    assert not at.exception
    return at


def unfold(at: AppTest) -> AppTest:
    """Open the fold that is sent its content only then."""
    at.session_state["here-change"] = True
    return at.run()


def parts(at: AppTest) -> list[tuple[str, str]]:
    """The markup of the page in order, each part with its name: "" or "texts-N" is text."""
    return [part for element in (*at.main, *at.sidebar) for part in _parts(element)]


def _parts(element: Any) -> Iterator[tuple[str, str]]:
    if element.type == "html":
        yield "", element.proto.body
    elif element.type == "bidi_component":
        for part in markup(element.proto).split('<div data-part="')[1:]:
            name, _, rest = part.partition('"')
            yield name, rest.partition(">")[2].removesuffix("</div>")


def bodies(at: AppTest) -> list[str]:
    """The texts of the page, as markup."""
    return [markup for name, markup in parts(at) if name == "" or name.startswith("texts-")]


def drawing(at: AppTest) -> str:
    """The markup of the one drawing on the page; empty if there is none."""
    drawn = [markup for name, markup in parts(at) if name in ("map", "paths", "compare")]
    assert len(drawn) <= 1
    return drawn[0] if drawn else ""


def told(at: AppTest) -> str:
    """The text of the page, without its drawing and its widgets."""
    return plain(" ".join(bodies(at)))


def labels(at: AppTest) -> str:
    """What stands in and beside the widgets."""
    shown = [*at.radio, *at.expander, *at.text_input, *at.multiselect]
    return " ".join(widget.label for widget in shown)
