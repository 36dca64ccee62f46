"""QR codes as SVG: the way from paper, or from a projected page, to the same view on a phone."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno

QUIET_ZONE = 4
"""Empty modules around a code, as its standard asks for."""


@lru_cache(maxsize=256)
def svg(address: str, pixels: int) -> str:
    """Return the QR code of an address as an `<svg>` of `pixels` by `pixels`, free to scale.

    Always black on white: not every camera reads a code in other colours.
    """
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000000",
        light="#ffffff",
        omitsize=True,
        xmldecl=False,
        nl=False,
    )
    size = f'<svg width="{pixels}" height="{pixels}" shape-rendering="crispEdges"'
    return drawn.getvalue().decode().replace("<svg", size, 1)
