"""Kinds of treatment: which ones an option or a situation has."""

from __future__ import annotations

from carepath.model.options import Option
from carepath.model.pathway import Situation
from carepath.text.messages import Words


def of_option(words: Words, option: Option) -> tuple[str, ...]:
    """Return the kinds of an option's treatments, each once, in the order of its steps."""
    return tuple(dict.fromkeys(words.terms[step.treatment]["kind"] for step in option.steps))


def of_situation(words: Words, situation: Situation) -> tuple[str, ...]:
    """Return the kinds of a situation's treatments, in the order of the table of kinds."""
    used = {kind for option in situation.options for kind in of_option(words, option)}
    return tuple(kind for kind in words.kinds if kind in used)
