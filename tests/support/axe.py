"""axe-core, with every rule that the standard asks for."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.browser import paint

# All that the standard asks for, and what axe itself recommends; no rule is left out.
OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# A theme changes colours, and nothing else.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}


def violations(page: Page, options: dict[str, object] = OPTIONS) -> list[str]:
    found = Axe().run(page, options=options).response
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{rule['id']}: {node['target']}: {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def expect_no_violations(page: Page) -> None:
    """Check the page as it stands, in the light theme and in the dark one."""
    for theme, options in (("light", OPTIONS), ("dark", COLOURS)):
        paint(page, theme)
        assert violations(page, options) == [], theme
