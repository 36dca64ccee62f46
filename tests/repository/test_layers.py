"""No test imports another; what they share is in tests/support/, with the bench in harness/."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.paths import ROOT

TESTS = ("test_", "check_", "conftest")


def imported(source: str) -> Iterator[str]:
    """Yield the names that a source imports, with their modules."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def faults(folder: str, source: str) -> list[str]:
    """Return what a file in a folder of tests/ must not import."""
    return [
        name
        for name in imported(source)
        for first, *others in [name.split(".")]
        if (first == "tests" and any(part.startswith(TESTS) for part in others))
        or (first == "bench" and folder != "bench")
    ]


def test_no_test_imports_another_and_only_the_benchs_own_import_it() -> None:
    files: dict[Path, list[str]] = {
        path.relative_to(ROOT): faults(path.parent.name, path.read_text(encoding="utf-8"))
        for path in (ROOT / "tests").rglob("*.py")
    }
    assert len(files) > 80
    assert {path: names for path, names in files.items() if names} == {}


@pytest.mark.parametrize(
    ("folder", "source", "is_found"),
    [
        ("unit", "from tests.unit.test_x import y", True),
        ("unit", "from tests.unit import test_x", True),
        ("unit", "import tests.conftest", True),
        ("deploy", "from tests.deploy import check_same", True),
        ("unit", "from bench import load", True),
        ("bench", "from bench import load", False),
        ("unit", "from tests.support import facts\nfrom harness import program", False),
    ],
)
def test_what_must_not_be_imported_is_found(folder: str, source: str, is_found: bool) -> None:
    assert bool(faults(folder, source)) is is_found
