"""Thread-safe memoisation: each value is computed once, even under concurrent requests."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from functools import wraps
from threading import Lock
from typing import Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

Params = ParamSpec("Params")
Owner = TypeVar("Owner")
Result = TypeVar("Result")
Errors = tuple[type[Exception], ...]


class Cache(Generic[Result]):
    """The most recently used results, by key.

    The first thread that asks for a key computes its value, and others that ask for the same key
    wait for it. Threads that ask for other keys don't wait.

    Parameters
    ----------
    maxsize : int or None
        The number of results to keep; None keeps all. Pending computations don't count.
    remember : tuple of exception types
        Exceptions that are cached like results: the key raises the same one until it is evicted.
        After any other exception, the next request computes the value again.
    """

    def __init__(self, maxsize: int | None, remember: Errors = ()) -> None:
        self._maxsize = maxsize
        self._remember = remember
        self._results: OrderedDict[Hashable, Future[Result]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._results)

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """Return the value of a key, computed by `make` if it isn't cached."""
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
                # The computing thread was stopped; compute the value again.
                continue
            except self._remember as error:
                # Each raise would lengthen the traceback of the cached exception.
                raise error.with_traceback(None) from None
        return self._fill(key, own, make)

    def _fill(self, key: Hashable, future: Future[Result], make: Callable[[], Result]) -> Result:
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
        """Remove the least recently used results beyond the limit."""
        if self._maxsize is None:
            return
        with self._lock:
            done = [key for key, future in self._results.items() if future.done()]
            for key in done[: max(len(done) - self._maxsize, 0)]:
                del self._results[key]


def cached(
    maxsize: int | None, remember: Errors = ()
) -> Callable[[Callable[Params, Result]], Callable[Params, Result]]:
    """Keep the last `maxsize` results of a function of hashable arguments; see `Cache`.

    Streamlit's own caches hash every argument on every call, which takes longer than this saves.
    """

    def decorate(function: Callable[Params, Result]) -> Callable[Params, Result]:
        results: Cache[Result] = Cache(maxsize, remember)

        @wraps(function)
        def call(*args: Params.args, **kwargs: Params.kwargs) -> Result:
            key = (args, tuple(kwargs.items()))
            return results.get(key, lambda: function(*args, **kwargs))

        return call

    return decorate


def cached_by_owner(
    maxsize: int | None,
) -> Callable[
    [Callable[Concatenate[Owner, Params], Result]], Callable[Concatenate[Owner, Params], Result]
]:
    """Keep the last `maxsize` results for each first argument, for as long as that object lives.

    The first argument, such as a site or its words, is compared by identity. So no language evicts
    results of another, and a new state of the tables frees those of the old one. A result must not
    refer to its owner, which would then never be freed.
    """

    def decorate(
        function: Callable[Concatenate[Owner, Params], Result],
    ) -> Callable[Concatenate[Owner, Params], Result]:
        caches: WeakKeyDictionary[Owner, Cache[Result]] = WeakKeyDictionary()
        lock = Lock()

        @wraps(function)
        def call(owner: Owner, /, *args: Params.args, **kwargs: Params.kwargs) -> Result:
            with lock:
                results = caches.get(owner)
                if results is None:
                    results = caches[owner] = Cache(maxsize)
            key = (args, tuple(kwargs.items()))
            return results.get(key, lambda: function(owner, *args, **kwargs))

        return call

    return decorate
