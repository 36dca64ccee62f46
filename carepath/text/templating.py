"""Renders templates to HTML. Text becomes markup only here, always escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from carepath.fonts import metrics
from carepath.text import messages as wording, sentences
from carepath.text.messages import Words

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
    environment.filters["capital"] = wording.capital
    environment.filters["rem"] = metrics.rem
    for function in (
        wording.day,
        sentences.lead,
        sentences.option_name,
        sentences.option_name,
        sentences.option_summary,
        sentences.step_name,
        sentences.step_sentence,
    ):
        environment.globals[function.__name__] = function
    return environment


def render(template: str, words: Words, **context: object) -> Markup:
    """Render a template of `templates/`, in which `w` is the words of one language."""
    return Markup(_environment(TEMPLATES).get_template(template).render(w=words, **context))


def render_file(file: Path, **context: object) -> Markup:
    """Render a template of another folder, such as `data/`."""
    return Markup(_environment(file.parent).get_template(file.name).render(**context))
