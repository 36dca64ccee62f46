"""A hospital's layer over HTTP: its logo, its faults, and pages that stay while it is faulty."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.support.asgi import app, ask
from tests.support.layer import NAME, copied, edit

PAGE = "/?group=low&place=same"


@pytest.fixture
def layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example, which the site has."""
    layer = copied(tmp_path)
    monkeypatch.setenv("CAREPATH_LAYER", str(layer))
    return layer


def test_a_logo_is_served_as_pixels(layer: Path) -> None:
    answer = ask(app(), "/layer/logo.png")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert Image.open(io.BytesIO(answer.content)).size == (240, 240)
    assert 'src="/layer/logo.png"' in ask(app(), PAGE).text
    assert ask(app(), "/layer/logo.svg").status == 404


def test_a_mail_names_the_site_that_was_asked(layer: Path) -> None:
    page = ask(app(), PAGE, {"host": "care.example.org"}).text
    assert page.count("mailto:carepath@riverside.example?") > 5
    assert "http://care.example.org%2F%3Fgroup%3Dlow%26place%3Dsame" in page
    assert "\0" not in page


@pytest.mark.parametrize("path", ["/layer/logo.png", "/layer/layer.csv"])
def test_without_a_layer_there_is_no_logo(path: str) -> None:
    assert ask(app(), path).status == 404


def test_a_faulty_layer_leaves_the_pages_and_tells_editors(
    layer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(layer, "layer.csv", "carepath@", "carepath")
    bare = ask(app(), PAGE)
    assert bare.status == 200
    assert NAME not in bare.text
    health = ask(app(), "/healthz")
    assert health.status == 200
    assert health.json["status"] == "faulty layer, none is shown"
    fault = "layer.csv, row 2, column mail, value 'carepathriverside.example': not a mail address"
    assert fault in str(health.json["faults"])
    monkeypatch.setenv("CAREPATH_SHOW_FAULTS", "1")
    assert "not a mail address" in ask(app(), PAGE).text
    edit(layer, "layer.csv", "carepath", "carepath@")
    assert "not a mail address" not in ask(app(), PAGE).text
    assert "Riverside Children&#39;s Hospital" in ask(app(), PAGE).text
