"""Parses the Accept-Language header of browsers."""

from __future__ import annotations

import re

WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)


def languages(header: str) -> tuple[str, ...]:
    """Return the languages of an Accept-Language header, without regions, best first.

    Invalid parts and parts of weight 0 are skipped.
    """
    weighted: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, semicolon, parameter = part.partition(";")
        match = WEIGHT.fullmatch(parameter)
        weight = float(match[1]) if match else 0.0 if semicolon else 1.0
        if weight:
            weighted.append((weight, tag.strip().lower().partition("-")[0]))
    # The sort is stable: equal weights keep the order of the header.
    return tuple(dict.fromkeys(tag for _, tag in sorted(weighted, key=lambda pair: -pair[0])))
