"""The last sound tables are served while newer ones are faulty, and each state is judged once."""

from __future__ import annotations

import logging
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

import pytest
from hypothesis import given, strategies as st

from carepath.library import Library
from carepath.model import pathway
from carepath.site import State
from carepath.tables import checks, last_sound, loader, topics, watcher
from carepath.tables.fault import FaultyTables
from carepath.tables.loader import load
from tests.support.fuzz import tries
from tests.support.random_tables import OWN, bytes_of, edits, reshaped, torn
from tests.support.spoiled import (
    CELLS,
    FILES,
    LACKING,
    SPOILED,
    TOPIC,
    change,
    copy,
    file_of,
    reference,
)

Spoil = Callable[[Path], object]
THREADS = 8


@contextmanager
def copied() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield copy(Path(name) / "data")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A copy of the project's tables that a test may spoil."""
    with copied() as folder:
        yield folder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """An empty folder for what outlives a restart."""
    kept = tmp_path / "state"
    kept.mkdir()
    return kept


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that tables are checked."""
    find, times = checks.faults, []

    def counted(*given):
        times.append(1)
        return find(*given)

    monkeypatch.setattr(checks, "faults", counted)
    return times


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a change of any moment have a stamp of its own, as one of last week has."""
    monkeypatch.setattr(watcher, "SETTLED", -(10**18))


def faults_of(folder: Path) -> tuple[loader.Fault, ...]:
    with pytest.raises(FaultyTables) as faulty:
        load(folder)
    return faulty.value.faults


def title(library: Library) -> str:
    """Return a text of the tables that are served."""
    return library.state().site().words("app.title")


def rename(folder: Path, title: str) -> None:
    change(folder, "words", {"id": "app.title"}, {"text_en": title})


def spoil(folder: Path) -> None:
    change(folder, "kinds", {"kind": "surgery"}, {"light": "pink"})


def mend(folder: Path) -> None:
    copy(folder)


TITLES = cycle([("One title", "Another"), ("Another", "One title")])
"""What the tables say before and after: each pair begins with what is judged already."""


# --- What spoils tables ---------------------------------------------------------------------------


def cell(case: str) -> Spoil:
    table, where, cells, _ = CELLS[case]
    return lambda folder: change(folder, table, where, cells)


def file(name: str, content: Callable[[bytes], bytes]) -> Spoil:
    def change(folder: Path) -> None:
        path = file_of(folder, name.removesuffix(".csv"))
        path.write_bytes(content(path.read_bytes()))

    return change


def locked(folder: Path) -> None:
    """A folder in the place of a file: nobody can read that, whoever runs the tests."""
    (folder / "terms.csv").unlink()
    (folder / "terms.csv").mkdir()


