"""Pairs the rows of two versions of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

Rows = Sequence[Mapping[str, str]]
Pair = tuple[int | None, int | None]
"""The places of a row in the older and in the newer version; None where it has none."""


def pairs(before: Rows, after: Rows, key: Sequence[str]) -> list[Pair]:
    """Return the rows that are one row in both versions, and those that only one version has.

    Rows are the same row if they have the same key. Where keys are not unique, as in effects.csv,
    the longest common parts say which rows are the same, and what lies between them is paired in
    its order; a row that is gone from one place and new in another has moved.

    Parameters
    ----------
    before, after : sequence of mapping of str to str
        The rows as cells by column.
    key : sequence of str
        The columns that identify a row.
    """
    old, new = (
        [tuple(row.get(column, "") for column in key) for row in one] for one in (before, after)
    )
    if len({*old}) == len(old) and len({*new}) == len(new):
        places = {one: at for at, one in enumerate(old)}
        kept = {one: at for at, one in enumerate(new)}
        gone: list[Pair] = [(at, None) for at, one in enumerate(old) if one not in kept]
        return [*gone, *((places.get(one), at) for at, one in enumerate(new))]
    return [*_aligned(before, after)]


def _aligned(before: Rows, after: Rows) -> Iterator[Pair]:
    old, new = ([tuple(sorted(row.items())) for row in one] for one in (before, after))
    rows: list[Pair] = []
    for _, start, end, first, last in SequenceMatcher(None, old, new, False).get_opcodes():
        rows += zip_longest(range(start, end), range(first, last))
    gone = {old[was]: was for was, now in rows if was is not None and now is None}
    back = {
        gone[new[now]]: now
        for was, now in rows
        if was is None and now is not None and new[now] in gone
    }
    for was, now in rows:
        if was in back:
            yield was, back[was]
        elif was is not None or now not in back.values():
            yield was, now


def moved(rows: Sequence[Pair]) -> frozenset[int]:
    """Return the places in the older version of the rows that have left their order."""
    both = ((now, was) for was, now in rows if was is not None and now is not None)
    order = [was for _, was in sorted(both)]
    blocks = SequenceMatcher(None, sorted(order), order, False).get_matching_blocks()
    kept = {was for block in blocks for was in order[block.b : block.b + block.size]}
    return frozenset({*order} - kept)
