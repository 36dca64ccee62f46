"""Answers to the questions of a topic, and the situations that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

Answers = tuple[tuple[str, str], ...]
"""Pairs of a question and its answer, in the order of the questions."""
Routes = Mapping[str, Mapping[str, frozenset[str]]]
"""Situation -> question -> the answers that lead to it; any answer to other questions does."""
ALL = "all"
"""The name of all answers together, and of those of a topic without questions."""


class Cells(Protocol):
    """A row of a table, checked or not: its cells by column."""

    def __getitem__(self, column: str, /) -> str: ...


def asked(questions: Iterable[Cells], answers: Iterable[Cells]) -> dict[str, list[str]]:
    """Return the ids of the answers to each question, both in order."""
    by_question: dict[str, list[str]] = {row["question"]: [] for row in questions}
    for row in answers:
        by_question.get(row["question"], []).append(row["answer"])
    return by_question


def routes(situations: Iterable[Cells], rows: Iterable[Cells]) -> Routes:
    """Return the routes to the situations that answers lead to: those that explain nothing."""
    found: dict[str, dict[str, frozenset[str]]] = {
        row["situation"]: {} for row in situations if not row["explains"]
    }
    for row in rows:
        wanted, question = found.get(row["situation"], {}), row["question"]
        wanted[question] = wanted.get(question, frozenset()) | {row["answer"]}
    return found


def name(answers: Answers) -> str:
    """Return the name of answers in URLs and of files. No id has a full stop."""
    return ".".join(answer for _, answer in answers) or ALL


def ends(
    questions: Mapping[str, Sequence[str]], routes: Routes, given: Answers = ()
) -> Iterator[tuple[Answers, tuple[str, ...]]]:
    """Yield all answers after which nothing is left to ask, and the situations they lead to.

    An answer may make the next questions moot: once one situation is left, and it doesn't depend
    on them.

    Parameters
    ----------
    questions : mapping of str to sequence of str
        The ids of the answers to each question, both in order.
    routes : Routes
        The situations.
    given : Answers
        The answers to the first questions.
    """
    answered = dict(given)
    fitting = tuple(
        situation
        for situation, wanted in routes.items()
        if all(answered.get(asked) in (None, *wanted[asked]) for asked in wanted)
    )
    remaining = [asked for asked in questions if asked not in answered]
    moot = len(fitting) == 1 and routes[fitting[0]].keys().isdisjoint(remaining)
    if not remaining or moot or not fitting:
        yield given, fitting
        return
    for answer in questions[remaining[0]]:
        yield from ends(questions, routes, (*given, (remaining[0], answer)))