# Which rule a cell breaks makes no difference here: one for each table.
BROKEN = {table: case for case, (table, *_) in CELLS.items()}
SPOILS: dict[str, Spoil] = {
    **{f"cell: {case}": cell(case) for case in BROKEN.values()},
    **{f"file: {case}": file(name, change) for case, (name, change, _) in SPOILED.items()},
    **{
        f"missing: {name}": lambda f, n=name: file_of(f, n).unlink()
        for name in FILES
        if name not in LACKING
    },
    **{
        f"half saved: {name}": file(f"{name}.csv", lambda data: data[: len(data) // 2])
        for name in ("treatments", "terms", "words", "questions")
    },
    "binary": file("words.csv", lambda data: os.urandom(4) + b"\xff\x00PK\x03\x04" * 500),
    "a folder for a file": locked,
    "no file left": lambda folder: [path.unlink() for path in folder.rglob("*.csv")],
    "no folder": shutil.rmtree,
    "a file for the folder": lambda folder: [
        shutil.rmtree(folder),
        folder.write_text("x", encoding="utf-8"),
    ],
}


@pytest.mark.parametrize("case", SPOILS)
def test_whatever_spoils_the_tables_the_last_sound_ones_are_served(case: str, kept: Path) -> None:
    before, after = next(TITLES)
    with copied() as folder:
        rename(folder, before)
        library = Library(folder, kept)
        sound = library.state()
        assert sound.edition
        assert sound.faults == ()
        SPOILS[case](folder)
        spoiled = library.state()
        assert spoiled.edition is sound.edition
        assert title(library) == before
        assert spoiled.faults == faults_of(folder)

        # After a restart as well.
        again = Library(folder, kept).state()
        assert again.faults == spoiled.faults
        assert again.edition
        for language, site in sound.edition[TOPIC].items():
            same = again.edition[TOPIC][language]
            assert vars(same.words) == vars(site.words)
            assert same.pathways == site.pathways

        if folder.is_file():
            folder.unlink()
        if (folder / "terms.csv").is_dir():
            (folder / "terms.csv").rmdir()
        mend(folder)
        rename(folder, after)
        assert library.state().faults == ()
        assert title(library) == after


def assert_stands_in(**spoiled: bytes) -> None:
    with copied() as folder:
        library = Library(folder)
        sound = library.state().edition
        for name, data in spoiled.items():
            file_of(folder, name).write_bytes(data)
        found = library.state()
        assert found.edition
        assert (found.edition is sound) is bool(found.faults)
        mend(folder)
        rename(folder, "Mended")
        assert library.state().faults == ()
        assert title(library) == "Mended"


@tries(8)
@given(st.one_of(edits(), reshaped()))
def test_any_other_cells_are_served_whole_or_not_at_all(changed) -> None:
    spoiled = bytes_of(changed)
    assume_other = {name: data for name, data in spoiled.items() if data != OWN[name]}
    if assume_other:
        assert_stands_in(**assume_other)


@tries(8)
@given(torn())
def test_a_torn_file_is_served_whole_or_not_at_all(changed: tuple[str, bytes]) -> None:
    name, data = changed
    if data != OWN[name]:
        assert_stands_in(**{name: data})


def test_without_sound_tables_there_is_nothing_to_serve(folder: Path, kept: Path) -> None:
    spoil(folder)
    library = Library(folder, kept)
    assert library.state().edition is None
    with pytest.raises(FaultyTables, match="not a colour"):
        library.state().site()
    mend(folder)
    assert library.state().site("es").words.language == "es"


def test_tables_that_pass_the_checks_and_break_the_site_are_faulty(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library(folder)
    sound = library.state().edition
    rename(folder, "Other")

    def broken(*_):
        raise KeyError("a gap in the checks")

    with monkeypatch.context() as patch:
        patch.setattr(pathway, "build", broken)
        assert library.state().edition is sound
        assert "a gap in the checks" in str(library.state().faults[0])
    assert "Traceback" in caplog.text
    rename(folder, "Another")
    assert title(library) == "Another"


# --- Once for each state --------------------------------------------------------------------------


def test_a_state_is_judged_once_however_many_ask(folder: Path, judged: list[int]) -> None:
    library = Library(folder)

    together = Barrier(THREADS)

    def state() -> State:
        together.wait()
        return library.state()

    def ask() -> None:
        with ThreadPoolExecutor(THREADS) as pool:
            states = [pool.submit(state) for _ in range(THREADS)]
        assert len({id(one.result()) for one in states}) == 1

    for times, prepare in enumerate((mend, spoil, lambda folder: rename(folder, "x")), start=1):
        prepare(folder)
        ask()
        assert len(judged) == times


def test_a_state_that_comes_back_is_the_same(folder: Path, judged: list[int]) -> None:
    library = Library(folder)
    sound = library.state().edition
    spoil(folder)
    library.state()
    mend(folder)
    assert library.state().edition is sound
    assert len(judged) == 2


def test_a_state_is_logged_once(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    library = Library(folder)
    library.state()
    assert caplog.messages == []
    spoil(folder)
    for _ in range(5):
        library.state()
    (logged,) = caplog.messages
    assert str(faults_of(folder)[0]) in logged
    assert "older ones are served" in logged
    mend(folder)
    library.state()
    assert caplog.messages[1:] == ["the tables are sound again"]


# --- What is kept for a restart -------------------------------------------------------------------


def test_the_last_sound_tables_are_kept_not_the_first(folder: Path, kept: Path) -> None:
    library = Library(folder, kept)
    library.state()
    rename(folder, "Second")
    library.state()
    spoil(folder)
    library.state()
    assert title(Library(folder, kept)) == "Second"
    with zipfile.ZipFile(kept / last_sound.NAME) as archive:
        assert archive.namelist() == [topics.home(name, TOPIC) for name in FILES]
        assert b"Second" in archive.read("words.csv")
    assert [path.name for path in kept.iterdir()] == [last_sound.NAME]


def test_tables_of_an_older_version_that_were_kept_are_not_served(
    folder: Path, kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A host who upgrades has all tables in one folder, and kept them so."""
    Library(folder, kept).state()
    for path in folder.rglob("*.csv"):
        path.rename(folder / path.name)
    shutil.rmtree(folder / topics.FOLDER)
    with zipfile.ZipFile(kept / last_sound.NAME, "w") as archive:
        for path in folder.glob("*.csv"):
            archive.write(path, path.name)
    state = Library(folder, kept).state()
    assert [fault.problem for fault in state.faults] == ["holds no topic"]
    assert state.edition is None
    assert "there are no older ones to serve" in caplog.text


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"no archive",
        lambda data: data[: len(data) // 2],
        lambda data: data[:200] + bytes(50) + data[250:],
        lambda data: data.replace(b"terms.csv", b"other.csv"),
    ],
)
def test_a_damaged_archive_is_none(
    damage: Callable[[bytes], bytes], folder: Path, kept: Path
) -> None:
    Library(folder, kept).state()
    archive = kept / last_sound.NAME
    archive.write_bytes(damage(archive.read_bytes()))
    spoil(folder)
    assert Library(folder, kept).state().edition is None
    # It is made anew.
    mend(folder)
    Library(folder, kept).state()
    spoil(folder)
    assert Library(folder, kept).state().edition


def test_kept_tables_are_checked_again(
    folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A new release may need words that an older one did not have."""
    Library(folder, kept).state()
    newer = reference(tmp_path / "newer")
    with (newer / "words.csv").open("a", encoding="utf-8") as words:
        words.write("brand.new,New,Nuevo\n")
    monkeypatch.setattr(loader, "DATA", newer)
    spoil(folder)
    assert Library(folder, kept).state().edition is None


def test_where_nothing_can_be_kept_the_tables_are_served_all_the_same(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library(folder, tmp_path / "nowhere")
    assert library.state().edition
    assert "cannot keep" in caplog.text
    spoil(folder)
    assert library.state().edition


def test_replicas_share_what_is_kept(folder: Path, kept: Path) -> None:
    """An archive is there whole, whoever writes it at the same time."""
    snapshot = loader.snapshot(folder)
    last_sound.save(kept, snapshot)
    with ThreadPoolExecutor(THREADS) as pool:
        writing = [pool.submit(last_sound.save, kept, snapshot) for _ in range(40)]
        reading = [pool.submit(last_sound.read, kept, snapshot) for _ in range(200)]
        assert {read.result() for read in reading} == {snapshot}
        assert {write.result() for write in writing} == {None}
    assert [path.name for path in kept.iterdir()] == [last_sound.NAME]


# --- When files are read again --------------------------------------------------------------------


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that the files are read."""
    read, times = loader.snapshot, []

    def counted(folder):
        times.append(1)
        return read(folder)

    monkeypatch.setattr(loader, "snapshot", counted)
    return times


@pytest.mark.usefixtures("trusted")
def test_files_are_read_again_only_after_a_change(folder: Path, reads: list[int]) -> None:
    library = Library(folder)
    for number in range(1, 4):
        for _ in range(5):
            library.state()
        assert len(reads) == number
        rename(folder, f"Title {number}")
        assert title(library) == f"Title {number}"


@pytest.mark.parametrize(("moment", "edits", "times"), [(0, 1, 1), (2**62, 3, 4)])
def test_a_stamp_of_just_now_does_not_stand_for_a_file(
    folder: Path,
    reads: list[int],
    monkeypatch: pytest.MonkeyPatch,
    moment: int,
    edits: int,
    times: int,
) -> None:
    """Where a clock is coarse, two edits may have one stamp; long after the first, they don't."""
    monkeypatch.setattr(watcher, "_stamp_of", lambda _: (1, moment, moment, 1))
    looked = watcher.tables(folder)
    for title in ("One", "Two", "Six")[:edits]:
        rename(folder, title)
        assert any(title.encode() in content for _, content in looked.look().contents)
    looked.look()
    assert len(reads) == times


@pytest.mark.usefixtures("trusted")
def test_a_file_of_the_same_size_and_time_is_another_one(folder: Path) -> None:
    library = Library(folder)
    rename(folder, "Before")
    assert title(library) == "Before"
    words = folder / "words.csv"
    status = words.stat()
    copy = folder / "copy"
    copy.write_bytes(words.read_bytes().replace(b"Before", b"Behind"))
    os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))
    copy.replace(words)
    assert (words.stat().st_mtime_ns, words.stat().st_size) == (status.st_mtime_ns, status.st_size)
    assert title(library) == "Behind"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("name", [".#terms.csv", "~$terms.csv", ".~lock.terms.csv#", "new.csv"])
def test_a_lock_of_an_editor_hides_no_change(folder: Path, name: str) -> None:
    library = Library(folder)
    for number in range(4):
        rename(folder, f"Title {number}")
        assert title(library) == f"Title {number}"
        # Each change is followed by a lock that comes or goes; it leads nowhere.
        lock = folder / name
        if lock.is_symlink():
            lock.unlink()
        else:
            lock.symlink_to("somebody@host.1234:5678")
        assert title(library) == f"Title {number}"
    spoil(folder)
    assert library.state().faults


@pytest.mark.usefixtures("trusted")
def test_one_missing_file_hides_no_change_of_another(folder: Path) -> None:
    library = Library(folder)
    library.state()
    notes = file_of(folder, "notes")
    path, content = str(notes.relative_to(folder)), notes.read_bytes()
    notes.unlink()
    assert [fault.file for fault in library.state().faults] == [path]
    spoil(folder)
    assert [fault.file for fault in library.state().faults] == ["kinds.csv", path]
    notes.write_bytes(content)
    assert [fault.file for fault in library.state().faults] == ["kinds.csv"]


@pytest.mark.usefixtures("trusted")
def test_a_file_that_could_not_be_read_for_a_moment_is_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as where too many files are open: nothing about the file tells that this is over."""
    library = Library(folder)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda _: (_ for _ in ()).throw(OSError(24, "no more")))
        assert {fault.problem for fault in library.state().faults} == {"cannot be read (no more)"}
    assert library.state().faults == ()


@pytest.mark.usefixtures("trusted")
def test_a_file_that_changes_while_it_is_read_does_not_stand_for_another(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = folder / "words.csv"
    whole, read = words.read_bytes(), loader.snapshot
    library = Library(folder)
    rename(folder, "Before")
    assert title(library) == "Before"
    words.write_bytes(whole[: len(whole) // 2])
    pieces = [whole[: len(whole) // 2], whole]

    def read_while_saving(folder):
        snapshot = read(folder)
        if pieces:
            words.write_bytes(pieces.pop(0))
        return snapshot

    with monkeypatch.context() as patch:
        patch.setattr(loader, "snapshot", read_while_saving)
        library.state()
    assert library.state().faults == ()
    assert title(library) != "Before"


def test_a_change_of_the_projects_own_words_is_a_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = reference(tmp_path / "own")
    monkeypatch.setattr(loader, "DATA", own)
    library = Library(folder)
    assert library.state().faults == ()
    change(own, "words", {"id": "say.first"}, {"text_en": "{other}."})
    assert "placeholders differ" in library.state().faults[0].problem


def test_nothing_is_logged_about_sound_tables(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    Library(folder).state()
    assert caplog.messages == []
