"""Tables that were found sound are not checked again; the least change is, and so is new code."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from carepath import checked, checks, tables
from carepath.tables import DATA, FaultyTables, load, load_known
from tests.test_tables import change

ROOT = Path(__file__).parent.parent
# What a server does until its first page is there, and what it has loaded then.
FIRST_PAGE = """
import sys
from carepath import link, shell, site
from carepath import view, web
own = site.site(site.folder())
chosen, _ = link.read({}, own.pathways, own.languages)
assert own.words("app.title") in shell.shell(own, "paths", chosen).body
print(*sys.modules)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DATA, tmp_path / "data")


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is kept which tables are sound: apart from the project's own."""
    monkeypatch.setattr(checked, "FILE", tmp_path / "kept" / "checked")
    return checked.FILE


@pytest.fixture(autouse=True)
def times(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that tables are checked."""
    check, done = checks.faults, []

    def counted(*given):
        done.append(1)
        return check(*given)

    monkeypatch.setattr(checks, "faults", counted)
    return done


def test_sound_tables_are_checked_once_and_read_each_time(folder: Path, times: list[int]) -> None:
    first, second = load_known(folder), load_known(folder)
    assert len(times) == 1
    assert vars(first) == vars(second) == vars(load(folder))
    assert first.treatments is not second.treatments


def test_who_asks_for_a_check_gets_one(folder: Path, times: list[int]) -> None:
    load_known(folder)
    load(folder)
    load(folder)
    assert len(times) == 3


def test_a_check_that_was_asked_for_keeps_nothing(folder: Path, file: Path) -> None:
    load(folder)
    assert not file.exists()


def test_one_other_letter_is_checked_and_shown(folder: Path, times: list[int]) -> None:
    load_known(folder)
    change(folder, "words", {"id": "page.questions"}, {"text_en": "questions"})
    changed = load_known(folder)
    assert len(times) == 2
    load_known(folder)
    assert len(times) == 2
    assert vars(changed) == vars(load(folder))


def test_a_fault_is_told_each_time_and_the_mended_table_is_taken(folder: Path) -> None:
    before = load_known(folder)
    change(folder, "kinds", {"kind": "surgery"}, {"light": "pink"})
    for _ in range(2):
        with pytest.raises(FaultyTables, match="not a colour"):
            load_known(folder)
    shutil.copy(DATA / "kinds.csv", folder)
    assert vars(load_known(folder)) == vars(before)


def test_a_file_that_goes_away_is_told(folder: Path) -> None:
    load_known(folder)
    (folder / "notes.csv").unlink()
    with pytest.raises(FaultyTables, match="the file is missing"):
        load_known(folder)


def test_other_words_of_the_project_are_compared_with(
    folder: Path, times: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    load_known(folder)
    own = shutil.copytree(DATA, tmp_path / "own")
    change(own, "words", {"id": "say.first"}, {"text_en": "{other}."})
    monkeypatch.setattr(tables, "DATA", own)
    with pytest.raises(FaultyTables, match="placeholders differ"):
        load_known(folder)


@pytest.mark.parametrize("name", checked.CODE)
def test_new_code_checks_anew(
    name: str, folder: Path, times: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    load_known(folder)
    code = shutil.copytree(ROOT / "carepath", tmp_path / "carepath")
    monkeypatch.setattr(checked, "HERE", code)
    load_known(folder)
    assert len(times) == 1
    with (code / f"{name}.py").open("a", encoding="utf-8") as source:
        source.write("# Another rule.\n")
    load_known(folder)
    assert len(times) == 2


@pytest.mark.parametrize("library", checked.LIBRARIES)
def test_another_library_checks_anew(
    library: str, folder: Path, times: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_known(folder)
    version = checked.version
    monkeypatch.setattr(checked, "version", lambda name: version(name) + ".1" * (name == library))
    load_known(folder)
    assert len(times) == 2


@pytest.mark.parametrize("spoiled", [b"", b"0" * 64, b"\xff\x00", b"\n"])
def test_a_spoiled_note_is_no_note(
    spoiled: bytes, folder: Path, file: Path, times: list[int]
) -> None:
    load_known(folder)
    file.write_bytes(spoiled)
    load_known(folder)
    assert len(times) == 2


def test_where_nothing_can_be_kept_tables_are_checked_each_time(
    folder: Path, file: Path, times: list[int]
) -> None:
    file.parent.write_text("no folder", encoding="utf-8")
    assert vars(load_known(folder)) == vars(load_known(folder))
    assert len(times) == 2


def test_all_that_a_check_needs_of_the_project_is_in_the_key() -> None:
    """A module that those import, and the key left out, could change a check unnoticed."""

    def imported() -> Iterator[str]:
        found = "import sys\nfrom carepath import checks, tables\nprint(*sys.modules)"
        run = subprocess.run(
            [sys.executable, "-c", found], cwd=ROOT, capture_output=True, text=True, check=True
        )
        for name in run.stdout.split():
            top, _, module = name.partition(".")
            if top == "carepath" and module:
                yield module

    assert {*imported()} == {*checked.CODE, "checked"}


def test_a_first_page_of_tables_that_are_known_needs_none_of_the_libraries() -> None:
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, "-c", FIRST_PAGE], cwd=ROOT, capture_output=True, text=True, check=True
        )
    later = {"pandas", "numpy", "pandera", "typst", "segno", "carepath.checks", "carepath.handout"}
    assert {*run.stdout.split()}.isdisjoint(later)
