"""What must be in the repository, and what must not."""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import combinations

import pytest

from harness.paths import ROOT
from tests.support.repository import PIN, pins, requirements, tracked

MODE = re.compile("[rwaxbt+]{1,3}")
# The brackets keep this file from finding itself.
UNWANTED = re.compile(
    r"(?<![\w.])[/]work[/]|[.][.]/shared\b|\bTO[D]O\b|\bFIX[M]E\b|\btime[.]sleep\("
)

CLOCKS = ("time", "timeit", "datetime.now", "measure.taps", "measure.loads")
"""Modules and functions that tell how long something takes."""


@pytest.mark.parametrize(
    "name",
    [
        "app.py",
        "pages",
        "data",
        "tests",
        "requirements.txt",
        "README.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "CHANGELOG.md",
    ],
)
def test_it_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_the_architecture_names_every_module() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {*re.findall(r"\b\w+\.py\b", page)}
    folders = ("*.py", "carepath/**/*.py", "harness/*.py", "bench/*.py")
    modules = [path for folder in folders for path in ROOT.glob(folder)]
    assert named == {path.name for path in modules} - {"__init__.py"}


def test_no_module_is_longer_than_300_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in ROOT.glob("carepath/**/*.py")
    }
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_the_readme_lists_every_make_target() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \|", page.split("## Make targets")[1], re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`([a-z-]+)`", row)]
    phony = (ROOT / "Makefile").read_text(encoding="utf-8").split(".PHONY:")[1].splitlines()[0]
    # `lint`, `types` and `imports` are parts of `check`.
    assert {*listed} == {*phony.split()} - {"lint", "types", "imports"}


LISTS = ("requirements", "requirements-dev", "requirements-tools")


@pytest.mark.parametrize("file", [f"{name}.txt" for name in LISTS])
def test_every_requirement_is_pinned_and_hashed(file: str) -> None:
    lines = requirements(file)
    assert lines
    assert [line for line in lines if not PIN.fullmatch(line)] == []


@pytest.mark.parametrize("name", LISTS)
def test_the_pins_are_compiled_from_what_is_asked_for(name: str) -> None:
    asked = [line for line in requirements(f"{name}.in") if not line.startswith("-c ")]
    compiled = {f"{package}=={version}" for package, version in pins(f"{name}.txt").items()}
    assert {line.partition(" ;")[0] for line in asked} <= compiled, "run make pins"


@pytest.mark.parametrize(("one", "other"), [*combinations(LISTS, 2)])
def test_no_list_replaces_what_another_has_installed(one: str, other: str) -> None:
    first, second = pins(f"{one}.txt"), pins(f"{other}.txt")
    assert {name for name in {*first} & {*second} if first[name] != second[name]} == set()


def test_nothing_unwanted_is_in_a_file() -> None:
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" in data:
            continue
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
            if match := UNWANTED.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match[0]}")
    assert found == []


def test_no_test_takes_the_time() -> None:
    """A busy machine is slow: times are measured by `make bench`, beside something else."""
    found = [
        (path.name, name)
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if not path.name.startswith("check_")
        for name in clocks(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "from time import monotonic",
        "import time",
        "import timeit as t",
        "from datetime import datetime\nbefore = datetime.now()",
        "from bench import measure\nmeasure.taps(*pages)",
    ],
)
def test_what_takes_the_time_is_found(source: str) -> None:
    assert [*clocks(source)]


@pytest.mark.parametrize(
    "line",
    [
        "see {0}work{0}here".format("/"),
        "../" + "shared/x",
        "# " + "TO" + "DO",
        "# " + "FIX" + "ME: x",
        "time." + "sleep(1)",
    ],
)
def test_what_is_unwanted_is_found(line: str) -> None:
    assert UNWANTED.search(line)


def clocks(source: str) -> Iterator[str]:
    """Yield what a source takes the time with."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in CLOCKS)
        elif isinstance(node, ast.ImportFrom) and node.module in CLOCKS:
            yield node.module
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS:
            yield ast.unparse(node)


def test_mutation_testing_has_what_its_tests_import() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    settings = project["tool"]["mutmut"]
    tests = [ROOT / file for file in settings["pytest_add_cli_args_test_selection"]]
    files = [ROOT / "tests" / "conftest.py", *ROOT.glob("tests/support/*.py"), *tests]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    imported = set(re.findall(r"^(?:from|import) (\w+)", text, re.MULTILINE))
    own = {folder.name for folder in ROOT.iterdir() if folder.is_dir()} - {"tests"}
    assert imported & own <= {*settings["also_copy"]}


def unencoded(source: str) -> Iterator[int]:
    """Yield the lines that read or write text in whatever encoding the host prefers."""
    tree = ast.parse(source)
    opened = {
        id(item.context_expr)
        for node in ast.walk(tree)
        if isinstance(node, ast.With)
        for item in node.items
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        texts = [each.value for each in given if isinstance(each, ast.Constant)]
        modes = [text for text in texts if isinstance(text, str) and MODE.fullmatch(text)]
        reads = name in ("read_text", "write_text") or (
            name == "open"
            and not any("b" in mode for mode in modes)
            and (modes or isinstance(node.func, ast.Name) or (not given and id(node) in opened))
        )
        runs = any(
            keyword.arg in ("text", "universal_newlines") and keyword.value.value is True
            for keyword in node.keywords
            if isinstance(keyword.value, ast.Constant)
        )
        named = "encoding" in {keyword.arg for keyword in node.keywords}
        if (reads or runs) and not named and "utf-8" not in texts:
            yield node.lineno


def test_every_text_file_is_read_and_written_as_utf_8() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in tracked()
        if path.suffix == ".py"
        for line in unencoded(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("path.read_text()", True),
        ("path.write_text(text)", True),
        ("path.read_text('utf-8')", False),
        ("path.write_text(text, encoding='utf-8')", False),
        ("open(path)", True),
        ("open(path, 'wb')", False),
        ("path.open('w', newline='')", True),
        ("path.open('rb')", False),
        ("with path.open() as file: pass", True),
        ("page.open('https://care.example.org')", False),
        ("subprocess.run(command, text=True)", True),
        ("subprocess.run(command, text=True, encoding='utf-8')", False),
    ],
)
def test_text_in_the_encoding_of_the_host_is_found(line: str, is_found: bool) -> None:
    assert bool([*unencoded(line)]) is is_found
