"""The command `watch`: compares a saved page, prints what it finds, and records fingerprints."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from carepath.tables import loader, topics
from carepath.tables.columns import COLUMNS
from carepath.tables.fault import FaultyTables
from carepath.tables.loader import Tables
from carepath.watch import page as pages
from carepath.watch.comparison import Finding, Fingerprint, Place, accepted, compare
from carepath.watch.page import Page
from carepath.watch.passages import UnreadablePage

NAME = "fingerprints"
ROWS = {"situations": ("situation",), "treatments": ("situation", "option", "step")}
"""The tables whose rows are watched, with the columns that identify a row."""


def run(file: Path, folder: Path, source: str = "", accept: bool = False) -> int:
    """Print the state of each row that comes from a page.

    Parameters
    ----------
    file : Path
        The saved page.
    folder : Path
        The folder of the tables.
    source : str
        The source that the page is; if empty, its address or title says so.
    accept : bool
        Whether to record the page's fingerprints.

    Returns
    -------
    int
        0 if there is no difference, or every difference was recorded; 1 if there is one; 2 if
        nothing could be compared or recorded.
    """
    try:
        page = pages.read(file)
    except UnreadablePage as unreadable:
        return _refuse(f"{file}: {unreadable}")
    files = loader.snapshot(folder)
    try:
        all_tables = loader.check(files)
    except FaultyTables as faulty:
        return _refuse(str(faulty))
    known = {row["source"]: None for tables in all_tables.values() for row in tables.sources.rows}
    source = source or next(filter(None, (_source(page, one) for one in all_tables.values())), "")
    if source not in known:
        problem = f"not a source: {source}" if source else f"{file}: its source is not known"
        return _refuse(f"{problem}; name one with --source: {', '.join(known)}")
    watched = {topic: one for topic, one in all_tables.items() if _is_watched(one, source)}
    reports = [_report(tables, source, page) for tables in (watched or all_tables).values()]
    for topic, report in zip(watched or all_tables, reports, strict=True):
        named = f"{topic}, " if len(reports) > 1 else ""
        for line in (*report.lines, *report.unwatched, named + _counts(source, report.findings)):
            print(line)
    if accept:
        recorded = {
            topics.path(NAME, topic): _csv(report.current)
            for topic, report in zip(watched or all_tables, reports, strict=True)
        }
        try:
            loader.check(replace(files, contents=tuple((dict(files.contents) | recorded).items())))
            for path, content in recorded.items():
                (folder / path).write_bytes(content)
        except FaultyTables as faulty:
            return _refuse(f"not recorded:\n{faulty}")
        except OSError as error:
            return _refuse(f"cannot write {error.filename}: {error.strerror}")
        for path, report in zip(recorded, reports, strict=True):
            count = sum(one.source == source for one in report.current)
            print(f"recorded {count} fingerprints in {folder / path}")
    return int(any(report.differs(page, accept) for report in reports))


@dataclass(frozen=True)
class Report:
    """The result of comparing a page with one topic's rows.

    `current` has all fingerprints of the topic as they are once those of the page are recorded.
    """

    source: str
    findings: tuple[Finding, ...]
    lines: tuple[str, ...]
    unwatched: tuple[str, ...]
    current: tuple[Fingerprint, ...]

    def differs(self, page: Page, accepted: bool) -> bool:
        """Return whether anything differs that isn't recorded."""
        findings = self.findings
        if accepted:
            own = [one for one in self.current if one.source == self.source]
            findings = tuple(compare(own, page.passages))
        return bool(self.unwatched) or any(finding.status != "same" for finding in findings)


def _report(tables: Tables, source: str, page: Page) -> Report:
    everything = [Fingerprint(**row) for row in tables.fingerprints.rows]
    fingerprints = [one for one in everything if one.source == source]
    findings = compare(fingerprints, page.passages)
    current = accepted(source, findings, frozenset(_rows(tables)))
    return Report(
        source,
        tuple(findings),
        tuple(_lines(findings, _rows(tables))),
        _unwatched(tables, source, fingerprints),
        tuple(_replaced(everything, source, current)),
    )


