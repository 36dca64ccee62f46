"""Reading grades of the pages: `python -m harness.reading` measures and writes reading.csv.

The About page shows that file, and a test compares it with a fresh measure. It is made here and
not in the app because the measure needs a dictionary of English under a licence of its own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import textstat
from markupsafe import Markup

from carepath import library
from carepath.content import pages
from carepath.content.blocks import PromptTicks, Terms, Text
from carepath.content.view import View
from carepath.model.pathway import Situation
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.tables import topics
from carepath.tables.loader import DATA
from carepath.tables.routing import Answers
from carepath.text.glossary import Glossary
from carepath.text.messages import Words, whole_words
from carepath.text.sentences import statement

SCALES: dict[str, tuple[Callable[[str], float], str, str]] = {
    "en": (textstat.flesch_kincaid_grade, "6", "lower"),
    "es": (textstat.fernandez_huerta, "80", "higher"),
}
"""Language -> what scores a text, the hardest that a page may be, and which way is easier."""

LONGEST = 20
"""The words of the longest sentence that a page may have."""


@dataclass(frozen=True)
class Measure:
    """The reading grade of a page, which is `easier` with a `lower` or a `higher` score."""

    language: str
    page: str
    score: str
    limit: str
    easier: str
    longest: str
    sentences: str

    @property
    def is_easy(self) -> bool:
        """Whether the score and the longest sentence are within their limits."""
        beyond = float(self.score) - float(self.limit)
        scored = beyond <= 0 if self.easier == "lower" else beyond >= 0
        return scored and int(self.longest) <= LONGEST


def measure(words: Words, page: str, texts: Iterable[str]) -> Measure:
    """Measure texts in the language of the words, their defined terms masked."""
    found = [masked(words, sentence) for sentence in sentences(texts)]
    ended = [s if s.endswith((".", "?")) else f"{s.rstrip(':;,')}." for s in found]
    textstat.set_lang(words.language)
    score, limit, easier = SCALES[words.language]
    longest = max(len(sentence.split()) for sentence in found)
    return Measure(
        words.language,
        page,
        f"{score(' '.join(ended)):.1f}",
        limit,
        easier,
        str(longest),
        str(len(found)),
    )


# --- The text of pages ----------------------------------------------------------------------------

BLOCKS = frozenset(
    ["p", "li", "h1", "h2", "h3", "h4", "td", "th", "caption", "summary", "dt", "dd", "label"]
)
UNREAD = frozenset(["style", "script", "svg", "nav"])
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
    """Return a text with each defined term, cited place and number as one short word."""
    # A number is read as a word; the measure knows none of its syllables.
    return re.sub(r"\d[\d-]*", "ten", _names(words).sub("word", text))


@cache
def _names(words: Words) -> re.Pattern[str]:
    """Return the pattern of terms, of sources, and of sources with a place in them."""
    names = {form for term in words.terms for form in words.forms(term)}
    names |= {source[key] for source in words.sources.values() for key in ("name", "short")}
    places = [text for id, text in words.texts.items() if id.startswith("found.")]
    shorts = [source["short"] for source in words.sources.values()]
    names |= {words("source.line", source=s, found=f) for s in shorts for f in places}
    return whole_words(names)


def page_texts(site: Site) -> dict[str, str]:
    """Return the text of the pages as HTML: each situation's, the words, and the questions."""
    of_situations = {
        situation.id: _text(site, "paths", Selection(_answers(site, situation)))
        for situation in site.pathways.situations
    }
    others = {page: _text(site, page, Selection()) for page in ("words", "questions")}
    return of_situations | others


def _text(site: Site, page: str, chosen: Selection) -> str:
    view = View(page, site, chosen, Glossary(site.words))
    return str(Markup("").join(_texts(view)))


def _texts(view: View) -> Iterator[Markup]:
    for block in pages.page(view):
        match block:
            case Text() | Terms():
                yield block.markup(view)
            case PromptTicks():
                for prompt in block.prompts:
                    yield view.render("help.html", help=prompt.text)


def _answers(site: Site, situation: Situation) -> Answers:
    """Return answers that lead to a situation: the first with a statement, if there are any."""
    stated = (a for a in situation.answers if statement(site.words, situation, a))
    return next(stated, situation.answers[0])


# --- The file -----------------------------------------------------------------------------------


def file(topic: str) -> Path:
    """Return the file of the reading grades of a topic."""
    return DATA / topics.path("reading", topic)


def measures(topic: str) -> list[Measure]:
    """Measure every page of a topic in every language that has a scale."""
    languages = library.site(DATA, topic=topic).languages
    sites = [library.site(DATA, language, topic=topic) for language in languages]
    return [
        measure(site.words, page, blocks(markup))
        for site in sites
        if site.words.language in SCALES
        for page, markup in page_texts(site).items()
    ]


def main() -> None:
    """Write the file of each topic that its About page shows."""
    # The files are among the tables that are measured: they have to be there until then.
    measured = {topic: [*map(astuple, measures(topic))] for topic in topics.installed(DATA)}
    for topic, rows in measured.items():
        with file(topic).open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened, lineterminator="\n")
            writer.writerow([field.name for field in fields(Measure)])
            writer.writerows(rows)


if __name__ == "__main__":
    main()
