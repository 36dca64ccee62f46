"""Sentences that a family reads: the text of the pages with its defined terms masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

from carepath.content import term_index
from carepath.model.pathway import Pathways, Situation
from carepath.model.selection import Selection
from carepath.text import templating
from carepath.text.glossary import Glossary
from carepath.text.messages import Words, whole_words
from carepath.text.prompts import Prompt
from carepath.text.sentences import Statement, statement

BLOCKS = frozenset(
    ["p", "li", "h1", "h2", "h3", "h4", "td", "th", "caption", "summary", "dt", "dd", "label"]
)
UNREAD = frozenset(["style", "script", "svg"])
SHORTEST = 3
"""A run of fewer words is a label, not a sentence."""


class _Blocks(HTMLParser):
    """Collects the text of each block of a page, in reading order."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = [""]
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in UNREAD
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in UNREAD
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.blocks[-1] += data


def blocks(markup: str) -> list[str]:
    """Return the text of each paragraph, heading, list item and cell of a piece of HTML."""
    parser = _Blocks()
    parser.feed(markup)
    return [text for block in parser.blocks if (text := " ".join(block.split()))]


def sentences(texts: Iterable[str]) -> list[str]:
    """Split texts into sentences; what has fewer than `SHORTEST` words is left out."""
    found = (s.strip() for text in texts for s in re.split(r"(?<=[.?!:;])\s+(?=[A-Z¿¡\d(])", text))
    return [sentence for sentence in found if len(sentence.split()) >= SHORTEST]


def masked(words: Words, text: str) -> str:
    """Return a text with each defined term, and each number, as one short word."""
    names = {form for term in words.terms for form in words.forms(term)}
    names |= {source[key] for source in words.sources.values() for key in ("name", "short")}
    # A number is read as a word; the measure knows none of its syllables.
    return re.sub(r"\d[\d-]*", "ten", whole_words(names).sub("word", text))


def pages(words: Words, pathways: Pathways, questions: Iterable[Prompt]) -> dict[str, str]:
    """Return the text of the pages as HTML: each situation's, the words, and the questions."""
    told = {
        situation.id: "".join(
            templating.render(
                template,
                words,
                glossary=Glossary(words),
                situation=situation,
                pathways=pathways,
                stated=_stated(words, situation),
                answers="",
                overdue="",
            )
            for template in (
                "situation.html",
                "options.html",
                "later.html",
                "known.html",
                "about.html",
            )
        )
        for situation in pathways.situations
    }
    entries = term_index.entries(words, pathways, Selection())
    told["words"] = "".join(templating.render("word.html", words, entry=entry) for entry in entries)
    told["questions"] = "".join(
        templating.render("help.html", words, help=question.text) for question in questions
    )
    return told


def _stated(words: Words, situation: Situation) -> Statement | None:
    """Return the statement of a situation, for the first answers that have one."""
    found = (statement(words, situation, answers) for answers in situation.answers)
    return next(filter(None, found), None)


def hardest(measured: Iterable[Mapping[str, str]], language: str) -> Mapping[str, str] | None:
    """Return the row of the page that is hardest to read; None where none was measured."""
    rows = [row for row in measured if row["language"] == language]
    if not rows:
        return None
    worst = max if rows[0]["easier"] == "lower" else min
    return worst(rows, key=lambda row: float(row["score"]))
