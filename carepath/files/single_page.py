"""The page of one answer as one file that works from a disk: no script, no network, all languages.

It renders the same blocks as the site. `<details>` and links inside the file do what a script does
there.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

from markupsafe import Markup

from carepath import content
from carepath.cache import cached_by_owner
from carepath.content import diagram, hospital, pages
from carepath.content.blocks import (
    Block,
    Group,
    PromptTicks,
    SituationDrawing,
    Terms,
    Text,
    Trials,
)
from carepath.content.view import View
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.tables.routing import Answers
from carepath.text import templating, titles
from carepath.text.glossary import LinkedGlossary
from carepath.text.titles import FRONT

HERE = Path(__file__).parent
TEMPLATE = HERE / "single_page.html"
CONTENT = Path(content.__file__).parent
STYLES = (CONTENT / "style.css", CONTENT / "diagram.css", HERE / "single_page.css")
LARGEST_LOGO = 6_000
"""In bytes; a file leaves a larger one out, because mail and messengers pass on small files."""
FONT_OR_COMMENT = re.compile(r"@font-face \{.*?\}|/\*.*?\*/", re.DOTALL)
IMPLIED = (
    *(' target="_blank"', ' rel="noopener noreferrer"', ' xmlns="http://www.w3.org/2000/svg"'),
    "scale(1 1) rotate(0) ",
)
"""Parts that a file can do without: it says of all links that they name no referrer."""
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
INDENT = re.compile(r"\n\s*")
BETWEEN = re.compile(
    r"(?<=>)\n(?=</?(?:p|li|ul|ol|div|section|h\d|dt|dd|dl|figure|svg|g|path|text|polygon|details)\b)"
)
"""Line ends that show nothing: before what begins or ends a block, or a part of a drawing."""
FOLD = re.compile(
    r'<details(?: id="(?P<id>[^"]*)")?(?P<rest>[^>]*)><summary>(?P<summary>.*?)</summary>',
    re.DOTALL,
)
END_OF_FOLD = "</details>"
PICTOGRAM = re.compile(r'(?P<group><g class="pictogram"[^>]*>\s*)<path d="(?P<path>[^"]*)" ?/>')
CLASSES = re.compile(r'class="([^"]*)"')
TAGS = re.compile(r"<([a-z]\w*)")
RULE = re.compile(r"(?P<selectors>[^{}]+)\{[^{}]*\}")
NAMED = re.compile(r"\.[\w-]+|\[[^]]+\]|(?<![\w.:#-])[a-z]\w*")
"""A class, with its dot, an attribute, in its brackets, or an element in a selector."""
INSIDE = re.compile(r"\([^()]*\)")
"""Conditions in brackets, which may name what is not there."""


@dataclass(frozen=True)
class FileView(View):
    """A page in a file: links to what the file holds stay in it, and others lead to the site."""

    def address(self, page: str, **values: str) -> str:
        """Return the link to a part of the file, else to the site; "" where that is not known."""
        if language := values.get("lang"):
            return f"#{language}"
        if step := values.get("step"):
            return f"#{self.prefix}step-{values['option']}-{step}"
        if option := values.get("option"):
            return f"#{self.prefix}option-{option}"
        return f"{self.base}{super().address(page, **values)}" if self.base else ""

    @property
    def logo(self) -> str:
        """The hospital's logo itself; "" for none or a large one."""
        logo = self.words.layer.logo if self.words.layer else None
        if not logo or len(logo) > LARGEST_LOGO:
            return ""
        return f"data:image/png;base64,{b64encode(logo).decode()}"


def html(sites: Sequence[Site], answers: Answers, base: str) -> bytes:
    """Return a page with the list of some answers, in the languages of `sites`, as HTML.

    `base` is the origin of the site for the links that lead there; without any, it is "".
    """
    own = sites[0]
    chosen = Selection(answers, lang=own.words.language, topic=own.pathways.parameter)
    body, pictograms = _shared(_once("".join(_part(site, answers, base) for site in sites)))
    page = templating.render_file(
        TEMPLATE,
        language=own.words.language,
        title=titles.title(own.words, own.pathways, FRONT, chosen),
        styles=_styles(own.words.layer is not None, body),
        pictograms=pictograms,
        body=body,
    )
    return page.encode()


