"""A checked layer, and what it says on the pages of one topic in one language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from carepath.layer.columns import COLUMNS, TEXTS
from carepath.tables.vocabulary import YES

Rows = tuple[Mapping[str, str], ...]
Place = tuple[str, int, int]
"""A situation, the number of an option in it, and that of a step; "" and 0 where it is none."""


@dataclass(frozen=True, eq=False)
class Checked:
    """The checked tables of a layer by name, its languages, and its logo as a PNG."""

    rows: Mapping[str, Rows]
    languages: tuple[str, ...]
    logo: bytes | None


@dataclass(frozen=True)
class Contact:
    """Someone to call; `tonight` says that the number is answered at any hour."""

    name: str
    phone: str
    hours: str
    more: str
    tonight: bool

    @property
    def address(self) -> str:
        """The number as a link."""
        return "tel:" + "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


@dataclass(frozen=True)
class Offer:
    """Something that the hospital offers or doesn't; `treatment` is the term it is about, or ""."""

    text: str
    treatment: str
    offered: bool


@dataclass(frozen=True, eq=False)
class Layer:
    """The additions of a hospital in one language; compared by identity, as words are."""

    name: str
    mail: str
    logo: bytes | None
    contacts: tuple[Contact, ...]
    offers: tuple[Offer, ...]
    additions: Mapping[Place, tuple[str, ...]]

    def at(self, situation: str = "", option: int = 0, step: int = 0) -> tuple[str, ...]:
        """Return the additions to the topic, to a situation, an option or a step."""
        return self.additions.get((situation, option, step), ())

    def on(self, treatment: str) -> tuple[Offer, ...]:
        """Return what the hospital says of a treatment."""
        return tuple(offer for offer in self.offers if offer.treatment == treatment)


def read(
    checked: Checked, topic: str, first: bool, terms: Collection[str], language: str
) -> Layer | None:
    """Return what a layer says in a language, if it is in that language.

    `first` says that `topic` is the topic of additions that name none. An offer of a treatment that
    isn't among the `terms` of the topic is about another one.
    """
    if language not in checked.languages:
        return None
    said = {name: _said(checked.rows[name], name, language) for name in COLUMNS}
    additions: dict[Place, tuple[str, ...]] = {}
    for row in said["additions"]:
        if row["topic"] == topic or (first and not row["topic"]):
            place = (row["situation"], int(row["option"] or 0), int(row["step"] or 0))
            additions[place] = (*additions.get(place, ()), row["text"])
    (own,) = said["layer"]
    return Layer(
        name=own["name"],
        mail=own["mail"],
        logo=checked.logo,
        contacts=tuple(
            Contact(row["name"], row["phone"], row["hours"], row["more"], row["tonight"] == YES)
            for row in said["contacts"]
        ),
        offers=tuple(
            Offer(row["text"], row["treatment"], row["offered"] == YES)
            for row in said["offers"]
            if not row["treatment"] or row["treatment"] in terms
        ),
        additions=additions,
    )


def _said(rows: Rows, table: str, language: str) -> list[dict[str, str]]:
    """Return the rows that are filled in in a language, with its texts under plain names."""
    main = next(iter(TEXTS[table]))
    return [
        {**row, **{text: row[f"{text}_{language}"] for text in TEXTS[table]}}
        for row in rows
        if row[f"{main}_{language}"]
    ]
