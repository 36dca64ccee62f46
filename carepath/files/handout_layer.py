"""The frame on a hand-out with what the hospital adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carepath.layer.reader import Contact, Layer
from carepath.model.pathway import Pathways, Situation
from carepath.text import messages, sentences
from carepath.text.messages import Words

Line = dict[str, str]
"""A `name`, set in bold, and the text behind it."""


def frame(words: Words, pathways: Pathways, situation: Situation) -> dict[str, object] | None:
    """Return the frame for the template, None without a layer."""
    layer = words.layer
    if layer is None:
        return None
    lines = [_line("", text) for text in (*layer.at(), *layer.at(situation.id))]
    lines += [_contact(words, contact) for contact in layer.contacts]
    for offered in (True, False):
        lines += [_offer(words, layer, offered)] if _offers(words, layer, offered) else []
    lines += _additions(words, pathways, situation, layer)
    return {
        "title": words("layer.from", name=layer.name),
        "name": layer.name,
        # JSON holds the bytes of a picture as numbers.
        "logo": [*layer.logo] if layer.logo else None,
        "lines": lines,
        "calls": bool(layer.contacts),
    }


def _line(name: str, text: str) -> Line:
    return {"name": name, "text": f" {text}" if name else text}


def _contact(words: Words, contact: Contact) -> Line:
    said = [contact.phone, contact.hours, contact.more]
    if contact.tonight:
        said.insert(1, words("layer.tonight"))
    name = words("handout.term", name=contact.name)
    return _line(name, " ".join(_sentence(text) for text in said if text))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _offers(words: Words, layer: Layer, offered: bool) -> list[str]:
    return [
        words("layer.about", name=messages.capital(words.name(offer.treatment)), text=offer.text)
        if offer.treatment
        else offer.text
        for offer in layer.offers
        if offer.offered == offered
    ]


def _offer(words: Words, layer: Layer, offered: bool) -> Line:
    title = words("layer.offered" if offered else "layer.not-offered")
    return _line(title, " ".join(map(_sentence, _offers(words, layer, offered))))


def _additions(
    words: Words, pathways: Pathways, situation: Situation, layer: Layer
) -> Iterator[Line]:
    """Yield the notes at options and steps, each behind the name of its place."""
    for option in situation.options:
        name = sentences.option_name(words, option)
        yield from _named(words, name, layer.at(situation.id, option.number))
        for step in option.steps:
            own = messages.capital(words.name(step.treatment))
            place = name if len(option.steps) == 1 else words("present.said", place=name, name=own)
            yield from _named(words, place, layer.at(situation.id, option.number, step.number))
    treatments = dict.fromkeys(s.treatment for o in situation.options for s in o.steps)
    for inside in (pathways.inside[name] for name in treatments if name in pathways.inside):
        (option,) = inside.options
        name = messages.capital(words.name(inside.explains))
        yield from _named(words, name, (*layer.at(inside.id), *layer.at(inside.id, option.number)))
        for step in option.steps:
            place = words("present.said", place=name, name=words.name(step.treatment))
            yield from _named(words, place, layer.at(inside.id, option.number, step.number))


def _named(words: Words, place: str, texts: Iterable[str]) -> Iterator[Line]:
    name = words("handout.term", name=place)
    yield from (_line(name, text) for text in texts)
