"""The address of a view, for others to open."""

from __future__ import annotations

from carepath.model.selection import Selection


def address(site: str, path: str, selection: Selection) -> str:
    """Return where the page at `path` shows a selection; relative if the site's origin is empty."""
    return selection.url(f"{site}/{path}")
