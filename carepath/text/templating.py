"""Templates to HTML: the one place where text becomes markup, always escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from carepath.text import messages as wording
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
        # Like code, a template is read once: asking the disk each time costs a page milliseconds.
        auto_reload=False,
    )
    environment.filters["capital"] = wording.capital
    for function in (
        wording.day,
        wording.lead,
        wording.option_name,
        wording.option_summary,
        wording.step_sentence,
    ):
        environment.globals[function.__name__] = function
    return environment


def render(template: str, words: Words, **context: object) -> Markup:
    """Fill a template of `templates/`; in it `w` gives the words of one language."""
    return Markup(_environment(TEMPLATES).get_template(template).render(w=words, **context))


def render_file(file: Path, **context: object) -> Markup:
    """Fill a template that stands elsewhere, for instance among the data."""
    return Markup(_environment(file.parent).get_template(file.name).render(**context))
