"""The files of the repository and the packages that it pins."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from harness.paths import ROOT

PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)( ; [^-]+?)?( --hash=sha256:[0-9a-f]{64})+"
)


def tracked() -> Iterator[Path]:
    """Yield every file that is in the repository, or would be after `git add .`."""
    # A clone may belong to another user than the one who runs the tests.
    command = "git -c safe.directory=* ls-files -z --cached --others --exclude-standard"
    listed = subprocess.run(command.split(), cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            yield ROOT / name


def requirements(file: str) -> list[str]:
    """Return the lines of a requirements file, without comments, continued lines joined."""
    text = (ROOT / file).read_text(encoding="utf-8")
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]


def pins(file: str) -> dict[str, str]:
    matches = [PIN.fullmatch(line) for line in requirements(file)]
    return {match["name"]: match["version"] for match in matches if match}
