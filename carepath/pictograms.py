"""Pictograms: one small picture per kind of treatment, each drawn as one line.

A pictogram is the data of an SVG path on a grid of `GRID` units. The line is `LINE` units wide, has
round ends and takes one colour. Each one shows an object, and it is always beside a word, so it is
hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Mapping

GRID = 24
LINE = 2
PLAIN = "plain"
"""The mark of a kind that has no pictogram of its own."""
OF_KINDS: Mapping[str, str] = {
    "antibody": "M12 21v-8L6.5 5.5M12 13l5.5-7.5M3.5 8l3.5 5M20.5 8L17 13",
    "bag": "M3.5 8h17v11.5h-17zM9 8V5h6v3M12 11v5.5M9.3 13.8h5.4",
    "bandage": "M4.2 14.2l10-10a4 4 0 0 1 5.6 5.6l-10 10a4 4 0 0 1-5.6-5.6z"
    "M7.5 10.9l5.6 5.6M10.9 7.5l5.6 5.6M12 12h0",
    "drip": "M8 2.5h8V10a4 4 0 0 1-8 0zM8 7h8M12 14v4.5c0 3.5 5 3.5 5 0",
    "drop": "M12 3c4 5 6 7.5 6 11a6 6 0 0 1-12 0c0-3.5 2-6 6-11z",
    "lens": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.3 15.3L21 21",
    "rays": "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z"
    "M12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22"
    "M5 5l1.7 1.7M17.3 17.3L19 19M19 5l-1.7 1.7M6.7 17.3L5 19",
    "stethoscope": "M4 3v5a4.5 4.5 0 0 0 9 0V3M8.5 12.5V16a5 5 0 0 0 10 0v-2"
    "M18.5 14a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
}
"""The pictograms that the table of kinds may name."""
PATHS: Mapping[str, str] = {
    **OF_KINDS,
    PLAIN: "M12 6a6 6 0 1 0 0 12 6 6 0 0 0 0-12z",
}
WIDTH, HEIGHT = 96, 64
"""The grid of a picture."""
PICTURES: Mapping[str, str] = {
    "cells": "M15 17c7 8 10 12 10 17a10 10 0 0 1-20 0c0-5 3-9 10-17zM30 33h9l-4-4M39 33l-4 4"
    "M52 21v24M42 27l20 12M62 27l-20 12M64 33h8l-4-4M72 33l-4 4"
    "M84 19c6 7 8 11 8 15a8 8 0 0 1-16 0c0-4 2-8 8-15z",
    "machine": "M48 5a24 24 0 1 0 0 48a24 24 0 0 0 0-48zM48 17a12 12 0 1 0 0 24a12 12 0 0 0 0-24z"
    "M5 45h86M14 45v14M82 45v14M48 22v9M45 28l3 3l3-3",
    "mouth": "M14 40l20-20a8.5 8.5 0 0 1 12 12l-20 20a8.5 8.5 0 0 1-12-12zM24 30l12 12"
    "M62 18h26l-4 36h-18zM63.5 32h23",
    "vein": "M20 3v6M11 9h18v20a9 9 0 0 1-18 0zM11 19h18M20 38v6c0 8 6 8 14 8h20l8-4"
    "M56 41h34M56 59h34M70 50h14M80 46l4 4l-4 4",
}
"""Pictures of how a treatment is given, on a grid of their own. The terms name them."""
