"""QR codes as SVG, which open a view from paper or a projector on a phone."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno

QUIET_ZONE = 4
"""Empty modules around a code, as the standard requires."""


@lru_cache(maxsize=256)
def svg(address: str, pixels: int) -> str:
    """Return the QR code of an address as a scalable `<svg>` of `pixels` by `pixels`.

    The code is black on white, because not every camera reads other colours.
    """
    buffer = BytesIO()
    segno.make(address, error="m", micro=False).save(
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
