"""Blocks of a page as Streamlit elements."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from carepath.content.blocks import (
    Block,
    CompareChoice,
    ComparisonDrawing,
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


def show(blocks: Iterable[Block], view: View) -> None:
    """Show blocks in order; neighbouring texts are one element, which saves messages."""
    for is_text, group in groupby(blocks, lambda block: isinstance(block, Text | Terms)):
        if is_text:
            _texts(group, view)
        else:
            for block in group:
                _show(block, view)


def _texts(blocks: Iterable[Block], view: View) -> None:
    texts = [block.markup(view) for block in blocks if isinstance(block, Text | Terms)]
    if markup := Markup("").join(texts):
        st.html(Markup('<div class="texts">{}</div>').format(markup))


def _show(block: Block, view: View) -> None:
    words, selection = view.words, view.selection
    match block:
        case SituationDrawing() | MapDrawing() | ComparisonDrawing():
            drawing = block.markup(view, linked=False)
            context.catch_up(diagram.show(drawing, block.key, context.choose))
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
        case Group():
            with st.container(key=block.key):
                show(block.blocks, view)
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
