"""Blocks of a page as Streamlit elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import streamlit as st
from markupsafe import Markup

from carepath.cache import cached_by_owner
from carepath.content import pages
from carepath.content.blocks import (
    Block,
    CompareChoice,
    ComparisonDrawing,
    Control,
    Group,
    Link,
    Links,
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
)
from carepath.library import Site
from carepath.model.selection import Selection
from carepath.text.glossary import Glossary
from carepath.text.messages import markdown
from carepath.ui import (
    compare_widgets,
    context,
    languages,
    prompt_list,
    question_widgets,
    take_home,
)
from carepath.ui.components import diagram, present, trials


@dataclass(frozen=True)
class _Control:
    """A control of a page, and the terms that the page has explained before it."""

    block: Control | Slides
    explained: frozenset[str]


@dataclass(frozen=True)
class _Group:
    """Parts that a style lays out together, by its `key`."""

    key: str
    parts: tuple[_Part, ...]


@dataclass(frozen=True)
class _Drawing:
    """The markup of a drawing."""

    key: str
    markup: Markup


_Part = Markup | _Drawing | _Control | _Group


def show(view: View) -> None:
    """Show the blocks of a view's page in order."""
    _show_parts(_page(view.site, view.page, view.selection, view.base, view.overdue), view)


@cached_by_owner(maxsize=512)
def _page(
    site: Site, page: str, selection: Selection, base: str, overdue: str
) -> tuple[_Part, ...]:
    """Return a page with all its markup, which is the same for every reader of a view."""
    view = View(page, site, selection, Glossary(site.words), base, overdue)
    return tuple(_parts(pages.page(view), view))


def _parts(blocks: Iterable[Block], view: View) -> Iterator[_Part]:
    """Yield the parts of blocks; neighbouring texts are one part, which saves messages."""
    texts: list[Markup] = []
    for block in blocks:
        if isinstance(block, Text | Terms):
            texts.append(block.markup(view))
            continue
        yield from _joined(texts)
        texts = []
        match block:
            case SituationDrawing() | MapDrawing() | ComparisonDrawing():
                yield _Drawing(block.key, block.markup(view, linked=False))
            case Group():
                yield _Group(block.key, tuple(_parts(block.blocks, view)))
            case _:
                yield _Control(block, view.glossary.explained)
    yield from _joined(texts)


def _joined(texts: list[Markup]) -> Iterator[Markup]:
    if markup := Markup("").join(texts):
        yield Markup('<div class="texts">{}</div>').format(markup)


def _show_parts(parts: Iterable[_Part], view: View) -> None:
    for part in parts:
        match part:
            case Markup():
                st.html(part)
            case _Drawing():
                context.catch_up(diagram.show(part.markup, part.key, context.choose))
            case _Group():
                with st.container(key=part.key):
                    _show_parts(part.parts, view)
            case _Control():
                glossary = Glossary(view.words, part.explained)
                _show(part.block, replace(view, glossary=glossary))


def _show(block: Control | Slides, view: View) -> None:
    words, selection = view.words, view.selection
    match block:
        case Questions(key="here"):
            question_widgets.questions_here(words, selection)
        case Questions():
            question_widgets.questions(words, selection, block.key)
        case Trials():
            with st.expander(markdown(words("trials.title"))):
                trials.show(words, "trials")
        case TakeHome():
            take_home.take_home(view, block)
        case Share():
            with st.expander(markdown(words("share.expander"))):
                take_home.share_here(view, block)
        case Links():
            for link in block.links:
                _link(link)
        case PresenterRow():
            _presenter_row(block, view)
        case PromptTicks():
            for prompt in block.prompts:
                prompt_list.tick(prompt)
        case PromptList():
            prompt_list.show(view.site)
        case CompareChoice():
            compare_widgets.show(words, block)
        case TreatmentTable():
            # Imported lazily: only this page needs pandas.
            from carepath.ui import table_widgets

            table_widgets.show(view)
        case Slides():
            present.show(view.site, selection)


def _presenter_row(block: PresenterRow, view: View) -> None:
    st.html(present.PAGE_STYLE)
    with st.container(key="present-top", horizontal=True):
        languages.show(view.site)
        with st.popover(markdown(view.words("share.short")), type="tertiary"):
            take_home.share_here(view, block.share)
        _link(block.leave)


def _link(link: Link) -> None:
    st.page_link(
        f"pages/{link.page}.py", label=markdown(link.label), query_params=link.selection.query()
    )
