"""Answers to the questions of a topic, and the situations that they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Answers = tuple[tuple[str, str], ...]
"""Pairs of a question and its answer, in the order of the questions."""
Routes = Mapping[str, Mapping[str, frozenset[str]]]
"""Situation -> question -> the answers that lead to it; any answer to other questions does."""
ALL = "all"
"""The name of all answers together, and of those of a topic without questions."""


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
