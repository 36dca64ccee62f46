"""The loaded site: every topic of a data folder in every language, kept until a file changes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from carepath import settings
from carepath.cache import cached
from carepath.layered import Layered
from carepath.model import pathway
from carepath.site import Edition, Site, State
from carepath.tables import editions, last_sound, loader, watcher
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import Snapshot, Tables
from carepath.text import messages, prompts

LOG = logging.getLogger(__name__)


class Library:
    """The tables of one folder; while they are faulty, the last sound tables replace them.

    Parameters
    ----------
    folder : Path
        The folder of the tables.
    state_folder : Path or None
        The folder that keeps the last sound tables for the next start.
    """

    def __init__(self, folder: Path, state_folder: Path | None = None) -> None:
        self._watcher = watcher.tables(folder)
        self._state_folder = state_folder
        self._lock = Lock()
        self._state: State | None = None
        self._sound: Edition | None = None

    def state(self, patience: float = 0) -> State:
        """Return the state of the files at most `patience` seconds ago; each is checked once."""
        state = self._state
        if state is None or state.files != self._watcher.look(patience):
            with self._lock:
                state, files = self._state, self._watcher.look()
                if state is None or state.files != files:
                    state = self._state = self._checked(files)
        return state

    def _checked(self, files: Snapshot) -> State:
        try:
            edition = _edition(files)
        except FaultyTables as faulty:
            older = self._sound or self._last(files)
            self._sound = older
            outcome = "older ones are served" if older else "there are no older ones to serve"
            LOG.error("the tables are faulty, and %s:\n%s", outcome, faulty)
            return State(files, faulty.faults, older)
        if self._state and self._state.faults:
            LOG.warning("the tables are sound again")
        self._sound = edition
        if self._state_folder:
            try:
                last_sound.save(self._state_folder, files)
            except OSError as error:
                LOG.error("cannot keep the last sound tables: %s", error)
        return State(files, (), edition)

    def _last(self, files: Snapshot) -> Edition | None:
        """Return the tables that an earlier process saved, if they are still sound."""
        last = last_sound.read(self._state_folder, files) if self._state_folder else None
        try:
            return _edition(last) if last else None
        except FaultyTables as faulty:
            LOG.error("the tables that were kept are not sound any more:\n%s", faulty)
            return None


@cached(maxsize=2, remember=(FaultyTables,))
def _edition(files: Snapshot) -> Edition:
    try:
        checked = loader.check(files)
        return {topic: _built(checked[topic], not at) for at, topic in enumerate(checked)}
    except FaultyTables:
        raise
    except Exception as error:
        # Treat a gap in the checks like a fault, so that it doesn't take the site down.
        LOG.exception("the checks let tables through that cannot be used")
        problem = f"cannot be used ({error!r})"
        raise FaultyTables((Fault("tables", None, None, None, problem, ""),)) from None


def _built(sound: Tables, first: bool) -> Mapping[str, Site]:
    pathways, languages = pathway.build(sound, first), messages.languages(sound)
    return {
        language: Site(
            sound,
            pathways,
            languages,
            messages.read(sound, language),
            prompts.read(sound, language),
        )
        for language in languages
    }


def folder() -> Path:
    """Return the folder of the tables: the live edition, else that of CAREPATH_DATA."""
    own = settings.current()
    return (own.state and editions.live(own.state)) or own.data


@cached(maxsize=2)
def _library(folder: Path, state_folder: Path | None) -> Library:
    return Library(folder, state_folder)


@cached(maxsize=2)
def _layered(folder: Path) -> Layered:
    return Layered(folder)


def state(folder: Path, patience: float = 0) -> State:
    """Return the state of a folder's files, and of the layer over them.

    Parameters
    ----------
    folder : Path
        The folder of the tables.
    patience : float
        How many seconds ago another call may have looked at the files for this one.
    """
    own = settings.current()
    state = _library(folder, own.state).state(patience)
    if state.edition is None and own.state and folder == editions.live(own.state):
        # A published edition may be in the format of an older version.
        state = _library(own.data, own.state).state(patience)
    return (_layered(own.layer).over(state, patience) if own.layer else state).offering()


def site(folder: Path, *languages: str, topic: str = "", patience: float = 0) -> Site:
    """Return a folder's site about a topic, in the first of some languages, else in English.

    `patience` is as in `state`.

    Raises
    ------
    FaultyTables
        If the folder's tables are faulty and there are no older sound ones.
    """
    return state(folder, patience).site(*languages, topic=topic)
