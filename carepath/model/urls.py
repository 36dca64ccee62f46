"""Absolute URLs of views, for sharing."""

from __future__ import annotations

from carepath.model.selection import Selection


def address(site: str, path: str, selection: Selection) -> str:
    """Return the URL of a selection on the page at `path`; relative if `site` is ""."""
    return selection.url(f"{site}/{path}")
