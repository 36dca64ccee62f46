"""The topic of osteosarcoma that came back states the facts of its source, and no others."""

from __future__ import annotations

from tests.support.facts import read
from tests.support.topic_facts import Fact, faults, says

TOPIC = "osteosarcoma-recurrent"
ANSWERS = {
    "once.same-bone": "same-bone",
    "once.lung": "lung",
    "once.other-bones": "other-bones",
    "twice": "twice",
}
LEADS = {
    "same-bone": "is",
    "lung": "may-include",
    "other-bones": "may-include",
    "twice": "may-include",
}
LUNG, OTHER, TWICE = "lung-list#{}", "other-bones-list#{}", "twice-list#{}"
REMOVE = ("to remove the tumor",)
FACTS = [
    Fact("same-bone", 1, 1, "surgery", "same-bone-list"),
    Fact("lung", 1, 1, "surgery", LUNG.format(1), purpose=REMOVE),
    Fact("lung", 2, 1, "chemotherapy", LUNG.format(2)),
    Fact("lung", 3, 1, "radiation-therapy", LUNG.format(3)),
    Fact("other-bones", 1, 1, "surgery", OTHER.format(1), purpose=REMOVE),
    Fact("other-bones", 2, 1, "chemotherapy", OTHER.format(2)),
    Fact("other-bones", 3, 1, "radiation-therapy", OTHER.format(3)),
    Fact(
        "other-bones",
        4,
        1,
        "samarium",
        OTHER.format(4),
        purpose=("palliative", "to relieve pain", "and", "improve quality of life"),
    ),
    Fact("other-bones", 4, 2, "stem-cells", OTHER.format(4), follows=1, link="with-or-without"),
    Fact("twice", 1, 1, "surgery", TWICE.format(1), purpose=("to remove the cancer",)),
    Fact("twice", 1, 2, "chemotherapy", TWICE.format(1), follows=1, link="and"),
    Fact("twice", 2, 1, "chemotherapy", TWICE.format(2), alone=True),
]
NOT_LISTED = ("no list", "other parts of the body", "lung and bone together", "three times or more")
UPS = ("UPS",)
ONCE = ("does not say how many times",)
NOTES = {
    "same-bone": [ONCE, NOT_LISTED, UPS],
    "lung": [ONCE, NOT_LISTED, UPS],
    "other-bones": [
        ONCE,
        NOT_LISTED,
        UPS,
        ("stem cells out before samarium", "give them back after"),
    ],
    "twice": [("one list", "does not name a place"), NOT_LISTED, UPS],
}
# Treatment -> what its facts have to say, in one sentence of its own or more.
EFFECTS = {
    "surgery": [
        ("limb-sparing", "without amputation"),
        ("often an option", "arm or leg"),
        ("graft",),
        ("implant",),
        ("amputation",),
        ("prosthesis", "several weeks to months"),
        ("rotationplasty", "knee joint"),
        ("ankle", "knee"),
    ],
    "radiation-therapy": [
        ("not easily kill",),
        ("small amount of cancer is left after surgery",),
        ("together with other treatments",),
        ("palliative", "symptoms"),
        ("limit to the radiation",),
        ("second time",),
    ],
    "samarium": [("kills blood cells in the bone marrow",), ("urine, sweat and saliva",)],
    "": [
        ("6 months or later after",),
        ("infertility",),
        ("mood",),
        ("breast cancer",),
        ("acute myeloid leukemia",),
        ("treat or control",),
    ],
}


def test_the_tables_hold_the_facts() -> None:
    assert faults(TOPIC, ANSWERS, LEADS, FACTS, {}, NOTES) == []


def test_what_is_not_listed_is_said_beside_the_questions() -> None:
    times, place = read("questions.csv", TOPIC)
    assert says(times["help_en"], ("no list", "three times or more"))
    assert says(place["help_en"], ("no list", "other parts of the body", "lung and bone together"))


def test_the_effects_hold_the_facts() -> None:
    rows = read("effects.csv", TOPIC)
    for treatment, wanted in EFFECTS.items():
        texts = [row["text_en"] for row in rows if treatment in (row["treatments"].split() or [""])]
        assert [parts for parts in wanted if not any(says(text, parts) for text in texts)] == []


def test_keeping_everyone_safe_is_a_question_about_samarium() -> None:
    assert any(
        "samarium" in row["treatments"].split() and "safe" in row["text_en"]
        for row in read("prompts.csv", TOPIC)
    )


def test_no_sentence_compares_survival() -> None:
    texts = [
        row["text_en"]
        for row in (*read("effects.csv", TOPIC), *read("terms.csv", TOPIC))
        if "text_en" in row
    ]
    assert not [text for text in texts if "surviv" in text.casefold()]
