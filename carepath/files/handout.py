"""The hand-out of one answer: a PDF with drawing, sentences, questions, terms, and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from carepath.drawing import colours, dot, qr, svg
from carepath.drawing.svg import Picture
from carepath.files import handout_drawings, handout_layer, typst
from carepath.fonts import metrics
from carepath.model.effects import GENERAL
from carepath.model.file_urls import Paper
from carepath.model.options import Note, Option, Reference
from carepath.model.pathway import Pathways, Situation
from carepath.tables.csvfile import one_line
from carepath.tables.routing import Answers
from carepath.text import messages, sentences
from carepath.text.messages import Words

TEMPLATE = Path(__file__).parent / "handout.typ"
DRAWING = Path(__file__).parent / "drawing.typ"
CODE = 200
"""Pixels of the QR code before the template scales it."""
DAYS = {"source.dated": "page_date", "source.stored": "stored_on", "source.read": "read_on"}
"""The word for each day of a source -> the column of the day."""


def pdf(
    words: Words,
    pathways: Pathways,
    answers: Answers,
    address: str,
    questions: Sequence[str] = (),
    paper: Paper = "us-letter",
    large: bool = False,
) -> bytes:
    """Return the hand-out of one answer as a tagged PDF (PDF/UA-1), its text 12 pt or 18 pt large.

    `address` is the URL of its page; if it is "", the hand-out says why it has no link or code.
    """
    content = sheet(words, pathways, answers, address, questions, large)
    return document(words, str(content["title"]), (content,), paper, large)


def document(
    words: Words, title: str, sheets: Sequence[Mapping[str, object]], paper: Paper, large: bool
) -> bytes:
    """Return sheets one after another as a tagged PDF (PDF/UA-1)."""
    content = {
        "language": words.language,
        "fonts": metrics.FAMILIES,
        "colours": {"accent": colours.ACCENT, "ink": colours.INK, "quiet": colours.QUIET},
        "paper": paper,
        "large": large,
        "title": title,
        "sheets": sheets,
    }
    return typst.pdf(TEMPLATE, content)


def drawing_svg(words: Words, situation: Situation) -> str:
    """Return the drawing of a situation as an SVG document."""
    return _drawn(words, situation).markup


def drawing_png(words: Words, situation: Situation) -> bytes:
    """Return the drawing of a situation as a PNG on white, with two pixels per px."""
    drawing = _drawn(words, situation)
    content = {"drawing": drawing.markup, "width": drawing.width, "height": drawing.height}
    return typst.png(DRAWING, content)


def _drawn(words: Words, situation: Situation) -> Picture:
    return svg.document(dot.draw_situation(words, situation, "drawing"))


def sheet(
    words: Words,
    pathways: Pathways,
    answers: Answers,
    address: str,
    questions: Sequence[str],
    large: bool,
) -> dict[str, object]:
    """Return a sheet for the template, which sets each `name` in bold before its text."""
    situation = pathways.routes[answers]
    row, count = words.situations[situation.id], len(situation.options)
    statement = _statement(sentences.statement(words, situation, answers))
    options = [_option(words, pathways, option, large) for option in situation.options]
    notes = [words(f"note.{note.id}") for note in situation.all_notes(answers)]
    texts = [statement["name"], statement["text"], *notes]
    texts += [text for option in options for text in option.texts]
    terms = list(dict.fromkeys([*_terms(pathways, situation), *messages.terms_in(words, texts)]))
    return {
        "title": words("handout.for", title=words("app.title"), situation=row["name"]),
        "name": words("app.title"),
        "situations": [sentences.answers_line(words, answers)],
        "statement": statement,
        "options": {
            "title": words.counted("handout.options", count),
            "start": _named(row["start"], sentences.lead(words, situation)),
            "items": [option.content for option in options],
        },
        "notes": notes,
        "known": [
            _named(words("handout.known.title"), words.counted("options", count)),
            _named(
                words("handout.unknown.title"),
                words.counted("handout.unknown", count),
                *words.said("handout.left-out"),
            ),
        ],
        "questions": {
            "title": words("handout.questions"),
            "items": [line for question in questions if (line := one_line(question))],
        },
        "terms": {
            "title": words("handout.terms"),
            "items": [_term(words, term) for term in terms],
        },
        "later": [
            *_later(words, _more(words, pathways, situation) if address else ""),
            _named(words("handout.help"), *_help(words)),
        ],
        "blank": {"team": words("handout.team"), "room": words("handout.room")},
        "own": handout_layer.frame(words, pathways, situation),
        "sources": _named(
            words("handout.sources"), _sources(words, pathways, situation, terms, "name")
        )
        | {"short": " " + _sources(words, pathways, situation, terms, "short")},
        "link": _link(words, address),
    }


def _link(words: Words, address: str) -> dict[str, str]:
    if not address:
        return {"code": "", "none": words("handout.local")}
    return {
        "name": words("handout.link"),
        "address": address,
        "code": qr.svg(address, CODE),
        "alt": words("handout.code", address=address),
        "scan": words("handout.scan"),
    }


def _statement(statement: sentences.Statement | None) -> dict[str, str]:
    if statement is None:
        return _named("")
    return _named(*astuple(statement))


def _named(name: str, *texts: str) -> dict[str, str]:
    return {"name": name, "text": "".join(f" {text}" for text in texts if text)}


@dataclass(frozen=True)
class _Option:
    """The content of an option for the template, and the texts in it."""

    content: dict[str, object]
    texts: tuple[str, ...]


def _option(words: Words, pathways: Pathways, option: Option, large: bool) -> _Option:
    """Return an option, with its own notes and the situations inside its treatments.

    An option of several steps has a drawing; a single step is a box around its sentence.
    """
    summary = sentences.option_summary(words, option)
    notes = [words(f"note.{note.id}") for note in _own_notes(option)]
    inside = [pathways.inside[s.treatment] for s in option.steps if s.treatment in pathways.inside]
    more = [_inside(words, within, large) for within in inside]
    content = {
        **_named(summary, *notes),
        **(
            handout_drawings.of_option(words, option, summary, large)
            if len(option.steps) > 1
            else _boxed(words, option)
        ),
        "more": more,
    }
    return _Option(content, (summary, *notes, *(str(within["text"]) for within in more)))


def _more(words: Words, pathways: Pathways, situation: Situation) -> str:
    """Return what the page says of each treatment beside what is on the sheet."""
    steps = [step for flow in _flows(pathways, situation) for step in flow.steps]
    treatments = {step.treatment for step in steps} - pathways.inside.keys()
    given = all(map(words.is_given, treatments))
    return words("handout.effects" if given else "handout.effects.like")


def _later(words: Words, more: str) -> Iterator[dict[str, str]]:
    """Yield the late effects of treatment in general, if there are any, and where there is more."""
    if late := [*_late_effects(words)]:
        yield _named(words("handout.later"), words("later.lead"), *late, more)
    elif more:
        yield {"name": "", "text": more}


def _late_effects(words: Words) -> Iterator[str]:
    """Yield sentences on late effects of treatment in general, one per list."""
    sections = [section for section in words.effects.get(GENERAL, ()) if section.id == "later"]
    for group in [group for section in sections for run in section.runs for group in run.groups]:
        if group.head:
            yield f"{words(f'effects.head.{group.head}')} {'; '.join(group.texts)}."
        else:
            yield from group.texts


def _help(words: Words) -> tuple[str, ...]:
    """Return sentences on whom to call and where to look for a trial."""
    trials = words("handout.trials", address=words("trials.about.address"))
    return words("handout.support"), trials, *words.said("trials.not-started")


def _inside(words: Words, situation: Situation, large: bool) -> dict[str, object]:
    """Return the situation inside a treatment, with its drawing."""
    (option,) = situation.options
    summary = sentences.option_summary(words, option)
    notes = [words(f"note.{note.id}") for note in (*situation.notes, *_own_notes(option))]
    name = messages.capital(words.name(situation.explains))
    return {
        **_named(words("handout.term", name=name), summary, *notes),
        **handout_drawings.of_inside(words, situation, summary, large),
    }


def _boxed(words: Words, option: Option) -> dict[str, object]:
    colour = words.kinds[words.terms[option.steps[0].treatment]["kind"]]["light"]
    return {"drawings": [], "width": 0, "colour": colour, "tint": colours.tint(colour)}


def _own_notes(option: Option) -> list[Note]:
    return [*(note for step in option.steps for note in step.notes), *option.notes]


def _flows(pathways: Pathways, situation: Situation) -> Iterator[Situation]:
    """Yield a situation and the situations inside its treatments."""
    yield situation
    treatments = dict.fromkeys(step.treatment for step in situation.steps)
    yield from (pathways.inside[name] for name in treatments if name in pathways.inside)


def _terms(pathways: Pathways, situation: Situation) -> list[str]:
    """Return the phases and treatments, in the order of their first use."""
    steps = [step for flow in _flows(pathways, situation) for step in flow.steps]
    return list(dict.fromkeys(term for s in steps for term in (s.phase, s.treatment) if term))


def _term(words: Words, term: str) -> dict[str, str]:
    """Return a term with its full explanation and with its meaning alone.

    Most meanings begin with the term, which is then not repeated.
    """
    row = words.terms[term]
    name, meaning = messages.capital(words.name(term)), row["meaning"]
    if meaning.startswith(f"{name} "):
        short = meaning.removeprefix(name)
    else:
        name, short = words("handout.term", name=name), f" {meaning}"
    return {"name": name, "text": f"{short} {row['more']}".rstrip(), "short": short}


def _sources(
    words: Words, pathways: Pathways, situation: Situation, terms: Sequence[str], column: str
) -> str:
    """Return the sources of this hand-out, named as in `column`, and how it relates to them."""
    general = words.effects.get(GENERAL, ())
    used = {reference.source for reference in _references(pathways, situation)}
    used |= {words.terms[term]["source"] for term in terms}
    used |= {run.reference.source for section in general for run in section.runs}
    names = [
        _source(words, row, column)
        for source, row in words.sources.items()
        if source in used and (row["url"] or any(row[day] for day in DAYS.values()))
    ]
    kind = [words("handout.adapted"), words("handout.advice")]
    if "sheet" in words.unchecked:
        kind.append(words("handout.unchecked"))
    return " ".join((*map(messages.capital, names), *kind))


def _references(pathways: Pathways, situation: Situation) -> Iterator[Reference]:
    for flow in _flows(pathways, situation):
        yield flow.reference
        yield from (note.reference for note in flow.notes)
        for option in flow.options:
            yield from (step.reference for step in option.steps)
            yield from (note.reference for note in _own_notes(option))


def _source(words: Words, row: Mapping[str, str], column: str) -> str:
    dates = [
        words(word, date=messages.day(words, row[day])) for word, day in DAYS.items() if row[day]
    ]
    return words("handout.source", source=row[column], dates=", ".join(dates))
