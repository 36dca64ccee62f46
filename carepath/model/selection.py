"""A reader's choices, read from and written to the query of a URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from carepath.model import repair
from carepath.model.pathway import Pathways, Situation, steps_of
from carepath.tables.vocabulary import GROUPS, PLACES

QUESTIONS = {"group": GROUPS, "place": PLACES}
"""The two questions of the site, each with its answers."""
ANSWERS = {f"{group}.{place}": (group, place) for group in GROUPS for place in PLACES}
"""The name of both answers in a URL -> the answers. No id has a full stop."""
FORMER = {"-".join(answers): name for name, answers in ANSWERS.items()}
"""A name in older links -> the name in `ANSWERS`."""


@dataclass(frozen=True)
class Selection:
    """The two answers, an option's number and a step's address, each "" if not chosen.

    A step's address is its number, or `N.M` for step M inside the treatment of step N. `against`
    is the other side of a comparison: one of `ANSWERS`, or the number of an option of the same
    situation. `lang` is the chosen language, "" for the browser's own.
    """

    group: str = ""
    place: str = ""
    option: str = ""
    step: str = ""
    against: str = ""
    lang: str = ""

    @property
    def complete(self) -> bool:
        """Both questions are answered."""
        return bool(self.group and self.place)

    @property
    def answers(self) -> str:
        """Both answers as one of `ANSWERS`; only for a complete selection."""
        return _answers(self.query())

    def changed(self, values: Mapping[str, str]) -> Selection:
        """Return the selection after a reader chooses `values`; see `after`."""
        return Selection(**after(self.query(), values))

    def query(self) -> dict[str, str]:
        """Return the selection as query parameters, in the order of `KEYS`."""
        return {key: value for key in KEYS if (value := getattr(self, key))}

    def url(self, path: str = "") -> str:
        """Return a relative link to this selection on the page at `path`."""
        query = urlencode(self.query())
        return f"{path}?{query}" if query else path or "?"


KEYS = tuple(field.name for field in fields(Selection))
"""The parameters of a query that are read, in this order."""


def addresses(situation: Situation, pathways: Pathways) -> dict[str, tuple[str, ...]]:
    """Return the step addresses that exist, by option number."""
    return {
        str(option.number): tuple(found.address for found in steps_of(pathways, option))
        for option in situation.options
    }


def read(
    query: Mapping[str, str], pathways: Pathways, languages: tuple[str, ...]
) -> tuple[Selection, tuple[str, ...]]:
    """Return the selection of a query, and the keys whose values were not understood.

    No text of the query is returned: each value becomes a known one or is dropped. Keys other
    than `KEYS` are ignored, because they belong to other parts of the site.
    """
    allowed: dict[str, tuple[str, ...]] = {
        **QUESTIONS,
        "against": tuple(ANSWERS),
        "lang": languages,
    }
    known: dict[str, str] = {}
    for key in KEYS:
        if key == "option" and "group" in known and "place" in known:
            steps = addresses(pathways.answer(known["group"], known["place"]), pathways)
            allowed["option"] = tuple(steps)
            allowed["against"] = (*ANSWERS, *steps)
        if key == "step" and "option" in known:
            allowed["step"] = steps[known["option"]]
        value = meant(query, key)
        value = FORMER.get(value, value)
        if value in allowed.get(key, ()):
            known[key] = value
    dropped = tuple(key for key in KEYS if _asked(query).get(key) and key not in known)
    return Selection(**known), dropped


def meant(query: Mapping[str, str], key: str) -> str:
    """Return the repaired value of a parameter, which may be unknown, or ""."""
    return repair.value(_asked(query).get(key, ""))


def tidy(query: Mapping[str, str], chosen: Selection) -> dict[str, str]:
    """Return a query with exactly the selection under `KEYS`; other keys stay."""
    foreign = {key: value for key, value in query.items() if repair.key(key) not in KEYS}
    return {**foreign, **chosen.query()}


def _asked(query: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a query by repaired key; an exact key takes precedence."""
    return {repair.key(key): value for key, value in query.items()} | dict(query)


def after(query: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """Return a query after a reader chooses `values`; other keys stay.

    A new answer closes the option and the step of the old one. Nothing is compared with itself.
    """
    chosen = {**query, **values}
    if values.keys() & QUESTIONS.keys():
        chosen |= {"option": "", "step": ""}
        if chosen.get("against") not in ANSWERS:
            chosen["against"] = ""
    if chosen.get("against") in (chosen.get("option"), _answers(chosen)):
        chosen["against"] = ""
    return {key: value for key, value in chosen.items() if value}


def _answers(query: Mapping[str, str]) -> str:
    return f"{query.get('group', '')}.{query.get('place', '')}"
