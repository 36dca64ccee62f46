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
