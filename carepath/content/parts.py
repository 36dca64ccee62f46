"""Blocks that several pages hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from carepath.content import comparison, hospital, other_topics
from carepath.content.blocks import Block, Link, Questions, Share, TakeHome, Terms, Text, text
from carepath.content.view import View
from carepath.model import file_urls
from carepath.model.urls import address
from carepath.text import titles
from carepath.text.sentences import answers_line
from carepath.text.titles import HEADS


def head(view: View) -> Text:
    """Return the title of a page and its lead."""
    title, lead = map(view.words, HEADS[view.page])
    return text("head.html", title=title, lead=lead)


def answers(view: View) -> str:
    """Return the line of the answers given."""
    return answers_line(view.words, view.selection.answers)


def questions_here(view: View) -> Iterator[Block]:
    """Yield the questions for a screen without a sidebar, if there are any."""
    if view.site.pathways.questions:
        yield Questions("here")


def terms_of_questions(view: View) -> Terms:
    """Return the terms in the questions and their answers, which are controls."""
    words = view.words
    return Terms(
        (
            *(row["text"] for row in words.questions.values()),
            *(row["text"] for row in words.answers.values()),
        )
    )


def files(view: View) -> TakeHome:
    """Return the sheets of a view, and its page and pictures as files."""
    language = view.words.language
    return TakeHome(
        file_urls.sheets(view.selection, language),
        file_urls.page(view.selection, language),
        file_urls.drawings(view.selection, language),
    )


def share(view: View) -> Share:
    """Return the link to a view in any reader's language, and one per language, own first."""

    def link(language: str) -> str:
        selection = replace(view.selection, lang=language)
        return address(view.base, titles.path(view.page), selection)

    languages = sorted(view.site.languages, key=lambda other: other != view.words.language)
    pinned = {language: link(language) for language in languages} if len(languages) > 1 else {}
    return Share(link(""), pinned, file_urls.code(view.page, replace(view.selection, lang="")))


def next_steps(view: View, *pages: str, heading: str = "") -> Text:
    """Return links to pages that show the same selection."""
    values = {"links": [link_to(view, page) for page in pages], "kind": "next", "heading": heading}
    return Text("links.html", values, apart=True, online=True)


def link_to(view: View, page: str) -> Link:
    """Return a link to a page; the comparison opens with two options side by side."""
    if page == "compare" and view.listed:
        selection = comparison.begun(view.listed, view.selection)
        label = view.words.counted("next.compare", len(view.listed.options))
        return Link(page, label, selection)
    return Link(page, view.words(f"next.{page}"), view.selection)


def foot(view: View, *pages: str) -> Iterator[Block]:
    """Yield the end of a page that has no next step of its own, with links to more pages."""
    yield next_steps(view, "questions", *pages)
    yield from hospital.blocks(view)
    yield about(view)


def about(view: View) -> Text:
    """Return what the pages are, and the other topics."""
    return text("about.html", overdue=view.overdue, others=other_topics.links(view))
