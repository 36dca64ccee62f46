"""The languages that a browser asks for."""

from __future__ import annotations

import re

WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)


def languages(header: str) -> tuple[str, ...]:
    """Return the languages of an Accept-Language header, without regions, the best ones first.

    A part that the standard does not allow is skipped, and one of weight 0 is not acceptable.
    """
    found: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, given, weight = part.partition(";")
        known = WEIGHT.fullmatch(weight)
        quality = float(known[1]) if known else 0.0 if given else 1.0
        if quality:
            found.append((quality, tag.strip().lower().partition("-")[0]))
    # Of equal weights the one that stands first comes first.
    return tuple(dict.fromkeys(tag for _, tag in sorted(found, key=lambda each: -each[0])))
