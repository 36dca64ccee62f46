"""What a treatment may be like: every fact is there, from its source, and marked for what it is."""

from __future__ import annotations

import gzip
import re
from collections import Counter

import pytest

from carepath import pictograms
from carepath.content import presentation
from carepath.model import pathway
from carepath.model.effects import GENERAL
from carepath.model.pathway import Pathways
from carepath.model.selection import Selection
from carepath.tables.vocabulary import MOST_ITEMS, SECTIONS
from carepath.text import messages, templating
from carepath.text.messages import Words
from carepath.text.titles import HEADS
from carepath.web import document
from harness import reading
from tests.support import facts
from tests.support.prerendered import INSIDE, SITES, made, without_closed
from tests.support.project_data import ENGLISH, PATHS, SPANISH, TOPICS
from tests.support.renderers import LARGEST_FIRST_PAGE
from tests.support.selections import pairs, selected

ROWS = facts.read("effects.csv")
TREATMENTS = [row["term"] for row in facts.read("terms.csv") if row["kind"]]

# What NCI's pages list, by treatment and section: no item of a list may be lost.
LISTED = {
    (
        "chemotherapy",
        "effects",
    ): "fatigue|mouth sores|nausea|hair loss|eating|get better or go away",
    ("chemotherapy", "know"): "does not show how well|for sure|infection around a catheter",
    ("chemotherapy", "given"): "cycles|hospital|at home|clinic",
    ("surgery", "effects"): "pain|manage|infection|antibiotic|bleeding|nearby tissue|anesthesia"
    "|how the body uses food|mouth, throat, stomach or bowel|tube or a vein",
    ("surgery", "given"): "one more visit",
    ("cns-surgery", "given"): "surgery in general|do not speak of surgery on the brain",
    ("high-dose-chemotherapy", "given"): "chemotherapy in general|long hospital stays",
    ("high-dose-chemotherapy", "later"): "short-term and long-term",
    ("stem-cell-rescue", "given"): "long hospital stays|after high-dose|after MIBG",
    ("radiation-therapy", "effects"): "fatigue|hair loss|memory or concentration"
    "|nausea and vomiting|skin changes|headache|blurry vision|swallowing|cough"
    "|shortness of breath|mouth problems|taste|thyroid|diarrhea|sexual|fertility|bladder"
    "|more parts|not name the spinal cord|hard to eat|mouth sores",
    ("radiation-therapy", "later"): "within a few months|do not get better|months or years later",
    ("radiation-therapy", "know"): "limit|a second time|urine, sweat and saliva",
    ("mibg-therapy", "later"): "second cancer",
    ("mibg-therapy", "know"): "urine, sweat and saliva",
    ("stem-cell-rescue", "effects"): "destroys healthy cells|bleeding|infection|tired|nausea"
    "|vomiting|fatigue|appetite|mouth sores|hair loss|skin reactions",
    (
        "stem-cell-rescue",
        "later",
    ): "infertility|cataracts|new cancers|liver, kidneys, lungs or heart|bones and muscles",
    ("stem-cell-rescue", "know"): "small risk|several months|donor",
    ("dinutuximab", "effects"): "dinutuximab itself|in general|one antibody to another"
    "|pain|swelling|soreness|redness|itching|rash"
    "|chills|fatigue|fever|muscle aches|nausea|vomiting|diarrhea|serious infections"
    "|high blood pressure|heart failure|heart attacks|inflamed lungs|allergic|cause death"
    "|capillary leak|dangerously low|shock|several organs|often mild|headache|fast heartbeat"
    "|low blood pressure|trouble breathing",
    ("gm-csf", "effects"): "pain|swelling|soreness|redness|itching|rash|fever|chills|weakness"
    "|dizziness|nausea or vomiting|muscle or joint|fatigue|headache|trouble breathing"
    "|low or high blood pressure|weight gain|palpitations|sinuses|diarrhea|infection"
    "|inflamed organs|fatal|rare|at any time",
    ("car-t-cell-trial", "given"): "2 to 8 weeks|chemotherapy and maybe radiation",
    ("car-t-cell-trial", "effects"): "serious|cytokine release|fever|nausea|headache|rash"
    "|fast heartbeat|low blood pressure|trouble breathing|mild|life-threatening|normal cells"
    "|Organ damage",
    ("car-t-cell-trial", "know"): "experimental",
    ("isotretinoin", "effects"): "Our sources do not list them",
    ("eflornithine", "effects"): "Our sources do not list them",
    (GENERAL, "later"): "teeth develop|blocked bowel|bone and cartilage|hearing|high blood pressure"
    "|triglycerides|cholesterol|body fat|mood|feelings|thinking|learning|memory"
    "|myelodysplastic|acute myeloid leukemia|thyroid|kidney|treat or control",
    (GENERAL, "know"): "come back|urine tests|MIBG scans|especially neuroblastoma",
}
# These words are for what NCI's pages say; each with where it stands.
SAID = {
    "common": {"chemotherapy-page", "surgery-page", "immunotherapy-effects-page"},
    "serious": {"t-cell-page", "antibody-page", "immunotherapy-effects-page"},
    "rare": {"antibody-page", "immunotherapy-effects-page"},
}


