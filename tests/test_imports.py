"""The parts of the app depend on each other in one direction only."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Module -> what it may import of carepath. Every module is listed after those it builds on.
ALLOWED = {
    "rules": "",
    "cache": "",
    "spreadsheet": "",
    "reading": "rules spreadsheet",
    "lettering": "",
    "checks": "rules reading lettering",
    "tables": "rules reading checks",
    "gone": "reading tables",
    "watcher": "tables",
    "last_sound": "rules tables",
    "pathway": "rules tables",
    "effects": "rules tables pathway",
    "words": "effects rules tables pathway",
    "mending": "",
    "accept": "",
    "workers": "",
    "link": "mending rules pathway",
    "file_urls": "link",
    "html": "words",
    "outage": "html reading rules tables words",
    "glossary": "html cache words",
    "scores": "",
    "wordlist": "link pathway words",
    "asking": "link pathway reading tables words",
    "plainness": "asking glossary html link pathway wordlist words",
    "render": "lettering",
    "flow": "rules pathway words lettering",
    "qr": "",
    "typesetting": "lettering",
    "handout": "effects file_urls reading pathway words lettering render flow qr typesetting",
    "preview": "pathway words lettering render flow typesetting",
    "share": "",
    "share.address": "link",
    "share.markup": "words html qr",
    "share.share": "words share.markup",
    "diagram": "",
    "diagram.markup": "rules pathway words link flow render html",
    "diagram.diagram": "",
    "compare": "pathway words link flow render html glossary cache",
    "trials": "",
    "trials.trials": "words html",
    "origin": "",
    "version": "",
    "settings": "origin tables",
    "handshake": "origin settings",
    "serve": "settings",
    "site": "asking cache last_sound pathway rules settings tables watcher words",
    "view": "accept cache outage serve settings site tables pathway words link html "
    "diagram.markup diagram.diagram",
    "titles": "link words",
    "listing": "cache site pathway words",
    "provenance": "cache pathway plainness scores site words",
    "shell": "asking compare diagram.markup file_urls glossary html link listing provenance site "
    "titles words wordlist",
    "files": "file_urls handout origin preview link cache share.address site",
    "index": "html shell",
    "headers": "index settings",
    "notepad": "asking site view words",
    "present": "",
    "present.slides": "pathway words link",
    "present.drawing": "pathway words flow lettering render",
    "present.markup": "pathway words link html present.drawing present.slides",
    "present.present": "cache link site view diagram.diagram present.markup",
    "answering": "link view words",
    "frame": "answering glossary site words link titles view",
    "around": "site",
    "along": "file_urls files link notepad origin serve settings share.address share.share site "
    "typesetting view words",
    "pages": "provenance along answering trials.trials wordlist asking notepad tables pathway "
    "words listing link site view frame present.present compare diagram.diagram",
    "web": "accept asking cache files handshake headers index link mending origin outage rules "
    "settings shell site tables titles version words workers",
    "server": "serve view web",
    "app": "answering around notepad titles words view frame",
    "__init__": "",
    "__main__": "file_urls tables gone pathway words link handout origin serve settings "
    "share.address site",
}
MAY_IMPORT_STREAMLIT = {
    "serve",
    "trials.trials",
    "diagram.diagram",
    "present.present",
    "share.share",
    "view",
    "notepad",
    "along",
    "answering",
    "around",
    "frame",
    "pages",
    "server",
    "app",
}


def modules() -> Iterator[tuple[str, Path]]:
    """Yield each file of the app with its name in the table; the pages share one."""
    for path in sorted([*ROOT.glob("*.py"), *ROOT.glob("pages/*.py")]):
        yield "pages" if path.parent != ROOT else path.stem, path
    for path in sorted(ROOT.glob("carepath/**/*.py")):
        name = ".".join(path.relative_to(ROOT / "carepath").with_suffix("").parts)
        yield name.removesuffix(".__init__"), path


def imported(source: str) -> Iterator[str]:
    """Yield the full names a source imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            home = "." * node.level + (node.module or "")
            for alias in node.names:
                inner = f"{home}.{alias.name}"
                yield inner if inner.removeprefix("carepath.") in ALLOWED else home


def wrong(module: str, source: str) -> list[str]:
    """Return the imports that a module may not have."""
    allowed = {f"carepath.{name}" for name in ALLOWED[module].split()}
    if module in MAY_IMPORT_STREAMLIT:
        allowed.add("streamlit")
    return [
        name
        for name in imported(source)
        # A relative import starts with a dot: its top is empty.
        if name.partition(".")[0] in ("carepath", "streamlit", "")
        and allowed.isdisjoint((name, name.partition(".")[0]))
    ]


@pytest.mark.parametrize(
    ("module", "path"),
    [pytest.param(*found, id=str(found[1].relative_to(ROOT))) for found in modules()],
)
def test_a_file_imports_only_what_it_may(module: str, path: Path) -> None:
    assert module in ALLOWED, f"say in {Path(__file__).name} what {module} may import"
    assert wrong(module, path.read_text(encoding="utf-8")) == []


def test_the_table_itself_has_one_direction() -> None:
    names = list(ALLOWED)
    for number, allowed in enumerate(ALLOWED.values()):
        assert {*allowed.split()} <= {*names[:number]}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("rules", "import carepath.tables"),
        ("tables", "import carepath"),
        ("pathway", "from carepath.words import Words"),
        ("pathway", "from carepath import tables, words"),
        ("words", "import streamlit as st"),
        ("words", "from streamlit.errors import Error"),
        ("flow", "def late():\n    from carepath.diagram import markup"),
        ("html", "if TYPE_CHECKING:\n    from carepath.view import Site"),
        ("diagram.markup", "from . import diagram"),
        ("view", "from ..carepath.frame import Frame"),
        ("frame", "from carepath.diagram import diagram"),
        ("pages", "from carepath import unheard_of"),
    ],
)
def test_a_wrong_import_is_found(module: str, source: str) -> None:
    assert len(wrong(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("checks", "import pandas\nfrom carepath.rules import Fault"),
        ("pathway", "from carepath.tables import Tables"),
        ("view", "import streamlit as st\nfrom carepath.diagram import diagram, markup"),
        ("pages", "from carepath import frame, view"),
    ],
)
def test_a_right_import_is_left_alone(module: str, source: str) -> None:
    assert wrong(module, source) == []


# Everything that a server does until it can send its first page, with checked tables.
FIRST_PAGE = """
import sys
from carepath import link, shell, site, view, web
own = site.site(site.folder())
chosen, _ = link.read({}, own.pathways, own.languages)
assert own.words("app.title") in shell.shell(own, "paths", chosen, "").body
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
    assert {"carepath.checks", "carepath.shell"} <= loaded
    assert loaded.isdisjoint({"pandas", "numpy", "typst", "segno", "carepath.handout"})
