"""Thread-safe memoisation: each value is computed once, even under concurrent requests."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from functools import wraps
from threading import Lock
from typing import Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

Given = ParamSpec("Given")
Owner = TypeVar("Owner")
Made = TypeVar("Made")
Errors = tuple[type[Exception], ...]


class Cache(Generic[Made]):
    """The most recently used results, by key.

    The first thread that asks for a key computes its value, and others that ask for the same key
    wait for it. Threads that ask for other keys don't wait.

    Parameters
    ----------
    maxsize : int or None
        How many results are kept; None keeps all. What is being computed doesn't count.
    remember : tuple of exception types
        Exceptions that are a result as well: the key raises the same one until it is evicted.
        After any other exception, the next request computes anew.
    """

    def __init__(self, maxsize: int | None, remember: Errors = ()) -> None:
        self._maxsize = maxsize
        self._remember = remember
        self._results: OrderedDict[Hashable, Future[Made]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._results)

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return the value of a key, computed by `make` where it isn't there yet."""
        while True:
            with self._lock:
                future = self._results.get(key)
                if future is None:
                    own = self._results[key] = Future()
                    break
                self._results.move_to_end(key)
            try:
                return future.result()
            except CancelledError:
                # The thread that computed it was stopped, which says nothing about the value.
                continue
            except self._remember as error:
                # Each raise would lengthen the traceback of an exception that is kept.
                raise error.with_traceback(None) from None
        return self._fill(key, own, make)

    def _fill(self, key: Hashable, future: Future[Made], make: Callable[[], Made]) -> Made:
        try:
            value = make()
        except self._remember as error:
            future.set_exception(error)
            self._evict()
            raise
        except Exception as error:
            self._drop(key)
            future.set_exception(error)
            raise
        except BaseException:
            self._drop(key)
            future.cancel()
            raise
        future.set_result(value)
        self._evict()
        return value

    def _drop(self, key: Hashable) -> None:
        with self._lock:
            del self._results[key]

    def _evict(self) -> None:
        """Forget the least recently used results over the limit."""
        if self._maxsize is None:
            return
        with self._lock:
            done = [key for key, future in self._results.items() if future.done()]
            for key in done[: max(len(done) - self._maxsize, 0)]:
                del self._results[key]


def cached(
    maxsize: int | None, remember: Errors = ()
) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Keep the last `maxsize` results of a function of hashable arguments; see `Cache`.

    Streamlit's own caches hash every argument at every call, which costs more than this saves.
    """

    def decorate(function: Callable[Given, Made]) -> Callable[Given, Made]:
        results: Cache[Made] = Cache(maxsize, remember)

        @wraps(function)
        def call(*args: Given.args, **kwargs: Given.kwargs) -> Made:
            key = (args, tuple(kwargs.items()))
            return results.get(key, lambda: function(*args, **kwargs))

        return call

    return decorate


def cached_by_owner(
    maxsize: int | None,
) -> Callable[
    [Callable[Concatenate[Owner, Given], Made]], Callable[Concatenate[Owner, Given], Made]
]:
    """Keep the last `maxsize` results for each first argument, for as long as that object lives.

    The first argument is compared by identity: a site, or its words. However many languages a
    site offers, none evicts what another one needs, and a new state of the tables frees what the
    one before had. A result must not refer to its owner, which would then never be freed.
    """

    def decorate(
        function: Callable[Concatenate[Owner, Given], Made],
    ) -> Callable[Concatenate[Owner, Given], Made]:
        caches: WeakKeyDictionary[Owner, Cache[Made]] = WeakKeyDictionary()
        lock = Lock()

        @wraps(function)
        def call(owner: Owner, /, *args: Given.args, **kwargs: Given.kwargs) -> Made:
            with lock:
                results = caches.get(owner)
                if results is None:
                    results = caches[owner] = Cache(maxsize)
            key = (args, tuple(kwargs.items()))
            return results.get(key, lambda: function(owner, *args, **kwargs))

        return call

    return decorate
