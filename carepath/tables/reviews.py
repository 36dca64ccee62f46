"""Signatures of reviewers, and what they are worth: a change of a statement voids them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from carepath.tables import statements
from carepath.tables.loader import Tables
from carepath.tables.statements import ENGLISH, Statement
from carepath.tables.vocabulary import DOCTOR, REVIEWED, RIGHT, ROLES, TRANSLATOR

Row = Mapping[str, str]


@dataclass(frozen=True)
class Signed:
    """Statements that a role found right in a language: how many, and the day of the last."""

    role: str
    language: str
    signed: int
    count: int
    day: str


def unsigned(tables: Tables, language: str = ENGLISH) -> frozenset[str]:
    """Return the tables with a statement that isn't signed in a language.

    A statement in English is signed by a doctor, a translation by a translator or a doctor. In
    another language than English, both are needed.
    """
    lacking = _unsigned(tables, ENGLISH, (DOCTOR,))
    return lacking if language == ENGLISH else lacking | untranslated(tables, language)


def untranslated(tables: Tables, language: str) -> frozenset[str]:
    """Return the tables with a statement whose translation isn't signed."""
    return _unsigned(tables, language, (TRANSLATOR, DOCTOR))


def _unsigned(tables: Tables, language: str, roles: Collection[str]) -> frozenset[str]:
    latest = _latest(tables, language, roles)
    if RIGHT not in {row["verdict"] for row in latest.values()}:
        return frozenset(REVIEWED)
    return frozenset(
        statement.table
        for hash_, statement in statements.digests(tables, language)
        if hash_ not in latest or latest[hash_]["verdict"] != RIGHT
    )


def _latest(tables: Tables, language: str, roles: Collection[str]) -> dict[str, Row]:
    """Return the last review of each hash by some roles."""
    rows = [
        row for row in tables.reviews.rows if row["language"] == language and row["role"] in roles
    ]
    return {row["hash"]: row for row in sorted(rows, key=lambda row: row["day"])}


def summary(tables: Tables, language: str) -> Iterator[Signed]:
    """Yield what each role has signed, in English and in another language."""
    for of in dict.fromkeys((ENGLISH, language)):
        for role in ROLES:
            latest = _latest(tables, of, (role,))
            if not latest:
                continue
            known = statements.digests(tables, of)
            days = [
                latest[hash_]["day"]
                for hash_, _ in known
                if hash_ in latest and latest[hash_]["verdict"] == RIGHT
            ]
            if days:
                yield Signed(role, of, len(days), len(known), max(days))


def signatures(tables: Tables, language: str) -> Iterator[Row]:
    """Yield the last review of each hash by each role, if it found the statement right."""
    for role in ROLES:
        for row in _latest(tables, language, (role,)).values():
            if row["verdict"] == RIGHT:
                yield row


def lost(tables: Tables) -> Iterator[Row]:
    """Yield the last signature by each role of what has changed since, and isn't signed again.

    Statements with one name, as the facts on a treatment, have one signature together.
    """
    for language in dict.fromkeys(row["language"] for row in tables.reviews.rows):
        known = statements.digests(tables, language)
        present = {hash_ for hash_, _ in known}
        signed = sorted(signatures(tables, language), key=lambda row: row["day"])
        for role in ROLES:
            reviewed = _latest(tables, language, (role,))
            lacking = {(of.table, of.key): None for hash_, of in known if hash_ not in reviewed}
            void = {
                (row["table"], row["statement"]): row
                for row in signed
                if row["role"] == role and row["hash"] not in present
            }
            yield from (void[name] for name in lacking if name in void)


def objections(tables: Tables) -> Iterator[tuple[Row, Statement]]:
    """Yield each review that still holds and does not find its statement right."""
    for language in dict.fromkeys(row["language"] for row in tables.reviews.rows):
        known = dict(statements.digests(tables, language))
        for role in ROLES:
            for hash_, row in _latest(tables, language, (role,)).items():
                if row["verdict"] != RIGHT and hash_ in known:
                    yield row, known[hash_]
