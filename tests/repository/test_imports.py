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


def loaded(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    return {*run.stdout.split()}


def test_a_first_page_is_made_without_the_slow_libraries() -> None:
    modules = loaded(FIRST_PAGE)
    assert {"carepath.tables.columns", "carepath.web.prerender"} <= modules
    slow = {"pandas", "numpy", "typst", "segno", "carepath.files.handout"}
    assert modules.isdisjoint(slow)


def test_only_editors_wait_for_what_reads_workbooks() -> None:
    modules = loaded("import sys, carepath.__main__; print(*sys.modules)")
    assert "carepath.editing.commands" in modules
    assert modules.isdisjoint({"openpyxl", "xlsxwriter"})
