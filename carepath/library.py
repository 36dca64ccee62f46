"""The loaded site: every topic of a data folder in every language, kept until a file changes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from carepath import settings
from carepath.cache import cached
from carepath.layer import checks, files as layer_files, reader
from carepath.layer.files import LayerFiles
from carepath.layer.reader import Checked
from carepath.model import pathway
from carepath.model.pathway import Pathways
from carepath.tables import last_sound, loader, watcher
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import Snapshot, Tables
from carepath.text import messages as wording, prompts
from carepath.text.messages import DEFAULT_LANGUAGE, Words
from carepath.text.prompts import Prompt

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Site:
    """One state of a topic's tables in one language: tables, pathways, words and questions."""

    tables: Tables
    pathways: Pathways
    languages: tuple[str, ...]
    words: Words
    questions: tuple[Prompt, ...]


Edition = Mapping[str, Mapping[str, Site]]
"""Topic -> language -> site, for one sound state of the tables; the first topic comes first."""


@dataclass(frozen=True)
class State:
    """One state of a folder's files, and the edition that is served meanwhile.

    Attributes
    ----------
    files : Snapshot
        The files.
    faults : tuple of Fault
        The faults of the files.
    edition : Edition or None
        The content of the files; if they are faulty, the last sound edition, if there is one.
    """

    files: Snapshot
    faults: tuple[Fault, ...]
    edition: Edition | None

    @property
    def offered(self) -> tuple[str, ...]:
        """The topics that the site offers: those of the settings, else the first one."""
        edition = self.edition or {}
        named = tuple(topic for topic in settings.current().topics if topic in edition)
        return named or tuple(edition)[:1]

    def site(self, *languages: str, topic: str = "") -> Site:
        """Return the site in the first of some languages that it offers, else in English.

        It is about a topic, offered or not. Without one, it is about the first topic, if that is
        offered, else about the first that is.

        Raises
        ------
        FaultyTables
            If there is nothing to serve.
        """
        if self.edition is None:
            raise FaultyTables(self.faults)
        first = next(iter(self.edition))
        home = first if first in self.offered else self.offered[0]
        sites = self.edition.get(topic) or self.edition[home]
        return sites[next((one for one in languages if one in sites), DEFAULT_LANGUAGE)]


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

    def state(self) -> State:
        """Return the current state of the files; each state is checked once."""
        state = self._state
        if state is None or state.files != self._watcher.look():
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
    pathways, languages = pathway.build(sound, first), wording.languages(sound)
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


class Layered:
    """A hospital's layer over the tables; while it is faulty, the last sound one, if it fits them.

    Parameters
    ----------
    folder : Path
        The folder of the layer.
    """

    def __init__(self, folder: Path) -> None:
        self._watcher = layer_files.watched(folder)
        self._lock = Lock()
        self._known: tuple[State, LayerFiles, State] | None = None
        self._sound: LayerFiles | None = None

    def over(self, state: State) -> State:
        """Return a state of the tables with the layer, and with its faults; each checked once."""
        if state.edition is None:
            return state
        files = self._watcher.look()
        with self._lock:
            if not self._known or self._known[0] is not state or self._known[1] != files:
                self._known = (state, files, self._checked(state, state.edition, files))
            return self._known[2]

    def _checked(self, state: State, edition: Edition, files: LayerFiles) -> State:
        tables = _tables(edition)
        try:
            layer = _sound_layer(files, tables)
        except FaultyTables as faulty:
            older = self._last(tables)
            outcome = "an older one is shown" if older else "none is shown"
            LOG.error("the layer is faulty, and %s:\n%s", outcome, faulty)
            faults = (*state.faults, *faulty.faults)
            return replace(state, faults=faults, edition=_with_layer(edition, older))
        self._sound = files
        return replace(state, edition=_with_layer(edition, layer))

    def _last(self, tables: Mapping[str, Tables]) -> Checked | None:
        try:
            return _sound_layer(self._sound, tables) if self._sound else None
        except FaultyTables:
            return None


def _sound_layer(files: LayerFiles, tables: Mapping[str, Tables]) -> Checked:
    try:
        return checks.check(files, tables)
    except FaultyTables:
        raise
    except Exception as error:
        # As with the tables: a gap in the checks is a fault too.
        LOG.exception("a layer cannot be checked")
        problem = f"cannot be used ({error!r})"
        raise FaultyTables((Fault("layer.csv", None, None, None, problem, ""),)) from None


def _tables(edition: Edition) -> dict[str, Tables]:
    return {topic: sites[DEFAULT_LANGUAGE].tables for topic, sites in edition.items()}


def _layered_words(site: Site, layer: Checked) -> Words:
    """Return the words of a site with what a layer adds in their language."""
    words, pathways = site.words, site.pathways
    own = reader.read(layer, pathways.topic, pathways.first, words.terms, words.language)
    return replace(words, layer=own)


def _with_layer(edition: Edition, layer: Checked | None) -> Edition:
    if layer is None:
        return edition
    return {
        topic: {
            language: replace(site, words=_layered_words(site, layer))
            for language, site in sites.items()
        }
        for topic, sites in edition.items()
    }


def folder() -> Path:
    """Return the folder of the tables: CAREPATH_DATA, else the project's own."""
    return settings.current().data


@cached(maxsize=2)
def _library(folder: Path, state_folder: Path | None) -> Library:
    return Library(folder, state_folder)


@cached(maxsize=2)
def _layered(folder: Path) -> Layered:
    return Layered(folder)


def state(folder: Path) -> State:
    """Return the current state of a folder's files, and of the layer over them."""
    own = settings.current()
    state = _library(folder, own.state).state()
    return _layered(own.layer).over(state) if own.layer else state


def site(folder: Path, *languages: str, topic: str = "") -> Site:
    """Return a folder's site about a topic, in the first of some languages, else in English.

    Raises
    ------
    FaultyTables
        If the folder's tables are faulty and there are no older sound ones.
    """
    return state(folder).site(*languages, topic=topic)
