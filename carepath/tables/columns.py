"""Every check of the tables: each column by itself, then the rows with `rules`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import bidirectional

from carepath.fonts.metrics import missing
from carepath.tables.csvfile import Sheet
from carepath.tables.rules import (
    EASIER,
    GROUPS,
    LEADS,
    LIMIT,
    LINKS,
    MET,
    PLACES,
    SECTIONS,
    TOTAL,
    WEB,
    WHOLE,
    YES,
    Fault,
    Row,
    broken,
    same_words,
)

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"


@dataclass(frozen=True)
class Check:
    """What each cell of a column has to be, and what to say of one that is not."""

    fits: Callable[[str], bool]
    problem: str
    allowed: str


def _matches(pattern: str, problem: str, allowed: str) -> Check:
    whole = re.compile(pattern).fullmatch
    return Check(lambda cell: whole(cell) is not None, problem, allowed)


def _members(members: tuple[str, ...], problem: str) -> Check:
    def fits(cell: str) -> bool:
        parts = cell.split(" ") if cell else []
        return {*parts} <= {*members} and len({*parts}) == len(parts)

    return Check(fits, problem, f"{', '.join(members)}, each once, with one space between")


def _is_day(cell: str) -> bool:
    try:
        return not cell or date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


FILLED = _matches(".+", "is empty", "not empty")
PLAIN = _matches("(?!.*<[a-zA-Z/!]).*", "holds markup", "plain text")
ID = _matches(SLUG, "not an id", "small letters a-z and digits, joined by -")
WORD_ID = _matches(
    rf"{SLUG}(\.{SLUG})*", "not an id", "small letters a-z and digits, joined by - and ."
)
NUMBER = _matches(WHOLE.pattern, "not a whole number", "1 to 999, no zero in front")
NO_OR_NUMBER = _matches(
    f"({WHOLE.pattern})?", "not a whole number", "empty, or 1 to 999, no zero in front"
)
COUNT = _matches(TOTAL.pattern, "not a whole number", "0, or a whole number with no zero in front")
LINK = Check(("", *LINKS).__contains__, "not a known link", ", ".join(LINKS))
LEAD = Check(LEADS.__contains__, "not a known lead", ", ".join(LEADS))
ALONE = Check(("", YES).__contains__, "not known", f"empty, or {YES}")
ADDRESS = _matches(f"({WEB.pattern})?", "not a web address", "empty, or https://…")
ARTICLE = _matches(
    r"([^|\s][^|]*(\|[^|\s][^|]*)?)?",
    "not an article",
    "empty, or an article; after a bar, its form after a preposition: el|del",
)
DAY = Check(_is_day, "not a day", "empty, or a day as 2026-01-31")
MET_OR_NOT = Check(MET.__contains__, "not a known score", ", ".join(MET))
SECTION = Check(SECTIONS.__contains__, "not a known section", ", ".join(SECTIONS))
LANGUAGE = _matches("[a-z]{2,3}", "not a language", "two or three small letters a-z")
DECIMAL = _matches(
    r"-?[0-9]{1,4}\.[0-9]", "not a number with one decimal", "digits, a point and one digit"
)
A_LIMIT = _matches(LIMIT.pattern, "not a number", "digits, with a point and one digit or without")
DIRECTION = Check(EASIER.__contains__, "neither lower nor higher", ", ".join(EASIER))
COLOUR = _matches("#[0-9a-fA-F]{6}", "not a colour", "# and six digits 0-9 or a-f")

DRAWN = "letters of the Latin, Greek and Cyrillic scripts, and common signs; say the rest in words"
LEFT_TO_RIGHT = "a language written from left to right: others are not supported yet"
NAMED = 5
"""Letters of a text that a fault names."""

# Table -> column -> checks, for the columns that are the same in every language.
COLUMNS: Mapping[str, Mapping[str, tuple[Check, ...]]] = {
    "treatments": {
        "situation": (FILLED,),
        "option": (NUMBER,),
        "step": (NUMBER,),
        "phase": (),
        "treatment": (FILLED,),
        "follows": (NO_OR_NUMBER,),
        "link": (LINK,),
        "alone": (ALONE,),
        "whom": (),
        "purpose": (),
        "source": (FILLED,),
        "found_at": (FILLED,),
    },
    "situations": {
        "situation": (ID,),
        "groups": (_members(GROUPS, "not known risk groups"),),
        "places": (_members(PLACES, "not known places"),),
        "explains": (),
        "steps": (COUNT,),
        "lead": (LEAD,),
        "shares": (),
        "source": (FILLED,),
        "found_at": (FILLED,),
    },
    "terms": {
        "term": (ID,),
        "kind": (),
        "broader": (),
        "source": (FILLED,),
        "found_at": (FILLED,),
    },
    "words": {"id": (WORD_ID,)},
    "sources": {
        "source": (ID,),
        "publisher": (FILLED, PLAIN),
        "url": (ADDRESS,),
        "page_date": (DAY,),
        "read_on": (DAY,),
        "stored_on": (DAY,),
        "review_by": (DAY,),
        "reviewed_on": (DAY,),
    },
    "kinds": {"kind": (ID,), "light": (COLOUR,), "dark": (COLOUR,)},
    "notes": {
        "situation": (FILLED,),
        "option": (NO_OR_NUMBER,),
        "step": (NO_OR_NUMBER,),
        "note": (FILLED,),
        "source": (FILLED,),
        "found_at": (FILLED,),
    },
    "questions": {
        "question": (ID,),
        "topic": (FILLED,),
        "situations": (),
        "treatments": (),
        "source": (FILLED,),
        "found_at": (FILLED,),
    },
    "effects": {
        "treatments": (),
        "section": (SECTION,),
        "head": (),
        "source": (FILLED,),
        "found_at": (FILLED,),
    },
    "scores": {
        "checklist": (FILLED,),
        "item": (FILLED, PLAIN),
        "met": (MET_OR_NOT,),
        "shown_by": (PLAIN,),
        "missed": (),
    },
    "reading": {
        "language": (LANGUAGE,),
        "page": (ID,),
        "score": (DECIMAL,),
        "limit": (A_LIMIT,),
        "easier": (DIRECTION,),
        "longest": (NUMBER,),
        "sentences": (NUMBER,),
    },
}
# Table -> text -> whether it must be filled; each text has a column a language, as name_en.
TEXTS: Mapping[str, Mapping[str, bool]] = {
    "situations": {
        "name": True,
        "start": True,
        "statement": False,
        "meaning": False,
        "action": False,
    },
    "terms": {
        "name": True,
        "forms": False,
        "plain": True,
        "say": False,
        "meaning": True,
        "more": False,
    },
    "words": {"text": True},
    "sources": {"name": True, "short": True, "role": True, "undated": False, "scope": False},
    "kinds": {"name": True},
    "questions": {"text": True},
    "effects": {"text": True},
}
# Table -> column -> checks, for what has a column a language and is empty in any that has none.
OWN: Mapping[str, Mapping[str, tuple[Check, ...]]] = {
    "terms": {"article": (ARTICLE, PLAIN), "link": (ADDRESS,)},
}


def faults(sheets: Mapping[str, Sheet], reference: Sheet) -> tuple[Fault, ...]:
    """Find all that is wrong in the tables.

    Parameters
    ----------
    sheets : mapping of str to Sheet
        Every table of COLUMNS, as it was read.
    reference : Sheet
        The project's own words; columns id and text_en.

    Returns
    -------
    tuple of Fault
        The faults of all files, by file and row; none where the tables are sound.
    """
    found = [fault for sheet in sheets.values() for fault in sheet.faults]
    unfit = {(fault.file, fault.row, fault.column) for fault in found if fault.column is not None}

    later: list[Fault] = []
    for name, sheet in sheets.items():
        # Without words.csv nobody knows what is offered: each file's own languages pass.
        offering = "words" if sheets["words"].columns else name
        if sheet.columns:
            languages = _languages(offering, sheets[offering].columns)
            later += _check_columns(name, sheet, languages)
    sound = {
        name: [*sheet.rows]
        for name, sheet in sheets.items()
        if sheet.whole and {*COLUMNS[name]} <= {*sheet.columns}
    }
    later += broken(sound)
    if "words" in sound and "text_en" in sheets["words"].columns:
        if {"id", "text_en"} <= {*reference.columns}:
            later += same_words(sound["words"], [*reference.rows])
        else:
            problem = "cannot be compared with the project's own words.csv, which is faulty"
            later.append(Fault("words.csv", None, None, None, problem, ""))

    found += [fault for fault in later if (fault.file, fault.row, fault.column) not in unfit]
    order = [f"{name}.csv" for name in COLUMNS]
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda fault: (order.index(fault.file), fault.row or 0)))


def _languages(name: str, columns: Iterable[str]) -> frozenset[str]:
    """Find the languages that a table has texts in; English is always one."""
    texts = "|".join(TEXTS.get(name, ()))
    found = (re.fullmatch(f"(?:{texts})_([a-z]{{2,3}})", column) for column in columns)
    return frozenset({"en"} | {match[1] for match in found if match})


def _columns(name: str, languages: frozenset[str]) -> dict[str, tuple[Check, ...]]:
    """Return the checks of each column that a table has in these languages."""
    columns = dict(COLUMNS[name])
    for text, needed in TEXTS.get(name, {}).items():
        for language in sorted(languages):
            filled = (FILLED,) if needed and language == "en" else ()
            columns[f"{text}_{language}"] = (*filled, PLAIN)
    for own, checks in OWN.get(name, {}).items():
        columns |= {f"{own}_{language}": checks for language in sorted(languages)}
    return columns


def _check_columns(name: str, sheet: Sheet, languages: frozenset[str]) -> Iterator[Fault]:
    """Check that no column is missing or unknown, then every cell of each known column."""
    file, columns = f"{name}.csv", _columns(name, languages)
    known = ", ".join(columns)
    for column, checks in columns.items():
        if column not in sheet.columns:
            yield Fault(file, None, column, None, "this column is missing", known)
            continue
        for check in checks:
            for row in sheet.rows:
                if not check.fits(row[column]):
                    yield row.fault(column, check.problem, check.allowed)
        if PLAIN in checks:
            yield from _letters(sheet.rows, column)
    for column in sheet.columns:
        if column not in columns:
            yield Fault(file, 1, column, None, "not a known column", known)


def _letters(rows: Iterable[Row], column: str) -> Iterator[Fault]:
    """Find texts with letters that no font of ours has, and would be boxes in a drawing.

    A column in a language that runs from right to left is one fault: no text of it will do.
    """
    for row in rows:
        letters = missing(row[column])
        if any(bidirectional(letter) in ("R", "AL") for letter in letters):
            yield row.fault(column, "is written from right to left", LEFT_TO_RIGHT)
            return
        if letters:
            named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters[:NAMED])
            more = f" and {len(letters) - NAMED} more" if len(letters) > NAMED else ""
            yield row.fault(column, f"holds letters that cannot be drawn: {named}{more}", DRAWN)
