"""What the project uses of Streamlit beyond its public API is listed, and is in this version.

After an upgrade, this fails first and names what is gone; `docs/streamlit-internals.md` says who
uses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit

from carepath.web import document
from harness.paths import ROOT

INSTALLED = Path(streamlit.__file__).parent
PAGE = (ROOT / "docs" / "streamlit-internals.md").read_text(encoding="utf-8")
# Classes and test ids, attributes of the page, and endpoints.
NAME = re.compile(
    r"\b(?:st[A-Z]\w+|InputInstructions|__select_all__|uses_pages_directory)\b|\bst-key\b|_stcore\b"
    r"|\bdata-(?:test-[a-z-]+|collapsed|item-hl|tag|trigger)\b"
)
READERS = ("carepath", "harness", "pages", "tests/support")


def listed() -> list[str]:
    """Return the names in the first column of the page's tables."""
    cells = re.findall(r"^\| (`.+?) \|", PAGE, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def used() -> Iterator[str]:
    """Yield the names that scripts, styles, templates and code refer to."""
    for folder in READERS:
        for path in (ROOT / folder).rglob("*.*"):
            if path.suffix in {".css", ".html", ".js", ".py"}:
                yield from NAME.findall(path.read_text(encoding="utf-8"))
    yield from document.LATER


@cache
def shipped() -> frozenset[str]:
    """Return every word of what Streamlit sends to a browser, and of its Python code."""
    folders = ("static/**/*.js", "static/**/*.css", "runtime/**/*.py", "web/**/*.py")
    files = [path for folder in folders for path in INSTALLED.glob(folder)]
    return frozenset(
        word
        for path in files
        for word in re.findall(r"[\w-]*\w", path.read_text(encoding="utf-8", errors="replace"))
    )


@pytest.mark.parametrize("name", sorted({*used()}))
def test_what_is_used_is_listed(name: str) -> None:
    assert name in listed()


@pytest.mark.parametrize("name", sorted({*listed()} - {*document.LATER}))
def test_what_is_listed_is_in_this_version(name: str) -> None:
    assert name in shipped()


@pytest.mark.parametrize("part", document.LATER)
def test_each_chunk_that_is_preloaded_is_one_file(part: str) -> None:
    assert len([*(INSTALLED / "static" / "static" / "js").glob(f"{part}.*.js")]) == 1
