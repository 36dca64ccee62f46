"""The nine answers, word for word: each option as its source states it, and nothing more."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from carepath.content import legend
from carepath.drawing import dot, svg
from carepath.model import pathway
from carepath.tables import loader
from carepath.text import messages, sentences
from tests.support import facts
from tests.support.selections import pairs
from tests.support.sentences import NAMED, TOLD


@pytest.fixture(scope="module")
def loaded() -> tuple[pathway.Pathways, messages.Words]:
    found = loader.load(loader.DATA)
    return pathway.build(found), messages.read(found)


@pytest.mark.parametrize(("group", "place"), facts.ANSWERS)
def test_each_answer_leads_to_its_options(loaded, group: str, place: str) -> None:
    paths, english = loaded
    situation = paths.routes[pairs(group, place)]
    assert situation.id == facts.ANSWERS[group, place]
    assert [option.number for option in situation.options] == list(
        range(1, len(situation.options) + 1)
    )
    assert [sentences.option_summary(english, option) for option in situation.options] == TOLD[
        situation.id
    ]
    assert [sentences.option_name(english, option) for option in situation.options] == NAMED[
        situation.id
    ]
    assert sentences.lead(english, situation) == "Treatment may include"


def test_there_are_six_situations_and_fifteen_options(loaded) -> None:
    paths, _ = loaded
    assert [flow.id for flow in paths.situations if flow.options] == list(TOLD)
    assert sum(len(situation.options) for situation in paths.situations) == 15


def test_treatment_as_for_new_high_risk_is_told_phase_by_phase(loaded) -> None:
    paths, english = loaded
    inside = paths.inside["high-risk-treatment"]
    assert sentences.option_summary(english, inside.options[0]) == (
        "Induction may include: combination chemotherapy; surgery. Then consolidation may "
        "include: two courses of high-dose combination chemotherapy, then stem cell rescue; "
        "radiation therapy. Then maintenance may include: monoclonal antibody therapy "
        "(dinutuximab); GM-CSF; isotretinoin. After maintenance, treatment may include: "
        "eflornithine."
    )
    assert sentences.lead(english, inside) == "Usually in these phases"


@pytest.mark.parametrize(
    ("lead", "title", "language"),
    [
        ("include", "Induction includes", "en"),
        ("usually", "Induction usually includes", "en"),
        ("is", "Induction is", "en"),
        ("include", "Inducción: incluye", "es"),
        ("usually", "Inducción: suele incluir", "es"),
        ("is", "Inducción: es", "es"),
    ],
)
def test_a_phase_is_drawn_told_and_explained_in_the_words_of_its_source(
    lead: str, title: str, language: str
) -> None:
    tables = loader.load(loader.DATA)
    first = {"situation": "new-high-risk", "option": "1", "step": "1"}
    rows = [
        {**row, "phase_lead": lead} if first.items() <= row.items() else row
        for row in tables.treatments.rows
    ]
    changed = replace(tables, treatments=replace(tables.treatments, rows=tuple(rows)))
    words = messages.read(changed, language)
    inside = pathway.build(changed).inside["high-risk-treatment"]
    drawn = svg.document(dot.draw_situation(words, inside, "x")).markup
    assert title in " ".join(" ".join(re.findall(r">([^<>]+)<", drawn)).split())
    summary = sentences.option_summary(words, inside.options[0])
    verb = title.split(" ", 1)[1]
    assert summary.startswith((f"{title}: ", f"En la fase de inducción, el tratamiento {verb}: "))
    (option,) = inside.options
    told = sentences.step_sentence(words, option, option.steps[0])
    assert told.startswith(summary.partition(":")[0])
    assert f"phase-{lead}" in legend.signs(inside)
    assert words(f"legend.phase-{lead}").startswith(f"{verb}: ")


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
    for situation in (listed for listed in paths.situations if listed.options):
        from_patients = situation.reference.source == "nci-patient"
        assert from_patients == (situation.id in {listed for listed, _ in restored})


def test_every_fact_names_its_source_and_place(loaded) -> None:
    paths, english = loaded
    for situation in (*paths.situations, *paths.inside.values()):
        for option in situation.options:
            for step in option.steps:
                assert {note.reference for note in step.notes} <= {*step.references}
                assert step.references[0] == step.reference
                for reference in step.references:
                    assert english.sources[reference.source]["short"] in english.citation(reference)
