"""One page as one reader has it open, which blocks render."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from carepath.model.pathway import Question, Situation
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.text import templating, titles
from carepath.text.glossary import Glossary
from carepath.text.messages import Words


@dataclass(frozen=True)
class View:
    """One page as one reader has it open.

    Attributes
    ----------
    page, site, selection : str, Site, Selection
        One of `titles.HEADS`; the loaded site in the reader's language; the reader's choices.
    glossary : Glossary
        The terms, and which of them the page has explained so far.
    base : str
        The origin for links that readers pass on, empty where it isn't known.
    overdue : str
        The day by which a source was to be read again, if that day is past; otherwise empty.
    prefix : str
        The start of every id in a file that holds the page in several languages; empty elsewhere.
    """

    page: str
    site: Site
    selection: Selection
    glossary: Glossary
    base: str = ""
    overdue: str = ""
    prefix: str = ""

    @property
    def words(self) -> Words:
        """The words of the reader's language."""
        return self.site.words

    @property
    def situation(self) -> Situation | None:
        """The situation for the reader's answers; None if a question is still open."""
        return self.site.pathways.situation(self.selection.answers)

    @property
    def listed(self) -> Situation | None:
        """The situation if it has options, which are drawn, compared and printed."""
        return self.situation if self.situation and self.situation.options else None

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions to ask the reader."""
        return self.site.pathways.asked(self.selection.answers)

    @property
    def fold(self) -> str:
        """The label of the fold that holds the questions in a page."""
        if self.situation is None:
            return self.words(f"answers.give.{len(self.asked)}")
        single = len(self.words.questions) == 1
        return self.words("answers.change.one" if single else "answers.change.many")

    def render(self, template: str, **values: object) -> Markup:
        """Fill a template in which each term is explained where the page first uses it."""
        return templating.render(template, self.words, glossary=self.glossary, **values)

    def address(self, page: str, **values: str) -> str:
        """Return the link to a page with some of the reader's choices changed."""
        return self.selection.changed(self.site.pathways, values).url(f"/{titles.path(page)}")

    @property
    def logo(self) -> str:
        """The address of the hospital's logo."""
        return "/layer/logo.png"
