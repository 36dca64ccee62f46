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
