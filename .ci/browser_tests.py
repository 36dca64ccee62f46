"""Fails unless browser tests ran and none was skipped. Usage: browser_tests.py JUNIT_XML."""

import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree


def faults(report: str) -> Iterator[str]:
    """Yield what is wrong, from a report of pytest; tests/conftest.py marks the browser tests."""
    ran = False
    for case in ElementTree.fromstring(report).iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        in_browser = case.find("properties/property[@name='browser']") is not None
        ran = ran or in_browser
        # A whole file that is skipped is one case that nobody could mark.
        if case.find("skipped") is not None and (in_browser or not case.get("classname")):
            yield f"skipped: {name}"
    if not ran:
        yield "no browser test ran"


if __name__ == "__main__":
    found = "\n".join(faults(Path(sys.argv[1]).read_text(encoding="utf-8")))
    # An empty text would count as a failure.
    sys.exit(found or 0)