def told(treatment: str, section: str) -> str:
    own = [r for r in ROWS if treatment in (r["treatments"].split() or [GENERAL])]
    return "\n".join(r["text_en"] for r in own if r["section"] == section)


@pytest.mark.parametrize(("treatment", "section"), LISTED)
def test_nothing_that_ncis_pages_list_is_lost(treatment: str, section: str) -> None:
    text = told(treatment, section)
    wanted = LISTED[treatment, section].split("|")
    assert [part for part in wanted if part not in text] == []


def test_what_is_about_other_surgery_is_not_told_of_the_brain() -> None:
    text = told("cns-surgery", "given") + told("cns-surgery", "effects")
    assert [part for part in ("same day", "bowel", "uses food") if part in text] == []


def test_surgery_in_general_is_told_as_such_before_any_fact_about_it() -> None:
    treatments = {row.treatment for row in facts.rows("cns")} & {"surgery", "cns-surgery"}
    assert treatments
    for treatment in treatments:
        assert told(treatment, "given").startswith("This is about surgery in general. NCI's pages")


def test_rescue_after_another_treatment_is_set_apart_before_any_fact_about_it() -> None:
    caveat, transplants, *_ = told("stem-cell-rescue", "given").splitlines()
    assert "after MIBG therapy" in caveat
    assert "stem cell transplants" in transplants


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_follows_a_list_of_effects_names_its_treatment(language: str) -> None:
    heads = {row["id"]: row[f"text_{language}"] for row in facts.read("words.csv")}
    radiation = next(
        row[f"text_{language}"]
        for row in ROWS
        if row["found_at"] == "radiation-page" and "mouth sores" in row["text_en"]
    )
    for text, name in (
        (heads["effects.head.healthy-cells"], {"en": "Chemotherapy", "es": "La quimioterapia"}),
        (radiation, {"en": "Radiation therapy", "es": "La radioterapia"}),
    ):
        assert text.startswith(name[language])


def test_a_place_that_limits_a_pattern_stands_in_its_meaning() -> None:
    pattern = next(row for row in facts.read("terms.csv") if row["term"] == "4s-pattern")
    for column in ("plain_en", "meaning_en"):
        assert re.search(r"only.*skin.*liver.*bone marrow", pattern[column])
    for column in ("plain_es", "meaning_es"):
        assert re.search(r"solo.*piel.*hígado.*médula ósea", pattern[column])


def test_what_ncis_pages_do_not_say_is_not_told_as_theirs() -> None:
    own, doctors, patients = (
        {
            term
            for row in ROWS
            if (row["source"], row["section"]) == (source, "know")
            for term in row["treatments"].split()
        }
        for source in ("own-words", "nci-professional", "nci-patient")
    )
    assert own >= {"clinical-trial", "cns"}
    assert "immunotherapy" in doctors
    assert "care-team" in patients


def test_what_compares_the_stages_4s_and_ms_is_told_from_the_page_for_doctors() -> None:
    for term in ("4s-pattern", "stage-ms"):
        row = next(row for row in facts.read("terms.csv") if row["term"] == term)
        assert "took the place" not in row["more_en"]
        assert "The places are the same" in told(term, "know")
        assert "nci-professional" in [found.source for found in ENGLISH.references(term)]


