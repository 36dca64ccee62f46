"""What is made once for all readers and kept, however many ask for it in the same moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from threading import RLock
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


def once(most: int) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Keep the last `most` results of a function; its arguments are hashable.

    Only one thread makes something at a time: the others find it made. Streamlit's own caches
    take apart every argument at every call, which costs more than what is kept here saves.
    """

    def keeping(make: Callable[Given, Made]) -> Callable[Given, Made]:
        kept, lock = lru_cache(maxsize=most)(make), RLock()

        @wraps(make)
        def made(*given: Given.args, **named: Given.kwargs) -> Made:
            with lock:
                # No type of ours can say "any arguments, if hashable", which is what is asked for.
                return kept(*given, **named)  # type: ignore[arg-type]

        return made

    return keeping
