"""The command `check`: prints what tables hold, what is wrong with them and what is left to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from carepath import settings
from carepath.layer import checks as layer_checks, files as layer_files
from carepath.layer.reader import Checked
from carepath.tables import gone, loader, new_topic, reviews, topics
from carepath.tables.fault import FaultyTables
from carepath.tables.loader import Tables
from carepath.tables.statements import Statement
from carepath.text import messages


def run(folder: Path, before: Path | None = None) -> int:
    """Print ``ok`` and the sizes of the tables and the layer, or every fault; then what is left.

    Then follow objections of reviewers, signatures that are lost, what is left to write in new
    topics in the order to write it, and rows that are lost.

    Parameters
    ----------
    folder : Path
        The folder with the tables, or that of one topic in it.
    before : Path, optional
        A folder with older tables to compare with; by default, those of the last commit.

    Returns
    -------
    int
        0 if the tables, and the layer of CAREPATH_LAYER, are sound, nothing is left to write, and
        no reviewer objects to a statement; else 1.
    """
    if folder.resolve().parent.name == topics.FOLDER:
        folder = folder.resolve().parent.parent
    sites = sound(folder)
    for topic, tables in sites.items():
        print(f"ok: {f'{topic}: ' if len(sites) > 1 else ''}{_counts(tables)}")
    complete = bool(sites)
    if sites and (own := settings.current().layer):
        checked = layer(own, sites)
        complete = checked is not None
        if checked:
            counts = {name.removesuffix("s"): len(rows) for name, rows in checked.rows.items()}
            print(f"layer ok: {_numbered(counts | {'language': len(checked.languages)})}")
    for topic, tables in sites.items():
        for review, statement in reviews.objections(tables):
            print(f"{topic}: {_objection(review, statement)}")
            complete = False
        for review in reviews.lost(tables):
            print(f"{topic}: {_lost(review)}")
    for topic in topics.installed(folder):
        for row in new_topic.left(folder, topic):
            print(row)
            complete = False
    for line in gone.since(before, folder) if before else gone.since_commit(folder):
        print(line)
    return int(not complete)


def _objection(review: Mapping[str, str], statement: Statement) -> str:
    """Return a review that doesn't find its statement right, as a line for editors."""
    place = f"{statement.table} {statement.key} ({review['language']})"
    wording = f": {review['wording']}" if review["wording"] else ""
    return f"{place}: {review['verdict']}, says a {review['role']} on {review['day']}{wording}"


def _lost(review: Mapping[str, str]) -> str:
    """Return a signature of a statement that has changed since, as a line for editors."""
    place = f"{review['table']} {review['statement']} ({review['language']})"
    return (
        f"{place}: changed since {review['name']} ({review['role']}) signed it on {review['day']}, "
        "so the signature is lost"
    )


def sound(folder: Path) -> Mapping[str, Tables]:
    """Return the tables of each topic of a folder; print their faults if there are any."""
    try:
        return loader.check(loader.snapshot(folder))
    except FaultyTables as faulty:
        for fault in faulty.faults:
            print(fault)
    return {}


def layer(folder: Path, topics: Mapping[str, Tables]) -> Checked | None:
    """Return a layer, or print its faults and return None."""
    try:
        return layer_checks.check(layer_files.read(folder), topics)
    except FaultyTables as faulty:
        for fault in faulty.faults:
            print(fault)
    return None


def _counts(tables: Tables) -> str:
    subflows = {row["situation"] for row in tables.situations.rows if row["explains"]}
    steps = [row for row in tables.treatments.rows if row["situation"] not in subflows]
    counts = {
        "situation": len(tables.situations.rows) - len(subflows),
        "option": len({(step["situation"], step["option"]) for step in steps}),
        "step": len(steps),
        "sub-flow": len(subflows),
        "term": len(tables.terms.rows),
        "word": len(tables.words.rows),
        "source": len(tables.sources.rows),
        "kind": len(tables.kinds.rows),
        "note": len(tables.notes.rows),
        "question": len(tables.questions.rows),
        "answer": len(tables.answers.rows),
        "prompt": len(tables.prompts.rows),
        "language": len(messages.languages(tables)),
    }
    return _numbered(counts)


def _numbered(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items())
