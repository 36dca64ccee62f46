"""The page of a phone that follows a presenter: the same slides, in the phone's own language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from carepath.cache import cached_by_owner
from carepath.content import presentation
from carepath.content.presentation import Drawn
from carepath.content.slides import Slide, slides
from carepath.model import file_urls
from carepath.model.pathway import Situation
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.tables.vocabulary import HEADINGS_OF_OPTIONS, HEADINGS_OF_STEPS
from carepath.text import prompts, templating, titles
from carepath.text.messages import Words
from carepath.text.prompts import Prompt

MOST_PROMPTS = 6
"""Questions that a phone offers on a slide."""


def slide_names(
    sites: Mapping[str, Site], chosen: Selection, key: str
) -> tuple[tuple[str, str], ...]:
    """Return each language, and what a slide is about in it; empty if there is no such slide."""
    names = ((language, _names(site, chosen).get(key, "")) for language, site in sites.items())
    return tuple((language, name) for language, name in names if name)


@cached_by_owner(maxsize=None)
def _names(site: Site, answered: Selection) -> Mapping[str, str]:
    """Return the name of each slide by its key."""
    situation = listed(site, answered)
    shown = slides(site.words, site.pathways, situation, answered) if situation else ()
    return {slide.key: slide.name for slide in shown}


def query(answered: Selection) -> str:
    """Return a view as the query of a URL, by which rooms tell views apart: in any language."""
    return replace(answered, lang="").url().lstrip("?")


def listed(site: Site, chosen: Selection) -> Situation | None:
    """Return the situation of some answers if it has options, which slides show."""
    situation = site.pathways.situation(chosen.answers)
    return situation if situation and situation.options else None


def page(sites: Mapping[str, Site], language: str, answered: Selection, key: str) -> Markup:
    """Return a follower's page that shows the slide `key` and holds the others.

    `sites` are those of the topic by language.

    Raises
    ------
    LookupError
        If the answers have no slides, or no longer have this one.
    """
    site = sites[language]
    situation = listed(site, answered)
    drawn = _drawn(site, answered)
    now = next((slide for slide, _ in drawn if slide.key == key), None)
    if situation is None or now is None:
        raise LookupError(key)
    return presentation.render(
        "following.html",
        site.words,
        situation,
        answered,
        drawn,
        query=query(answered),
        now=now,
        asks={slide.key: _prompts(site, answered, slide) for slide, _ in drawn},
        languages=[other for other in site.languages if other != language],
        bar=_bar(sites),
        **links(site.words, answered),
    )


def links(words: Words, answered: Selection) -> dict[str, str]:
    """Return the links that outlive a room: to the view, its sheet, its questions and the words."""
    return {
        "view": answered.url("/"),
        "sheet": next(iter(file_urls.sheets(answered, words.language).values())),
        "questions": answered.url(f"/{titles.path('questions')}"),
        "terms": answered.url(f"/{titles.path('words')}"),
    }


@cached_by_owner(maxsize=64)
def _drawn(site: Site, answered: Selection) -> Drawn:
    situation = listed(site, answered)
    if situation is None:
        return ()
    return presentation.drawn(site.words, site.pathways, situation, answered)


def _prompts(site: Site, answered: Selection, slide: Slide) -> tuple[Prompt, ...]:
    """Return the questions that fit a slide, those about its treatment alone first."""
    situations, treatments = prompts.subject(site.pathways, answered)
    if slide.step:
        treatments = (slide.step.treatment,)
    fitting = [
        prompt
        for group in prompts.by_heading(site.words, site.prompts, situations, treatments).values()
        for prompt in group
    ]
    headings = HEADINGS_OF_STEPS if slide.step else HEADINGS_OF_OPTIONS
    own = [prompt for prompt in fitting if slide.step and prompt.treatments]
    general = [prompt for prompt in fitting if prompt.heading in headings and prompt not in own]
    return (*own, *general)[:MOST_PROMPTS]


def _bar(sites: Mapping[str, Site]) -> str:
    """Return what the bar on a follower's other pages says, in each language, as JSON."""
    return json.dumps(
        {
            language: {
                "label": site.words("room.following"),
                "at": site.words("room.bar.at", name="{name}"),
                "back": site.words("room.bar.back"),
                "stop": site.words("room.bar.stop"),
                "ended": site.words("room.ended.title"),
            }
            for language, site in sites.items()
        }
    )


def ended(words: Words, answered: Selection) -> Markup:
    """Return what a phone keeps after the end of a room."""
    return templating.render("room_ended.html", words, **links(words, answered))


def door(words: Words, *, unknown: bool = False) -> Markup:
    """Return the page on which a code is typed; `unknown` if there is no room with the last one."""
    return templating.render("room_door.html", words, unknown=unknown)
