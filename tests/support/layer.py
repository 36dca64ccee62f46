"""The worked example of a hospital's layer, and copies of it that a test changes."""

from __future__ import annotations

import shutil
from pathlib import Path

from harness.paths import ROOT

EXAMPLE = ROOT / "docs" / "layer-example"
NAME = "Riverside Children's Hospital"


def copied(folder: Path) -> Path:
    """Return a copy of the example in a folder."""
    return shutil.copytree(EXAMPLE, folder / "layer")


def edit(layer: Path, file: str, old: str, new: str) -> None:
    """Replace a text that a file of a layer has."""
    path = layer / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
