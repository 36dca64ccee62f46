"""Published editions of the tables in a state folder, of which one is live.

Each edition is a folder of tables that nobody changes any more. One small file says which editions
were live, the current one last. It is replaced atomically after the edition is there, so whenever a
process is killed, either the old edition or the new one is live, and whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp

from carepath.tables.last_sound import synced

NAME, FOLDER = "published", "editions"
KEPT = 10
"""Editions that are kept, the live one among them."""
UNPUBLISHED = 0
"""The number that stands for the folder of the settings, from which the first edition differs."""
ENDED = ".old-"
"""The beginning of the name of an edition that is being removed."""


def history(state: Path) -> tuple[int, ...]:
    """Return the numbers of the editions that were live, the current one last."""
    try:
        numbers = tuple(map(int, (state / NAME).read_text(encoding="ascii").split()))
    except (OSError, ValueError):
        return (UNPUBLISHED,)
    return numbers or (UNPUBLISHED,)


def live(state: Path) -> Path | None:
    """Return the folder of the live edition; None if that is the folder of the settings."""
    number = history(state)[-1]
    return None if number == UNPUBLISHED else _folder(state, number)


def before(state: Path, unpublished: Path) -> Path | None:
    """Return the folder of what was live before the live edition; None if it is not kept.

    Parameters
    ----------
    state : Path
        The state folder.
    unpublished : Path
        The folder of the settings, from which the first edition differs.
    """
    number = _earlier(state)
    if number is None:
        return None
    return unpublished if number == UNPUBLISHED else _folder(state, number)


def publish(state: Path, files: Mapping[str, bytes]) -> int:
    """Make an edition of some files, let it be live, and return its number.

    Parameters
    ----------
    state : Path
        The state folder, which replicas may share.
    files : mapping of str to bytes
        The content of each file of the edition, by its path.

    Raises
    ------
    OSError
        If a file cannot be written; then the edition before is live.
    """
    numbers = history(state)
    home = state / FOLDER
    home.mkdir(exist_ok=True)
    begun = Path(mkdtemp(prefix=".", dir=home))
    try:
        _write(begun, files)
        number = 1 + max((*numbers, *_numbers(home)))
        begun.rename(_folder(state, number))
    except BaseException:
        shutil.rmtree(begun, ignore_errors=True)
        raise
    # The number before the oldest edition stays, so that `undo` finds the end.
    _point(state, (*numbers, number)[-KEPT - 1 :])
    _tidy(home, history(state))
    return number


def undo(state: Path) -> int:
    """Let the edition that was live before be live again, and return its number.

    Raises
    ------
    ValueError
        If no earlier edition is kept.
    OSError
        If that cannot be written; then nothing has changed.
    """
    earlier = _earlier(state)
    if earlier is None:
        raise ValueError("no earlier edition is kept")
    _point(state, history(state)[:-1])
    return earlier


def _earlier(state: Path) -> int | None:
    """Return the number of what was live before, if that is kept."""
    for number in history(state)[-2:-1]:
        if number == UNPUBLISHED or _folder(state, number).is_dir():
            return number
    return None


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    # Replicas may run as different users.
    folder.chmod(0o755)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open("wb") as file:
            file.write(data)
            synced(file)


def _folder(state: Path, number: int) -> Path:
    return state / FOLDER / str(number)


def _numbers(home: Path) -> list[int]:
    return [int(entry.name) for entry in home.iterdir() if entry.name.isdecimal()]


def _point(state: Path, numbers: Sequence[int]) -> None:
    """Replace the file that says which editions were live."""
    with NamedTemporaryFile(dir=state, prefix=f"{NAME}.", delete=False) as file:
        file.write("\n".join(map(str, numbers)).encode())
        synced(file)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(state / NAME)


def _tidy(home: Path, numbers: Sequence[int]) -> None:
    """Remove editions that are not kept any more.

    A folder loses its number first, so that no half of an edition ever has one.
    """
    kept = {*numbers[-KEPT:]}
    for number in _numbers(home):
        if number not in kept and number < numbers[-1]:
            (home / str(number)).rename(home / f"{ENDED}{number}")
    for ended in home.glob(f"{ENDED}*"):
        shutil.rmtree(ended, ignore_errors=True)
