"""The state of a room as values: its code, its secret, the slide it shows, when it ends."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits of a code, without those that are read as others: I, L, O, 0 and 1."""
LENGTH = 6
LIFE = 4 * 60 * 60
"""Seconds until a room ends by itself."""
REMEMBERED = 60 * 60
"""Seconds for which the site can still say that a room has ended."""
MOST_ROOMS = 200
MOST_FOLLOWERS = 500
"""Followers of one room on one replica."""


@dataclass(frozen=True)
class Place:
    """A slide of a view.

    Attributes
    ----------
    query : str
        The view as the query of a URL, without a language.
    slide : str
        The key of the slide.
    names : tuple of (str, str)
        Each language, and what the slide is about in it.
    """

    query: str
    slide: str
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Room:
    """One state of a room; `version` grows with each.

    `seal` is the hash of the presenter's secret, and `driver` the screen that leads the room.
    `ends` is the time at which it ends by itself, in seconds since 1970.
    """

    code: str
    seal: str
    ends: float
    place: Place
    driver: str
    version: int = 0
    ended: bool = False

    def opens(self, secret: str) -> bool:
        """Return whether a secret is the presenter's."""
        return hmac.compare_digest(self.seal, sealed(secret))


def new(driver: str, place: Place, now: float) -> tuple[Room, str]:
    """Return a new room and its presenter's secret, which the room doesn't hold."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    secret = secrets.token_urlsafe(16)
    return Room(code, sealed(secret), now + LIFE, place, driver), secret


def sealed(secret: str) -> str:
    """Return the hash by which a room knows a secret."""
    return sha256(secret.encode()).hexdigest()


def code(text: str) -> str:
    """Return the code that a typed text means, or "" if it can't be one."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    return letters if len(letters) == LENGTH and {*letters} <= {*ALPHABET} else ""


def shows(room: Room, driver: str, place: Place) -> Room:
    """Return the room at a place; it stays as it is for a screen that doesn't lead it."""
    if room.ended or driver != room.driver or place == room.place:
        return room
    return replace(room, place=place, version=room.version + 1)


def takes(room: Room, driver: str) -> Room:
    """Return the room with another screen leading it."""
    if room.ended or driver == room.driver:
        return room
    return replace(room, driver=driver, version=room.version + 1)


def ends(room: Room) -> Room:
    """Return the room after its end."""
    return room if room.ended else replace(room, ended=True, version=room.version + 1)


def at(room: Room, now: float) -> Room:
    """Return the room as it is at a time: it ends by itself."""
    return ends(room) if now >= room.ends else room


def public(room: Room) -> dict[str, object]:
    """Return what followers may know of a room, as JSON."""
    return {
        "version": room.version,
        "query": room.place.query,
        "slide": room.place.slide,
        "names": dict(room.place.names),
        "ended": room.ended,
    }


def stored(room: Room) -> str:
    """Return a room as text for a store."""
    return json.dumps(asdict(room))


def restored(text: str) -> Room:
    """Return the room in a store's text."""
    values = json.loads(text)
    place = values.pop("place")
    names = tuple((language, name) for language, name in place.pop("names"))
    return Room(place=Place(names=names, **place), **values)


def counted(asked: Mapping[str, int], prompt: str, by: int) -> dict[str, int]:
    """Return how many phones mark each question, after one marks a question or no longer does.

    A count stays between 0 and the number of followers, whatever the phones send.
    """
    count = min(max(asked.get(prompt, 0) + by, 0), MOST_FOLLOWERS)
    rest = {other: number for other, number in asked.items() if other != prompt}
    return {**rest, prompt: count} if count else rest


def most_asked(asked: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the marked questions with their counts, the most marked first."""
    return sorted(asked.items(), key=lambda one: (-one[1], one[0]))
