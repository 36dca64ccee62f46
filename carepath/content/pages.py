"""The pages: the blocks that each one holds, in reading order, for both renderers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from carepath.content import comparison, sources, term_index
from carepath.content.blocks import (
    Block,
    CompareChoice,
    ComparisonDrawing,
    Group,
    Link,
    MapDrawing,
    PresenterRow,
    PromptList,
    PromptTicks,
    Questions,
    Share,
    SituationDrawing,
    Slides,
    TakeHome,
    Terms,
    Text,
    TreatmentTable,
    Trials,
    View,
    text,
)
from carepath.model import file_urls
from carepath.model.selection import QUESTIONS
from carepath.model.urls import address
from carepath.text import prompts, titles
from carepath.text.messages import Words
from carepath.text.sentences import answers_line, statement
from carepath.text.titles import FRONT, HEADS


def page(view: View) -> Iterator[Block]:
    """Return the blocks of a view's page.

    Creating a block explains no term: the renderers do, as they render the blocks in order.
    """
    return PAGES[view.page](view)


def _front(view: View) -> Iterator[Block]:
    yield _head(view)
    if not view.selection.complete:
        yield text("start.html", selection=view.selection)
    yield Questions("here")
    if not view.selection.complete:
        yield _terms_of_questions(view.words)
        yield MapDrawing()
    else:
        yield from _situation(view)
        yield _share(view)
        yield _next(view, "questions", "present", "compare", heading=view.words("next.title"))
    yield _about(view)


def _situation(view: View) -> Iterator[Block]:
    """Yield what a page tells of the chosen situation, from its statement to the files."""
    words, selection, pathways = view.words, view.selection, view.site.pathways
    situation = pathways.answer(selection.group, selection.place)
    stated = statement(words, situation, selection.group)
    yield text("situation.html", answers=_answers(view), situation=situation, stated=stated)
    if stated:
        yield Trials()
    yield SituationDrawing(situation)
    yield text("options.html", situation=situation, pathways=pathways)
    yield text("later.html")
    yield text("known.html", situation=situation, stated=stated)
    if not stated:
        yield Trials()
    yield from _take_home(view)


def _present(view: View) -> Iterator[Block]:
    words = view.words
    leave = Link(FRONT, words("present.leave"), view.selection)
    yield PresenterRow(_share(view), leave)
    if view.selection.complete:
        yield Slides((_head(view), Questions("here"), *_situation(view), _about(view)))
        return
    head = text("head.html", title=words("page.present"), lead=words("present.start"))
    yield Group("present-start", (head, Questions("present"), _terms_of_questions(words)))


def _compare(view: View) -> Iterator[Block]:
    words, selection, pathways = view.words, view.selection, view.site.pathways
    yield _head(view)
    if not selection.complete:
        yield Questions("here")
        yield text("compare_start.html", start=words("compare.start"))
        yield _terms_of_questions(words)
    else:
        yield text("compare_answers.html", answers=_answers(view))
        yield Questions("here")
        compared = comparison.comparison(pathways, selection)
        choice = _compare_choice(view, compared is not None)
        yield choice
        yield Terms(tuple(right.name for right in choice.rights))
        if compared:
            yield ComparisonDrawing(compared)
            yield _share(view)
        else:
            yield text("compare_next.html", left=choice.left, lefts=choice.lefts)
    yield from _foot(view)


def _compare_choice(view: View, compares: bool) -> CompareChoice:
    selection = view.selection
    situation = view.site.pathways.answer(selection.group, selection.place)
    return CompareChoice(
        comparison.left(situation, selection),
        selection.against if compares else "",
        comparison.left_choices(view.words, situation, selection),
        comparison.right_choices(view.words, situation, selection),
        comparison.with_right(situation, selection, ""),
    )


def _questions(view: View) -> Iterator[Block]:
    words = view.words
    yield _head(view)
    yield text("unchecked.html", part="questions")
    yield text("help.html", help=words("questions.how"))
    situations, treatments = prompts.subject(view.site.pathways, view.selection)
    topics = prompts.by_topic(words, view.site.questions, situations, treatments)
    for topic, questions in topics.items():
        yield text("heading.html", heading=words(f"topic.{topic}"))
        yield PromptTicks(tuple(questions))
        yield Terms(tuple(question.text for question in questions))
    yield text("heading.html", heading=words("questions.list"))
    yield PromptList()
    if view.selection.complete:
        yield from _take_home(view)
    yield _about(view)


def _words(view: View) -> Iterator[Block]:
    words = view.words
    yield _head(view)
    for entry in term_index.entries(words, view.site.pathways, view.selection):
        yield text("word.html", entry=entry)
        if entry.places:
            links = tuple(
                Link(
                    FRONT,
                    words(
                        "words.place",
                        situation=words.situations[place.situation]["name"],
                        option=place.option,
                    ),
                    place.selection,
                )
                for place in entry.places
            )
            yield text("links.html", links=links, kind="", heading="")
    yield from _foot(view)


def _map(view: View) -> Iterator[Block]:
    yield _head(view)
    yield MapDrawing()
    yield from _foot(view)


def _treatments(view: View) -> Iterator[Block]:
    # Imported lazily: loading pandas takes longer than rendering the first page of a new server.
    from carepath.content import treatment_table

    yield _head(view)
    yield TreatmentTable(Text("treatments.html", treatment_table.facts(view.site)))
    yield from _foot(view)


def _sources(view: View) -> Iterator[Block]:
    yield _head(view)
    yield Text("sources.html", sources.facts(view.site))
    yield from _foot(view)


PAGES: dict[str, Callable[[View], Iterator[Block]]] = {
    "paths": _front,
    "present": _present,
    "compare": _compare,
    "questions": _questions,
    "words": _words,
    "map": _map,
    "treatments": _treatments,
    "sources": _sources,
}


# --- Blocks that several pages hold ---------------------------------------------------------------


def _head(view: View) -> Text:
    title, lead = map(view.words, HEADS[view.page])
    return text("head.html", title=title, lead=lead)


def _answers(view: View) -> str:
    return answers_line(view.words, view.selection.group, view.selection.place)


def _terms_of_questions(words: Words) -> Terms:
    return Terms(
        (
            *(words(f"question.{asked}") for asked in QUESTIONS),
            *(words(f"{asked}.{answer}") for asked in QUESTIONS for answer in QUESTIONS[asked]),
        )
    )


def _take_home(view: View) -> Iterator[Block]:
    language = view.words.language
    yield text("take.html")
    yield TakeHome(
        file_urls.sheets(view.selection, language), file_urls.drawings(view.selection, language)
    )


def _share(view: View) -> Share:
    # The link shows the same in a browser that asks for another language.
    selection = replace(view.selection, lang=view.words.language)
    return Share(address(view.base, titles.path(view.page), selection))


def _next(view: View, *pages: str, heading: str = "") -> Text:
    links = tuple(Link(page, view.words(f"next.{page}"), view.selection) for page in pages)
    return text("links.html", links=links, kind="next", heading=heading)


def _foot(view: View) -> Iterator[Block]:
    """Yield the end of a page that has no next step of its own."""
    yield _next(view, "questions")
    yield _about(view)


def _about(view: View) -> Text:
    return text("about.html", overdue=view.overdue)
