"""Blocks of a page as Streamlit elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

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
)
from carepath.content.view import View
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.text.glossary import Glossary
from carepath.text.messages import markdown
from carepath.ui import (
    compare_widgets,
    context,
    prompt_list,
    question_widgets,
    serve,
    take_home,
)
from carepath.ui.components import article, present


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
class _Article:
    """The packed markup of texts with what needs a script among them, whose `key` names it."""

    key: str
    data: bytes


@dataclass(frozen=True)
class _Apart:
    """Markup that changes with each step; it is in no element with markup that doesn't."""

    markup: Markup


@dataclass(frozen=True)
class _Files:
    """The files of routes to take home, and what offers them to a reader without questions."""

    block: TakeHome
    markup: Markup


TEXTS, APART = Markup('<div class="texts">'), Markup('<div class="texts apart">')
"""Markup that changes with each step is in an element of its own, which begins with the second."""
END = Markup("</div>")

_Part = Markup | _Apart | _Article | _Control | _Files | _Group


def show(view: View, above: Markup) -> None:
    """Show the blocks of a view's page in order, below some markup."""
    page = _page(view.site, view.page, view.selection, view.base, view.overdue)
    _show_parts(page, view, above)


@cached_by_owner(maxsize=512)
def _page(
    site: Site, page: str, selection: Selection, base: str, overdue: str
) -> tuple[_Part, ...]:
    """Return a page with all its markup, which is the same for every reader of a view."""
    view = View(page, site, selection, Glossary(site.words), base, overdue)
    return tuple(_parts(pages.page(view), view))


def _parts(blocks: Iterable[Block], view: View) -> Iterator[_Part]:
    """Yield the parts of a page; neighbouring texts, drawings and searches are one of them."""
    joined: list[tuple[str, str, Markup]] = []
    for block in blocks:
        match block:
            case Text(apart=False) | Terms():
                joined.append(("", "texts", block.markup(view)))
                continue
            case SituationDrawing() | MapDrawing():
                joined.append((block.key, "carepath-diagram", block.closed(view)))
                continue
            case ComparisonDrawing():
                joined.append((block.key, "carepath-diagram", block.markup(view)))
                continue
            case Trials():
                joined.append((block.key, "", block.markup(view, block.key)))
                continue
        yield from _joined(joined)
        joined = []
        match block:
            case Text():
                yield _Apart(block.markup(view))
            case Share():
                yield _Apart(take_home.share_fold(view, block))
            case Group():
                yield _Group(block.key, tuple(_parts(block.blocks, view)))
            case TakeHome() if serve.is_hosted():
                yield _Files(block, take_home.files(view, block))
            case _:
                yield _Control(block, view.glossary.explained)
    yield from _joined(joined)


def _joined(found: list[tuple[str, str, Markup]]) -> Iterator[Markup | _Article]:
    """Yield neighbours as one part: an article if any of them has a key, and so needs a script."""
    keys = [key for key, _, _ in found if key]
    if not keys:
        yield from (markup for _, _, markup in found)
        return
    runs = groupby((one for one in found if one[2]), key=lambda one: one[:2])
    parts = (
        article.part(key or f"texts-{at}", classes, Markup().join(markup for *_, markup in run))
        for at, ((key, classes), run) in enumerate(runs)
    )
    # A drawing names its article, which is another one on the next page.
    name = next((key for key in keys if key != Trials.key), keys[0])
    yield _Article(name, article.packed(Markup().join(parts)))


def _show_parts(parts: Iterable[_Part], view: View, texts: Markup) -> None:
    """Show parts; neighbouring texts are one element, which saves messages."""
    begin = TEXTS
    for part in parts:
        match part:
            case Markup():
                texts += part
                continue
            case _Apart() if begin is APART:
                texts += part.markup
                continue
            case _Files():
                texts += take_home.with_questions(view, part.block, part.markup)
                continue
        _texts(begin, texts)
        texts, begin = Markup(), TEXTS
        match part:
            case _Apart():
                texts, begin = part.markup, APART
            case _Article():
                choose = partial(context.choose, view.site)
                context.catch_up(view.site, article.show(part.data, part.key, choose))
            case _Group():
                with st.container(key=part.key):
                    _show_parts(part.parts, view, Markup())
            case _Control():
                glossary = Glossary(view.words, part.explained)
                _show(part.block, replace(view, glossary=glossary))
    _texts(begin, texts)


def _texts(begin: Markup, texts: Markup) -> None:
    if texts:
        context.show(begin + texts + END)


def _show(block: Control | Slides, view: View) -> None:
    match block:
        case Questions(key="here"):
            question_widgets.questions_here(view)
        case Questions():
            question_widgets.questions(view, block.key)
        case TakeHome():
            take_home.show(view, block)
        case PresenterRow():
            _presenter_row(block, view)
        case PromptTicks():
            for prompt in block.prompts:
                prompt_list.tick(view.site, prompt)
        case PromptList():
            prompt_list.show(view)
        case CompareChoice():
            compare_widgets.show(view.site, block)
        case TreatmentTable():
            # Imported lazily: only this page needs pandas.
            from carepath.ui import table_widgets

            table_widgets.show(view)
        case Slides():
            present.show(view)


def _presenter_row(block: PresenterRow, view: View) -> None:
    st.html(present.PAGE_STYLE)
    with st.container(key="present-top", horizontal=True):
        context.show(view.render("languages.html", view=view))
        with st.popover(markdown(view.words("share.short")), type="tertiary"):
            context.show(take_home.shared(view, block.share))
        context.show(view.render("links.html", links=[block.leave], kind="", heading=""))
