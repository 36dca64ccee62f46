"""Pages as Streamlit runs them, by AppTest."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from carepath.text.titles import FRONT
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
    """Open the folds that are sent their content only then."""
    for key in ("here-change", "share"):
        at.session_state[key] = True
    return at.run()


def bodies(at: AppTest) -> list[str]:
    return [element.proto.body for element in at.get("html")]


def told(at: AppTest) -> str:
    """The text of the page, without its drawing and its widgets."""
    return plain(" ".join(bodies(at)))


def labels(at: AppTest) -> str:
    """What stands in and beside the widgets."""
    shown = [*at.radio, *at.expander, *at.text_input, *at.multiselect]
    return " ".join(widget.label for widget in shown)
