"""All hand-outs in one PDF, for staff who print them."""

from __future__ import annotations

from collections.abc import Callable

from carepath.files import handout
from carepath.model.file_urls import Paper
from carepath.model.pathway import Pathways
from carepath.tables.routing import Answers
from carepath.text import sentences
from carepath.text.messages import Words


def pdf(
    words: Words, pathways: Pathways, address: Callable[[Answers], str], paper: Paper, large: bool
) -> bytes:
    """Return every hand-out as a tagged PDF (PDF/UA-1), each once.

    Answers with the same list and the same statement share a sheet, which names them all. Its link
    is the `address` of what they have in common, where a reader answers the rest.
    """
    sheets = []
    for alike in _alike(words, pathways):
        common = tuple(pair for pair in alike[0] if all(pair in answers for answers in alike))
        sheet = handout.sheet(words, pathways, alike[0], address(common), (), large)
        lines = [sentences.answers_line(words, answers) for answers in alike]
        sheets.append(sheet | {"situations": lines})
    title = words("handout.for", title=words("app.title"), situation=words("take.all.title"))
    return handout.document(words, title, sheets, paper, large)


def _alike(words: Words, pathways: Pathways) -> list[list[Answers]]:
    """Return the answers that lead to a list, grouped by what their sheet says."""
    groups: dict[object, list[Answers]] = {}
    for answers in pathways.names.values():
        situation = pathways.routes[answers]
        stated = sentences.statement(words, situation, answers)
        told = situation.id, stated, situation.notes_on(answers)
        groups.setdefault(told, []).append(answers)
    return list(groups.values())
