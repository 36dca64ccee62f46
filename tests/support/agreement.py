"""Drawing, sentences and table of a situation tell the same."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from carepath.content import treatment_table
from carepath.drawing import dot, svg
from carepath.model import pathway
from carepath.tables.loader import Tables
from carepath.text import messages
from carepath.text.messages import capital
from carepath.text.sentences import option_summary, step_name


def without_spaces(text: str) -> str:
    return "".join(text.split())


def drawn(dot: str) -> str:
    """All letters of a drawing, without the spaces that a line break swallows."""
    root = ElementTree.fromstring(svg.document(dot).markup)
    return without_spaces("".join(text.text or "" for text in root.iter(f"{{{svg.SVG}}}text")))


def assert_agree(tables: Tables, situation: int) -> None:
    """Drawing, sentences and table tell the same treatments of a situation, by their full names."""
    pathways = pathway.build(tables)
    every = [s for s in (*pathways.situations, *pathways.inside.values()) if s.options]
    chosen = every[situation % len(every)]
    for language in messages.languages(tables):
        words = messages.read(tables, language)
        picture = drawn(dot.draw_situation(words, chosen, "x"))
        listed = treatment_table.listing(words, pathways)
        name = words.situations[chosen.id]["name"]
        cells = iter(listed[listed["situation"] == name].itertuples())
        assert without_spaces(words.situations[chosen.id]["start"]) in picture
        for option in chosen.options:
            summary = option_summary(words, option).casefold()
            for step in option.steps:
                treatment = words.name(step.treatment)
                assert without_spaces(capital(step_name(words, option, step))) in picture
                assert treatment.casefold() in summary
                row = next(cells)
                assert (row.option, row.step) == (str(option.number), str(step.number))
                assert row.treatment == capital(treatment)
                assert treatment.casefold() in row.told.casefold()
