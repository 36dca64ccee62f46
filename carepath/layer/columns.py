"""Columns of a layer's tables, with the checks of their cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from unicodedata import category

from carepath.tables.columns import FILLED, ID, NO_OR_NUMBER, PLAIN, Check
from carepath.tables.vocabulary import YES

LOGOS = ("logo.png", "logo.svg")
NO = "no"
ACCENTS = 2
"""Marks that a letter may have: more of them cover the lines above and below."""

MAIL = Check(
    lambda cell: (
        len(cell) < 255
        and bool(re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", cell))
    ),
    "not a mail address",
    "one address, as in carepath@hospital.example",
)
LOGO = Check(("", *LOGOS).__contains__, "not a known logo", f"empty, {' or '.join(LOGOS)}")
PHONE = Check(
    lambda cell: bool(re.fullmatch(r"\+?[0-9(][0-9 ().-]{1,28}[0-9]", cell)),
    "not a phone number",
    "digits with spaces, -, . or brackets between them, as in +1 555 010 0199",
)
TONIGHT = Check(("", YES).__contains__, "not known", f"empty, or {YES}")
OFFERED = Check((YES, NO).__contains__, "not known", f"{YES} or {NO}")


def _at_most(length: int) -> Check:
    return Check(
        lambda cell: len(cell) <= length, "is too long", f"at most {length} characters, or two rows"
    )


def _stacked(cell: str) -> bool:
    marks = 0
    for letter in cell:
        marks = marks + 1 if category(letter).startswith("M") else 0
        if marks > ACCENTS:
            return True
    return False


ACCENTED = Check(
    lambda cell: not _stacked(cell),
    "holds a letter with too many accents",
    f"at most {ACCENTS} accents on a letter",
)

COLUMNS: Mapping[str, Mapping[str, tuple[Check, ...]]] = {
    "layer": {"mail": (MAIL,), "logo": (LOGO,)},
    "contacts": {"contact": (ID,), "phone": (PHONE,), "tonight": (TONIGHT,)},
    "offers": {"offered": (OFFERED,), "treatment": ()},
    "additions": {
        "topic": (),
        "situation": (),
        "option": (NO_OR_NUMBER,),
        "step": (NO_OR_NUMBER,),
        "treatment": (),
    },
}
"""Table -> column -> checks."""
TEXTS: Mapping[str, Mapping[str, int]] = {
    "layer": {"name": 60},
    "contacts": {"name": 80, "hours": 120, "more": 200},
    "offers": {"text": 300},
    "additions": {"text": 300},
}
"""Table -> text -> most characters. Each text has one column per language; the first is its main
text, without which a row isn't shown in that language."""
MOST_ROWS = {"layer": 1, "contacts": 8, "offers": 40, "additions": 400}
MOST_AT_ONE_PLACE = 3
"""Additions that a situation, an option or a step may have."""


def of(name: str, languages: Collection[str]) -> dict[str, tuple[Check, ...]]:
    """Return the columns that a table must have in these languages, with their checks."""
    filled = (FILLED,) if name == "layer" else ()
    return dict(COLUMNS[name]) | {
        f"{text}_{language}": (*filled, PLAIN, _at_most(length), ACCENTED)
        for text, length in TEXTS[name].items()
        for language in languages
    }


def languages(header: Iterable[str]) -> list[str]:
    """Return the languages of a layer: those that its name is in."""
    matches = (re.fullmatch("name_([a-z]{2,3})", column) for column in header)
    return [match[1] for match in matches if match]
