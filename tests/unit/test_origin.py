"""Origins: what of a web address says where a site is, and whether others can get there."""

from __future__ import annotations

import pytest

from carepath.model import origin


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://care.example.org/compare?group=low#top", "https://care.example.org"),
        ("HTTPS://Care.Example.org:443", "https://care.example.org"),
        ("http://localhost:8501/", "http://localhost:8501"),
        ("http://[::1]:8501/present", "http://[::1]:8501"),
        ("https://nurse:secret@care.example.org:8443/", "https://care.example.org:8443"),
        ("https://care.example.org:port/", ""),
        ("https://care.example.org:99999/", ""),
        ("https://[care/", ""),
        ("javascript:alert(1)", ""),
        ("/compare", ""),
        ("null", ""),
        ("", ""),
    ],
)
def test_only_scheme_host_and_port_are_kept(url: str, found: str) -> None:
    assert origin.of(url) == found


@pytest.mark.parametrize(
    "text",
    [
        "http://localhost",
        "http://localhost:8501",
        "http://carepath.localhost",
        "http://127.0.0.1:8501",
        "http://127.1.2.3",
        "http://[::1]:8501",
        "http://0.0.0.0:8501",
    ],
)
def test_some_origins_lead_every_machine_to_itself(text: str) -> None:
    assert origin.is_local(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://care.example.org",
        "http://ward-pc:8501",
        "http://192.168.1.20:8501",
        "http://[fe80::1]",
    ],
)
def test_other_origins_lead_to_one_machine(text: str) -> None:
    assert not origin.is_local(text)


@pytest.mark.parametrize(
    ("text", "nearby"),
    [
        ("https://care.example.org", False),
        ("http://ward-pc:8501", False),
        ("http://192.168.1.20:8501", True),
        ("http://[fd00::1]:8501", True),
        ("http://127.0.0.1:8501", False),
        ("http://localhost", False),
        ("", False),
    ],
)
def test_an_origin_without_a_name_holds_in_one_network(text: str, nearby: bool) -> None:
    assert origin.is_nearby(text) is nearby


@pytest.mark.parametrize(
    ("text", "port"),
    [("http://localhost", 80), ("https://[::1]", 443), ("http://127.0.0.1:8501", 8501)],
)
def test_an_origin_without_a_port_has_the_usual_one(text: str, port: int) -> None:
    assert origin.port(text) == port
