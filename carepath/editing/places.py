"""The view of the site that shows a row of the tables."""

from __future__ import annotations

from dataclasses import replace

from carepath.model.pathway import steps_of
from carepath.model.selection import Selection
from carepath.model.urls import address
from carepath.site import Site
from carepath.tables import topics
from carepath.tables.rows import Row
from carepath.text import titles

PAGES = {"terms": "words", "prompts": "questions", "sources": "about", "scores": "about"}
"""The pages that show a table which is not about a list of options."""
REFERRING = {"whom": "treatments", "purpose": "treatments", "note": "notes"}
"""Beginnings of ids of words that rows name, with the tables of those rows."""


def link(site: Site, row: Row) -> str:
    """Return the address of a view that shows a row; the front page if none is its own.

    Parameters
    ----------
    site : Site
        The site with the row, about the row's topic.
    row : Row
        A row of the tables.
    """
    table = topics.table(row.file)
    home = Selection(topic=site.pathways.parameter)
    if table in PAGES:
        return address("", titles.path(PAGES[table]), home)
    return address("", "", _view(site, table, row, home))


def _view(site: Site, table: str, row: Row, home: Selection) -> Selection:
    cells = row.cells
    if table == "words":
        prefix, _, name = cells.get("id", "").partition(".")
        other = REFERRING.get(prefix, "")
        rows = getattr(site.tables, other).rows if other else ()
        cells = next((one for one in rows if one[prefix] == name), {})
    if table == "effects":
        names = cells["treatments"].split(" ")
        rows = site.tables.treatments.rows
        cells = next((one for one in rows if one["treatment"] in names), {})
    situation = cells.get("situation", "")
    places = _places(site, home)
    wanted = (situation, cells.get("option", ""), cells.get("step", ""))
    for length in (3, 2, 1):
        if situation and wanted[:length] in places:
            return places[wanted[:length]]
    return home


def _places(site: Site, home: Selection) -> dict[tuple[str, ...], Selection]:
    """Return the view of each situation, option and step by their names in the tables.

    A situation inside a treatment is shown where a step first has that treatment.
    """
    pathways, places = site.pathways, dict[tuple[str, ...], Selection]()
    for situation in pathways.situations:
        view = replace(home, answers=situation.answers[0]) if situation.answers else home
        places.setdefault((situation.id,), view)
        for option in situation.options:
            opened = replace(view, option=str(option.number))
            places.setdefault((situation.id, str(option.number)), opened)
            for one in steps_of(pathways, option):
                inside = pathways.inside[one.outer.treatment] if one.outer else situation
                own, number = replace(opened, step=one.address), str(one.option.number)
                for name in ((inside.id,), (inside.id, number)):
                    places.setdefault(name, own)
                places.setdefault((inside.id, number, str(one.step.number)), own)
    return places
