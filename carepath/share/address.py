"""The address of a view, for others to open."""

from __future__ import annotations

from urllib.parse import urlsplit

from carepath.link import Selection


def address(base_url: str, path: str, selection: Selection) -> str:
    """Return where the page at `path` shows a selection.

    Of `base_url` only scheme, host, port and base path are kept; it may be the address of that
    very page. Where it is no web address, the result is relative.
    """
    return selection.url(f"{_site(base_url, path)}/{path}")


def _site(base_url: str, path: str) -> str:
    try:
        base = urlsplit(base_url)
        port = f":{base.port}" if base.port else ""
    except ValueError:
        return ""
    if base.scheme not in ("http", "https") or not base.hostname:
        return ""
    host = f"[{base.hostname}]" if ":" in base.hostname else base.hostname
    folder = base.path.rstrip("/")
    if path:
        folder = folder.removesuffix(f"/{path}")
    return f"{base.scheme}://{host}{port}{folder}"
