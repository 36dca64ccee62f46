"""What is shipped: its licences are listed, its known faults are asked for."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.test_repository import pins

ROOT = Path(__file__).parent.parent
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
