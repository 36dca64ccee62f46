"""A look at files may count for a moment, so that many runs share it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from carepath.tables import watcher
from carepath.tables.watcher import Watcher


class Clock:
    """The time that a watcher reads, in seconds."""

    def __init__(self) -> None:
        self.now = 1000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(watcher.time, "monotonic", lambda: clock.now)
    return clock


@pytest.fixture
def changing() -> Iterator[Watcher[int]]:
    """A watcher of files that are new at each look."""
    numbers = count(1)
    return Watcher(lambda: ((),), lambda: next(numbers), lambda _: False)


def test_each_look_is_new(clock: Clock, changing: Watcher[int]) -> None:
    assert [changing.look() for _ in range(3)] == [1, 2, 3]


def test_an_earlier_look_counts_until_it_is_too_old(clock: Clock, changing: Watcher[int]) -> None:
    assert changing.look(0.1) == 1
    clock.now += 0.0999
    assert changing.look(0.1) == 1
    clock.now += 0.0002
    assert changing.look(0.1) == 2


def test_who_cannot_wait_looks_for_everyone(clock: Clock, changing: Watcher[int]) -> None:
    assert changing.look(0.1) == 1
    assert changing.look() == 2
    assert changing.look(0.1) == 2
