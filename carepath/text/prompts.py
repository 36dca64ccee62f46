"""Questions for the care team: those that fit a selection, and a family's list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from carepath.model.pathway import Pathways
from carepath.model.selection import Selection
from carepath.tables.csvfile import one_line
from carepath.tables.loader import Tables
from carepath.text.messages import Words

LONGEST_OWN = 200
"""Characters of a family's own question; longer ones are cut."""
MOST = 12
"""Questions on a list; further ones are not added."""
KEPT = "carepath.questions.1"
"""The name of the first topic's list in a browser's storage; its number is `stored`'s format."""
FRAGMENT = "ask"
"""The name of the questions at the end of a link."""


@dataclass(frozen=True)
class Prompt:
    """A question to ask, from the table; empty `situations` or `treatments` mean all of them."""

    id: str
    heading: str
    situations: frozenset[str]
    treatments: frozenset[str]
    text: str

    def fits(self, situations: Iterable[str], treatments: Iterable[str]) -> bool:
        """Return whether it is for one of these situations and one of these treatments."""
        return (not self.situations or not self.situations.isdisjoint(situations)) and (
            not self.treatments or not self.treatments.isdisjoint(treatments)
        )

    @property
    def general(self) -> bool:
        """Whether it is for every situation and treatment."""
        return not self.situations and not self.treatments


def read(tables: Tables, language: str) -> tuple[Prompt, ...]:
    """Return all prompts in one language, in the order of the table."""
    return tuple(
        Prompt(
            row["prompt"],
            row["heading"],
            frozenset(row["situations"].split()),
            frozenset(row["treatments"].split()),
            row[f"text_{language}"],
        )
        for row in tables.prompts.rows
    )


def subject(pathways: Pathways, chosen: Selection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the situations and the treatments that prompts should be about.

    The situations are the chosen one and the one whose statement it shares. The treatments are
    those of the chosen step, else of the chosen option, else of all options. Both are empty until
    all questions are answered.
    """
    situation = pathways.situation(chosen.answers)
    if situation is None:
        return (), ()
    steps = [
        step
        for option in situation.options
        for step in option.steps
        if chosen.option in ("", str(option.number))
        and chosen.step.partition(".")[0] in ("", str(step.number))
    ]
    situations = dict.fromkeys([situation.id, situation.stating(chosen.answers)])
    return tuple(situations), tuple(step.treatment for step in steps)


def by_heading(
    words: Words,
    prompts: Iterable[Prompt],
    situations: Iterable[str],
    treatments: Iterable[str],
) -> dict[str, list[Prompt]]:
    """Return the prompts that fit, by heading, specific ones before general ones.

    Prompts for other situations or treatments are left out, because they would be misleading.
    """
    fitting = sorted(
        (prompt for prompt in prompts if prompt.fits(situations, treatments)),
        key=lambda prompt: prompt.general,
    )
    start = "heading."
    headings = [word.removeprefix(start) for word in words.texts if word.startswith(start)]
    grouped = {heading: [one for one in fitting if one.heading == heading] for heading in headings}
    return {heading: group for heading, group in grouped.items() if group}


def specific(prompts: Iterable[Prompt], situation: str) -> list[Prompt]:
    """Return the prompts that are about a situation alone, whatever the treatment."""
    return [one for one in prompts if situation in one.situations and not one.treatments]


@dataclass(frozen=True)
class Entry:
    """One entry of a family's list: a prompt by its `id`, or their own `text`."""

    id: str = ""
    text: str = ""


Entries = tuple[Entry, ...]
"""A family's list of questions, in their order."""


def moved(entries: Entries, at: int, by: int) -> Entries:
    """Return a list with the entry at `at` moved by `by` places, at most to an end."""
    to = min(max(at + by, 0), len(entries) - 1)
    rest = [*entries[:at], *entries[at + 1 :]]
    return (*rest[:to], entries[at], *rest[to:])


def toggled(entries: Entries, entry: Entry) -> Entries:
    """Return a list with an entry appended, or removed if the list has it."""
    if entry in entries:
        return tuple(other for other in entries if other != entry)
    return (*entries, entry) if len(entries) < MOST else entries


def joined(entries: Entries, more: Iterable[Entry]) -> Entries:
    """Return a list with the entries appended that it lacks, as far as it has room."""
    return tuple(dict.fromkeys((*entries, *more)))[:MOST]


def own(text: str) -> Entries:
    """Return a family's own question as one line of visible text; nothing if there is none."""
    # Cutting may leave a joiner without its letter, hence `one_line` twice.
    line = one_line(one_line(text)[:LONGEST_OWN])
    return (Entry(text=line),) if line else ()


def known(prompts: Iterable[Prompt], entries: Iterable[Entry]) -> Entries:
    """Return the entries without prompts that the table doesn't have."""
    ids = {"", *(prompt.id for prompt in prompts)}
    return tuple(entry for entry in entries if entry.id in ids)


def texts(prompts: Iterable[Prompt], entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return a list as readers see it: prompts by their text, own ones as typed."""
    by_id = {prompt.id: prompt.text for prompt in prompts}
    return tuple(by_id.get(entry.id, entry.text) for entry in entries)


def fragment(entries: Iterable[Entry]) -> str:
    """Return the end of a link that holds the prompts of a list; "" without any.

    Browsers send nothing of an address after its `#`. `components/keeper.js` reads it.
    """
    ids = ".".join(entry.id for entry in entries if entry.id)
    return ids and f"#{FRAGMENT}={ids}"


def kept(pathways: Pathways) -> str:
    """Return the name of a topic's list in a browser's storage."""
    return f"{KEPT}.{pathways.parameter}" if pathways.parameter else KEPT


def stored(entries: Iterable[Entry]) -> list[dict[str, str]]:
    """Return a list as JSON for a browser to keep."""
    return [{"id": entry.id} if entry.id else {"text": entry.text} for entry in entries]


def restored(value: object) -> Entries:
    """Return the list in JSON from a browser, which may hold anything."""
    entries: Entries = ()
    for item in value if isinstance(value, list) else ():
        match item:
            case {"id": str(name)} if name:
                entries = joined(entries, (Entry(id=name),))
            case {"text": str(text)}:
                entries = joined(entries, own(text))
    return entries
