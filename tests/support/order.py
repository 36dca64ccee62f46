"""The order of the files of tests: the longest first, so that all cores are done together."""

from __future__ import annotations

from pathlib import Path

from harness.paths import ROOT

FIRST = (
    "unit/test_handout.py",
    "unit/test_fuzz_tables.py",
    "browser/test_proxy.py",
    "browser/test_present.py",
    "browser/test_paths.py",
    "browser/test_reader.py",
    "content/test_any_folder.py",
    "browser/test_axe.py",
    "browser/test_first.py",
    "browser/test_compare.py",
    "content/test_hostile.py",
    "browser",
    "http",
    "app",
)
"""Files and folders in the order in which they run, before all others."""


def turn(path: Path) -> int:
    """Return which place in the order a file of tests has."""
    places = (path.relative_to(ROOT / "tests"), *path.relative_to(ROOT / "tests").parents)
    return min(
        (FIRST.index(place.as_posix()) for place in places if place.as_posix() in FIRST),
        default=len(FIRST),
    )
