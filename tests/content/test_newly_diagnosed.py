"""The topic of newly diagnosed neuroblastoma states the facts of its source, and no others."""

from __future__ import annotations

from tests.support.facts import read
from tests.support.topic_facts import Fact, faults, says

TOPIC = "neuroblastoma-new"
ANSWERS = {"low": "low", "intermediate": "intermediate", "high": "high", "ms": "ms"}
LEADS = {"low": "may-include", "intermediate": "may-include", "high": "usually", "ms": "include"}
LOW, INTERMEDIATE, MS = "new-low-risk#{}", "new-intermediate-risk#{}", "new-ms#{}"
FACTS = [
    Fact("low", 1, 1, "surgery", LOW.format(1)),
    Fact("low", 1, 2, "observation", LOW.format(1), follows=1, link="then"),
    Fact(
        "low",
        2,
        1,
        "observation",
        LOW.format(2),
        alone=True,
        whom=(
            "infants younger than 6 months",
            "small adrenal tumor",
            "or",
            "infants without signs or symptoms",
        ),
    ),
    Fact(
        "low",
        3,
        1,
        "observation-with-biopsy",
        LOW.format(3),
        whom=(
            "infants younger than 1 year",
            "favorable histology",
            "and",
            "other low-risk criteria",
        ),
    ),
    Fact(
        "low",
        4,
        1,
        "chemotherapy",
        LOW.format(4),
        whom=(
            "children",
            "symptoms",
            "or",
            "tumor",
            "kept growing",
            "and",
            "surgery cannot remove",
        ),
    ),
    Fact("low", 4, 2, "surgery", LOW.format(4), follows=1, link="with-or-without"),
    Fact("low", 5, 1, "chemotherapy", LOW.format(5), whom=("certain patients", "not say which")),
    Fact(
        "low",
        6,
        1,
        "radiation-therapy",
        LOW.format(6),
        purpose=(
            "to treat tumors",
            "serious problems",
            "and",
            "do not respond quickly",
            "chemotherapy or surgery",
        ),
    ),
    Fact(
        "intermediate",
        1,
        1,
        "chemotherapy",
        INTERMEDIATE.format(1),
        whom=("for children with symptoms", "or", "to shrink", "surgery cannot remove"),
    ),
    Fact("intermediate", 1, 2, "surgery", INTERMEDIATE.format(1), follows=1, link="may-then"),
    Fact(
        "intermediate", 2, 1, "surgery", INTERMEDIATE.format(2), alone=True, whom=("for infants$",)
    ),
    Fact(
        "intermediate",
        3,
        1,
        "observation",
        INTERMEDIATE.format(3),
        alone=True,
        whom=("for infants$",),
    ),
    Fact(
        "intermediate",
        4,
        1,
        "radiation-therapy",
        INTERMEDIATE.format(4),
        purpose=(
            "to treat tumors",
            "kept growing during chemotherapy",
            "or",
            "after it",
            "surgery cannot remove",
        ),
    ),
    Fact("high", 1, 1, "combination-chemotherapy", "new-high-risk-induction#1", "induction"),
    Fact("high", 1, 2, "surgery", "new-high-risk-induction#2", "induction", 1, "item"),
    Fact(
        "high",
        1,
        3,
        "high-dose-chemotherapy",
        "new-high-risk-consolidation#1",
        "consolidation",
        1,
        "then",
    ),
    Fact(
        "high",
        1,
        4,
        "stem-cell-rescue",
        "new-high-risk-consolidation#1",
        "consolidation",
        3,
        "then",
    ),
    Fact(
        "high",
        1,
        5,
        "radiation-therapy",
        "new-high-risk-consolidation#2",
        "consolidation",
        3,
        "item",
    ),
    Fact("high", 1, 6, "dinutuximab", "new-high-risk-maintenance", "maintenance", 3, "then"),
    Fact("high", 1, 7, "gm-csf", "new-high-risk-maintenance", "maintenance", 6, "item"),
    Fact("high", 1, 8, "isotretinoin", "new-high-risk-maintenance", "maintenance", 7, "item"),
    Fact("high", 1, 9, "eflornithine", "new-high-risk-after-maintenance", "", 6, "may-then"),
    Fact(
        "ms",
        1,
        1,
        "observation",
        MS.format(1),
        whom=("favorable tumor biology", "and", "no signs or symptoms"),
    ),
    Fact("ms", 1, 2, "supportive-care", MS.format(1), follows=1, link="and"),
    Fact(
        "ms",
        2,
        1,
        "chemotherapy",
        MS.format(2),
        whom=("signs or symptoms", "very young infants", "or", "unfavorable tumor biology"),
    ),
    Fact(
        "ms",
        3,
        1,
        "radiation-therapy",
        MS.format(3),
        whom=("neuroblastoma that has spread to the liver",),
    ),
]
STATEMENTS = {"ms": "no standard treatment"}
NOTES = {
    "ms": [
        ("stage, not a risk group",),
        (
            "page for doctors",
            "observation with supportive care",
            "many children",
            "not need treatment",
        ),
        ("page for doctors", "rarely"),
    ],
    "high": [("usually", "three phases"), ("stem cells go back after chemotherapy and radiation",)],
}


def test_the_tables_hold_the_facts() -> None:
    assert faults(TOPIC, ANSWERS, LEADS, FACTS, STATEMENTS, NOTES) == []


def test_every_step_is_from_the_page_for_patients() -> None:
    assert {row["source"] for row in read("treatments.csv", TOPIC)} == {"nci-patient"}


def test_stage_ms_is_said_to_be_no_risk_group() -> None:
    (question,) = read("questions.csv", TOPIC)
    assert says(question["help_en"], ("stage ms", "a stage, not a risk group"))
    assert says(question["help_es"], ("estadio ms", "un estadio, no un grupo de riesgo"))
