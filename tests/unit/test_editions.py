"""Published editions: what is live, what is kept, and what a kill leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from carepath.tables import editions
from carepath.tables.editions import KEPT, history, live, publish, undo
from harness.paths import ROOT


def edition(name: str) -> dict[str, bytes]:
    return {"words.csv": name.encode(), "topics/one/treatments.csv": name.encode() * 2}


def content(state: Path) -> dict[str, bytes]:
    folder = live(state)
    assert folder
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_nothing_is_live_before_something_is_published(tmp_path: Path) -> None:
    assert live(tmp_path) is None
    with pytest.raises(ValueError, match="no earlier edition"):
        undo(tmp_path)


def test_the_last_edition_is_live_and_undo_goes_back_one_by_one(tmp_path: Path) -> None:
    for name in "abc":
        publish(tmp_path, edition(name))
        assert content(tmp_path) == edition(name)
    undo(tmp_path)
    assert content(tmp_path) == edition("b")
    publish(tmp_path, edition("d"))
    assert content(tmp_path) == edition("d")
    undo(tmp_path)
    # What was undone is not what was live before.
    assert content(tmp_path) == edition("b")
    undo(tmp_path)
    assert content(tmp_path) == edition("a")
    assert undo(tmp_path) == editions.UNPUBLISHED
    assert live(tmp_path) is None


def test_the_last_ten_are_kept(tmp_path: Path) -> None:
    names = [chr(ord("a") + at) for at in range(KEPT + 4)]
    for name in names:
        publish(tmp_path, edition(name))
    assert len([*(tmp_path / editions.FOLDER).iterdir()]) == KEPT
    for name in reversed(names[-KEPT:-1]):
        undo(tmp_path)
        assert content(tmp_path) == edition(name)
    # The one before is not kept, and the folder of the settings was live long before.
    with pytest.raises(ValueError, match="no earlier edition"):
        undo(tmp_path)
    assert content(tmp_path) == edition(names[-KEPT])


@pytest.mark.parametrize("text", ["", "x", "1 2 y", "\n", "ä"])
def test_a_spoiled_list_of_editions_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / editions.NAME).write_text(text, encoding="utf-8")
    assert history(tmp_path) == (editions.UNPUBLISHED,)


def test_an_edition_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, edition("a"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(editions, "synced", full)
    with pytest.raises(OSError, match="No space"):
        publish(tmp_path, edition("b"))
    assert content(tmp_path) == edition("a")
    assert [path.name for path in (tmp_path / editions.FOLDER).iterdir()] == ["1"]


# A child process publishes or goes back, and ends without a word at its nth operation on files.
KILLED = """
import json, os, shutil, sys
from pathlib import Path
from carepath.tables import editions

def edition(name):
    return {"words.csv": name.encode(), "topics/one/treatments.csv": name.encode() * 2}

def read(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

def outcome(home, act, count):
    state = home / f"{act}-{count}"
    shutil.copytree(home / "before", state)
    child = os.fork()
    if child == 0:
        left = count
        def look(event, arguments):
            global_left[0] -= event in EVENTS
            if global_left[0] == 0:
                os._exit(9)
        global_left = [left]
        sys.addaudithook(look)
        editions.publish(state, edition("new")) if act == "publish" else editions.undo(state)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    live = read(editions.live(state))
    names = [name for name in NAMES if edition(name) == live]
    editions.publish(state, edition("later"))
    whole = read(editions.live(state)) == edition("later")
    editions.undo(state)
    return ended, names, whole and read(editions.live(state)) == live

EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.scandir",
          "shutil.rmtree", "tempfile.mkdtemp", "tempfile.mkstemp", "os.listdir"}
NAMES = ("new", *(f"old{at}" for at in range(editions.KEPT + 2)))
home = Path(sys.argv[1])
(home / "before").mkdir()
for name in NAMES[1:]:
    editions.publish(home / "before", edition(name))
for act in ("publish", "undo"):
    outcomes = []
    for count in range(1, 200):
        outcomes.append(outcome(home, act, count))
        if outcomes[-1][0] == 0:
            break
    print(json.dumps(outcomes))
"""


def test_a_kill_at_any_operation_leaves_the_old_or_the_new_edition_whole(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    last = f"old{KEPT + 1}"
    for line, after, least in zip(
        run.stdout.splitlines(), ("new", f"old{KEPT}"), (15, 2), strict=True
    ):
        outcomes = json.loads(line)
        *killed, (ended, names, works) = outcomes
        assert (ended, names, works) == (0, [after], True)
        assert len(killed) >= least
        assert {code for code, *_ in killed} == {9}
        assert all(works for *_, works in killed)
        assert [names for _, names, _ in killed] == sorted(
            ([last] if [last] == names else [after] for _, names, _ in killed),
            key=lambda names: names == [after],
        )
        assert [last] in [names for _, names, _ in killed]
