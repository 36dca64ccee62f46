"""A hospital's layer over the tables, checked and kept while neither changes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock

from carepath.layer import checks, files as layer_files, reader
from carepath.layer.files import LayerFiles
from carepath.layer.reader import Checked
from carepath.site import Edition, Site, State
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import Tables
from carepath.text.messages import DEFAULT_LANGUAGE, Words

LOG = logging.getLogger(__name__)


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

    def over(self, state: State, patience: float = 0) -> State:
        """Return a state of the tables with the layer, and with its faults; each checked once.

        The layer is as it was at most `patience` seconds ago.
        """
        if state.edition is None:
            return state
        files = self._watcher.look(patience)
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
            edition = _with_layer(edition, older)
            return replace(state, edition=edition, layer_faults=faulty.faults)
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
