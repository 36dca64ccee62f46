"""Every check of a layer: its files, its columns, and what its rows name in the tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from carepath.layer import columns, logo as pictures
from carepath.layer.columns import COLUMNS, LOGOS, MOST_AT_ONE_PLACE, MOST_ROWS, TEXTS
from carepath.layer.files import LayerFiles
from carepath.layer.logo import WrongLogo
from carepath.layer.reader import Checked
from carepath.tables import checks
from carepath.tables.csvfile import CsvFile, is_missing, parse
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import Tables
from carepath.tables.rows import Row, listing

NEEDED = "layer"
"""The one table that a layer can't lack."""


def check(files: LayerFiles, topics: Mapping[str, Tables]) -> Checked:
    """Check a layer against the tables of every topic, the first one first.

    Raises
    ------
    FaultyTables
        With all faults, if there are any.
    """
    if files.folder:
        raise FaultyTables((files.folder,))
    parsed = dict(zip(COLUMNS, map(_file, COLUMNS, files.tables), strict=True))
    faults = [fault for file in parsed.values() for fault in file.faults]
    languages = columns.languages(parsed[NEEDED].columns)
    faults += [*_languages(languages, topics)] or [*_columns(parsed, languages)]
    if all(fault.value is not None for fault in faults):
        # No column is missing, so that rows can be compared.
        faults += _rules({name: file.rows for name, file in parsed.items()}, languages, topics)
    logo, fault = _logo(parsed[NEEDED], files.logos)
    faults += [fault] if fault else []
    if faults:
        raise FaultyTables(_in_order(faults))
    rows = {name: tuple(row.cells for row in file.rows) for name, file in parsed.items()}
    return Checked(rows, tuple(languages), logo)


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults by file and row; a cell has the first of its faults."""
    order = [f"{name}.csv" for name in COLUMNS]
    first: dict[tuple[object, ...], Fault] = {}
    for fault in faults:
        first.setdefault((fault.file, fault.row, fault.column or fault.problem), fault)
    return tuple(sorted(first.values(), key=lambda one: (order.index(one.file), one.row or 0)))


def _file(name: str, data: bytes | Fault) -> CsvFile:
    if name != NEEDED and is_missing(data):
        return CsvFile((), (), True, ())
    return parse(f"{name}.csv", data)


def _languages(languages: list[str], topics: Mapping[str, Tables]) -> Iterator[Fault]:
    """Yield a fault for each language that the tables don't have."""
    headers = (column for tables in topics.values() for column in tables.words.columns)
    offered = [column.removeprefix("text_") for column in headers if column.startswith("text_")]
    for language in languages:
        if language not in offered:
            problem = "not a language of the tables"
            yield Fault("layer.csv", 1, f"name_{language}", None, problem, listing(offered))


def _columns(parsed: Mapping[str, CsvFile], languages: list[str]) -> Iterator[Fault]:
    """Yield the faults of columns and of single cells."""
    for name, file in parsed.items():
        if not file.columns:
            continue
        yield from checks.check_columns(f"{name}.csv", file, columns.of(name, languages or ["en"]))
        if len(file.rows) > MOST_ROWS[name]:
            allowed = f"at most {MOST_ROWS[name]}"
            yield Fault(f"{name}.csv", None, None, None, "holds too many rows", allowed)


def _logo(file: CsvFile, logos: Iterable[bytes | Fault]) -> tuple[bytes | None, Fault | None]:
    """Return the logo that layer.csv names, or its fault."""
    contents = dict(zip(LOGOS, logos, strict=True))
    for row in file.rows:
        name = row.cells.get("logo", "")
        content = contents.get(name)
        if isinstance(content, Fault):
            return None, row.fault("logo", content.problem, f"{name} beside layer.csv")
        if content is not None:
            try:
                return pictures.checked(name.rpartition(".")[2], content), None
            except WrongLogo as wrong:
                allowed = "a picture of shapes and pixels alone; docs/layer.md says which"
                return None, row.fault("logo", f"the file {wrong}", allowed)
    return None, None