def test_the_meaning_of_a_statement_is_marked_as_our_own_words() -> None:
    meanings = [row for row in facts.read("situations.csv") if row["meaning_en"]]
    assert meanings
    for row in meanings:
        assert row["meaning_en"].startswith("In our own words: ")
        assert row["meaning_es"].startswith("En nuestras propias palabras: ")


NOTED = {
    "observation-4s": "says only “observation”|names no other case",
    "observation-when": "younger than 1 year when the cancer came back or grew|may treat these"
    "|is completely favorable|pattern is 4S|cancer came back or grew within 3 months",
    "observation-else": "later, or not in a 4S pattern|if they can",
    "surgery-alone-when-removed": "favorable biology|more than 3 months|may give more",
    "palliative-care": "first treated for high risk|palliative care",
    "consolidation-no-order": "when radiation therapy comes",
    "mibg-in-a-trial": "may consider it alone or combined|in a clinical research trial",
}


@pytest.mark.parametrize("note", NOTED)
def test_a_note_keeps_the_conditions_of_the_page_for_doctors(note: str) -> None:
    text = facts.text()[f"note.{note}"]
    assert [part for part in NOTED[note].split("|") if part not in text] == []


@pytest.mark.parametrize("word", SAID)
def test_how_common_or_serious_it_is_stands_only_where_nci_says_so(word: str) -> None:
    heads = facts.text()
    found = {
        row["found_at"]
        for row in ROWS
        for text in (row["text_en"], heads.get(f"effects.head.{row['head']}", ""))
        if re.search(rf"\b{word}(ly)?\b", text)
    }
    assert found
    assert found <= SAID[word] | {"no-place"}


def test_every_treatment_is_told_of() -> None:
    for treatment in TREATMENTS:
        assert told(treatment, "effects"), treatment


def test_a_list_is_short_and_in_the_order_of_the_table(words: Words) -> None:
    for treatment, sections in words.effects.items():
        assert [s.id for s in sections] == [s for s in SECTIONS if s in {x.id for x in sections}]
        groups = [group for s in sections for run in s.runs for group in run.groups]
        assert all(len(group.texts) <= MOST_ITEMS for group in groups if group.head), treatment
        texts = [text for group in groups for text in group.texts]
        of_it = [r for r in ROWS if treatment in (r["treatments"].split() or [GENERAL])]
        ordered = sorted(of_it, key=lambda row: SECTIONS.index(row["section"]))
        assert texts == [row["text_en"] for row in ordered]


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_each_group_that_speaks_of_cancer_in_general_says_so_and_no_other(words: Words) -> None:
    general = {source for source, row in words.sources.items() if row["scope"]}
    assert general == {"nci-treatment-types"}
    scope = words.sources["nci-treatment-types"]["scope"]
    for treatment in TREATMENTS:
        runs = [run for section in words.effects[treatment] for run in section.runs]
        marked = [run for run in runs if run.reference.source in general]
        page = word_page(words, treatment)
        assert page.count(scope) == len(marked), treatment


def word_page(words: Words, term: str) -> str:
    from carepath.content import term_index

    entry = next(e for e in term_index.entries(words, PATHS, Selection()) if e.term == term)
    return str(templating.render("word.html", words, entry=entry, links=()))


def test_an_opened_step_tells_what_it_may_be_like() -> None:
    site = SITES["en"]
    body = without_closed(made("en", "paths", selected("high", "same", "1", "2")).body)
    detail = body[body.index('<section class="details"') :]
    parts = [
        "How to say it",
        site.words("effects.given"),
        site.words("effects.effects"),
        "capillary leak",
        site.words("effects.know"),
        site.words("details.why"),
        site.words("details.ask"),
        "Does dinutuximab cause pain?",
        site.words("details.from"),
        "page on monoclonal antibodies",
    ]
    at = [detail.index(part) for part in parts]
    assert at == sorted(at)
    assert 'href="https://www.cancer.gov/about-cancer/treatment/types/immunotherapy/' in detail


