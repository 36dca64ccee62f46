"""Topics that ask no question, one question or three, made of the project's own lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st

from carepath.tables import topics as homes
from carepath.tables.vocabulary import COMPANIONS, FORMAT, LEADS, ORDERED, PHASED
from tests.support.spoiled import FILES, copy, own, write_to

Routes = dict[str, dict[str, tuple[str, ...]]]
"""Situation -> question -> the answers that lead to it."""


@dataclass(frozen=True)
class Topic:
    """The answers to each question in order, the routes, and the name of all answers.

    `lists` has the rows of lists that are not the project's own, `leads` the leads of lists.
    """

    questions: dict[str, tuple[str, ...]]
    routes: Routes
    names: dict[str, str]
    lists: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)


EXPLAINING = "new-high-risk"
FIRST = {"option": "1", "step": "1"}
OPTIONAL_PART: list[dict[str, str]] = [
    FIRST | {"treatment": "observation", "alone": "yes", "whom": "older-than-18-months"},
    FIRST | {"option": "2", "treatment": "chemotherapy", "whom": "older-than-18-months"},
    {"option": "2", "step": "2", "treatment": "surgery", "follows": "1", "link": "with-or-without"},
]
"""What is given alone, and what is given with or without something else."""
TOPICS = {
    "none": Topic({}, {"high": {}}, {"all": "high"}),
    "one": Topic(
        {"stage": ("early", "late", "a-b")},
        {
            "low-same": {"stage": ("early",)},
            "high": {"stage": ("late",)},
            "cns": {"stage": ("a-b",)},
        },
        {"early": "low-same", "late": "high", "a-b": "cns"},
    ),
    # Whoever answers "twice" or "here" is asked nothing more.
    "three": Topic(
        {"times": ("once", "twice"), "where": ("here", "there"), "age": ("young", "older")},
        {
            "cns": {"times": ("twice",)},
            "low-same": {"times": ("once",), "where": ("here",)},
            "low-elsewhere": {"times": ("once",), "where": ("there",), "age": ("young",)},
            "high": {"times": ("once",), "where": ("there",), "age": ("older",)},
        },
        {
            "once.here": "low-same",
            "once.there.young": "low-elsewhere",
            "once.there.older": "high",
            "twice": "cns",
        },
    ),
    "wordings": Topic(
        {"group": ("optional", "phases", "one")},
        {
            "low-same": {"group": ("optional",)},
            EXPLAINING: {"group": ("phases",)},
            "intermediate-elsewhere": {"group": ("one",)},
        },
        {"optional": "low-same", "phases": EXPLAINING, "one": "intermediate-elsewhere"},
        {"low-same": OPTIONAL_PART, "intermediate-elsewhere": [FIRST | {"treatment": "surgery"}]},
        {"low-same": "include", "intermediate-elsewhere": "is"},
    ),
}


QUESTIONS = ("first", "second", "third")
LISTS = (
    *("low-same", "low-elsewhere", "intermediate-same", "intermediate-elsewhere", "high", "cns"),
    *("low-several", "low-unsure", "intermediate-several", "intermediate-unsure", "unsure-same"),
)
"""The project's lists that a drawn topic takes; those from the seventh have no steps."""
JOINED = (*COMPANIONS, *ORDERED)


@st.composite
def drawn(draw: st.DrawFn, questions_asked: int) -> Topic:
    """Draw a topic with so many questions, any but the first of which an answer may make moot."""
    asked = QUESTIONS[:questions_asked]
    questions: dict[str, tuple[str, ...]] = {}
    for question in asked:
        questions[question] = tuple("abc"[: draw(st.integers(1 if question == "first" else 2, 3))])
    ends: list[tuple[str, ...]] = []

    def branch(given: tuple[str, ...]) -> None:
        # The first branch asks everything, so that each question decides on something.
        whole = not any(given) or set(given) == {"a"}
        free = len(LISTS) - len(ends)
        if len(given) == len(asked) or (not whole and (free < 9 or draw(st.booleans()))):
            ends.append(given)
        else:
            for answer in questions[asked[len(given)]]:
                branch((*given, answer))

    branch(())
    # At least one answer leads to a list with steps.
    first = draw(st.sampled_from(LISTS[:6]))
    rest = draw(st.permutations([name for name in LISTS if name != first]))
    lists = [first, *rest][: len(ends)]
    others = [name for name in lists[1:] if LISTS.index(name) < 6]
    own = [first, *(name for name in others if draw(st.booleans()))]
    return Topic(
        questions,
        {
            name: {question: (answer,) for question, answer in zip(asked, given, strict=False)}
            for name, given in zip(lists, ends, strict=True)
        },
        {".".join(given) or "all": name for name, given in zip(lists, ends, strict=True)},
        {name: draw(_options()) for name in own},
        {name: draw(st.sampled_from([lead for lead in LEADS if lead != PHASED])) for name in own},
    )


