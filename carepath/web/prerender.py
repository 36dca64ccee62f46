"""What the page of a URL holds before any script runs: its title, and the words and drawing.

A reader without JavaScript gets no more than this, so that every link in it leads to such a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from carepath.content import diagram
from carepath.library import Site
from carepath.model import file_urls
from carepath.model.selection import QUESTIONS, Selection
from carepath.text import prompts, sentences, templating, titles
from carepath.text.glossary import Glossary
from carepath.text.messages import Words
from carepath.text.titles import HEADS

DRAWN, ENDED = ".carepath-drawing svg", "footer.about"
NOTHING = Markup()


@dataclass(frozen=True)
class Shell:
    """What stands in the shell of a URL.

    `body` is HTML. `picture` is the name of the preview of the view, empty where there is none.
    """

    language: str
    title: str
    description: str
    body: Markup
    picture: str = ""


@dataclass(frozen=True)
class Page:
    """One page for one selection, in the words of one language."""

    site: Site
    chosen: Selection
    words: Words
    glossary: Glossary

    def text(self, template: str, **context: object) -> Markup:
        """Fill a template in which the first use of a term opens its meaning."""
        return templating.render(template, self.words, glossary=self.glossary, **context)

    def address(self, path: str, **values: str) -> str:
        """Return where the page at `path` is, with some values chosen otherwise."""
        return self.chosen.changed(values).url(f"/{path}")

    @property
    def answers(self) -> str:
        """Both answers in one line; they are given."""
        return sentences.answers_line(self.words, self.chosen.group, self.chosen.place)


def shell(site: Site, name: str, chosen: Selection, overdue: str, bar: Markup = NOTHING) -> Shell:
    """Return the shell of the page `name` for a selection.

    `overdue` is the day by which a source was to be read again, if that is past; `bar` stands over
    the page.
    """
    words = site.words
    page = Page(site, chosen, words, Glossary(words))
    title, lead = map(words, HEADS[name])
    head = page.text("head.html", title=title, lead=lead)
    if not chosen.complete and BODIES[name] is _paths:
        head += page.text("start.html", selection=chosen)
    content = Markup("").join(BODIES[name](page))
    body = page.text(
        "shell.html",
        bar=bar,
        head=head,
        content=content,
        end=page.text("about.html", overdue=overdue),
        until=_until(name, chosen.complete, content),
        address=page.address,
        pages={name: titles.path(name) for name in HEADS},
        selection=chosen,
        here=titles.path(name),
        questions=QUESTIONS,
        languages=[other for other in site.languages if other != words.language],
    )
    called = titles.title(words, name, chosen)
    if not chosen.complete:
        return Shell(words.language, called, lead, body)
    situation = site.pathways.answer(chosen.group, chosen.place)
    described = f"{page.answers} {words.counted('options', len(situation.options))}"
    return Shell(words.language, called, described, body, chosen.answers)


def aside(site: Site, name: str, href: str = "/") -> Shell:
    """Return the shell of a page that only says why something is not here, with one way on."""
    words = site.words
    body = templating.render("aside.html", words, name=name, href=href)
    called = titles.joined(words, words(f"{name}.title"))
    return Shell(words.language, called, words(f"{name}.text"), body)


def _until(name: str, complete: bool, content: Markup) -> str:
    """Return the CSS selectors, parted by "|", of what Streamlit shows when it shows the same."""
    if name == "present":
        return ".carepath-present h1" if complete else ".stMain h1"
    return f"{DRAWN}|{ENDED}" if "<svg" in content else ENDED


# --- The pages: what one alone needs comes with it, so that a new server soon has its first -------


def _paths(page: Page) -> Iterator[Markup]:
    if not page.chosen.complete:
        yield from _map(page)
        return
    pathways = page.site.pathways
    situation = pathways.answer(page.chosen.group, page.chosen.place)
    stated = sentences.statement(page.words, situation, page.chosen.group)
    yield page.text("situation.html", answers=page.answers, situation=situation, stated=stated)
    if stated:
        yield page.text("shell_trials.html")
    yield _drawing(diagram.paths(page.words, pathways, situation, page.chosen))
    yield page.text("options.html", situation=situation, pathways=pathways)
    yield page.text("later.html")
    yield page.text("known.html", situation=situation, stated=stated)
    if not stated:
        yield page.text("shell_trials.html")
    yield _take(page)


def _take(page: Page) -> Markup:
    language = page.words.language
    return page.text("take.html") + page.text(
        "shell_take.html",
        sheets=file_urls.sheets(page.chosen, language),
        drawings=file_urls.drawings(page.chosen, language),
    )


def _map(page: Page) -> Iterator[Markup]:
    yield _drawing(diagram.map_of(page.words, page.chosen))


def _compare(page: Page) -> Iterator[Markup]:
    from carepath.content import comparison

    shown = comparison.comparison(page.site.pathways, page.chosen) if page.chosen.complete else None
    if shown is None:
        yield page.text("compare_start.html", start=page.words("compare.start"))
        return
    yield page.text("compare_answers.html", answers=page.answers)
    yield _drawing(comparison.markup(page.words, page.site.pathways, shown, page.glossary))


def _questions(page: Page) -> Iterator[Markup]:
    situations, treatments = prompts.subject(page.site.pathways, page.chosen)
    topics = prompts.by_topic(page.words, page.site.questions, situations, treatments)
    yield page.text("shell_questions.html", topics=topics)
    if page.chosen.complete:
        yield _take(page)


def _words(page: Page) -> Iterator[Markup]:
    from carepath.content import term_index

    for entry in term_index.entries(page.words, page.site.pathways, page.chosen):
        yield page.text("word.html", entry=entry)
        yield page.text("shell_places.html", places=entry.places)


def _treatments(page: Page) -> Iterator[Markup]:
    from carepath.content import treatment_table

    rows = treatment_table.of(page.site).to_dict("records")
    heads = treatment_table.titles(page.words)
    yield page.text("treatments.html", rows=rows, titles=heads, total=len(rows))


def _sources(page: Page) -> Iterator[Markup]:
    from carepath.content import sources

    yield page.text("sources.html", **sources.facts(page.site))


def _drawing(drawing: Markup) -> Markup:
    return Markup('<div class="carepath-diagram">{}</div>').format(drawing)


BODIES: dict[str, Callable[[Page], Iterator[Markup]]] = {
    "paths": _paths,
    "present": _paths,
    "compare": _compare,
    "questions": _questions,
    "words": _words,
    "map": _map,
    "treatments": _treatments,
    "sources": _sources,
}
