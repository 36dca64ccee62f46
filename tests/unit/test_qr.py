"""A QR code holds its address, is crisp at any size, and stays black on white."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest
import zxingcpp

from carepath.drawing import qr
from tests.support.codes import pixels


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8501/?group=low&place=same",
        "https://care.example.org/base/compare?group=high&place=same&option=2&step=1&lang=es",
        "https://example.org/?q=ñ<&>\"'" + "x" * 300,
    ],
)
def test_the_code_holds_the_address(address: str) -> None:
    read = zxingcpp.read_barcodes(pixels(qr.svg(address, 240)))
    assert [code.text for code in read] == [address]
    assert read[0].format == zxingcpp.BarcodeFormat.QRCode
    # With a short address segno takes a higher level where the code grows no larger by it.
    assert read[0].ec_level in ("M", "Q", "H")


def test_it_scales_and_is_as_large_as_asked_for() -> None:
    root = ElementTree.fromstring(qr.svg("https://example.org/", 240))
    assert (root.get("width"), root.get("height")) == ("240", "240")
    left, top, wide, tall = map(int, root.get("viewBox", "").split())
    assert (left, top) == (0, 0)
    # Smallest code: 21 modules; four empty ones stand on each side.
    assert wide == tall >= 21 + 2 * 4
    assert root.get("shape-rendering") == "crispEdges"


def test_four_empty_modules_stand_around_it() -> None:
    svg = qr.svg("https://example.org/", 240)
    modules = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    image = pixels(svg)
    module = image.width / modules
    left, top, right, bottom = image.point(lambda value: 255 * (value < 128)).getbbox()
    for space in (left, top, image.width - right, image.height - bottom):
        assert space / module == pytest.approx(4, abs=0.2)


def test_it_is_black_on_white_and_stands_in_a_page_as_it_is() -> None:
    svg = qr.svg("https://example.org/", 240)
    assert svg.startswith("<svg ")
    assert {*re.findall(r"(?:fill|stroke)=\"(#\w+)\"", svg)} == {"#fff", "#000"}
