"""One answer on paper: a PDF with drawing, sentences, questions, words, sources and a QR code."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from carepath import flow, lettering, qr, render, typesetting, words as wording
from carepath.file_urls import Paper
from carepath.pathway import Note, Option, Pathways, Reference, Situation
from carepath.reading import one_line
from carepath.words import Words

TEMPLATE = Path(__file__).parent / "handout.typ"
DRAWING = Path(__file__).parent / "drawing.typ"
CODE = 200
"""Pixels of the QR code as it is made; the template gives it its size on paper."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s")


def pdf(
    words: Words,
    pathways: Pathways,
    group: str,
    place: str,
    address: str,
    questions: Sequence[str] = (),
    paper: Paper = "us-letter",
) -> bytes:
    """Return the hand-out of one answer as a tagged PDF (PDF/UA-1); `address` opens its page."""
    content = _content(words, pathways, group, place, address, questions) | {"paper": paper}
    return typesetting.pdf(TEMPLATE, content)


def drawing_svg(words: Words, situation: Situation) -> str:
    """Return the drawing of a situation as an SVG file of its own."""
    return render.svg(flow.draw_situation(words, situation, "drawing"))


def drawing_png(words: Words, situation: Situation) -> bytes:
    """Return the drawing of a situation as a picture with two pixels to a px, on white."""
    drawing = drawing_svg(words, situation)
    width, height = _size(drawing)
    return typesetting.png(DRAWING, {"drawing": drawing, "width": width, "height": height})


def _content(
    words: Words,
    pathways: Pathways,
    group: str,
    place: str,
    address: str,
    questions: Sequence[str],
) -> dict[str, object]:
    """Return all that stands on the page; what has a `name` is led in by it in bold."""
    situation = pathways.answer(group, place)
    row = words.situations[situation.id]
    return {
        "language": words.language,
        "fonts": lettering.FAMILIES,
        "colours": {"accent": flow.ACCENT, "ink": flow.INK, "quiet": flow.QUIET},
        "title": words("handout.for", title=words("app.title"), situation=row["name"]),
        "name": words("app.title"),
        "situation": wording.answers_line(words, group, place),
        "statement": _named(row["statement"], row["meaning"], row["action"]),
        "options": {
            "title": words("handout.options"),
            "items": [_option(words, pathways, situation, option) for option in situation.options],
        },
        "notes": _notes(words, situation),
        "known": [
            _named(words("handout.known.title"), words("handout.known")),
            _named(words("handout.unknown.title"), words("handout.unknown")),
        ],
        "questions": {
            "title": words("handout.questions"),
            "items": [line for question in questions if (line := one_line(question))],
        },
        "terms": {
            "title": words("handout.terms"),
            "items": [_term(words, term) for term in _terms(pathways, situation)],
        },
        "sources": _named(words("handout.sources"), _sources(words, pathways, situation, "name"))
        | {"short": " " + _sources(words, pathways, situation, "short")},
        "link": {
            "name": words("handout.link"),
            "address": address,
            "code": qr.svg(address, CODE),
            "alt": words("handout.code", address=address),
            "scan": words("handout.scan"),
        },
    }


def _named(name: str, *told: str) -> dict[str, str]:
    return {"name": name, "told": "".join(f" {text}" for text in told if text)}


def _size(svg: str) -> tuple[int, int]:
    """Return the natural width and height of a drawing in px, which holds text of 16 px."""
    size = ElementTree.fromstring(svg).attrib
    return int(size["width"]), int(size["height"])


