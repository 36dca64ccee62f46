"""A nurse edits a topic in LibreOffice: three mistakes, seen in their cells, and mended there."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from carepath.tables import editions, loader
from harness import program
from tests.support.project_data import TOPICS
from tests.support.workbooks import Editor, change, content, insert

LAST = {"situation": "low-same", "option": "2", "step": "2"}
NEW = {
    "situation": "low-same", "option": 3, "step": 1, "treatment": "surgry", "link": "later",
    "source": "navigating-care", "found_at": "nowhere",
}  # fmt: skip
RIGHT = {"treatment": "surgery", "link": None, "found_at": "low-risk-first-list#3"}


@pytest.fixture(scope="module")
def office() -> str:
    return program.found("OFFICE", "soffice", script="tests/install-office.sh")


def save(office: str, file: Path) -> None:
    """Open a workbook in LibreOffice and save it."""
    folder = file.parent / "saved"
    command = [office, "--headless", f"-env:UserInstallation={(file.parent / 'user').as_uri()}"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    (folder / file.name).replace(file)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_workbook_that_libreoffice_saved_has_the_same_tables(
    topic: str, office: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = Editor(tmp_path, capsys, topic)
    editor.out()
    save(office, editor.file)
    code, lines = editor.back()
    assert code == 0, lines
    assert content(editor.result) == content(editor.data)


def added(editor: Editor) -> int:
    """Return how many options the live tables list for a situation."""
    live = editions.live(editor.folder / "state") or editor.data
    rows = loader.load(live, editor.topic).treatments.rows
    return len({row["option"] for row in rows if row["situation"] == LAST["situation"]})


def test_a_nurse_adds_an_option_publishes_it_and_takes_it_back(
    office: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    editor = Editor(tmp_path, capsys)
    editor.out()
    state = tmp_path / "state"
    state.mkdir()
    monkeypatch.setenv("CAREPATH_STATE", str(state))

    def add(book: Any) -> None:
        insert(book, "treatments", LAST, NEW)
        change(book, "situations", {"situation": "low-same"}, {"steps": 6})

    editor.edit(add)
    save(office, editor.file)
    assert editor.back()[0] == 1
    save(office, editor.faults)
    assert {column for _, _, column in editor.red()} == {"treatment", "link", "found_at"}
    editor.edit(
        lambda book: change(book, "treatments", {"treatment": "surgry"}, RIGHT), file=editor.faults
    )
    save(office, editor.faults)
    code, lines = editor.back(editor.faults)
    assert code == 0, lines
    assert any("Option 3, step 1 is new: *surgery*." in line for line in lines)
    before = added(editor)
    assert editor.run("publish", editor.result)[0] == 0
    assert added(editor) == before + 1
    assert editor.run("undo")[0] == 0
    assert added(editor) == before
