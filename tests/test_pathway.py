"""The nine answers, word for word: each option as its source states it, and nothing more."""

from __future__ import annotations

import pytest

from carepath import pathway, tables, words
from tests import facts

OLDER = "Only if your child is older than 18 months: "
WORSE = "Only if the cancer got worse after chemotherapy and second-look surgery: "
AS_NEW = "treatment as for newly diagnosed high-risk neuroblastoma."
TOLD = {
    "low-same": [
        "Surgery, then observation or chemotherapy.",
        "Chemotherapy, which may then be followed by surgery.",
    ],
    "low-elsewhere": [
        "Observation.",
        "Chemotherapy.",
        "Surgery, then chemotherapy.",
        OLDER + AS_NEW,
    ],
    "intermediate-same": [
        "Surgery, which may then be followed by chemotherapy.",
        WORSE + "radiation therapy.",
    ],
    "intermediate-elsewhere": [AS_NEW.capitalize()],
    "high": [
        "Combination chemotherapy with monoclonal antibody therapy (dinutuximab).",
        "Iodine 131-MIBG therapy to relieve symptoms and improve quality of life. It may be given "
        "alone, or with chemotherapy, or it may then be followed by stem cell rescue.",
        "Chemotherapy.",
        "A clinical trial of CAR T-cell therapy.",
    ],
    "cns": [
        "Surgery to remove the tumor in the brain or spinal cord, then radiation therapy.",
        "Chemotherapy with surgery with radiation therapy.",
    ],
}


@pytest.fixture(scope="module")
def loaded() -> tuple[pathway.Pathways, words.Words]:
    found = tables.load(tables.DATA)
    return pathway.build(found), words.read(found)


@pytest.mark.parametrize(("group", "place"), facts.ANSWERS)
def test_each_answer_leads_to_its_options(loaded, group: str, place: str) -> None:
    paths, english = loaded
    situation = paths.answer(group, place)
    assert situation.id == facts.ANSWERS[group, place]
    assert [option.number for option in situation.options] == list(
        range(1, len(situation.options) + 1)
    )
    assert [words.option_summary(english, option) for option in situation.options] == TOLD[
        situation.id
    ]


def test_there_are_six_situations_and_fifteen_options(loaded) -> None:
    paths, _ = loaded
    assert [situation.id for situation in paths.situations] == list(TOLD)
    assert sum(len(situation.options) for situation in paths.situations) == 15


def test_treatment_as_for_new_high_risk_is_told_phase_by_phase(loaded) -> None:
    paths, english = loaded
    inside = paths.inside["high-risk-treatment"]
    assert words.option_summary(english, inside.options[0]) == (
        "Induction (combination chemotherapy with surgery), then consolidation (two courses of "
        "high-dose combination chemotherapy, then stem cell rescue; and with these, in no stated "
        "order, radiation therapy), then maintenance (monoclonal antibody therapy (dinutuximab) "
        "with GM-CSF with isotretinoin), which may then be followed by eflornithine."
    )


def test_five_options_come_from_the_page_that_kept_them(loaded) -> None:
    paths, _ = loaded
    restored = {
        (situation.id, option.number)
        for situation in paths.situations
        for option in situation.options
        if {step.reference.source for step in option.steps} == {"nci-patient"}
    }
    assert restored == {
        ("low-elsewhere", 1),
        ("low-elsewhere", 2),
        ("low-elsewhere", 3),
        ("low-elsewhere", 4),
        ("intermediate-elsewhere", 1),
    }
    for situation in paths.situations:
        for option in situation.options:
            told = "lost-line" in [note.id for note in option.notes]
            assert told == ((situation.id, option.number) in restored)


def test_every_fact_names_its_source_and_place(loaded) -> None:
    paths, english = loaded
    for situation in (*paths.situations, *paths.inside.values()):
        for option in situation.options:
            for step in option.steps:
                references = [step.reference, *(note.reference for note in step.notes)]
                for reference in references:
                    assert english.sources[reference.source]["short"] in english.found(reference)
