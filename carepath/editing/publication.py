"""The commands `publish` and `undo`: the tables of a folder go live, or the ones before them."""

from __future__ import annotations

import sys
from pathlib import Path

from carepath import library, settings
from carepath.editing import doubts, folders
from carepath.layer import checks as layer_checks, files as layer_files
from carepath.tables import editions, loader
from carepath.tables.fault import FaultyTables

NO_STATE = "CAREPATH_STATE must name the folder that the site's replicas share"
LIVE_ALREADY = "These tables are live already."


def publish(folder: Path) -> int:
    """Let the tables of a folder be live, and print what changes for readers.

    Returns
    -------
    int
        0 if they are live; 1 if they are faulty, if others were published since the folder was
        made, or if they cannot be written.
    """
    own = settings.current()
    if own.state is None:
        return _refuse(NO_STATE)
    files, live = loader.snapshot(folder), loader.snapshot(library.folder())
    try:
        tables = loader.check(files)
        if own.layer:
            layer_checks.check(layer_files.read(own.layer), tables)
    except FaultyTables as faulty:
        return _refuse(str(faulty))
    if folders.written(files) == folders.written(live):
        print(LIVE_ALREADY)
        return 0
    if folders.is_older(folder, live):
        return _refuse(folders.older_than_live(folder))
    for line in doubts.lines(loader.parsed_files(live), loader.parsed_files(files)):
        print(line)
    try:
        number = editions.publish(own.state, folders.written(files))
    except OSError as error:
        return _refuse(f"cannot write {error.filename}: {error.strerror}")
    print(
        f"ok: readers see these tables now, as edition {number}. `python -m carepath undo` goes "
        "back to the tables before."
    )
    return 0


def undo() -> int:
    """Let the edition before the live one be live again, and print what changes for readers.

    Returns
    -------
    int
        0 if it is live; 1 if none is kept, or if that cannot be written.
    """
    own = settings.current()
    if own.state is None:
        return _refuse(NO_STATE)
    before = loader.parsed_files(loader.snapshot(library.folder()))
    try:
        number = editions.undo(own.state)
    except ValueError:
        if editions.live(own.state):
            return _refuse("nothing to undo: no earlier edition is kept")
        return _refuse("nothing to undo: readers see the original tables")
    except OSError as error:
        return _refuse(f"cannot write {error.filename}: {error.strerror}")
    for line in doubts.lines(before, loader.parsed_files(loader.snapshot(library.folder()))):
        print(line)
    which = f"edition {number}" if number else f"the original ones, in {own.data}"
    print(f"ok: readers see the tables from before the last publish again: {which}.")
    return 0


def _refuse(problem: str) -> int:
    print(problem, file=sys.stderr)
    return 1