def _is_watched(tables: Tables, source: str) -> bool:
    """Return whether rows of a topic come from a source, or fingerprints are of it."""
    names = (*ROWS, NAME)
    return any(row["source"] == source for name in names for row in getattr(tables, name).rows)


def _refuse(problem: str) -> int:
    print(problem, file=sys.stderr)
    return 2


def _source(page: Page, tables: Tables) -> str:
    """Return the source that the page is by its address; by its title, if the source has none."""
    addresses = {*map(_bare, page.addresses)}
    for row in tables.sources.rows:
        if row["url"] and _bare(row["url"]) in addresses:
            return row["source"]
    for row in tables.sources.rows:
        if not row["url"] and re.split("[,:]", row["name_en"])[0] in page.titles:
            return row["source"]
    return ""


def _bare(address: str) -> str:
    """Return an address without what its pages have in common: scheme, www, query and fragment."""
    path = address.partition("#")[0].partition("?")[0].rstrip("/")
    return path.partition("://")[2].removeprefix("www.").lower()


def _rows(tables: Tables) -> Mapping[str, list[str]]:
    """Return the rows of each place: their table's key, as `check` names rows."""
    rows: dict[str, list[str]] = {}
    for name, columns in ROWS.items():
        for row in getattr(tables, name).rows:
            rows.setdefault(row["found_at"], []).append(" ".join(row[one] for one in columns))
    return rows


def _unwatched(tables: Tables, source: str, fingerprints: Sequence[Fingerprint]) -> tuple[str, ...]:
    """Return a line for each place in the source that rows name and that has no fingerprint."""
    watched = {fingerprint.found_at for fingerprint in fingerprints}
    names = _rows(tables)
    places = dict.fromkeys(
        row["found_at"]
        for name in ROWS
        for row in getattr(tables, name).rows
        if row["source"] == source and row["found_at"] not in watched
    )
    return tuple(
        f"unwatched: {', '.join(names[place])}: {NAME}.csv has no {source}, {place}"
        for place in places
    )


def _lines(findings: Sequence[Finding], rows: Mapping[str, list[str]]) -> Iterator[str]:
    for finding in findings:
        old, new = finding.fingerprint, finding.passage
        names = ", ".join(rows.get(old.found_at, ())) if old else ""
        if finding.status == "same":
            if names:
                yield f"same: {names}"
            continue
        places = [_place(new.place)] if new else []
        if old and not (new and old.place == new.place):
            places.append(f"was {_place(old.place)}")
        text = f': "{new.text}"' if new and finding.status != "moved" else ""
        yield f"{finding.status}: {names or 'no row'}: {', '.join(places)}{text}"


def _place(place: Place) -> str:
    heading, number, item = place
    if item:
        return f'item {item} of list {number} under "{heading}"'
    where = f"after list {int(number) - 1}" if int(number) > 1 else "before list 1"
    return f'paragraph {where} under "{heading}"'


def _counts(source: str, findings: Sequence[Finding]) -> str:
    counts = Counter(finding.status for finding in findings)
    return f"{source}: " + ", ".join(f"{count} {status}" for status, count in counts.items())


def _replaced(
    fingerprints: Sequence[Fingerprint], source: str, current: Sequence[Fingerprint]
) -> list[Fingerprint]:
    """Return the fingerprints with those of one source replaced, where they began."""
    first = next(
        (at for at, one in enumerate(fingerprints) if one.source == source), len(fingerprints)
    )
    others = [one for one in fingerprints[first:] if one.source != source]
    return [*fingerprints[:first], *current, *others]


def _csv(fingerprints: Sequence[Fingerprint]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows([[*COLUMNS[NAME]], *map(astuple, fingerprints)])
    return file.getvalue().encode()
