"""Component of the browser's tab, which shows nothing; one on every page.

It puts Streamlit's own controls into the reader's language (`streamlit_chrome.js`), keeps the list
of questions (`keeper.js`), and copies, prints or sends what readers pass on (`share.js`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from carepath.cache import cached_by_owner
from carepath.text import prompts, titles
from carepath.text.messages import Words
from carepath.ui import context, serve

HERE = Path(__file__).parent
KEY = "tab"

_component = st.components.v2.component(
    "carepath_tab",
    css=serve.styles(context.STYLE, context.CONTROLS, context.SHARE),
    # One module: an inline script can't import another one.
    js="\n".join(
        (HERE / name).read_text(encoding="utf-8")
        for name in ("keeper.js", "share.js", "streamlit_chrome.js")
    ),
    isolate_styles=False,
)


def show(
    words: Words,
    name: str,
    session: str,
    came: bool,
    entries: list[dict[str, str]],
    receive: Callable[[str, object], None],
) -> dict[str, object]:
    """Send the look of every page, its language, the words for Streamlit's controls, and a list.

    The browser keeps the list under its name. Return what it sent to cause this run, by kind:
    `kept` is the list of an earlier session, which the browser keeps until `came` says that this
    session has it; `linked` are the questions of a link. Each holds the `name` of the list and its
    `entries`. `receive` gets both as well, before a run that another one may interrupt, but not
    before the first run of a session.

    A replica that hasn't run the page knows none of its widgets, so it would lose the first tap.
    The browser requests a run of a new replica right away.
    """

    def received(kind: str) -> None:
        if value := getattr(st.session_state.get(KEY), kind, None):
            receive(kind, value)

    kept = {"session": session, "came": came, "entries": entries, "name": name}
    state = _component(
        key=KEY,
        # As bytes, in which Streamlit looks for no tables.
        data=json.dumps({**_said(words), "list": kept}).encode(),
        on_back_change=lambda: None,
        on_kept_change=partial(received, "kept"),
        on_linked_change=partial(received, "linked"),
    )
    return {kind: value for kind in ("kept", "linked") if (value := getattr(state, kind))}


@cached_by_owner(maxsize=1)
def _said(words: Words) -> Mapping[str, object]:
    """Return what the scripts need to know of a language, and of the pages."""
    asked = len(words.questions)
    labels = {
        "all": words("around.all"),
        "chosen": words("around.chosen"),
        "choices": words("around.choices"),
        "clear": words("around.clear"),
        "close": words.counted("around.close", asked),
        "done": words("around.done"),
        "left": words("details.close"),
        "none": words("around.none"),
        "open": words("around.open"),
        "sidebar": words.counted("shell.pages", asked),
        "skip": words("around.skip"),
        "taken": words("questions.remove.short"),
    }
    paths = [f"/{titles.path(page)}" for page in titles.HEADS]
    return {
        "language": words.language,
        "pages": paths,
        "said": labels,
        "fragment": prompts.FRAGMENT,
    }
