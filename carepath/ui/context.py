"""What pages share: the loaded site, what is chosen, and blocks of text."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from carepath import content, library as loaded, settings
from carepath.cache import cached_by_owner
from carepath.content import diagram
from carepath.library import Site
from carepath.model import selection
from carepath.model.pathway import Situation
from carepath.model.selection import Selection
from carepath.tables.fault import FaultyTables
from carepath.text import accept_language, messages as wording, outage, templating
from carepath.text.messages import Words
from carepath.ui import serve
from carepath.ui.components import diagram as diagram_component

STYLE = Path(content.__file__).with_name("style.css")
ICON = "app/static/favicon.png"


def site() -> Site:
    """Return the site in the language of the URL, else the browser's, else the default one.

    Where the settings are faulty, show their faults and stop. Where no tables are sound, say so
    calmly, and show the page once there are.
    """
    if wrong := serve.faults():
        st.text("\n".join(wrong))
        st.stop()
    asked = _languages()
    try:
        return loaded.site(loaded.folder(), *asked)
    except FaultyTables as faulty:
        words = outage.words(*asked)
        faults = faulty.faults if settings.current().show_faults else ()
        st.set_page_config(words("unavailable.title"), ICON, layout="wide")
        st.html(outage.unavailable(words, faults))
        _return()
        st.stop()


def _languages() -> list[str]:
    """Return the languages a reader asks for: that of the URL, then those of the browser."""
    # The locale is the first language of the header, which not every browser sends here.
    browser = accept_language.languages(
        f"{st.context.locale or ''},{st.context.headers.get('Accept-Language', '')}"
    )
    return [selection.meant(st.query_params, "lang"), *browser]


@st.fragment(run_every=timedelta(seconds=5))
def _return() -> None:
    """Show the page as soon as there are tables for it."""
    if loaded.state(loaded.folder()).edition:
        st.rerun()


def tell_faults(words: Words) -> None:
    """Name what is wrong with the newest tables, on a site that shows this to editors."""
    if settings.current().show_faults:
        bar = outage.bar(outage.words(words.language), loaded.state(loaded.folder()).faults)
        if bar:
            st.html(bar)


def text(template: str, words: Words, **context: object) -> None:
    """Show a template of `carepath/text/templates/` as text on the page."""
    st.html(templating.render(template, words, **context))


def say_sorry(error: Exception) -> bool:
    """Tell a reader calmly that something broke; the log tells what it was."""
    logging.getLogger(__name__).error("a page broke", exc_info=error)
    # The tables may be what broke.
    words = outage.words(*_languages())
    text("notice.html", words, notice=words("sorry.text"))
    return True


def about(words: Words) -> None:
    """Show what every page ends with: what it is, where it comes from, and whether that is late."""
    text("about.html", words, overdue=wording.overdue(words, date.today()))


@cached_by_owner(maxsize=None)
def _paths(site: Site, situation: str) -> Markup:
    chosen = next(s for s in site.pathways.situations if s.id == situation)
    return diagram.paths(site.words, site.pathways, chosen)


@cached_by_owner(maxsize=1)
def _map(site: Site) -> Markup:
    return diagram.map_of(site.words)


def show_paths(site: Site, situation: Situation) -> None:
    """Show the drawing of a situation."""
    catch_up(diagram_component.show(_paths(site, situation.id), "paths", choose))


def show_map(site: Site) -> None:
    """Show the drawing of both questions."""
    catch_up(diagram_component.show(_map(site), "map", choose))


def choose(values: dict[str, str]) -> None:
    """Take over what a box of a drawing stands for; the URL is where a choice is kept."""
    st.query_params.from_dict(selection.after(st.query_params.to_dict(), values))


def catch_up(values: dict[str, str] | None) -> None:
    """Take over a tap that this run answers, if that has not been done.

    Nothing is called back in the first run of a copy that takes over from another.
    """
    before = st.query_params.to_dict()
    if values and selection.after(before, values) != before:
        choose(values)
        st.rerun()


def chosen(site: Site) -> tuple[Selection, tuple[str, ...]]:
    """Return what the URL stands for, and what it does not know; it is mended on the way."""
    query = st.query_params.to_dict()
    found, dropped = selection.read(query, site.pathways, site.languages)
    if (tidy := selection.tidy(query, found)) != query:
        st.query_params.from_dict(tidy)
    return found, dropped


def say_dropped(words: Words, dropped: tuple[str, ...]) -> None:
    """Say which parts of the URL were not understood, if any."""
    if dropped:
        names = ", ".join(words(f"notice.param.{key}") for key in dropped)
        text("notice.html", words, notice=words("notice.dropped", names=names))
