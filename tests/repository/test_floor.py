"""Refuses what would keep Chrome 92, Safari 15.4 or Firefox 102 from showing the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.paths import ROOT

HOME = ROOT / "carepath"
STYLES = sorted([*HOME.rglob("*.css"), *HOME.rglob("templates/*.html")])
SCRIPTS = sorted(HOME.rglob("*.js"))

# What a browser of the floor doesn't know, and why that breaks more than the line it stands in.
IN_STYLES = {
    "a variable of it is invalid, and takes the colour along": r"light-dark\(|color-mix\(",
    "Safari before 26.2 drops it whole": r"text-decoration: underline [^;]",
    "one selector takes the whole list along": r"(?:,[^{}();]*:has\(|"
    r":has\((?:[^()]|\([^()]*\))*\)[^{},;]*,)[^{};]*\{",
    "nested rules are not read": r"\{[^{}@]*&",
}
IN_SCRIPTS = {
    "Safari has it from 17.4 on": r"checkVisibility\(",
    "older browsers throw": r"showPopover\(|hidePopover\(|togglePopover\(|structuredClone\(|"
    r"\.(?:at|findLast|toSorted|toReversed|with|groupBy|hasOwn)\(",
    "older browsers can't read the script": r"\bstatic \{|/[a-z]*v[a-z]*[;,)]",
}


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", text, flags=re.DOTALL)


def refused(text: str, patterns: dict[str, str]) -> Iterator[str]:
    """Yield what some text holds that a browser of the floor doesn't stand, and why."""
    for why, pattern in patterns.items():
        for found in re.finditer(pattern, without_comments(text)):
            yield f"{' '.join(found[0].split())[:80]}: {why}"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_holds_nothing_that_breaks_old_browsers(path: Path) -> None:
    assert list(refused(path.read_text(encoding="utf-8"), IN_STYLES)) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_holds_nothing_that_breaks_old_browsers(path: Path) -> None:
    assert list(refused(path.read_text(encoding="utf-8"), IN_SCRIPTS)) == []


@pytest.mark.parametrize(
    "style",
    [
        "a { color: light-dark(#fff, #000); }",
        "a { fill: color-mix(in srgb, red 10%, blue); }",
        "a { text-decoration: underline dotted 2px red; }",
        "a, b:has(c) { color: red; }",
        "a:has(b:not(c)), d { color: red; }",
        "a { color: red; &:hover { color: blue; } }",
    ],
)
def test_a_style_that_breaks_old_browsers_is_found(style: str) -> None:
    assert list(refused(style, IN_STYLES))


@pytest.mark.parametrize(
    "style",
    [
        "a { text-decoration: underline; }",
        "a:has(b, c) { color: red; }",
        "a:has(b) { color: red; }\na, b { color: red; }",
        "/* light-dark() */",
    ],
)
def test_a_style_that_all_browsers_stand_is_left_alone(style: str) -> None:
    assert list(refused(style, IN_STYLES)) == []


@pytest.mark.parametrize("script", ["if (a.checkVisibility()) b();", "a.at(-1)", "x = /a/v;"])
def test_a_script_that_breaks_old_browsers_is_found(script: str) -> None:
    assert list(refused(script, IN_SCRIPTS))


def test_meanings_are_hidden_where_there_are_no_popovers() -> None:
    style = (HOME / "content" / "style.css").read_text(encoding="utf-8")
    _, _, guarded = style.partition("@supports not selector(:popover-open) {")
    assert ".meaning { display: none; }" in guarded.partition("\n}")[0]


def test_every_container_query_has_something_to_show_without_it() -> None:
    """What is hidden for want of room is shown by a query: the narrow drawing is there without."""
    hidden = re.compile(r"\.(?:narrow|down) \{ display: none; \}")
    for path in STYLES:
        text = re.sub(r"\{\{.*?\}\}", "1", without_comments(path.read_text(encoding="utf-8")))
        outside = re.sub(r"@container[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", text)
        assert not hidden.search(outside), path.name