@pytest.mark.parametrize("language", SITES)
@pytest.mark.parametrize("answer", facts.ANSWERS, ids="-".join)
def test_the_list_tells_once_what_each_treatment_may_be_like(
    answer: tuple[str, str], language: str
) -> None:
    words, situation = SITES[language].words, PATHS.routes[pairs(*answer)]
    body = without_closed(made(language, "paths", selected(*answer)).body)
    steps = [step for option in situation.options for step in option.steps]
    likes = {words.effects[step.treatment] for step in steps}
    assert body.count(f"<h4>{words('effects.effects')}</h4>") == len(likes)
    blocks = Counter(reading.blocks(body))
    assert blocks[words("later.title")] == 1
    late = next(s for s in words.effects[GENERAL] if s.id == "later")
    for group in late.runs[0].groups:
        for text in group.texts if group.head else [" ".join(group.texts)]:
            assert blocks[templating.Markup.escape(text)] == 1


@pytest.mark.parametrize("language", SITES)
@pytest.mark.parametrize("page", HEADS)
def test_every_first_page_is_small(page: str, language: str) -> None:
    steps = [
        selected(*answer, str(option.number), step)
        for answer, situation in facts.ANSWERS.items()
        for option in next(s for s in PATHS.situations if s.id == situation).options
        for number in range(len(option.steps) + 1)
        for step in inner(option, number)
    ]
    chosen = steps if page == "paths" else [Selection(), selected("low", "elsewhere"), INSIDE]
    for one in chosen:
        text = document.page(made(language, page, one), "https://x.example", noindex=False)
        assert len(gzip.compress(text.encode())) < LARGEST_FIRST_PAGE, one


def inner(option: pathway.Option, number: int) -> list[str]:
    """Return the steps of an address that open a step, or one inside it; "" opens the option."""
    if not number:
        return [""]
    inside = PATHS.inside.get(option.steps[number - 1].treatment)
    within = len(inside.options[0].steps) if inside else 0
    return [str(number), *(f"{number}.{at}" for at in range(1, within + 1))]


@pytest.mark.parametrize("page", ["paths", "questions", "words"])
def test_each_part_of_a_page_says_that_it_is_unchecked(page: str) -> None:
    site = SITES["en"]
    assert site.words("unchecked") in made("en", page, INSIDE).body


def test_a_copy_was_stored_and_not_read_on_its_day(words: Words, pathways: Pathways) -> None:
    for source, row in words.sources.items():
        assert not (row["stored_on"] and row["read_on"]), source
    assert words.sources["nci-patient"]["stored_on"] == "2025-12-30"
    assert "read on 30 December 2025" not in made("en", "about", INSIDE).body


def test_the_sources_page_leads_to_each_of_ncis_pages() -> None:
    body = made("en", "about", Selection()).body
    pages = {text for word, text in facts.text().items() if word.startswith("opens.")}
    assert len(pages) == 8
    assert [page for page in pages if body.count(f'href="{page}"') != 1] == []


def test_the_presenter_has_it_in_the_notes() -> None:
    words = SITES["en"].words
    chosen = selected("high", "same")
    slides = str(presentation.present(words, PATHS, PATHS.routes[pairs("high", "same")], chosen))
    prompts = slides[slides.index('<template class="notes"') :]
    assert prompts.count("capillary leak") == 1
    assert prompts.count("problems with how the teeth develop") == 1
    assert "capillary leak" not in slides.removesuffix(prompts)
    assert words("unchecked") in slides.removesuffix(prompts)


SHOWS = {
    "cells": r"takes? stem cells .*freezes .*(go|goes) back",
    "machine": r"machine outside the body",
    "mouth": r"by mouth",
    "vein": r"\bvein\b",
}
"""A picture -> what the facts beside it have to say."""


def test_a_picture_shows_what_the_facts_beside_it_say() -> None:
    shown = set()
    for topic in TOPICS.values():
        words = messages.read(topic, "en")
        for term, row in words.terms.items():
            if not (picture := row["picture"]):
                continue
            (given,) = (section for section in words.effects[term] if section.id == "given")
            told = " ".join(
                text for run in given.runs for group in run.groups for text in group.texts
            )
            assert re.search(SHOWS[picture], told), term
            shown.add(picture)
    assert shown == {*SHOWS} == {*pictograms.PICTURES}
