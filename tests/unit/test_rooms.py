"""Rooms as values, and what a store keeps of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import asdict, replace
from typing import Any

import pytest

from carepath.rooms import state
from carepath.rooms.state import ALPHABET, LIFE, MOST_FOLLOWERS, MOST_ROOMS, Place, Room
from carepath.rooms.store import Full, Memory
from tests.support.loop import alone

FIRST = Place("group=low&place=same", "opening", (("en", "The options"),))
THEN = Place("group=low&place=same", "1.1", (("en", "Surgery"),))
NOW = 1_000_000.0


def room(**values: Any) -> Room:
    return replace(state.new("screen", FIRST, NOW)[0], **values)


def test_a_new_room_has_a_code_that_can_be_read_aloud_and_a_secret_of_its_own() -> None:
    made = [state.new("screen", FIRST, NOW) for _ in range(50)]
    for new, secret in made:
        assert state.code(new.code) == new.code
        assert {*new.code} <= {*ALPHABET}
        assert new.opens(secret)
        assert secret not in str(asdict(new))
        assert new.ends == NOW + LIFE
    assert len({new.code for new, _ in made}) == 50
    assert not made[0][0].opens(made[1][1])


def test_letters_that_look_alike_are_in_no_code() -> None:
    assert {*"ILO01"}.isdisjoint(ALPHABET)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ABC234", "ABC234"),
        (" abc 234 ", "ABC234"),
        ("abc-234.", "ABC234"),
        ("ABC23", ""),
        ("ABC2345", ""),
        ("ABC10O", ""),
        ("ÀBC234", ""),
        ("", ""),
    ],
)
def test_a_code_is_understood_as_people_type_it(typed: str, code: str) -> None:
    assert state.code(typed) == code


def test_only_the_screen_that_leads_moves_a_room() -> None:
    before = room()
    assert state.shows(before, "other", THEN) == before
    assert state.shows(before, "screen", FIRST) == before
    after = state.shows(before, "screen", THEN)
    assert (after.place, after.version) == (THEN, before.version + 1)
    taken = state.takes(after, "other")
    assert (taken.driver, taken.version) == ("other", after.version + 1)
    assert state.takes(taken, "other") == taken
    assert state.shows(taken, "screen", FIRST) == taken


def test_an_ended_room_never_changes() -> None:
    ended = state.ends(room())
    assert ended.ended
    assert state.ends(ended) == ended
    assert state.shows(ended, "screen", THEN) == ended
    assert state.takes(ended, "other") == ended


def test_followers_learn_the_place_and_neither_secret_nor_screen() -> None:
    new, secret = state.new("screen-7", FIRST, NOW)
    told = state.public(new)
    assert told["slide"] == "opening"
    assert told["names"] == {"en": "The options"}
    for hidden in (secret, new.seal, new.driver, new.code):
        assert hidden not in str(told)


def test_counts_stay_within_bounds_whatever_phones_send() -> None:
    asked = state.counted({}, "pain", 1)
    assert asked == {"pain": 1}
    assert state.counted(asked, "pain", -1) == {}
    assert state.counted({}, "pain", -1) == {}
    assert state.counted({"pain": MOST_FOLLOWERS}, "pain", 1) == {"pain": MOST_FOLLOWERS}
    assert state.most_asked({"a": 1, "b": 3, "c": 1}) == [("b", 3), ("a", 1), ("c", 1)]


# --- The store in memory --------------------------------------------------------------------------


class Clock:
    """A clock of a test's own."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


async def following(store: Memory, code: str) -> tuple[AsyncGenerator[Room, None], Room]:
    """Return the states that follow the present one, and that."""
    states = await store.follow(code)
    return states, await anext(states)


def test_a_follower_sees_the_present_state_at_once_and_each_later_one() -> None:
    async def look() -> None:
        store = Memory(Clock())
        new = room()
        await store.add(new)
        states, first = await following(store, new.code)
        assert first == new
        await store.change(new.code, lambda old: state.shows(old, "screen", THEN))
        assert (await anext(states)).place == THEN
        _, late = await following(store, new.code)
        assert late.place == THEN
        await store.change(new.code, state.ends)
        assert (await anext(states)).ended
        assert [one async for one in states] == []

    alone(look())


def test_a_slow_follower_skips_to_the_newest_state() -> None:
    async def look() -> None:
        store = Memory(Clock())
        new = room()
        await store.add(new)
        states, _ = await following(store, new.code)
        for slide in ("1.1", "2.1", "2.2"):
            place = replace(THEN, slide=slide)
            await store.change(new.code, lambda old, at=place: state.shows(old, "screen", at))
        assert (await anext(states)).place.slide == "2.2"

    alone(look())


def test_a_room_ends_by_itself_while_phones_follow() -> None:
    async def look() -> None:
        clock = Clock()
        store = Memory(clock)
        new = room(ends=NOW)
        await store.add(new)
        states = await store.follow(new.code)
        assert [one.ended async for one in states] == [False, True]

    alone(look())


def test_an_ended_room_is_remembered_for_a_while_and_then_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def look() -> None:
        store = Memory(Clock())
        new = room()
        await store.add(new)
        await store.mark(new.code, "pain", 1)
        ended = await store.change(new.code, state.ends)
        assert await store.find(new.code) == ended
        assert await store.asked(new.code) == {}
        monkeypatch.setattr("carepath.rooms.store.REMEMBERED", 0)
        other = room()
        await store.add(other)
        await store.change(other.code, state.ends)
        while await store.find(other.code):
            await asyncio.sleep(0)

    alone(look())


def test_only_so_many_rooms_are_open_and_ended_ones_give_way() -> None:
    async def look() -> None:
        store = Memory(Clock())
        rooms = [room() for _ in range(MOST_ROOMS)]
        for one in rooms:
            await store.add(one)
        with pytest.raises(Full):
            await store.add(room())
        await store.change(rooms[0].code, state.ends)
        await store.add(room())
        assert await store.find(rooms[0].code) is None
        with pytest.raises(Full):
            await store.add(room())

    alone(look())


def test_only_so_many_phones_follow_and_one_that_leaves_gives_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("carepath.rooms.feed.MOST_FOLLOWERS", 2)

    async def look() -> None:
        store = Memory(Clock())
        new = room()
        await store.add(new)
        first, _ = await following(store, new.code)
        second, _ = await following(store, new.code)
        with pytest.raises(Full):
            await store.follow(new.code)
        await first.aclose()
        third, _ = await following(store, new.code)
        assert second is not third

    alone(look())


def test_marks_are_counted_and_move_nobody() -> None:
    async def look() -> None:
        store = Memory(Clock())
        new = room()
        await store.add(new)
        for by in (1, 1, -1):
            await store.mark(new.code, "pain", by)
        await store.mark("ZZZZZZ", "pain", 1)
        assert await store.asked(new.code) == {"pain": 1}
        assert await store.asked("ZZZZZZ") == {}
        assert await store.find(new.code) == new

    alone(look())


def test_a_room_that_is_not_there_is_not_found() -> None:
    async def look() -> None:
        store = Memory(Clock())
        assert await store.find("ZZZZZZ") is None
        assert await store.change("ZZZZZZ", state.ends) is None
        with pytest.raises(KeyError):
            await store.follow("ZZZZZZ")

    alone(look())
