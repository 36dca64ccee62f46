"""The address that phones reach, where a browser opened the site on the machine itself."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from carepath import network

HERE = "127.0.0.9"
"""Stands for this machine's address in its network: another of its loopback addresses."""
BROWSER = "127.0.0.1"


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Return the port of a server that listens at this machine's address."""
    own = {socket.AF_INET: HERE, socket.AF_INET6: ""}
    monkeypatch.setattr(network, "_own_address", lambda family, elsewhere: own[family])
    with socket.create_server((HERE, 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_loopback_address_becomes_that_of_the_machine(port: int, host: str, peer: str) -> None:
    assert network.reachable(f"http://{host}:{port}", peer) == f"http://{HERE}:{port}"


@pytest.mark.parametrize(
    ("base", "peer"),
    [
        ("http://care.example.org:{port}", BROWSER),
        ("http://192.168.1.20:{port}", BROWSER),
        # The certificate is for another name.
        ("https://localhost:{port}", BROWSER),
        # The site is in a container, whose own address means nothing outside.
        ("http://localhost:{port}", "172.17.0.1"),
        ("http://localhost:{port}", ""),
        ("", BROWSER),
    ],
)
def test_every_other_address_stays(port: int, base: str, peer: str) -> None:
    base = base.format(port=port)
    assert network.reachable(base, peer) == base


def test_an_address_at_which_nobody_listens_is_not_given(port: int) -> None:
    with socket.create_server((BROWSER, 0)) as other:
        base = f"http://localhost:{other.getsockname()[1]}"
        assert network.reachable(base, BROWSER) == base


def test_the_site_connects_to_itself_only_once(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, int]] = []
    connect = socket.create_connection

    def counted(address: tuple[str, int], timeout: float) -> socket.socket:
        made.append(address)
        return connect(address, timeout)

    monkeypatch.setattr(socket, "create_connection", counted)
    for _ in range(3):
        network.reachable(f"http://localhost:{port}", BROWSER)
    assert made == [(HERE, port)]


def test_a_machine_without_a_network_has_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    assert network._own_address(socket.AF_INET, "192.0.2.1") == ""


def test_loopback_is_no_address_in_a_network() -> None:
    assert network._own_address(socket.AF_INET, "127.0.0.1") == ""


def test_a_site_that_phones_reach_has_no_obstacle(port: int) -> None:
    assert network.obstacle(f"http://localhost:{port}", BROWSER) == ""
    assert network.obstacle("https://care.example.org", "203.0.113.7") == ""


@pytest.mark.parametrize(
    ("base", "peer"),
    [("http://localhost:{port}", "172.17.0.1"), ("https://localhost:{port}", BROWSER), ("", "")],
)
def test_a_local_address_that_is_not_this_machines_is_an_obstacle(
    port: int, base: str, peer: str
) -> None:
    assert network.obstacle(base.format(port=port), peer) == "elsewhere"


def test_a_site_that_only_this_machine_reaches_has_an_obstacle(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server((BROWSER, 0)) as other:
        base = f"http://localhost:{other.getsockname()[1]}"
        assert network.obstacle(base, BROWSER) == "listening"
        monkeypatch.setattr(network, "_own_address", lambda family, elsewhere: "")
        assert network.obstacle(base, BROWSER) == "network"
