"""One answer on paper: a PDF with drawing, sentences, questions, words, sources and a QR code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

from carepath import flow, lettering, qr, render, words as wording
from carepath.pathway import Note, Option, Pathways, Reference, Situation
from carepath.words import Words

if TYPE_CHECKING:
    import typst

Paper = Literal["us-letter", "a4"]
TEMPLATE = Path(__file__).parent / "handout.typ"
CODE = 200
TYPST = Lock()
"""One compiler serves all, because it keeps what it has read and laid out before."""


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
    return _compile(json.dumps(content))


def drawing_svg(words: Words, situation: Situation) -> str:
    """Return the drawing of a situation as an SVG file of its own."""
    return render.svg(flow.draw_situation(words, situation, "drawing"))


def drawing_png(words: Words, situation: Situation) -> bytes:
    """Return the drawing of a situation as a picture with two pixels to a px."""
    return render.png(flow.draw_situation(words, situation, "drawing"), scale=2)


def _compile(content: str) -> bytes:
    import typst

    with TYPST:
        compiled = _compiler().compile(
            format="pdf", sys_inputs={"content": content}, pdf_standards=["ua-1"]
        )
    assert isinstance(compiled, bytes)
    return compiled


@cache
def _compiler() -> typst.Compiler:
    """Load Typst when the first hand-out is asked for, not when a page is."""
    import typst

    return typst.Compiler(TEMPLATE, font_paths=[lettering.FONTS], ignore_system_fonts=True)


def _content(
    words: Words,
    pathways: Pathways,
    group: str,
    place: str,
    address: str,
    questions: Sequence[str],
) -> dict[str, object]:
    situation = pathways.answer(group, place)
    row = words.situations[situation.id]
    answers = words(
        "answers.line", group=words(f"group.{group}.in"), place=words(f"place.{place}.in")
    )
    drawing = render.svg(flow.draw_close(words, situation, "handout"))
    return {
        "language": words.language,
        "font": lettering.FAMILY,
        "colours": {"accent": flow.ACCENT, "ink": flow.INK, "quiet": flow.QUIET},
        "title": words("handout.for", title=words("app.title"), situation=row["name"]),
        "name": words("app.title"),
        "situation": answers,
        "statement": [row[part] for part in ("statement", "meaning", "action") if row[part]],
        "drawing": {
            "title": words("drawing.title"),
            "svg": drawing,
            "width": _width(drawing),
            "alt": wording.situation_summary(words, situation),
        },
        "options": {
            "title": words("list.title"),
            "items": [_option(words, pathways, situation, option) for option in situation.options],
        },
        "notes": _notes(words, situation),
        "known": [
            {"title": words("handout.known.title"), "text": words("handout.known")},
            {"title": words("handout.unknown.title"), "text": words("handout.unknown")},
        ],
        "questions": {
            "title": words("handout.questions"),
            "items": [line for question in questions if (line := " ".join(question.split()))],
        },
        "terms": {
            "title": words("handout.terms"),
            "items": [_term(words, term) for term in _terms(pathways, situation)],
        },
        "sources": {"title": words("details.from"), "lines": _sources(words, pathways, situation)},
        "link": {
            "title": words("handout.link"),
            "address": address,
            "code": qr.svg(address, CODE),
            "alt": words("handout.code", address=address),
            "scan": words("handout.scan"),
        },
    }


def _width(svg: str) -> int:
    """Return the natural width of a drawing in px, which holds text of 16 px."""
    found = re.search(r'<svg[^>]* width="(\d+)"', svg)
    assert found
    return int(found[1])


def _option(
    words: Words, pathways: Pathways, situation: Situation, option: Option
) -> dict[str, str]:
    """Tell an option: its sentence, the steps inside a treatment, and what is noted of it alone."""
    told = [wording.option_summary(words, option)]
    shared = _shared(situation)
    told += [words(f"note.{note.id}") for note in _own_notes(option) if note.id not in shared]
    for step in option.steps:
        if inside := pathways.inside.get(step.treatment):
            summary = wording.option_summary(words, inside.options[0])
            told.append(words("handout.inside", summary=summary))
            told += [words(f"note.{note.id}") for note in inside.notes]
    name = words("handout.option", name=words("option", number=option.number))
    return {"name": name, "told": " ".join(told)}


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
    meaning = words.terms[term]["meaning"]
    return {
        "name": words("handout.term", name=wording.capital(words.name(term))),
        "meaning": meaning,
        "short": re.split(r"(?<=[.!?])\s", meaning, maxsplit=1)[0],
    }


def _sources(words: Words, pathways: Pathways, situation: Situation) -> list[str]:
    """Tell what stands behind this page: its sources, and what kind of page it is."""
    used = {reference.source for reference in _references(pathways, situation)}
    used |= {words.terms[term]["source"] for term in _terms(pathways, situation)}
    told = [_source(words, row) for source, row in words.sources.items() if source in used]
    return [*told, *(words(f"handout.{word}") for word in ("adapted", "advice", "unchecked"))]


def _references(pathways: Pathways, situation: Situation) -> Iterator[Reference]:
    for each in _flows(pathways, situation):
        yield each.reference
        yield from (note.reference for note in each.notes)
        for option in each.options:
            yield from (step.reference for step in option.steps)
            yield from (note.reference for note in _own_notes(option))


def _source(words: Words, row: dict[str, str]) -> str:
    dates = [
        words(f"source.{word}", date=wording.day(words, row[column]))
        for word, column in (("dated", "page_date"), ("read", "read_on"))
        if row[column]
    ]
    return words("handout.source", source=row["name"], dates=", ".join(dates))
