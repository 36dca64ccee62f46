"""Blocks that pages consist of: values that Streamlit and the prerendered page both render.

A text or a drawing is markup for both. A control is a widget in Streamlit, or markup that needs its
page's scripts, and in the prerendered page a template of plain HTML, its fallback, that works
without a script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from markupsafe import Markup

from carepath.cache import cached_by_owner
from carepath.content import comparison_markup, diagram
from carepath.content.comparison import Choice, Comparison
from carepath.content.view import View
from carepath.model.pathway import Situation
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.text import titles, wrong
from carepath.text.prompts import MOST, Prompt

# --- Texts ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """A template with its values.

    One that changes with each step is `apart` from those before. A file leaves out one that is
    `online`: it leads to other pages, or to files.
    """

    template: str
    values: Mapping[str, object]
    apart: bool = False
    online: bool = False

    def markup(self, view: View) -> Markup:
        """Return the text as HTML."""
        return view.render(self.template, view=view, **self.values)


def text(template: str, **values: object) -> Text:
    """Return a text block."""
    return Text(template, values)


@dataclass(frozen=True)
class Terms:
    """Explanations of the terms in labels, which can't hold the buttons that open a meaning."""

    labels: tuple[str, ...]

    def markup(self, view: View) -> Markup:
        """Return a line with the terms that are new on the page; empty if there are none."""
        names = view.glossary.new_in(self.labels)
        return view.render("terms.html", names=names) if names else Markup()


# --- Markup that needs a script -------------------------------------------------------------------


@dataclass(frozen=True)
class SituationDrawing:
    """The options of a situation; its boxes open the details of a step."""

    situation: Situation
    key: ClassVar[str] = "paths"

    def markup(self, view: View) -> Markup:
        """Return the drawing, with those details open that the view's address is about."""
        words, pathways = view.words, view.site.pathways
        drawn = diagram.paths(words, pathways, self.situation, view.selection)
        return wrong.placed(drawn, view.base, view.selection)

    def closed(self, view: View) -> Markup:
        """Return the drawing with nothing open, which stays the same from step to step."""
        chosen = replace(view.selection, option="", step="")
        return wrong.placed(_closed(view.site, self.situation.id, chosen), view.base, chosen)


@dataclass(frozen=True)
class MapDrawing:
    """The questions and every answer to them; its boxes choose answers."""

    key: ClassVar[str] = "map"

    def markup(self, view: View) -> Markup:
        """Return the drawing."""
        return diagram.map_of(view.words, view.site.pathways, view.selection)

    def closed(self, view: View) -> Markup:
        """Return the drawing with nothing chosen, which stays the same from answer to answer."""
        return _map(view.site, view.selection.topic)


@dataclass(frozen=True)
class ComparisonDrawing:
    """Two options or two answers side by side, and the table of their treatments."""

    compared: Comparison
    key: ClassVar[str] = "compare"

    def markup(self, view: View) -> Markup:
        """Return the drawings and the table; their boxes do nothing."""
        return comparison_markup.render(
            view.words, view.site.pathways, self.compared, view.glossary
        )


@dataclass(frozen=True)
class Trials:
    """Searches for trials, narrowed in the browser."""

    key: ClassVar[str] = "trials"

    def markup(self, view: View, key: str) -> Markup:
        """Return the searches, folded; `key` makes their ids unique in the document."""
        return view.render("trials_fold.html", key=key)


@cached_by_owner(maxsize=64)
def _closed(site: Site, situation: str, chosen: Selection) -> Markup:
    shown = next(one for one in site.pathways.situations if one.id == situation)
    return diagram.paths(site.words, site.pathways, shown, chosen)


@cached_by_owner(maxsize=1)
def _map(site: Site, topic: str) -> Markup:
    return diagram.map_of(site.words, site.pathways, Selection(topic=topic))


# --- Controls -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Questions:
    """The questions; `key` tells their places on a page apart.

    Under the key "here" they are folded once they are answered, and only a phone shows them.
    """

    key: str
    fallback: ClassVar[str] = "fallback_questions.html"


@dataclass(frozen=True)
class TakeHome:
    """Addresses of the sheet by its print, or of all sheets if `all`, of the page and drawing."""

    sheets: Mapping[str, str]
    page: str = ""
    drawings: Mapping[str, str] = field(default_factory=dict)
    all: bool = False
    fallback: ClassVar[str] = "fallback_take_home.html"


@dataclass(frozen=True)
class Share:
    """The link to what a page shows; `pinned` are those that keep a language, by language.

    `code` is the URL of its QR code, where routes serve it.
    """

    address: str
    pinned: Mapping[str, str]
    code: str
    fallback: ClassVar[str] = "fallback_share.html"


@dataclass(frozen=True)
class Link:
    """A link to a page that shows a selection."""

    page: str
    label: str
    selection: Selection

    @property
    def url(self) -> str:
        """The relative address."""
        return self.selection.url(f"/{titles.path(self.page)}")


@dataclass(frozen=True)
class PresenterRow:
    """A quiet row above the slides: other languages, the link to share, the way out."""

    share: Share
    leave: Link
    fallback: ClassVar[str] = "fallback_presenter_row.html"


@dataclass(frozen=True)
class PromptTicks:
    """Questions for the care team, each to be put on the family's list."""

    prompts: tuple[Prompt, ...]
    most: ClassVar[int] = MOST
    fallback: ClassVar[str] = "fallback_prompts.html"


@dataclass(frozen=True)
class PromptList:
    """The family's own list of questions; it needs a script, so its fallback is an empty list."""

    fallback: ClassVar[str] = "list_empty.html"


@dataclass(frozen=True)
class CompareChoice:
    """Two lists to choose from, the left and the right side of a comparison, and what is chosen.

    `right` is empty until it is chosen; `emptied` is what changes when it becomes empty again.
    """

    left: str
    right: str
    lefts: tuple[Choice, ...]
    rights: tuple[Choice, ...]
    emptied: Mapping[str, str]
    fallback: ClassVar[str] = "fallback_compare.html"


@dataclass(frozen=True)
class TreatmentTable:
    """The treatment table with a search, filters and a download; `whole` shows every row."""

    whole: Text


# --- Blocks of blocks -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Blocks that a style lays out together, by its `key`."""

    key: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Slides:
    """The steps of a situation, one at a time; without a script, other blocks."""

    instead: tuple[Block, ...]


Scripted = SituationDrawing | MapDrawing | ComparisonDrawing | Trials
Control = (
    Questions
    | TakeHome
    | Share
    | PresenterRow
    | PromptTicks
    | PromptList
    | CompareChoice
    | TreatmentTable
)
Block = Text | Terms | Scripted | Control | Group | Slides
