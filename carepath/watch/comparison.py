"""Compares the passages of a page with the fingerprints of those that rows come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from carepath.watch.passages import Passage

Status = Literal["same", "moved", "changed", "gone", "new", "to record"]
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Fingerprint:
    """A row of fingerprints.csv: all that is kept of a passage.

    Attributes
    ----------
    source : str
        The source that the page is.
    found_at : str
        The place of the rows that come from the passage; empty if none does.
    heading, list, item : str
        As in `Passage`.
    hash : str
        The hash of the text; empty until it is recorded.
    """

    source: str
    found_at: str
    heading: str
    list: str
    item: str
    hash: str

    @property
    def place(self) -> Place:
        """Heading, list and item."""
        return self.heading, self.list, self.item


@dataclass(frozen=True)
class Finding:
    """The state of one passage: a fingerprint, the passage that it is of now, or both."""

    status: Status
    fingerprint: Fingerprint | None
    passage: Passage | None


def compare(fingerprints: Sequence[Fingerprint], passages: Sequence[Passage]) -> list[Finding]:
    """Compare a page with the fingerprints of its source.

    Parameters
    ----------
    fingerprints : sequence of Fingerprint
        The fingerprints of one source, in the order of its passages.
    passages : sequence of Passage
        The passages of the page, in their order.

    Returns
    -------
    list of Finding
        One per fingerprint, and one per new passage of a watched part, in the order of the page; a
        passage that is gone follows the one that it was behind. A part is watched if it is under a
        heading that a fingerprint names, or that its passage is under now.
    """
    pairs = _Pairs(fingerprints, passages).found()
    findings: list[tuple[int, Finding]] = []
    last = -1
    for at, fingerprint in enumerate(fingerprints):
        last = pairs.get(at, last)
        passage = passages[last] if at in pairs else None
        findings.append((last, Finding(_status(fingerprint, passage), fingerprint, passage)))
    headings = {fingerprint.heading for fingerprint in fingerprints}
    headings |= {passages[at].heading for at in pairs.values()}
    while within := {one.heading for one in passages if headings & {*one.headings}} - headings:
        headings |= within
    taken = {*pairs.values()}
    for at, passage in enumerate(passages):
        if at not in taken and passage.heading in headings:
            findings.append((at, Finding("new", None, passage)))
    return [finding for _, finding in sorted(findings, key=lambda entry: entry[0])]


def accepted(source: str, findings: Sequence[Finding], cited: frozenset[str]) -> list[Fingerprint]:
    """Return the fingerprints of a page as it is now.

    Parameters
    ----------
    source : str
        The source that the page is.
    findings : sequence of Finding
        What `compare` has found.
    cited : frozenset of str
        The places that rows name. A passage that is gone keeps its fingerprint while a row names
        its place, so that the row isn't forgotten.
    """
    fingerprints = []
    for finding in findings:
        found_at = finding.fingerprint.found_at if finding.fingerprint else ""
        if finding.passage:
            place = finding.passage.place
            fingerprints.append(Fingerprint(source, found_at, *place, finding.passage.hash))
        elif finding.fingerprint and found_at in cited:
            fingerprints.append(finding.fingerprint)
    return fingerprints


def _status(fingerprint: Fingerprint, passage: Passage | None) -> Status:
    if passage is None:
        return "gone"
    if not fingerprint.hash:
        return "to record"
    if fingerprint.hash != passage.hash:
        return "changed"
    return "same" if fingerprint.place == passage.place else "moved"


class _Pairs:
    """Pairs each fingerprint with a passage, by number; the surest pairs first."""

    def __init__(self, fingerprints: Sequence[Fingerprint], passages: Sequence[Passage]) -> None:
        self._fingerprints = fingerprints
        self._passages = passages
        self._pairs: dict[int, int] = {}
        self._free = dict.fromkeys(range(len(passages)))

    def found(self) -> dict[int, int]:
        """Return the number of a passage by the number of its fingerprint."""
        headings = {passage.heading for passage in self._passages}
        self._same_text(lambda old, new: old.place == new.place)
        self._same_text(lambda old, new: old.place[:2] == new.place[:2])
        self._same_text(lambda old, new: old.heading == new.heading)
        # A heading that is gone may have another name now. Elsewhere on the page, a short text such
        # as the name of a treatment may be another passage, so that comes last.
        self._same_text(lambda old, _: old.heading not in headings)
        self._other_text()
        self._same_text(lambda old, _: True)
        return self._pairs

    def _same_text(self, fits: Callable[[Fingerprint, Passage], bool]) -> None:
        for at, old in enumerate(self._fingerprints):
            if at not in self._pairs:
                self._pair(
                    at,
                    (
                        number
                        for number in self._free
                        if old.hash == self._passages[number].hash
                        and fits(old, self._passages[number])
                    ),
                )

    def _other_text(self) -> None:
        """Pair what is left by place: between the same neighbours, else with the same number."""
        for at, old in enumerate(self._fingerprints):
            if at in self._pairs:
                continue
            before = max((n for n in self._pairs if n < at), default=None)
            behind = min((n for n in self._pairs if n > at), default=None)
            start = -1 if before is None else self._pairs[before]
            end = len(self._passages) if behind is None else self._pairs[behind]
            headings = {old.heading} | {
                self._passages[self._pairs[n]].heading
                for n in (before, behind)
                if n is not None and self._fingerprints[n].heading == old.heading
            }
            alike = [
                number
                for number in self._free
                if bool(old.item) == bool(self._passages[number].item)
                and self._passages[number].heading in headings
            ]
            between = [number for number in alike if start < number < end and old.hash]
            exact = [number for number in alike if self._passages[number].place == old.place]
            self._pair(at, iter(between or exact))

    def _pair(self, at: int, numbers: Iterator[int]) -> None:
        number = next(numbers, None)
        if number is not None:
            self._pairs[at] = number
            del self._free[number]
