"""Renders templates to HTML. Text becomes markup only here, always escaped."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from carepath import pictograms
from carepath.fonts import metrics
from carepath.text import kinds, messages, phrases, sentences, wrong
from carepath.text.messages import Words

PHONE = re.compile(r"\d-\w")
"""The sign of a phone number, which no other word has: a digit before a hyphen."""
TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Templates change only with the code; checking their files costs milliseconds per page.
        auto_reload=False,
    )
    environment.filters["capital"] = messages.capital
    environment.filters["rem"] = metrics.rem
    environment.filters["unbroken"] = _unbroken
    environment.globals |= {
        "mask": _mask,
        "picture": _picture,
        "kinds_of": kinds.of_option,
        "mail_about": wrong.link,
        "BASE": wrong.BASE,
    }
    for function in (
        messages.day,
        phrases.phases_inside,
        sentences.lead,
        sentences.option_name,
        sentences.option_summary,
        sentences.step_name,
        sentences.step_sentence,
    ):
        environment.globals[function.__name__] = function
    return environment


def _mask(name: str) -> Markup:
    """Return a pictogram, or the plain mark, as a CSS mask.

    Streamlit removes `<svg>` from texts, so there it is a mask over the colour of its kind.
    """
    path = pictograms.PATHS[name or pictograms.PLAIN]
    return Markup(_image(path, pictograms.GRID, pictograms.GRID))


def _picture(name: str) -> str:
    """Return a picture of how a treatment is given as a CSS mask, for a `style` attribute."""
    return _image(pictograms.PICTURES[name], pictograms.WIDTH, pictograms.HEIGHT)


def _image(path: str, width: int, height: int) -> str:
    """Return a drawing as a CSS image; Streamlit drops a style with an angle bracket in it."""
    return (
        f"url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' "
        f"viewBox='0 0 {width} {height}' fill='none' stroke='black' "
        f"stroke-width='{pictograms.LINE}' stroke-linecap='round' stroke-linejoin='round'%3E"
        f"%3Cpath d='{path}'/%3E%3C/svg%3E\")"
    )


def _unbroken(text: str) -> Markup:
    """Return a text whose phone numbers stay on one line: browsers break them at their hyphens."""
    whole = Markup('<span class="number">{}</span>').format
    return Markup(" ").join(whole(word) if PHONE.search(word) else word for word in text.split(" "))


def render(template: str, words: Words, **context: object) -> Markup:
    """Render a template of `templates/`, in which `w` is the words of one language."""
    return Markup(_environment(TEMPLATES).get_template(template).render(w=words, **context))


def render_file(file: Path, **context: object) -> Markup:
    """Render a template of another folder, such as `data/`."""
    return Markup(_environment(file.parent).get_template(file.name).render(**context))
