"""Fails unless lists of pins hold all that their packages need. Usage: closed.py REQUIREMENTS...

Packages are installed without resolving: what is missing from the lists is missing from the
machine, and nothing that a registry published later can get in.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^[a-z0-9][^\\\n]*", re.MULTILINE)


def pinned(text: str) -> list[Requirement]:
    """Return the pins of a list with their markers; hashes and comments stand on other lines."""
    return [Requirement(line) for line in PIN.findall(text)]


def faults(pins: Sequence[Requirement], environment: Mapping[str, str]) -> Iterator[str]:
    """Yield what installed packages need and no list pins, on a machine of this kind."""
    lists = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in pins
        if _applies(pin, environment, "")
    }
    waiting = [(name, "") for name in lists]
    seen = set(waiting)
    for name, extra in waiting:
        try:
            package = distribution(name)
        except PackageNotFoundError:
            # A package for machines of another kind is not there to be asked.
            continue
        for text in package.requires or ():
            need = Requirement(text)
            if not _applies(need, environment, extra):
                continue
            needed = canonicalize_name(need.name)
            if needed not in lists:
                yield f"{name} needs {text}, which is not pinned"
            elif not need.specifier.contains(lists[needed], prereleases=True):
                yield f"{name} needs {text}, but {lists[needed]} is pinned"
            more = {(needed, wanted) for wanted in need.extras} - seen
            seen |= more
            waiting.extend(more)


def missing(pins: Sequence[Requirement], environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the pins for a machine of this kind that are not installed in their version."""
    for pin in pins:
        if _applies(pin, environment, ""):
            try:
                installed = distribution(pin.name).version
            except PackageNotFoundError:
                yield f"{pin} is pinned, but not installed"
            else:
                if not pin.specifier.contains(installed, prereleases=True):
                    yield f"{pin} is pinned, but {installed} is installed"


def _applies(need: Requirement, environment: Mapping[str, str], extra: str) -> bool:
    return need.marker is None or need.marker.evaluate({**environment, "extra": extra})


if __name__ == "__main__":
    lists = pinned("\n".join(Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]))
    here = {**default_environment()}
    found = "\n".join([*missing(lists, here), *faults(lists, here)])
    # An empty text would count as a failure.
    sys.exit(found or 0)