def _option(
    words: Words, pathways: Pathways, situation: Situation, option: Option
) -> dict[str, object]:
    """Draw and tell an option, with what is noted of it alone and the steps inside a treatment."""
    drawing = render.svg(flow.draw_steps(words, option, "handout"))
    name = words("option", number=option.number)
    summary = wording.option_summary(words, option)
    shared = _shared(situation)
    notes = [words(f"note.{note.id}") for note in _own_notes(option) if note.id not in shared]
    inside = [pathways.inside[s.treatment] for s in option.steps if s.treatment in pathways.inside]
    return {
        **_named(words("handout.option", name=name), summary, *notes),
        "more": [_inside(words, within) for within in inside],
        "drawing": drawing,
        "width": _size(drawing)[0],
        "alt": words("drawing.option", name=name, summary=summary),
    }


def _inside(words: Words, situation: Situation) -> str:
    """Tell the flow inside a treatment."""
    summary = wording.option_summary(words, situation.options[0])
    notes = [words(f"note.{note.id}") for note in situation.notes]
    return " ".join((words("handout.inside", summary=summary), *notes))


def _own_notes(option: Option) -> list[Note]:
    return [*(note for step in option.steps for note in step.notes), *option.notes]


def _shared(situation: Situation) -> tuple[str, ...]:
    """Return the notes that stand at each of several options: they are told once."""
    at_each = [dict.fromkeys(note.id for note in _own_notes(o)) for o in situation.options]
    if len(at_each) == 1:
        return ()
    return tuple(note for note in at_each[0] if all(note in notes for notes in at_each))


def _notes(words: Words, situation: Situation) -> list[str]:
    """Tell what is noted of the whole situation, or of each of its options."""
    told = [words(f"note.{note.id}") for note in situation.notes]
    each = [words("handout.each", note=words(f"note.{note}")) for note in _shared(situation)]
    return [*told, *each]


def _flows(pathways: Pathways, situation: Situation) -> Iterator[Situation]:
    """Yield a situation and the flows inside its treatments."""
    yield situation
    treatments = dict.fromkeys(s.treatment for o in situation.options for s in o.steps)
    yield from (pathways.inside[name] for name in treatments if name in pathways.inside)


def _terms(pathways: Pathways, situation: Situation) -> list[str]:
    """Return every term the sentences use, in the order of their first use."""
    steps = [s for f in _flows(pathways, situation) for o in f.options for s in o.steps]
    return list(dict.fromkeys(term for s in steps for term in (s.phase, s.treatment) if term))


def _term(words: Words, term: str) -> dict[str, str]:
    """Return a term with its meaning, and with the first sentence of it.

    Most meanings begin with the term; then it is not said twice.
    """
    name, meaning = wording.capital(words.name(term)), words.terms[term]["meaning"]
    if meaning.startswith(f"{name} "):
        told = meaning.removeprefix(name)
    else:
        name, told = words("handout.term", name=name), f" {meaning}"
    return {"name": name, "told": told, "short": SENTENCE_END.split(told, maxsplit=1)[0]}


def _sources(words: Words, pathways: Pathways, situation: Situation, column: str) -> str:
    """Tell what stands behind this page: its sources by name, and what kind of page it is."""
    used = {reference.source for reference in _references(pathways, situation)}
    used |= {words.terms[term]["source"] for term in _terms(pathways, situation)}
    told = [_source(words, row, column) for source, row in words.sources.items() if source in used]
    kind = (words("handout.adapted"), words("handout.advice"), words("handout.unchecked"))
    return " ".join((*told, *kind))


def _references(pathways: Pathways, situation: Situation) -> Iterator[Reference]:
    for each in _flows(pathways, situation):
        yield each.reference
        yield from (note.reference for note in each.notes)
        for option in each.options:
            yield from (step.reference for step in option.steps)
            yield from (note.reference for note in _own_notes(option))


def _source(words: Words, row: Mapping[str, str], column: str) -> str:
    dates = [
        words(word, date=wording.day(words, row[day]))
        for word, day in (
            ("source.dated", "page_date"),
            ("source.stored", "stored_on"),
            ("source.read", "read_on"),
        )
        if row[day]
    ]
    return words("handout.source", source=row[column], dates=", ".join(dates))
