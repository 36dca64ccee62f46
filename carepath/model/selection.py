"""A reader's choices, read from and written to the query of a URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from carepath.model import repair
from carepath.model.pathway import Pathways, Situation, steps_of
from carepath.tables import routing
from carepath.tables.routing import Answers
from carepath.tables.vocabulary import CHOICES, TOPIC


@dataclass(frozen=True)
class Selection:
    """The answers, an option's number and a step's address, each empty if not chosen.

    A step's address is its number, or `N.M` for step M inside the treatment of step N. `against`
    is the other side of a comparison: the name of other answers, or the number of an option of the
    same situation. `lang` is the chosen language, "" for the browser's own. `topic` is the topic
    as addresses state it, "" for the first one.
    """

    answers: Answers = ()
    option: str = ""
    step: str = ""
    against: str = ""
    lang: str = ""
    topic: str = ""

    @property
    def name(self) -> str:
        """The name of the answers in URLs and of files."""
        return routing.name(self.answers)

    @property
    def against_answers(self) -> bool:
        """Whether the other side of the comparison is answers, not an option."""
        return bool(self.against) and not self.against.isdigit()

    def answer(self, question: str) -> str:
        """Return the answer to a question, "" if there is none."""
        return dict(self.answers).get(question, "")

    def changed(self, pathways: Pathways, values: Mapping[str, str]) -> Selection:
        """Return the selection after a reader chooses `values`.

        A new answer closes the option and the step of the old one. Nothing is compared with itself.
        """
        chosen = {**self.query(), **values}
        if any(question.id in values for question in pathways.questions):
            chosen |= {"option": "", "step": ""}
            if chosen.get("against", "").isdigit():
                chosen["against"] = ""
        answers = _answers(pathways, chosen)
        if chosen.get("against") in (chosen.get("option"), routing.name(answers)):
            chosen["against"] = ""
        rest = {key: chosen.get(key, "") for key in CHOICES}
        return Selection(answers, topic=pathways.parameter, **rest)

    def query(self) -> dict[str, str]:
        """Return the selection as query parameters: the topic, the answers, then the rest."""
        return {
            **({TOPIC: self.topic} if self.topic else {}),
            **dict(self.answers),
            **{key: value for key in CHOICES if (value := getattr(self, key))},
        }

    def url(self, path: str = "") -> str:
        """Return a relative link to this selection on the page at `path`."""
        query = urlencode(self.query())
        return f"{path}?{query}" if query else path or "?"


def addresses(situation: Situation, pathways: Pathways) -> dict[str, tuple[str, ...]]:
    """Return the step addresses that exist, by option number."""
    return {
        str(option.number): tuple(found.address for found in steps_of(pathways, option))
        for option in situation.options
    }


def read(
    query: Mapping[str, str], pathways: Pathways, languages: tuple[str, ...]
) -> tuple[Selection, tuple[str, ...]]:
    """Return the selection of a query, and the keys whose values were not understood.

    No text of the query is returned: each value becomes a known one or is dropped. Keys that the
    selection does not have are ignored, because they belong to other parts of the site. Of a link
    to another topic only the language is read, because its answers mean something else here.
    """
    named = meant(query, TOPIC)
    if named != pathways.topic and (named or not pathways.first):
        lang = meant(query, "lang")
        others = {*_asked(query)} - {"lang"}
        elsewhere = Selection(lang=lang if lang in languages else "", topic=pathways.parameter)
        return elsewhere, (TOPIC,) if others else ()
    known: dict[str, str] = {}
    allowed: dict[str, tuple[str, ...]] = {
        **{question.id: question.answers for question in pathways.questions},
        "against": tuple(pathways.names),
        "lang": languages,
    }
    steps: dict[str, tuple[str, ...]] = {}
    for key in keys(pathways):
        if key == "option" and (situation := pathways.situation(_answers(pathways, known))):
            steps = addresses(situation, pathways)
            allowed["option"] = tuple(steps)
            allowed["against"] = (*pathways.names, *steps)
        if key == "step" and "option" in known:
            allowed["step"] = steps[known["option"]]
        value = meant(query, key)
        value = pathways.former.get(value, value)
        if value in allowed.get(key, ()):
            known[key] = value
    asked = _asked(query)
    dropped = tuple(key for key in keys(pathways) if asked.get(key) and key not in known)
    rest = {key: known[key] for key in CHOICES if key in known}
    return Selection(_answers(pathways, known), topic=pathways.parameter, **rest), dropped


def keys(pathways: Pathways) -> tuple[str, ...]:
    """Return the parameters of a query that are read, in this order."""
    return (*(question.id for question in pathways.questions), *CHOICES)


def meant(query: Mapping[str, str], key: str) -> str:
    """Return the repaired value of a parameter, which may be unknown, or ""."""
    return repair.value(_asked(query).get(key, ""))


def tidy(query: Mapping[str, str], pathways: Pathways, chosen: Selection) -> dict[str, str]:
    """Return a query with exactly the selection under its own keys; other keys stay."""
    own = (TOPIC, *keys(pathways))
    foreign = {key: value for key, value in query.items() if repair.key(key) not in own}
    return {**foreign, **chosen.query()}


def _answers(pathways: Pathways, values: Mapping[str, str]) -> Answers:
    """Return the answers among some values, without those to questions that are moot."""
    given = tuple(
        (question.id, values[question.id])
        for question in pathways.questions
        if values.get(question.id)
    )
    return pathways.completed(given)


def _asked(query: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a query by repaired key; an exact key takes precedence."""
    return {repair.key(key): value for key, value in query.items()} | dict(query)
