"""The cache: one computation per key, whoever asks at the same time; errors; eviction."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event
from traceback import walk_tb

import pytest

from carepath.cache import Cache, cached, cached_by_owner

THREADS = 8
PATIENCE = 20


class Owner:
    """Compared by identity, as a site is."""


def in_threads(call: Callable[[], object]) -> list[Future[object]]:
    """Call from many threads in the same moment; return what came of each."""
    together = Barrier(THREADS)

    def run() -> object:
        together.wait(PATIENCE)
        return call()

    with ThreadPoolExecutor(THREADS) as pool:
        return [pool.submit(run) for _ in range(THREADS)]


def test_one_thread_computes_what_many_ask_for() -> None:
    calls: list[int] = []

    @cached(maxsize=1)
    def made(number: int) -> object:
        calls.append(number)
        return object()

    results = {result.result() for result in in_threads(lambda: made(1))}
    assert calls == [1]
    assert len(results) == 1


def test_a_key_does_not_wait_for_another_one() -> None:
    started, go_on = Event(), Event()

    @cached(maxsize=4)
    def made(key: str) -> str:
        if key == "slow":
            started.set()
            assert go_on.wait(PATIENCE)
        return key

    made("kept")
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(made, "slow")
        assert started.wait(PATIENCE)
        # Both would wait for ever if there were one lock for all keys.
        assert made("kept") == "kept"
        assert made("new") == "new"
        go_on.set()
        assert slow.result(PATIENCE) == "slow"


def test_an_error_reaches_all_who_asked_and_the_next_one_tries_again() -> None:
    cache: Cache[int] = Cache(4)
    waiting, go_on = Event(), Event()

    def fail() -> int:
        waiting.set()
        assert go_on.wait(PATIENCE)
        raise OSError("disk is full")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get, "key", fail)
        assert waiting.wait(PATIENCE)
        second = pool.submit(cache.get, "key", fail)
        go_on.set()
        errors = [first.exception(PATIENCE), second.exception(PATIENCE)]
    assert [str(error) for error in errors] == ["disk is full"] * 2
    assert len(cache) == 0
    assert cache.get("key", lambda: 7) == 7


def test_an_error_that_belongs_to_its_key_is_remembered() -> None:
    calls: list[str] = []

    @cached(maxsize=2, remember=(LookupError,))
    def made(key: str) -> str:
        calls.append(key)
        raise KeyError(key)

    for _ in range(3):
        with pytest.raises(KeyError, match="a"):
            made("a")
    assert calls == ["a"]
    # Threads that come later raise the same one as well.
    assert {str(result.exception()) for result in in_threads(lambda: made("a"))} == {"'a'"}
    assert calls == ["a"]
    for key in "bca":
        with pytest.raises(KeyError):
            made(key)
    assert calls == ["a", "b", "c", "a"]


def test_a_remembered_error_does_not_grow() -> None:
    @cached(maxsize=1, remember=(ValueError,))
    def made() -> None:
        raise ValueError

    lengths = []
    for _ in range(5):
        with pytest.raises(ValueError) as raised:
            made()
        lengths.append(len([*walk_tb(raised.value.__traceback__)]))
    assert lengths[1:] == [lengths[1]] * 4


def test_a_thread_that_is_stopped_leaves_the_work_to_the_next() -> None:
    """Streamlit stops the run of a reader who moves on, by what is no `Exception`."""
    cache: Cache[str] = Cache(2)
    waiting, go_on = Event(), Event()

    class Stopped(BaseException):
        pass

    def stopped() -> str:
        waiting.set()
        assert go_on.wait(PATIENCE)
        raise Stopped

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get, "key", stopped)
        assert waiting.wait(PATIENCE)
        second = pool.submit(cache.get, "key", lambda: "made")
        go_on.set()
        assert isinstance(first.exception(PATIENCE), Stopped)
        assert second.result(PATIENCE) == "made"


def test_the_least_recently_used_result_is_evicted() -> None:
    calls: list[int] = []

    @cached(maxsize=2)
    def made(number: int) -> int:
        calls.append(number)
        return number

    for number in (1, 2, 1, 3, 1, 2):
        assert made(number) == number
    assert calls == [1, 2, 3, 2]


def test_what_is_being_computed_is_not_evicted() -> None:
    calls: list[str] = []
    started, go_on = Event(), Event()

    @cached(maxsize=1)
    def made(key: str) -> str:
        calls.append(key)
        if key == "slow":
            started.set()
            assert go_on.wait(PATIENCE)
        return key

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(made, "slow")
        assert started.wait(PATIENCE)
        made("a")
        made("b")
        again = pool.submit(made, "slow")
        go_on.set()
        assert slow.result(PATIENCE) == again.result(PATIENCE) == "slow"
    assert calls == ["slow", "a", "b"]


def test_each_owner_has_results_of_its_own() -> None:
    calls: list[tuple[Owner, int]] = []

    @cached_by_owner(maxsize=2)
    def made(owner: Owner, number: int) -> int:
        calls.append((owner, number))
        return number

    owners = [Owner() for _ in range(7)]
    for _ in range(3):
        for owner in owners:
            assert [made(owner, 1), made(owner, 2)] == [1, 2]
    assert calls == [(owner, number) for owner in owners for number in (1, 2)]


def test_results_go_with_their_owner() -> None:
    class Result:
        pass

    @cached_by_owner(maxsize=None)
    def made(owner: Owner) -> Result:
        return Result()

    owner = Owner()
    result = weakref.ref(made(owner))
    assert made(owner) is result()
    del owner
    gc.collect()
    assert result() is None
