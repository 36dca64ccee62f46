"""Context of a run: the loaded site, the reader's selection, and plain texts."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from carepath import content, library, network, settings
from carepath.content.view import View
from carepath.editing import preview
from carepath.model import origin, selection
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.tables.fault import FaultyTables
from carepath.tables.vocabulary import TOPIC
from carepath.text import accept_language, messages, outage, templating
from carepath.text.glossary import Glossary
from carepath.text.messages import Words
from carepath.ui import serve

STYLE = Path(content.__file__).with_name("style.css")
CONTROLS, SHARE = STYLE.with_name("streamlit.css"), STYLE.with_name("share.css")
ICON = "/app/static/favicon.png"
PATIENCE = 0.1
"""Seconds for which runs of a hosted site share a look at the tables; a new document looks anew."""


def site() -> Site:
    """Return the site of the URL's topic, in the URL's language, the browser's or the default.

    Where the settings are faulty, show their faults and stop. Where no tables are sound, say so
    calmly, and show the page once there are.
    """
    # A hosted site looked for these before it started.
    hosted = serve.is_hosted()
    if not hosted and (wrong := serve.faults()):
        st.text("\n".join(wrong))
        st.stop()
    query = st.query_params.to_dict()
    asked = _languages(query)
    try:
        topic = selection.meant(query, TOPIC)
        patience = PATIENCE if hosted else 0
        return library.site(library.folder(), *asked, topic=topic, patience=patience)
    except FaultyTables as faulty:
        words = outage.words(*asked)
        faults = faulty.faults if settings.current().show_faults else ()
        st.set_page_config(words("unavailable.title"), ICON, layout="wide")
        st.html(STYLE)
        show(outage.unavailable(words, faults))
        _return()
        st.stop()


def _languages(query: dict[str, str]) -> list[str]:
    """Return the languages a reader asks for: the URL's, then the browser's."""
    # The locale is the header's first language; not every browser sends the header here.
    browser = accept_language.languages(
        f"{st.context.locale or ''},{st.context.headers.get('Accept-Language', '')}"
    )
    return [selection.meant(query, "lang"), *browser]


@st.fragment(run_every=timedelta(seconds=5))
def _return() -> None:
    """Rerun the page once there are sound tables."""
    if library.state(library.folder()).edition:
        st.rerun()


def faults(words: Words) -> Markup:
    """Return the faults of the newest tables, if the site shows them to editors."""
    if not settings.current().show_faults:
        return Markup()
    return outage.bar(outage.words(words.language), library.state(library.folder()).faults)


def previewed(words: Words) -> Markup:
    """Return the bar of a preview; empty on a site that is none."""
    return preview.bar(words.language)


class _Shown(Markup):
    _repr_html_ = Markup.__html__


def show(markup: Markup) -> None:
    """Show markup as it is.

    In a plain string, Streamlit looks for common indents, which takes longer than all the rest.
    """
    st.html(_Shown(markup))


def text(template: str, words: Words, **context: object) -> None:
    """Show a template of `carepath/text/templates/`."""
    show(templating.render(template, words, **context))


def say_sorry(error: Exception) -> bool:
    """Show a calm notice that something broke; the log says what."""
    logging.getLogger(__name__).error("a page broke", exc_info=error)
    # The tables themselves may have caused the error.
    words = outage.words(*_languages(st.query_params.to_dict()))
    text("notice.html", words, notice=words("sorry.text"))
    return True


def after(site: Site, values: dict[str, str]) -> dict[str, str]:
    """Return the query after a reader chooses `values`."""
    query = st.query_params.to_dict()
    chosen, _ = selection.read(query, site.pathways, site.languages)
    return selection.tidy(query, site.pathways, chosen.changed(site.pathways, values))


def choose(site: Site, values: dict[str, str]) -> None:
    """Write choices into the URL, the only place that keeps them.

    A callback has the site of the run that showed its control. To load it anew could let the next
    choice interrupt the callback, which Streamlit doesn't call again.
    """
    st.query_params.from_dict(after(site, values))


def catch_up(site: Site, values: dict[str, str] | None) -> None:
    """Apply the tap that caused this run, unless a callback has applied it.

    The first run of a replica that takes over from another one calls no callbacks.
    """
    if values and after(site, values) != st.query_params.to_dict():
        choose(site, values)
        st.rerun()


def base() -> str:
    """Return the address of the site: CAREPATH_SITE, else the origin in this reader's browser."""
    return settings.current().site or origin.of(st.context.url or "")


def shared() -> str:
    """Return the origin for links that readers pass on: one that phones reach, if there is one."""
    # Streamlit gives no address for a browser on the same machine.
    return network.reachable(base(), st.context.ip_address or "127.0.0.1")


def obstacle() -> str:
    """Return why phones don't reach this site, "" if they do."""
    return network.obstacle(base(), st.context.ip_address or "127.0.0.1")


def chosen(site: Site) -> tuple[Selection, tuple[str, ...]]:
    """Return the selection in the URL and the keys with unknown values; mend the URL."""
    query = st.query_params.to_dict()
    found, dropped = selection.read(query, site.pathways, site.languages)
    if (tidy := selection.tidy(query, site.pathways, found)) != query:
        st.query_params.from_dict(tidy)
    return found, dropped


def view(site: Site, page: str, chosen: Selection) -> View:
    """Return a page as this reader has it open."""
    overdue = messages.overdue(site.words, date.today())
    return View(page, site, chosen, Glossary(site.words), shared(), overdue)
