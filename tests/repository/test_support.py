"""What tests rely on: the reader of HTML sees what is wrong, and the longest files run first."""

from __future__ import annotations

import pytest

from harness.paths import ROOT
from tests.support import order
from tests.support.html import Markup


def test_html_is_read_as_a_reader_sees_it() -> None:
    page = Markup(
        "<style>p {}</style><h1 id='top'>One</h1><p>two <b>t</b>hree<br>four</p>"
        "<div popover><p>hidden</p></div><a href='/x'>five</a><!-- six -->"
    )
    assert page.seen == "One two three four five"
    assert page.text == "Onetwo threefourhiddenfive"
    assert (page.ids, page.links) == (["top"], ["/x"])
    assert (page.comments, page.unclosed) == ([" six "], [])


@pytest.mark.parametrize(
    ("markup", "unclosed"),
    [
        ("<p><b>x</b>", ["p"]),
        ("<p><b>x</p></b>", ["b", "/b"]),
        ("x</p>", ["/p"]),
        ("<svg><path d=''/></svg><br><img src='x'>", []),
    ],
)
def test_what_is_not_closed_is_found(markup: str, unclosed: list[str]) -> None:
    assert Markup(markup).unclosed == unclosed


def test_the_longest_files_run_first() -> None:
    for place in order.FIRST:
        assert (ROOT / "tests" / place).exists(), place
    files = sorted(ROOT.glob("tests/**/test_*.py"), key=order.turn)
    assert [file.stem for file in files[:3]] == ["test_handout", "test_fuzz_tables", "test_proxy"]
    turns = [
        order.turn(ROOT / "tests" / f"{name}.py") for name in ("browser/test_x", "unit/test_x")
    ]
    assert turns == [order.FIRST.index("browser"), len(order.FIRST)]
