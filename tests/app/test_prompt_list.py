"""The server's side of a family's list: what a browser sends, and what is handed over."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from carepath.text import prompts
from carepath.ui import prompt_list
from tests.support import facts
from tests.support.app import bodies, run, told

TEXT = facts.text()
QUESTIONS = {row["prompt"]: row["text_en"] for row in facts.read("prompts.csv")}
CHOSEN = {"group": "low", "place": "same"}
ENTRY = re.compile(r'<p class="carepath entry">(.*?)</p>')
HOSTILE = "<img src=x onerror=alert(1)> *now*"


def send(at: AppTest, kind: str, *entries: dict[str, str]) -> AppTest:
    """Have the browser send a list, as the component receives it."""
    value = {"name": prompts.KEPT, "entries": [*entries]}
    at.session_state[prompt_list.SENT] = ((kind, value),)
    return at.run()


def listed(at: AppTest) -> list[str]:
    """Return the markup of the entries."""
    return [entry for body in bodies(at) for entry in ENTRY.findall(body)]


def test_the_browsers_list_comes_first_and_only_once() -> None:
    at = run("questions", **CHOSEN)
    at.checkbox(key="ask-trial-open").check().run()
    send(at, "kept", {"id": "which-fits"}, {"id": "gone"}, {"text": HOSTILE})
    first = [QUESTIONS["which-fits"], "&lt;img src=x onerror=alert(1)&gt; *now*"]
    wanted = [
        f"{number}. {text}"
        for number, text in enumerate([*first, QUESTIONS["trial-open"]], start=1)
    ]
    assert listed(at) == wanted
    assert at.checkbox(key="ask-which-fits").value
    # A browser that sends it again, before it has heard, brings nothing back.
    at.button(key="remove-0").click().run()
    send(at, "kept", {"id": "which-fits"})
    assert len(listed(at)) == 2


@pytest.mark.parametrize(
    ("before", "linked", "word", "count"),
    [
        (1, ["which-fits"], "questions.linked.one", 1),
        (1, ["which-fits", "trial-open"], "questions.linked.many", 2),
        (0, ["gone"], "questions.linked.none", 0),
    ],
)
def test_a_link_says_what_it_added_until_the_list_changes(
    before: int, linked: list[str], word: str, count: int
) -> None:
    at = run("questions", **CHOSEN)
    send(at, "kept", *({"text": f"Question {number}?"} for number in range(before)))
    send(at, "linked", *({"id": name} for name in linked))
    notice = TEXT[word].format(count=count)
    assert notice in told(at)
    assert len(listed(at)) == before + count
    at.run()
    assert notice in told(at)
    at.checkbox(key="ask-second-opinion").check().run()
    assert notice not in told(at)


def test_a_link_leaves_out_what_a_full_list_has_no_room_for() -> None:
    at = run("questions", **CHOSEN)
    send(at, "kept", *({"text": f"{number}?"} for number in range(prompts.MOST - 1)))
    send(at, "linked", {"id": "which-fits"}, {"id": "trial-open"})
    assert f"{TEXT['questions.linked.one']} {TEXT['questions.linked.full']}" in told(at)
    assert listed(at)[-1] == f"{prompts.MOST}. {QUESTIONS['which-fits']}"


def test_the_list_is_drawn_to_hand_over_only_once_that_is_opened() -> None:
    def handed(at: AppTest) -> list[str]:
        return [part for part in bodies(at) if TEXT["questions.print"] in part]

    at = run("questions", **CHOSEN)
    send(at, "kept", {"id": "which-fits"}, {"text": HOSTILE})
    assert handed(at) == []
    at.session_state["pass-on"] = True
    at.run()
    (shared,) = handed(at)
    assert "#ask=which-fits</p>" in shared
    assert "<img src=x" not in shared
    assert "&lt;img src=x onerror=alert(1)&gt; *now*" in shared


def test_a_cleared_list_is_empty() -> None:
    at = run("questions", **CHOSEN)
    send(at, "kept", {"id": "which-fits"}, {"text": HOSTILE})
    at.button(key="clear").click().run()
    assert listed(at) == []
    assert TEXT["questions.list.empty"] in told(at)
    assert not at.checkbox(key="ask-which-fits").value
