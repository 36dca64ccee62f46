"""Prerendered pages: the title, texts and drawings that a URL answers with before any script runs.

A reader without JavaScript gets no more than this, so every link in it leads to such a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from carepath.content import diagram, hospital, pages
from carepath.content.blocks import (
    Block,
    ComparisonDrawing,
    Group,
    MapDrawing,
    SituationDrawing,
    Slides,
    Terms,
    Text,
    TreatmentTable,
    Trials,
)
from carepath.content.view import View
from carepath.model import file_urls
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.text import prompts, templating, titles
from carepath.text.glossary import Glossary
from carepath.text.sentences import answers_line
from carepath.text.titles import FRONT, HEADS, IN_NAVIGATION

DRAWING, TICK, END = ".carepath-drawing svg", ".stCheckbox input", "footer.about"
NOTHING = Markup()


@dataclass(frozen=True)
class Prerendered:
    """A page before Streamlit.

    `body` is HTML. `picture` is the address of the view's preview, and `opened` the id of what the
    address opens on the page, each empty where there is none.
    """

    language: str
    title: str
    description: str
    body: Markup
    picture: str = ""
    opened: str = ""


def page(
    site: Site,
    name: str,
    selection: Selection,
    overdue: str,
    above: Markup = NOTHING,
    base: str = "",
) -> Prerendered:
    """Return the prerendered page `name` for a selection.

    `overdue` and `base` are those of `View`; `above` are notices above the page.
    """
    words = site.words
    view = View(name, site, selection, Glossary(words), base, overdue)
    content = _join(*pages.page(view), view=view)
    opened = diagram.opened(selection) if name == FRONT and view.situation else ""
    body = view.render(
        "prerendered.html",
        above=above,
        content=content,
        opened=opened,
        until=_until(view, content),
        kept=prompts.kept(site.pathways),
        view=view,
        pages=IN_NAVIGATION,
        own_style=_own_style(),
    )
    title = titles.title(words, site.pathways, name, selection)
    if not view.listed:
        return Prerendered(words.language, title, words(HEADS[name][1]), body)
    count = words.counted("options", len(view.listed.options))
    description = f"{answers_line(words, selection.answers)} {count}".lstrip()
    picture = file_urls.url("preview", selection, "png", lang=words.language)
    return Prerendered(words.language, title, description, body, picture, opened)


@cache
def _own_style() -> Markup:
    """Return the look of a hospital's layer, which other sites don't load."""
    return Markup(hospital.STYLE.read_text(encoding="utf-8"))


def aside(site: Site, name: str, href: str = "/") -> Prerendered:
    """Return a page that only says why something isn't available, with one link to go on."""
    words = site.words
    body = templating.render("aside.html", words, name=name, href=href)
    title = titles.joined(words, words(f"{name}.title"))
    return Prerendered(words.language, title, words(f"{name}.text"), body)


def _join(*blocks: Block, view: View) -> Markup:
    return Markup("").join(_markup(block, view) for block in blocks)


def _markup(block: Block, view: View) -> Markup:
    match block:
        case Text() | Terms():
            return block.markup(view)
        case SituationDrawing() | MapDrawing() | ComparisonDrawing():
            drawing = block.markup(view)
            return Markup('<div class="carepath-diagram">{}</div>').format(drawing)
        case Trials():
            return block.markup(view, "first")
        case Group():
            return _join(*block.blocks, view=view)
        case Slides():
            return _join(*block.instead, view=view)
        case TreatmentTable():
            return block.whole.markup(view)
        case _:
            return view.render(block.fallback, block=block, view=view)


def _until(view: View, content: Markup) -> str:
    """Return CSS selectors, separated by "|", that match once Streamlit shows the same."""
    if view.page == "present":
        return ".carepath-present h1" if view.listed else ".stMain h1"
    shown = {DRAWING: "<svg", TICK: 'class="carepath ticks"'}
    return "|".join((*(part for part, sign in shown.items() if sign in content), END))