@st.composite
def _options(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw up to three options of up to five steps, each after or beside the one before it."""
    rows = []
    for option in range(1, draw(st.integers(1, 3)) + 1):
        link, steps = draw(st.sampled_from(JOINED)), draw(st.integers(1, 5))
        alone = "yes" if steps == 1 and draw(st.booleans()) else ""
        for step in range(1, steps + 1):
            row = {"option": str(option), "step": str(step), "alone": alone}
            row["treatment"] = draw(st.sampled_from(("surgery", "chemotherapy", "observation")))
            row["whom"] = draw(st.sampled_from(("", "older-than-18-months")))
            rows.append(row | ({"follows": str(step - 1), "link": link} if step > 1 else {}))
    return rows


def text(*names: str, language: str = "en") -> str:
    """Return an invented text of a question or an answer."""
    return " ".join((*names, {"en": "text", "es": "texto"}[language])).capitalize()


def several(folder: Path) -> Path:
    """Write the project's first topic into a folder, and those with one question and with three."""
    copy(folder)
    for order, name in enumerate(("one", "three"), start=2):
        make(folder, name, order)
    return folder


def make(folder: Path, name: str, order: int = 1, topic: Topic | None = None) -> Path:
    """Write the tables of a topic into a folder, in which others may be, and return it.

    The topic is the one of that name in `TOPICS`, if no other one is given.
    """
    topic = topic or TOPICS[name]
    kept = {*topic.routes, EXPLAINING}
    tables = {table: own(table) for table in FILES}
    languages = [c.removeprefix("text_") for c in tables["words"][0] if c.startswith("text_")]
    for table in ("situations", "treatments", "notes"):
        columns, rows = tables[table]
        replaced = topic.lists if table != "situations" else ()
        rows = [
            row for row in rows if row["situation"] in kept and row["situation"] not in replaced
        ]
        tables[table] = columns, rows
    tables["notes"] = (
        tables["notes"][0],
        [row for row in tables["notes"][1] if not row["answer"]],
    )
    tables["cards"] = tables["cards"][0], []
    columns, rows = tables["treatments"]
    for situation, listed in topic.lists.items():
        place = {"situation": situation, "source": "own-words", "found_at": "no-place"}
        rows += [dict.fromkeys(columns, "") | place | row for row in listed]
    for row in tables["situations"][1]:
        situation = row["situation"]
        row |= {"shares": "", "shares_by": "", "lead": topic.leads.get(situation, row["lead"])}
        row["steps"] = str([step["situation"] for step in rows].count(situation))
        if situation in topic.routes:
            row["explains"] = ""
    columns, rows = tables["prompts"]
    tables["prompts"] = columns, [row for row in rows if {*row["situations"].split()} <= kept]
    tables["topic"] = tables["topic"][0], [{"topic": name, "format": FORMAT, "order": str(order)}]
    tables["questions"] = (
        tables["questions"][0],
        [
            {"question": question}
            | {
                f"{column}_{language}": text(question, column, language=language)
                for language in languages
                for column in ("text", "help", "name", "heading")
            }
            | {
                f"line_{language}": f"{text(question, language=language)}: {{answer}}."
                for language in languages
            }
            for question in topic.questions
        ],
    )
    tables["answers"] = (
        tables["answers"][0],
        [
            {"question": question, "answer": answer}
            | {
                f"{column}_{language}": text(question, answer, column, language=language)
                for language in languages
                for column in ("text", "within")
            }
            | {f"line_{language}": "" for language in languages}
            for question, answers in topic.questions.items()
            for answer in answers
        ],
    )
    tables["routes"] = (
        tables["routes"][0],
        [
            {"situation": situation, "question": question, "answer": answer}
            for situation, wanted in topic.routes.items()
            for question, answers in wanted.items()
            for answer in answers
        ],
    )
    (folder / "topics" / name).mkdir(parents=True)
    for table, (columns, rows) in tables.items():
        write_to(folder / homes.home(table, name), columns, rows)
    return folder
