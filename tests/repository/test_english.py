"""Comments and docstrings follow the style of CONTRIBUTING.md."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from harness.paths import ROOT

HEADLESS = re.compile(r"(What|Which|Who|Whom|How|Where|That)\b")
"""A docstring that begins so is a clause without a verb."""
REFUSED = (
    # "A row a step", for "one row per step".
    re.compile(r"\ba (?!few\b|lot\b)[a-z]+ an? [a-z]+\b", re.IGNORECASE),
    re.compile(r"\b(is|are|be|was|were) told\b", re.IGNORECASE),
    re.compile(r"\bgiven over\b|\bgives? (it|the \w+) over\b", re.IGNORECASE),
    # Things are or lie somewhere; only "stands for" is idiomatic.
    re.compile(r"\bstands?\b(?! for\b)", re.IGNORECASE),
)
SOURCES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for folder in ("carepath/**", "harness", "bench", "pages", ".")
    for path in sorted(ROOT.glob(f"{folder}/*.py"))
}


def strings(source: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings of a source, those of variables too, each with its line."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str() as text)):
                yield node.lineno, text


def comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield the comments of a source, each with its line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.lstrip("# ")


def refused(source: str) -> list[str]:
    """Return the phrases of a source that the style refuses, each with its line."""
    texts = [
        *((line, re.sub("`+[^`]*`+", "x", text)) for line, text in strings(source)),
        *comments(source),
    ]
    return [
        *(
            f"{line}: {match[0]}"
            for line, text in strings(source)
            if (match := HEADLESS.match(text))
        ),
        *(
            f"{line}: {match[0]}"
            for line, text in texts
            for pattern in REFUSED
            for match in pattern.finditer(" ".join(text.split()))
        ),
    ]


@pytest.mark.parametrize("file", SOURCES)
def test_the_prose_of_a_module_has_subjects_and_verbs(file: str) -> None:
    assert refused(SOURCES[file]) == []


@pytest.mark.parametrize(
    "source",
    [
        '"""What a page holds."""',
        'NAMES = ()\n"""How names are read."""',
        '"""The table, a row a step."""',
        "# The editor is told.",
        "# The page gives the place over.",
        "# The word stands on the line.",
    ],
)
def test_a_phrase_against_the_style_is_refused(source: str) -> None:
    assert refused(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""Reads a table into rows."""',
        "# None stands for an empty row, a few of a kind.",
        'TEXT = "a row a step is told"',
    ],
)
def test_a_phrase_in_the_style_passes(source: str) -> None:
    assert refused(source) == []
