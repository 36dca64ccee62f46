"""What is shipped: its lists are closed, its licences listed, its known faults asked for."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import default_environment

from harness.paths import ROOT
from tests.support.repository import pins, tracked

CELL = re.compile(r"\s*\|\s*")


def script(name: str) -> ModuleType:
    """Load a script of the checks, which is no part of a package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def licences() -> dict[tuple[str, str], str]:
    """Return the licence of each package and version that the list holds."""
    text = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    lines = [CELL.split(line.strip("| ")) for line in text.splitlines() if line.startswith("| ")]
    assert lines[0][:3] == ["Name", "Version", "License"]
    return {
        (re.sub("[-_.]+", "-", name).lower(), version): licence
        for name, version, licence, _ in lines[1:]
    }


# --- Lists that are closed ------------------------------------------------------------------------

HERE = {**default_environment()}
SYSTEMS = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
LISTS = ("requirements.txt", "requirements-dev.txt")
"""What is installed where tests run; `make` holds the third list against its packages."""
INSTALL = re.compile(r"\bpip\S* install\b[^\n;&|`]*")
HARMLESS = ("--no-deps", "--only-binary :all:")
"""Nothing is resolved, and nothing is built with what a registry has by then."""


def lists(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("names", [LISTS[:1], LISTS], ids=["app", "tests"])
def test_the_lists_hold_all_that_their_packages_need(
    names: tuple[str, ...], version: str, system: str
) -> None:
    closed = script("closed")
    machine = HERE | SYSTEMS[system]
    machine |= {"python_version": version, "python_full_version": f"{version}.0"}
    assert [*closed.faults(closed.pinned(lists(*names)), machine)] == []


def test_what_is_pinned_is_what_is_installed() -> None:
    closed = script("closed")
    assert [*closed.missing(closed.pinned(lists(*LISTS)), HERE)] == []


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install two packages; `one` asks for `two`, and on Windows for `three`."""
    needs = {
        "one": ["two[more]>=2", "three; sys_platform == 'win32'"],
        "two": ["four>=1; extra == 'more'", "five; extra == 'other'"],
    }
    for name, texts in needs.items():
        folder = tmp_path / f"{name}-2.0.dist-info"
        folder.mkdir()
        lines = [f"Name: {name}", "Version: 2.0", *(f"Requires-Dist: {text}" for text in texts)]
        (folder / "METADATA").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("text", "system", "found"),
    [
        ("one==2.0\ntwo==2.0\nfour==1.0", "Linux", []),
        (
            "one==2.0\ntwo==2.0",
            "Linux",
            ["two needs four>=1; extra == 'more', which is not pinned"],
        ),
        ("one==2.0\ntwo==1.9\nfour==1.0", "Linux", ["one needs two[more]>=2, but 1.9 is pinned"]),
        (
            "one==2.0\ntwo==2.0\nfour==1.0\nthree==1.0 ; sys_platform == 'linux' \\\n    --hash=x",
            "Windows",
            ["one needs three; sys_platform == 'win32', which is not pinned"],
        ),
    ],
)
def test_a_list_that_is_not_closed_is_found(text: str, system: str, found: list[str]) -> None:
    closed = script("closed")
    assert [*closed.faults(closed.pinned(text), HERE | SYSTEMS[system])] == found


@pytest.mark.usefixtures("installed")
def test_what_is_not_installed_as_pinned_is_found() -> None:
    closed = script("closed")
    text = "# x\none==2.0\ntwo==2.1\nsix==1 ; python_version < '3'\nno-such-package==1.0"
    assert [*closed.missing(closed.pinned(text), HERE)] == [
        "two==2.1 is pinned, but 2.0 is installed",
        "no-such-package==1.0 is pinned, but not installed",
    ]


def installs() -> Iterator[tuple[str, str]]:
    """Yield every command of the project that installs Python packages, with its file."""
    for path in tracked():
        # A test only names such a command.
        if path.name.startswith("test_"):
            continue
        if path.suffix in (".md", ".sh", "") or path.parent.name in (".ci", "deploy"):
            text = path.read_text(encoding="utf-8").replace("\\\n", " ")
            for command in INSTALL.findall(text):
                yield path.relative_to(ROOT).as_posix(), command


def test_nothing_is_resolved_or_built_when_it_is_installed() -> None:
    found = [*installs()]
    assert {"Makefile", "README.md", "deploy/Dockerfile"} <= {file for file, _ in found}
    assert [
        (file, command)
        for file, command in found
        if not all(option in " ".join(command.split()) for option in HARMLESS)
    ] == []


# --- Licences and known faults --------------------------------------------------------------------


def test_the_licences_are_those_of_what_is_pinned() -> None:
    assert {*licences()} == {*pins("requirements.txt").items()}, "run make licences"


def test_every_licence_is_known_and_lets_a_hospital_change_what_it_runs() -> None:
    for package, licence in licences().items():
        assert re.search("MIT|BSD|Apache|MPL|PSF", licence), package
        assert "GPL" not in licence, package


def package(name: str, *faults: str) -> dict[str, object]:
    vulns = [{"id": fault, "fix_versions": ["2.0"]} for fault in faults]
    return {"name": name, "version": "1.0", "vulns": vulns}


SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "told", "faulty"),
    [
        ([package("a"), package("b")], ["packages audited: 2, known faults: 0"], False),
        (
            [package("a", "CVE-1", "CVE-2"), package("b")],
            [
                "packages audited: 2, known faults: 2",
                "a 1.0: CVE-1, mended in 2.0",
                "a 1.0: CVE-2, mended in 2.0",
            ],
            True,
        ),
        (
            [package("a"), SKIPPED],
            ["packages audited: 1, known faults: 0", "not audited: c"],
            False,
        ),
        (
            [SKIPPED],
            ["not audited: the list of known faults knows none of these packages"],
            False,
        ),
    ],
)
def test_an_audit_tells_what_was_looked_at_and_what_not(
    packages: list[dict[str, object]], told: list[str], faulty: bool
) -> None:
    report = json.dumps({"dependencies": packages, "fixes": []})
    assert script("audit").judged(report) == (told, faulty)


def run(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(
    ("command", "seconds", "told", "exit_code"),
    [
        (run("raise OSError('no network')"), 60, "cannot be reached", 0),
        (run("import threading; threading.Event().wait()"), 1, "no answer within 1 second", 0),
        (
            run(f"print('''{json.dumps({'dependencies': [package('a', 'CVE-1')]})}''')"),
            60,
            "CVE-1",
            1,
        ),
    ],
    ids=["no network", "no answer", "a fault"],
)
def test_an_audit_fails_for_a_fault_and_for_nothing_else(
    command: list[str], seconds: int, told: str, exit_code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script("audit").audit("requirements.txt", command, seconds) == exit_code
    assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    ("killed", "timeout", "total", "told", "too_many"),
    [
        (90, 0, 100, "10 of 100 mutants live (10.0%)", False),
        (80, 10, 100, "10 of 100 mutants live (10.0%)", False),
        (89, 0, 100, "11 of 100 mutants live (11.0%)", True),
    ],
)
def test_at_most_a_tenth_of_the_mutants_may_live(
    killed: int, timeout: int, total: int, told: str, too_many: bool
) -> None:
    stats = {"killed": killed, "timeout": timeout, "total": total}
    assert script("mutants").judged(stats) == (told, too_many)


def case(name: str, browser: str = "", inside: str = "") -> str:
    told = f'<properties><property name="browser" value="{browser}"/></properties>'
    return (
        f'<testcase classname="tests.x" name="{name}">{told if browser else ""}{inside}</testcase>'
    )


def report(*cases: str) -> str:
    return f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>"


EVERY = [case(name, name) for name in ("chromium", "firefox", "webkit", "chromium-109")]
SKIP = "<skipped/>"


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        (EVERY, []),
        ([*EVERY, case("x", inside=SKIP)], []),
        ([*EVERY, case("x", "firefox", SKIP)], ["skipped: tests.x.x"]),
        (EVERY[:2] + EVERY[3:], ["no test ran in webkit"]),
        (
            [*EVERY[1:], case("x", "chromium", SKIP)],
            ["skipped: tests.x.x", "no test ran in chromium"],
        ),
        (
            [*EVERY, f'<testcase classname="" name="tests.y">{SKIP}</testcase>'],
            ["skipped: .tests.y"],
        ),
    ],
)
def test_tests_have_to_run_in_every_browser(cases: list[str], told: list[str]) -> None:
    assert list(script("browser_tests").faults(report(*cases))) == told
