"""Columns of every table, with the checks of their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from carepath import pictograms
from carepath.tables.routing import ALL
from carepath.tables.vocabulary import (
    EASIER,
    FORMAT,
    LEADS,
    LIMIT,
    LINKS,
    MET,
    ROLES,
    SECTIONS,
    TOTAL,
    VERDICTS,
    WEB,
    WHOLE,
    YES,
)

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"


@dataclass(frozen=True)
class Check:
    """A check of one cell, and the words of the fault that a cell which fails it gets.

    `values` has the values that fit, where those are few; an empty one is "".
    """

    fits: Callable[[str], bool]
    problem: str
    allowed: str
    values: tuple[str, ...] = ()


def _matches(pattern: str, problem: str, allowed: str) -> Check:
    whole = re.compile(pattern).fullmatch
    return Check(lambda cell: whole(cell) is not None, problem, allowed)


def _one_of(values: tuple[str, ...], problem: str, allowed: str = "") -> Check:
    return Check(values.__contains__, problem, allowed or ", ".join(filter(None, values)), values)


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
ANSWER = _matches(
    f"(?!{ALL}$)(?=[a-z]){SLUG}",
    "not an id of an answer",
    f"small letters a-z and digits, joined by -; a letter first; not {ALL}",
)
IS_FORMAT = Check(FORMAT.__eq__, "not the format that this version reads", FORMAT)
NUMBER = _matches(WHOLE.pattern, "not a whole number", "1 to 999, no zero in front")
NO_OR_NUMBER = _matches(
    f"({WHOLE.pattern})?", "not a whole number", "empty, or 1 to 999, no zero in front"
)
COUNT = _matches(TOTAL.pattern, "not a whole number", "0, or a whole number with no zero in front")
LINK = _one_of(("", *LINKS), "not a known link")
LEAD = _one_of(("", *LEADS), "not a known lead")
ALONE = _one_of(("", YES), "not known", f"empty, or {YES}")
ADDRESS = _matches(f"({WEB.pattern})?", "not a web address", "empty, or https://…")
ARTICLE = _matches(
    r"([^|\s][^|]*(\|[^|\s][^|]*)?)?",
    "not an article",
    "empty, or an article; after a bar, its form after a preposition: el|del",
)
DAY = Check(_is_day, "not a day", "empty, or a day as 2026-01-31")
MET_OR_NOT = _one_of(MET, "not a known score")
SECTION = _one_of(SECTIONS, "not a known section")
LANGUAGE = _matches("[a-z]{2,3}", "not a language", "two or three small letters a-z")
DECIMAL = _matches(
    r"-?[0-9]{1,4}\.[0-9]", "not a number with one decimal", "digits, a point and one digit"
)
A_LIMIT = _matches(LIMIT.pattern, "not a number", "digits, with a point and one digit or without")
DIRECTION = _one_of(EASIER, "neither lower nor higher")
ITEM = _matches(
    rf"({WHOLE.pattern}( > {WHOLE.pattern})*)?",
    "not the number of an item",
    "empty for a paragraph, a number, or numbers of items in each other as 2 > 1",
)
HASH = _matches("([a-p]{20})?", "not a hash", "empty, or what `watch --accept` writes: 20 letters")
SIGNED_HASH = _matches("[a-p]{20}", "not a hash", "the hash that the workbook has: 20 letters")
SIGNED_DAY = Check(lambda cell: bool(cell) and _is_day(cell), "not a day", "a day as 2026-01-31")
DAYS = (DAY, SIGNED_DAY)
VERDICT = _one_of(VERDICTS, "not a verdict")
ROLE = _one_of(ROLES, "not a role")
COLOUR = _matches("#[0-9a-fA-F]{6}", "not a colour", "# and six digits 0-9 or a-f")
PICTOGRAM = _one_of(
    ("", *pictograms.OF_KINDS),
    "not a known pictogram",
    f"empty, or {', '.join(pictograms.OF_KINDS)}",
)
PICTURE = _one_of(
    ("", *pictograms.PICTURES),
    "not a known picture",
    f"empty, or {', '.join(pictograms.PICTURES)}",
)

# Table -> column -> checks; these columns don't depend on the language.
COLUMNS: Mapping[str, Mapping[str, tuple[Check, ...]]] = {
    "topic": {"topic": (ID,), "format": (IS_FORMAT,), "order": (NUMBER,)},
    "treatments": {
        "situation": (FILLED,),
        "option": (NUMBER,),
        "step": (NUMBER,),
        "phase": (),
        "phase_lead": (LEAD,),
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
        "explains": (),
        "steps": (COUNT,),
        "lead": (LEAD,),
        "shares": (),
        "shares_by": (),
        "source": (FILLED,),
        "found_at": (FILLED,),
    },
    "questions": {"question": (ID,)},
    "answers": {"question": (FILLED,), "answer": (ANSWER,)},
    "routes": {"situation": (FILLED,), "question": (FILLED,), "answer": (FILLED,)},
    "cards": {"answers": (FILLED,), "card": (FILLED,)},
    "terms": {
        "term": (ID,),
        "kind": (),
        "broader": (),
        "picture": (PICTURE,),
        "source": (FILLED,),
        "found_at": (FILLED,),
    },
    "words": {"id": (WORD_ID,)},
    "sources": {
        "source": (ID,),
        "url": (ADDRESS,),
        "page_date": (DAY,),
        "read_on": (DAY,),
        "stored_on": (DAY,),
        "review_by": (DAY,),
    },
    "kinds": {
        "kind": (ID,),
        "light": (COLOUR,),
        "dark": (COLOUR,),
        "pictogram": (PICTOGRAM,),
    },
    "notes": {
        "situation": (FILLED,),
        "option": (NO_OR_NUMBER,),
        "step": (NO_OR_NUMBER,),
        "question": (),
        "answer": (),
        "note": (FILLED,),
        "source": (FILLED,),
        "found_at": (FILLED,),
    },
    "prompts": {
        "prompt": (ID,),
        "heading": (FILLED,),
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
    "fingerprints": {
        "source": (FILLED,),
        "found_at": (),
        "heading": (FILLED,),
        "list": (NUMBER,),
        "item": (ITEM,),
        "hash": (HASH,),
    },
    "reviews": {
        "table": (FILLED,),
        "statement": (),
        "language": (LANGUAGE,),
        "verdict": (VERDICT,),
        "wording": (PLAIN,),
        "name": (FILLED, PLAIN),
        "role": (ROLE,),
        "day": (SIGNED_DAY,),
        "hash": (SIGNED_HASH,),
    },
}
# Table -> text -> whether it must be filled. Each text has one column per language, as name_en.
TEXTS: Mapping[str, Mapping[str, bool]] = {
    "situations": {
        "name": True,
        "start": False,
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
    "sources": {
        "name": True,
        "short": True,
        "role": True,
        "undated": False,
        "scope": False,
        "publisher": True,
    },
    "kinds": {"name": True},
    "questions": {"text": True, "help": False, "name": True, "line": True, "heading": False},
    "answers": {"text": True, "within": True, "line": False},
    "prompts": {"text": True},
    "effects": {"text": True},
}
# Table -> column -> checks. One column per language; a language may leave it empty.
OWN: Mapping[str, Mapping[str, tuple[Check, ...]]] = {
    "terms": {"article": (ARTICLE, PLAIN), "link": (ADDRESS,)},
}


def of(name: str, languages: frozenset[str]) -> dict[str, tuple[Check, ...]]:
    """Return the columns that a table must have in these languages, with their checks."""
    columns = dict(COLUMNS[name])
    for text, needed in TEXTS.get(name, {}).items():
        for language in sorted(languages):
            filled = (FILLED,) if needed and language == "en" else ()
            columns[f"{text}_{language}"] = (*filled, PLAIN)
    for own, checks in OWN.get(name, {}).items():
        columns |= {f"{own}_{language}": checks for language in sorted(languages)}
    return columns
