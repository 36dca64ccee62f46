"""Renders templates to HTML. Text becomes markup only here, always escaped."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from carepath import pictograms
from carepath.fonts import metrics
from carepath.text import kinds, messages, sentences, wrong
from carepath.text.messages import Words

PHONE = re.compile(r"\d-\w")
"""What a phone number has and no other word does: a digit before a hyphen."""
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
        "kinds_of": kinds.of_option,
        "mail_about": wrong.link,
        "BASE": wrong.BASE,
    }
    for function in (
        messages.day,
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
    size, path = pictograms.GRID, pictograms.PATHS[name or pictograms.PLAIN]
    return Markup(
        f"url(\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' "
        f"viewBox='0 0 {size} {size}' fill='none' stroke='black' stroke-width='{pictograms.LINE}' "
        f"stroke-linecap='round' stroke-linejoin='round'><path d='{path}'/></svg>\")"
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
