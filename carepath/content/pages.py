"""The pages: the blocks that each one holds, in reading order, for both renderers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from carepath.content import cards, comparison, hospital, parts, sources, term_index
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
    SituationDrawing,
    Slides,
    TakeHome,
    Terms,
    Text,
    TreatmentTable,
    Trials,
    text,
)
from carepath.content.view import View
from carepath.model import file_urls
from carepath.model.effects import GENERAL
from carepath.model.pathway import Situation
from carepath.model.urls import address
from carepath.text import messages, prompts
from carepath.text.sentences import statement
from carepath.text.titles import FRONT


def page(view: View) -> Iterator[Block]:
    """Return the blocks of a view's page.

    Creating a block explains no term: the renderers do, as they render the blocks in order.
    """
    return PAGES[view.page](view)


def _front(view: View) -> Iterator[Block]:
    yield parts.head(view)
    if not view.situation:
        yield text("start.html")
    yield from parts.questions_here(view)
    if not view.situation:
        yield parts.terms_of_questions(view)
        yield MapDrawing()
        yield from hospital.blocks(view)
    elif view.listed:
        yield from _situation(view, view.listed)
        yield parts.share(view)
    else:
        yield from _without_list(view, view.situation)
        yield Trials()
        yield parts.next_steps(view, "questions", heading=view.words("next.title"))
        yield parts.share(view)
    yield parts.about(view)


def _situation(view: View, situation: Situation) -> Iterator[Block]:
    """Yield what a page tells of a situation with options, from its statement to the files.

    What a family needs first is first: the statement with its action and whom to call, the options
    in a line each, then the picture and all of it in sentences.
    """
    pathways = view.site.pathways
    stated = statement(view.words, situation, view.selection.answers)
    yield from _message(view, situation)
    if stated:
        yield Trials()
    yield text("summary.html", situation=situation, page=FRONT)
    yield SituationDrawing(situation)
    yield from _cards(view)
    yield text("options.html", situation=situation, pathways=pathways)
    if GENERAL in view.words.effects:
        yield text("later.html")
    yield text("known.html", situation=situation, stated=stated)
    if not stated:
        yield Trials()
    questions = parts.link_to(view, "questions")
    yield Text("visit.html", {"questions": questions}, apart=True, online=True)
    yield parts.files(view)
    yield parts.next_steps(view, "present", "compare", heading=view.words("next.more"))


def _without_list(view: View, situation: Situation) -> Iterator[Block]:
    """Yield why answers have no list of their own, what to ask, and the lists that may fit."""
    yield from _message(view, situation)
    asks = prompts.specific(view.site.prompts, situation.id)
    if asks:
        yield text("asks.html", asks=asks)
    yield from _cards(view)


def _message(view: View, situation: Situation) -> Iterator[Block]:
    answers = view.selection.answers
    stated = statement(view.words, situation, answers)
    # Where there is a list, the notes on all of it are below it.
    notes = situation.notes_on(answers) if situation.options else situation.all_notes(answers)
    yield text(
        "situation.html",
        answers=parts.answers(view),
        situation=situation,
        stated=stated,
        notes=notes,
    )
    yield from hospital.blocks(view, situation)


def _cards(view: View) -> Iterator[Block]:
    """Yield the lists that some answers refer to: a line each, or the drawing of all answers."""
    if found := cards.cards(view):
        yield text("cards.html", cards=found)
    if () in view.site.pathways.cards[view.selection.answers]:
        yield MapDrawing()


def _present(view: View) -> Iterator[Block]:
    words = view.words
    leave = Link(FRONT, words("present.leave"), view.selection)
    yield PresenterRow(parts.share(view), leave)
    if view.listed:
        situation = _situation(view, view.listed)
        yield Slides((parts.head(view), *parts.questions_here(view), *situation, parts.about(view)))
        return
    start = words(f"present.start.{len(view.site.pathways.questions)}")
    head = text("head.html", title=words("page.present"), lead=start)
    yield Group("present-start", (head, Questions("present"), parts.terms_of_questions(view)))
    if view.situation:
        yield from _without_list(view, view.situation)


def _compare(view: View) -> Iterator[Block]:
    words, selection, pathways = view.words, view.selection, view.site.pathways
    yield parts.head(view)
    if not view.listed:
        yield from parts.questions_here(view)
        if view.situation:
            yield from _without_list(view, view.situation)
        else:
            start = words(f"compare.start.{len(pathways.questions)}")
            yield text("compare_start.html", start=start)
        yield parts.terms_of_questions(view)
    else:
        yield text("compare_answers.html", answers=parts.answers(view))
        yield from parts.questions_here(view)
        compared = comparison.comparison(pathways, selection)
        choice = _compare_choice(view, view.listed, compared is not None)
        yield choice
        yield Terms(tuple(side.name for side in (*choice.lefts, *choice.rights)))
        if compared:
            yield ComparisonDrawing(compared)
            yield from hospital.report(view, compared)
            yield parts.share(view)
        else:
            yield text("compare_next.html", left=choice.left, lefts=choice.lefts)
            if len(choice.lefts) > 1:
                yield parts.next_steps(view, "compare")
    yield from parts.foot(view)


def _compare_choice(view: View, situation: Situation, compares: bool) -> CompareChoice:
    words, pathways, selection = view.words, view.site.pathways, view.selection
    return CompareChoice(
        comparison.left(situation, selection),
        selection.against if compares else "",
        comparison.left_choices(words, situation, selection),
        comparison.right_choices(words, pathways, situation, selection),
        comparison.with_right(situation, selection, ""),
    )


def in_file(view: View) -> Iterator[Block]:
    """Yield all that one file holds for answers with a list: the picture, questions and words.

    What needs the site is among it, and left out where the blocks are rendered.
    """
    words = view.words
    newest, until = messages.source_days(words)
    online = address(view.base, "", view.selection) if view.base else ""
    yield text("languages.html")
    yield parts.head(view)
    if view.listed:
        yield text("single_top.html", date=newest, until=until, address=online)
        yield from _situation(view, view.listed)
    asks = text("heading.html", heading=words("page.questions"), level=2)
    unchecked = text("unchecked.html", part="questions")
    yield Group("questions", (asks, unchecked, *_prompts(view, 3)))
    terms = text("heading.html", heading=words("page.words"), level=2)
    yield Group("words", (terms, text("single_words.html")))
    yield text("help.html", help=f"{words('single.offline')} {words('words.aloud')}")
    yield text("about.html", overdue="", others={})


def _questions(view: View) -> Iterator[Block]:
    words = view.words
    yield parts.head(view)
    yield text("unchecked.html", part="questions")
    yield text("help.html", help=words("questions.how"))
    yield from _prompts(view, 2)
    yield text("heading.html", heading=words("questions.list"), level=2)
    yield PromptList()
    if view.listed:
        yield text("take.html")
        yield parts.files(view)
    yield from hospital.blocks(view)
    yield parts.about(view)


def _prompts(view: View, level: int) -> Iterator[Block]:
    """Yield the questions for the care team below headings of a level."""
    words = view.words
    situations, treatments = prompts.subject(view.site.pathways, view.selection)
    groups = prompts.by_heading(words, view.site.prompts, situations, treatments)
    for heading, fitting in groups.items():
        yield text("heading.html", heading=words(f"heading.{heading}"), level=level)
        yield PromptTicks(tuple(fitting))
        yield Terms(tuple(prompt.text for prompt in fitting))


def _words(view: View) -> Iterator[Block]:
    words = view.words
    yield parts.head(view)
    yield text("help.html", help=words("words.aloud"))
    entries = term_index.entries(words, view.site.pathways, view.selection)
    yield text("word_index.html", entries=entries)
    for entry in entries:
        links = [_place(view, place) for place in entry.places]
        yield text("word.html", entry=entry, links=links)
    yield from parts.foot(view)


def _place(view: View, place: term_index.Place) -> Link:
    name = view.words.situations[place.situation]["name"]
    label = view.words("words.place", situation=name, option=place.option)
    return Link(FRONT, label, place.selection)


def _treatments(view: View) -> Iterator[Block]:
    # Imported lazily: loading pandas takes longer than rendering the first page of a new server.
    from carepath.content import treatment_table

    yield parts.head(view)
    yield text("all_sheets.html")
    yield TakeHome(file_urls.all_sheets(view.selection, view.words.language), all=True)
    yield TreatmentTable(Text("treatments.html", treatment_table.facts(view.site)))
    yield from parts.foot(view)


def _about_site(view: View) -> Iterator[Block]:
    yield parts.head(view)
    yield Text("sources.html", sources.facts(view.site))
    yield from parts.foot(view, "treatments")


PAGES: dict[str, Callable[[View], Iterator[Block]]] = {
    "paths": _front,
    "present": _present,
    "compare": _compare,
    "questions": _questions,
    "words": _words,
    "about": _about_site,
    "treatments": _treatments,
}