def _rules(
    rows: Mapping[str, tuple[Row, ...]], languages: list[str], topics: Mapping[str, Tables]
) -> Iterator[Fault]:
    """Yield the faults across cells, of rows whose cells are sound by themselves."""
    yield from _own_name(rows["layer"], languages, topics)
    yield from _in_a_language(rows, languages)
    for contact, count in Counter(row["contact"] for row in rows["contacts"]).items():
        if count > 1:
            twice = [row for row in rows["contacts"] if row["contact"] == contact]
            yield twice[1].fault("contact", "is there twice", "each contact once")
    treatments = [term["term"] for t in topics.values() for term in t.terms.rows if term["kind"]]
    for row in rows["offers"]:
        if row["treatment"] and row["treatment"] not in treatments:
            yield row.fault(
                "treatment", "not a treatment of the tables", listing(treatments), treatments
            )
    yield from _places(rows["additions"], topics)


def _own_name(
    rows: Iterable[Row], languages: list[str], topics: Mapping[str, Tables]
) -> Iterator[Fault]:
    """Yield a fault for a name that is a source's."""
    names = {
        _letters(cell)
        for tables in topics.values()
        for source in tables.sources.rows
        for column, cell in source.items()
        if re.match("(name|short|publisher)_", column) and cell
    }
    for row in rows:
        for language in languages:
            if _letters(row[f"name_{language}"]) in names:
                problem = "is the name of a source of the facts"
                yield row.fault(f"name_{language}", problem, "the hospital's own name")


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _in_a_language(rows: Mapping[str, tuple[Row, ...]], languages: list[str]) -> Iterator[Fault]:
    """Yield a fault for a row without its main text, in all languages or in one of the others."""
    for name, texts in TEXTS.items():
        main, *others = texts
        for row in rows[name]:
            if not any(row[f"{main}_{language}"] for language in languages):
                problem = "is empty in every language"
                yield row.fault(f"{main}_{languages[0]}", problem, "a text in at least one")
            for language in languages:
                if not row[f"{main}_{language}"] and any(row[f"{o}_{language}"] for o in others):
                    allowed = f"filled wherever {' or '.join(others)} of that language is"
                    yield row.fault(f"{main}_{language}", "is empty", allowed)


def _places(rows: Iterable[Row], topics: Mapping[str, Tables]) -> Iterator[Fault]:
    """Yield a fault for each addition to a place that the tables don't have, or that is full."""
    counts: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        topic = row["topic"] or next(iter(topics))
        if topic not in topics:
            yield row.fault("topic", "not a known topic", listing(topics), topics)
            continue
        if fault := _place(row, topics[topic]):
            yield fault
        place = (topic, row["situation"], row["option"], row["step"])
        counts[place] += 1
        if counts[place] == MOST_AT_ONE_PLACE + 1:
            yield row.fault(
                "situation", "has too many additions", f"at most {MOST_AT_ONE_PLACE} at one place"
            )


def _place(row: Row, tables: Tables) -> Fault | None:
    situation, option, step = row["situation"], row["option"], row["step"]
    situations = [one["situation"] for one in tables.situations.rows]
    if situation and situation not in situations:
        problem = "not a situation of the topic"
        return row.fault("situation", problem, listing(situations), situations)
    for inner, outer in (("option", "situation"), ("step", "option")):
        if row[inner] and not row[outer]:
            return row.fault(inner, f"is filled, but {outer} is empty", f"empty without {outer}")
    if not option:
        if row["treatment"]:
            return row.fault("treatment", "is filled, but option is empty", "empty without option")
        return None
    steps = {
        (one["option"], one["step"]): one["treatment"]
        for one in tables.treatments.rows
        if one["situation"] == situation
    }
    if (option, step or "1") not in steps:
        column = "step" if any(number == option for number, _ in steps) else "option"
        return row.fault(column, f"not {'a' if column == 'step' else 'an'} {column} there", "")
    treatment = steps[option, step or "1"]
    if row["treatment"] != treatment:
        # A list that changes gives its options other numbers: a note must not move with them.
        return row.fault("treatment", "not the treatment at this place", treatment)
    return None
