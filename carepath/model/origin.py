"""Origins: web addresses of only a scheme and a host, spelled as browsers spell them."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

ALLOWED = "a web address of a scheme and a host alone, as in https://carepath.example.org"
_LABEL = "[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
_ORIGIN = re.compile(rf"(https?)://({_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:]+\])(?::(\d{{1,5}}))?/?")
_USUAL_PORTS = {"http": "80", "https": "443"}


def parse(text: str) -> str:
    """Return an origin without a slash at the end, and without the usual port.

    Raises
    ------
    ValueError
        If the text is no origin; the message says what is allowed.
    """
    match = _ORIGIN.fullmatch(text.lower())
    if not match or int(match[3] or 0) > 65535:
        raise ValueError(ALLOWED)
    scheme, host, port = match.groups()
    return f"{scheme}://{host}" + (f":{port}" if port and port != _USUAL_PORTS[scheme] else "")


def of(url: str) -> str:
    """Return the origin of a web address, or "" if it has none."""
    try:
        parts = urlsplit(url)
        return parse(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
    except ValueError:
        return ""


def port(origin: str) -> int:
    """Return the port of an origin."""
    parts = urlsplit(origin)
    return parts.port or int(_USUAL_PORTS[parts.scheme])


def is_nearby(origin: str) -> bool:
    """Return whether only machines in the same network reach an origin: its host is a number."""
    try:
        ip_address(urlsplit(origin).hostname or "")
    except ValueError:
        return False
    return not is_local(origin)


def reaches_others(origin: str) -> bool:
    """Return whether a phone that scans an address of this origin reaches the site."""
    return bool(origin) and not is_local(origin)


def is_local(origin: str) -> bool:
    """Return whether an origin is that of the reader's own machine."""
    host = urlsplit(origin).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified
