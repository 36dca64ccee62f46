"""The loaded site: one data folder in every language, kept for all readers until a file changes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from carepath import settings
from carepath.cache import cached
from carepath.model import pathway
from carepath.model.pathway import Pathways
from carepath.tables import last_sound, loader
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import Snapshot, Tables
from carepath.tables.watcher import Watcher
from carepath.text import messages as wording, prompts
from carepath.text.messages import DEFAULT_LANGUAGE, Words
from carepath.text.prompts import Question

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Site:
    """One state of the tables in one language: as tables, as paths, as words."""

    tables: Tables
    pathways: Pathways
    languages: tuple[str, ...]
    words: Words
    questions: tuple[Question, ...]


Edition = Mapping[str, Site]
"""One sound state of the tables in every language it offers."""


@dataclass(frozen=True)
class State:
    """One state of the files of a folder, and what is served while they are in it.

    Attributes
    ----------
    files : Snapshot
        The files.
    faults : tuple of Fault
        What is wrong with them.
    edition : Edition or None
        What they hold; where they are faulty, the last sound state, if there is one.
    """

    files: Snapshot
    faults: tuple[Fault, ...]
    edition: Edition | None

    def site(self, *asked: str) -> Site:
        """Return what is served in the first of some languages that is offered, else in English.

        Raises
        ------
        FaultyTables
            If there is nothing to serve.
        """
        if self.edition is None:
            raise FaultyTables(self.faults)
        language = next((one for one in asked if one in self.edition), DEFAULT_LANGUAGE)
        return self.edition[language]


class Library:
    """The tables of one folder; while they are faulty, the last sound ones stand in for them.

    Parameters
    ----------
    folder : Path
        The folder of the tables.
    kept : Path or None
        Where the last sound tables are kept for the next start.
    """

    def __init__(self, folder: Path, kept: Path | None = None) -> None:
        self._watcher = Watcher(folder)
        self._kept = kept
        self._lock = Lock()
        self._state: State | None = None
        self._sound: Edition | None = None

    def state(self) -> State:
        """Return the state that the files are in now; each is judged once."""
        state = self._state
        if state is None or state.files != self._watcher.look():
            with self._lock:
                state, files = self._state, self._watcher.look()
                if state is None or state.files != files:
                    state = self._state = self._judged(files)
        return state

    def _judged(self, files: Snapshot) -> State:
        try:
            edition = _edition(files)
        except FaultyTables as faulty:
            older = self._sound or self._last(files)
            self._sound = older
            served = "older ones are served" if older else "there are no older ones to serve"
            LOG.error("the tables are faulty, and %s:\n%s", served, faulty)
            return State(files, faulty.faults, older)
        if self._state and self._state.faults:
            LOG.warning("the tables are sound again")
        self._sound = edition
        if self._kept:
            try:
                last_sound.save(self._kept, files)
            except OSError as error:
                LOG.error("cannot keep the last sound tables: %s", error)
        return State(files, (), edition)

    def _last(self, files: Snapshot) -> Edition | None:
        """Return the tables that were kept before this start, if they are still sound."""
        last = last_sound.read(self._kept, files) if self._kept else None
        try:
            return _edition(last) if last else None
        except FaultyTables as faulty:
            LOG.error("the tables that were kept are not sound any more:\n%s", faulty)
            return None


@cached(maxsize=2, remember=(FaultyTables,))
def _edition(files: Snapshot) -> Edition:
    try:
        return _built(loader.check(files))
    except FaultyTables:
        raise
    except Exception as error:
        # A gap in the checks must not take the site down either.
        LOG.exception("the checks let tables through that cannot be used")
        problem = f"cannot be used ({error!r})"
        raise FaultyTables((Fault("tables", None, None, None, problem, ""),)) from None


def _built(sound: Tables) -> Edition:
    pathways, languages = pathway.build(sound), wording.languages(sound)
    return {
        language: Site(
            sound,
            pathways,
            languages,
            wording.read(sound, language),
            prompts.read(sound, language),
        )
        for language in languages
    }


def folder() -> Path:
    """Return the folder of the tables: CAREPATH_DATA, else the project's own."""
    return settings.current().data


@cached(maxsize=2)
def _library(folder: Path, kept: Path | None) -> Library:
    return Library(folder, kept)


def state(folder: Path) -> State:
    """Return what the files of a folder hold now, and what is served of it."""
    return _library(folder, settings.current().state).state()


def site(folder: Path, *asked: str) -> Site:
    """Return a folder's site in the first language asked for that it offers, else in the default.

    Raises
    ------
    FaultyTables
        If the folder's tables are faulty, and no older ones can stand in for them.
    """
    return state(folder).site(*asked)