# Kept without the other languages: a result that refers to another site would keep both for ever.
@cached_by_owner(maxsize=32)
def _part(site: Site, answers: Answers, base: str) -> Markup:
    """Return the page in one language."""
    words = site.words
    chosen = Selection(answers, lang=words.language, topic=site.pathways.parameter)
    prefix = f"{words.language}-"
    places: dict[str, str] = {}
    for option in site.pathways.routes[answers].options:
        for step in option.steps:
            places.setdefault(step.treatment, f"step-{option.number}-{step.number}")
    glossary = LinkedGlossary(words, prefix, places)
    view = FileView(FRONT, site, chosen, glossary, base, prefix=prefix)
    markup = _unfolded(str(_join(*pages.in_file(view), view=view)))
    for part in IMPLIED:
        markup = markup.replace(part, "")
    article = Markup('<article lang="{0}" id="{0}">{1}</article>\n')
    return article.format(words.language, Markup(BETWEEN.sub("", INDENT.sub("\n", markup))))


def _join(*blocks: Block, view: FileView) -> Markup:
    return Markup("").join(_markup(block, view) for block in blocks)


def _markup(block: Block, view: FileView) -> Markup:
    match block:
        case Text(online=False):
            return block.markup(view)
        case Terms():
            # Their labels are text here; what they mean is in the list of words.
            Markup("").join(map(view.glossary.mark, block.labels))
            return Markup()
        case SituationDrawing():
            return _drawing(block, view)
        case Trials():
            return view.render("single_trials.html")
        case PromptTicks():
            return view.render(block.fallback, block=block, view=view)
        case Group():
            inside = _join(*block.blocks, view=view)
            return Markup('<div id="{}{}">{}</div>').format(view.prefix, block.key, inside)
        case _:
            return Markup()


def _drawing(block: SituationDrawing, view: FileView) -> Markup:
    def url(choice: str) -> str:
        return view.address(FRONT, **dict(parse_qsl(choice)))

    drawn = diagram.in_file(view.words, view.site.pathways, block.situation, url, view.prefix)
    return Markup('<div class="carepath-diagram" id="{}picture">{}</div>').format(
        view.prefix, drawn
    )


def _once(markup: str) -> str:
    """Return HTML without the styles that are there before, for another language."""
    there: set[str] = set()

    def kept(style: re.Match[str]) -> str:
        again = style[0] in there
        there.add(style[0])
        return "" if again else style[0]

    return STYLE.sub(kept, markup)


def _unfolded(markup: str) -> str:
    """Return HTML with what each `<details>` holds behind it, not in it.

    Styles then hide it on a screen as long as the `<details>` is closed. Browsers print what is in
    a closed one only since 2025, and a link to it would not open it in older ones.
    """

    def fold(match: re.Match[str]) -> str:
        name = f' id="{match["id"]}"' if match["id"] else ""
        return (
            f"<details{match['rest']}><summary>{match['summary']}</summary></details>"
            f'<div class="folded"{name}>'
        )

    return FOLD.sub(fold, markup.replace(END_OF_FOLD, "</div>"))


def _shared(markup: str) -> tuple[Markup, dict[str, str]]:
    """Return HTML in which each pictogram refers to its path, and the ids of the paths.

    They are in a page's drawings many times, which only a file that is not compressed notices.
    """
    ids: dict[str, str] = {}

    def use(drawn: re.Match[str]) -> str:
        name = ids.setdefault(drawn["path"], f"pictogram-{len(ids)}")
        return f'{drawn["group"]}<use href="#{name}" />'

    return Markup(PICTOGRAM.sub(use, markup)), ids


def _styles(layered: bool, body: str) -> Markup:
    """Return the look of a page without rules for elements and classes that it doesn't have."""
    classes = {f".{name}" for names in CLASSES.findall(body) for name in names.split()}
    names = {"html", "body", "main", *TAGS.findall(body), *classes}

    def present(name: str) -> bool:
        return name[1:-1] in body if name.startswith("[") else name in names

    def needed(rule: re.Match[str]) -> str:
        named = map(NAMED.findall, _without_conditions(rule["selectors"]).split(","))
        return rule[0] if any(all(map(present, names)) for names in named) else ""

    return Markup(RULE.sub(needed, _all_styles(layered)))


def _without_conditions(selectors: str) -> str:
    while (shorter := INSIDE.sub("", selectors)) != selectors:
        selectors = shorter
    return selectors


@cache
def _all_styles(layered: bool) -> str:
    """Return the styles of the site and of the file, but for fonts: a device has its own."""
    files = (*STYLES, hospital.STYLE) if layered else STYLES
    styles = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return " ".join(FONT_OR_COMMENT.sub("", styles).split())
