"""QR codes as SVG, which a phone reads from paper, a projector or another phone."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno

QUIET_ZONE = 4
"""Empty modules around a code, as the standard requires."""


@lru_cache(maxsize=256)
def svg(address: str, pixels: int) -> str:
    """Return the QR code of an address, and keep it for other readers; see `draw`."""
    return draw(address, pixels)


def draw(content: str, pixels: int) -> str:
    """Return the QR code of an address or a text as a scalable `<svg>` of `pixels` by `pixels`.

    The code is black on white, because not every camera reads other colours.
    """
    buffer = BytesIO()
    # Cameras expect UTF-8; the standard's own alphabet would spoil an accent on some of them.
    segno.make(content, error="m", micro=False, encoding="utf-8").save(
        buffer,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000000",
        light="#ffffff",
        omitsize=True,
        xmldecl=False,
        nl=False,
    )
    size = f'<svg width="{pixels}" height="{pixels}" shape-rendering="crispEdges"'
    return buffer.getvalue().decode().replace("<svg", size, 1)
