"""QR codes as a camera sees them."""

from __future__ import annotations

import io

import typst
import zxingcpp
from PIL import Image

PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.at("svg")), format: "svg")"""


def pixels(svg: str) -> Image.Image:
    """Return the picture of a code."""
    drawn = typst.compile(PAGE, format="png", sys_inputs={"svg": svg})
    assert isinstance(drawn, bytes)
    return Image.open(io.BytesIO(drawn)).convert("L")


def texts(svg: str) -> list[str]:
    """Return what the codes of a picture hold."""
    return [code.text for code in zxingcpp.read_barcodes(pixels(svg))]
