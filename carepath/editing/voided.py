"""Signatures that a change of the tables voids, each as a change to look at twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carepath.editing import review_sheet
from carepath.editing.changes import Change
from carepath.editing.pairing import pairs
from carepath.tables import checks, csvfile, loader, reviews, statements, topics
from carepath.tables.csvfile import CsvFile
from carepath.tables.loader import Tables
from carepath.tables.rows import Row
from carepath.tables.statements import ENGLISH, Statement
from carepath.tables.vocabulary import DOCTOR, NURSE, REVIEWED

Files = Mapping[str, CsvFile]
LOST = "a signature is lost"
UNCHECKED = " The pages will say that no doctor has checked it."
UNREVIEWED = " The pages in that language will say that nobody has reviewed the translation."
UNCOUNTED = " The page about the site will count one signature fewer."


def changes(before: Files, after: Files) -> Iterator[Change]:
    """Yield each signature of a text that has another wording now, or is gone.

    Faulty tables are not compared, because it isn't known what they say.
    """
    reviewed = {topic: topics.path("reviews", topic) for topic in topics.of(before)}
    both = [topic for topic, path in reviewed.items() if path in after and before[path].rows]
    if both and _is_sound(before) and _is_sound(after):
        for topic in both:
            yield from _of_topic(loader.tables(before, topic), loader.tables(after, topic), topic)


def _is_sound(files: Files) -> bool:
    references = [csvfile.read(loader.DATA, path) for path in loader.REFERENCES]
    return not checks.faults(files, references)


def _of_topic(before: Tables, after: Tables, topic: str) -> Iterator[Change]:
    for language in dict.fromkeys(row["language"] for row in before.reviews.rows):
        old, new = (statements.digests(tables, language) for tables in (before, after))
        said, successors = review_sheet.texts(before, language), _successors(old, new)
        present = {hash_ for hash_, _ in new}
        signed = {(row["role"], row["hash"]) for row in reviews.signatures(after, language)}
        for review in reviews.signatures(before, language):
            hash_, role = review["hash"], review["role"]
            if hash_ in present or hash_ not in said or (role, successors.get(hash_)) in signed:
                continue
            statement = next(one for other, one in old if other == hash_)
            verb = "changes" if successors.get(hash_) else "removes"
            sentence = (
                f"This {verb} a text that {review['name']} ({role}) signed on {review['day']} "
                f"({statement.table} {statement.key}, {language}): *{said[hash_]}*."
            )
            if successors.get(hash_):
                sentence += _consequence(role, language)
            path = topics.home(statement.table, topic)
            yield Change(sentence, Row(path, 0, statement.rows[0]), LOST)


def _successors(
    old: list[tuple[str, Statement]], new: list[tuple[str, Statement]]
) -> dict[str, str]:
    """Return the hash of what each statement says now, by its old hash; not of those gone."""
    result = {}
    for table in REVIEWED:
        before, after = (
            [{"key": one.key, "hash": hash_} for hash_, one in both if one.table == table]
            for both in (old, new)
        )
        for was, now in pairs(before, after, ("key",)):
            if was is not None and now is not None:
                result[before[was]["hash"]] = after[now]["hash"]
    return result


def _consequence(role: str, language: str) -> str:
    """Return the sentence on what pages say without a signature."""
    if role == NURSE:
        return UNCOUNTED
    return UNCHECKED if (role, language) == (DOCTOR, ENGLISH) else UNREVIEWED
