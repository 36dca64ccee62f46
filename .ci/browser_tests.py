"""Fails unless tests ran in every browser, none skipped. Usage: browser_tests.py JUNIT_XML."""

import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

BROWSERS = ("chromium", "firefox", "webkit", "chromium-109")


def faults(report: str) -> Iterator[str]:
    """Yield what is wrong, from a report of pytest; tests/conftest.py names each test's browser."""
    ran = set()
    for case in ElementTree.fromstring(report).iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        browser = case.find("properties/property[@name='browser']")
        # A whole file that is skipped is one case that nobody could mark.
        if case.find("skipped") is None:
            ran.add(browser.get("value") if browser is not None else None)
        elif browser is not None or not case.get("classname"):
            yield f"skipped: {name}"
    for browser_name in BROWSERS:
        if browser_name not in ran:
            yield f"no test ran in {browser_name}"


if __name__ == "__main__":
    found = "\n".join(faults(Path(sys.argv[1]).read_text(encoding="utf-8")))
    # An empty text would count as a failure.
    sys.exit(found or 0)
