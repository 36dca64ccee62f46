"""What importing the app loads; `make check` holds the layers (`tool.importlinter`)."""

from __future__ import annotations

import subprocess
import sys

from harness.paths import ROOT

# Everything that a server does until it can send its first page.
FIRST_PAGE = """
import sys
from carepath import library
from carepath.model import selection
from carepath.ui import context
from carepath.web import prerender, routes
own = library.site(library.folder())
chosen, _ = selection.read({}, own.pathways, own.languages)
assert own.words("app.title") in prerender.page(own, "paths", chosen, "").body
print(*sys.modules)
"""


def test_a_first_page_is_made_without_the_slow_libraries() -> None:
    run = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = {*run.stdout.split()}
    assert {"carepath.tables.columns", "carepath.web.prerender"} <= loaded
    slow = {"pandas", "numpy", "typst", "segno", "carepath.files.handout"}
    assert loaded.isdisjoint(slow)
