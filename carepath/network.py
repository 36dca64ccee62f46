"""Address of this machine in its local network, found without sending anything to others."""

from __future__ import annotations

import socket
import time
from ipaddress import IPv6Address, ip_address
from itertools import starmap

from carepath.cache import cached
from carepath.model import origin

ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses that are reserved for documentation: no machine has them."""
DISCARD = 9
SECONDS = 0.5
PERIOD = 1
"""Seconds after which this machine's address is looked up again: it may join another network."""


def reachable(base: str, peer: str) -> str:
    """Return the origin at which phones in the same network reach the site.

    Parameters
    ----------
    base : str
        The origin that a browser opened.
    peer : str
        The address that the browser's connection comes from.

    Returns
    -------
    str
        `base`, unless it leads every machine to itself. Then this machine's address in its network
        if the browser runs on this machine too, without a container or a proxy between them, and
        if the site listens there.
    """
    if not _may_be_nearby(base, peer):
        return base
    port = origin.port(base)
    host = _listening_host(port, int(time.monotonic() / PERIOD))
    return origin.parse(f"http://{host}:{port}") if host else base


def obstacle(base: str, peer: str) -> str:
    """Return why phones don't reach the site of `reachable`, "" if they do.

    Reasons are `elsewhere` (the browser's address is local, but its connection isn't), `network`
    (this machine has no address in one) and `listening` (the site doesn't listen at that address).
    """
    if origin.reaches_others(base) or reachable(base, peer) != base:
        return ""
    if not _may_be_nearby(base, peer):
        return "elsewhere"
    return "listening" if any(starmap(_own_address, ELSEWHERE.items())) else "network"


def _may_be_nearby(base: str, peer: str) -> bool:
    """Return whether an address of this machine in its network can replace an origin."""
    return base.startswith("http:") and origin.is_local(base) and _is_this_machine(peer)


def _is_this_machine(peer: str) -> bool:
    """Return whether a connection's other end is on this machine, by the loopback interface."""
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


@cached(maxsize=8)
def _listening_host(port: int, period: int) -> str:
    """Return this machine's address in its network if a server listens there, else "".

    It is looked up once in each period.
    """
    for family, elsewhere in ELSEWHERE.items():
        if (host := _own_address(family, elsewhere)) and _listens(host, port):
            return f"[{host}]" if family == socket.AF_INET6 else host
    return ""


def _own_address(family: socket.AddressFamily, elsewhere: str) -> str:
    """Return the address that packets to others would carry.

    To connect a datagram socket chooses that address and sends no packet.
    """
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as route:
            route.connect((elsewhere, DISCARD))
            host = str(route.getsockname()[0])
    except OSError:
        return ""
    address = ip_address(host)
    usable = not (address.is_loopback or address.is_link_local or address.is_unspecified)
    return host if usable else ""


def _listens(host: str, port: int) -> bool:
    """Return whether a server of this machine accepts connections at one of its addresses."""
    try:
        _connect(host, port)
    except OSError:
        return False
    return True


@cached(maxsize=8)
def _connect(host: str, port: int) -> None:
    """Connect to an address, once: this site asks, so it listens there for as long as it runs."""
    socket.create_connection((host, port), SECONDS).close()
