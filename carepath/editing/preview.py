"""The bar of a preview: what has changed, each change with a link to where it shows."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from carepath import library, settings
from carepath.cache import cached_by_owner
from carepath.editing import doubts, folders, places
from carepath.site import State
from carepath.tables import loader, topics
from carepath.text import outage
from carepath.text.outage import PreviewedChange


def bar(language: str) -> Markup:
    """Return the bar above every page of a preview; empty if the site is none."""
    older = settings.current().preview
    if older is None:
        return Markup()
    state = library.state(library.folder())
    changes, is_older = _changes(state, older)
    return outage.preview(outage.words(language), changes, is_older)


@cached_by_owner(maxsize=1)
def _changes(state: State, older: Path) -> tuple[tuple[PreviewedChange, ...], bool]:
    """Return the changes, and whether others have published since the folder was made."""
    if state.table_faults:
        # The bar of faults is above the page, and older tables are served.
        return (), False
    live = loader.snapshot(older)
    every = doubts.ordered(loader.parsed_files(live), loader.parsed_files(state.files))
    changes = tuple(
        PreviewedChange(
            places.link(state.site(topic=topics.topic(change.row.file)), change.row), str(change)
        )
        for change in every
    )
    return changes, folders.is_older(library.folder(), live)
