"""The slides of every situation: all steps once, in order, as sentences; the page by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from carepath.content import presentation, slide_drawing
from carepath.content.slides import Slide, slides
from carepath.drawing import svg
from carepath.model.pathway import Pathways, steps_of
from carepath.text import messages, sentences
from carepath.text.messages import Words
from harness.paths import ROOT
from tests.support import codes, facts
from tests.support.html import Markup, plain
from tests.support.literals import TWO_WORDS, texts_of_script
from tests.support.selections import pairs, selected

SCRIPT = ROOT / "carepath" / "ui" / "components" / "present.js"
NEVER_SAID = re.compile(
    r"\b(should|best|recommended|cure rate|survival|chance of|percent|dose|hopeless|fail\w*)\b",
    re.I,
)


def shown(words: Words, pathways: Pathways, answers: tuple[str, str]) -> tuple[Slide, ...]:
    return slides(words, pathways, pathways.routes[pairs(*answers)], selected(*answers))


@pytest.mark.parametrize("answers", facts.ANSWERS)
def test_every_step_of_every_option_is_one_slide(
    words: Words, pathways: Pathways, answers: tuple[str, str]
) -> None:
    first, *steps, summary, last = shown(words, pathways, answers)
    if first.kind == "statement":
        opening = steps.pop(0)
        assert first.choice == ("", "")
    else:
        opening = first
    assert (first.kind == "statement") == (answers[0] == "high")
    found = [
        (option, item)
        for option in pathways.routes[pairs(*answers)].options
        for item in steps_of(pathways, option)
    ]
    assert [slide.choice for slide in steps] == [
        (str(option.number), item.address) for option, item in found
    ]
    assert (opening.kind, opening.choice) == ("opening", ("", ""))
    # A screen reader hears of every move, also between slides of one title.
    said = [slide.said for slide in shown(words, pathways, answers)]
    assert [pair for pair in pairwise(said) if pair[0] == pair[1]] == []
    assert {slide.kind for slide in steps} == {"step"}
    assert (summary.kind, summary.choice) == ("summary", steps[-1].choice)
    assert (last.kind, last.choice) == ("last", steps[-1].choice)
    names = facts.names()
    for slide, (option, item) in zip(steps, found, strict=True):
        name = sentences.option_name(words, option)
        phases = re.fullmatch(r"(\w+), phase (\d) of 3", slide.title)
        assert bool(phases) == bool(item.step.phase) == (slide.title != name)
        if phases:
            order = ["induction", "consolidation", "maintenance"]
            assert order[int(phases[2]) - 1] == phases[1].lower() == names[item.step.phase]
        assert slide.said == f"{slide.title}: {names[item.step.treatment]}"
        assert slide.option and slide.step
        assert slide.meaning == words.terms[item.step.treatment]["meaning"]
        # A sentence that is only the name would repeat the box.
        sentence = sentences.step_sentence(words, slide.option, slide.step)
        assert slide.sentence == (sentence if sentence != f"{slide.name}." else "")
        assert names[item.step.treatment].lower() in sentence.lower()


@pytest.mark.parametrize("answers", facts.ANSWERS)
def test_the_presenter_has_a_line_on_every_slide(
    words: Words, pathways: Pathways, answers: tuple[str, str]
) -> None:
    for slide in shown(words, pathways, answers):
        assert slide.say.endswith(".")
        if slide.step:
            assert slide.say.startswith(words.terms[slide.step.treatment]["meaning"])


@pytest.mark.parametrize("answers", facts.ANSWERS)
def test_the_presenter_asks_once_for_each_option(
    words: Words, pathways: Pathways, answers: tuple[str, str]
) -> None:
    first, *between = shown(words, pathways, answers)
    *steps, summary, last = (slide for slide in between if slide.kind != "opening")
    for slide in (first, summary, *(slide for slide in steps if slide.ask)):
        assert slide.ask.startswith("I want to check that I explained this well. ")
        assert slide.ask.endswith("?")
    assert last.ask == ""
    for option in pathways.routes[pairs(*answers)].options:
        of_option = [slide for slide in steps if slide.choice[0] == str(option.number)]
        *before, end = of_option
        assert [slide.ask for slide in before] == [""] * len(before)
        assert sentences.option_name(words, option) in end.ask


def test_every_note_stands_on_a_slide(words: Words, pathways: Pathways) -> None:
    for answers in facts.ANSWERS:
        situation = pathways.routes[pairs(*answers)]
        noted = [note for slide in shown(words, pathways, answers) for note in slide.notes]
        flows = [
            situation,
            *(
                pathways.inside[step.treatment]
                for option in situation.options
                for step in option.steps
                if step.treatment in pathways.inside
            ),
        ]
        of_flows = [n for f in flows for n in f.notes]
        of_options = [n for f in flows for o in f.options for n in o.notes]
        of_steps = [n for f in flows for o in f.options for s in o.steps for n in s.notes]
        assert sorted(map(str, noted)) == sorted(map(str, [*of_flows, *of_options, *of_steps]))


def test_nothing_is_said_that_may_not_be_said() -> None:
    told = [text for name, text in facts.text().items() if name.startswith("present.")]
    assert told
    assert [text for text in told if NEVER_SAID.search(text)] == []


def test_one_step_is_marked_in_the_drawing(words: Words, pathways: Pathways) -> None:
    for situation in (*pathways.situations, *pathways.inside.values()):
        for option in situation.options:
            for step in option.steps:
                for draw in (slide_drawing.across, slide_drawing.down):
                    drawn = draw(words, option, step).markup
                    boxes = re.findall(r'<g class="node step ([^"]*)"', drawn)
                    # Of an option with phases, only the one of the step is drawn.
                    phases = any(s.phase for s in option.steps)
                    beside = [s for s in option.steps if not phases or s.phase == step.phase]
                    assert len(boxes) == len(beside)
                    assert [box.endswith(" now") for box in boxes].count(True) == 1
                    assert drawn.count('aria-current="step"') == 1
                    name = messages.capital(words.name(step.treatment))
                    assert re.search(rf'{re.escape(name)}"[^>]*aria-current', drawn)
                    # Several drawings stand on one page.
                    assert " id=" not in drawn


def test_a_drawing_is_laid_out_once_for_all_its_slides(
    words: Words, pathways: Pathways, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources: list[str] = []
    draw = svg._draw
    monkeypatch.setattr(svg, "_draw", lambda dot: sources.append(dot) or draw(dot))
    svg._laid_out.cache_clear()
    situation = pathways.routes[pairs("high", "same")]
    presentation.present(words, pathways, situation, selected("high", "same"))
    assert len(sources) == 2 * len(situation.options)


def test_the_statement_says_on_its_slide_that_no_doctor_has_checked_it(
    words: Words, pathways: Pathways
) -> None:
    for place in facts.PLACES:
        situation = pathways.routes[pairs("high", place)]
        page = presentation.present(words, pathways, situation, selected("high", place))
        slide = re.search(r'<section class="slide statement".*?</section>', page, re.DOTALL)
        assert slide
        assert words("unchecked") in slide[0]


@pytest.mark.parametrize("treatment", ["stem-cell-rescue", "car-t-cell-trial"])
def test_a_slide_tells_the_whole_way_that_cells_go(
    words: Words, pathways: Pathways, treatment: str
) -> None:
    situation = pathways.routes[pairs("high", "same")]
    page = plain(presentation.present(words, pathways, situation, selected("high", "same")))
    told = [
        row["text_en"]
        for row in facts.read("effects.csv")
        if (row["section"], row["source"]) == ("given", "nci-patient")
        and treatment in row["treatments"].split()
    ]
    assert len(told) == 2
    assert " ".join(told) in page


@pytest.mark.parametrize("answers", facts.ANSWERS)
def test_the_markup_holds_every_slide_hidden(
    words: Words, pathways: Pathways, answers: tuple[str, str]
) -> None:
    situation = pathways.routes[pairs(*answers)]
    page = Markup(presentation.present(words, pathways, situation, selected(*answers)))
    count = len(shown(words, pathways, answers))
    parts = [attrs for _, attrs in page.tags if "data-slide" in attrs]
    # A slide, and the presenter's notes on it.
    assert sorted(int(attrs["data-slide"]) for attrs in parts) == sorted([*range(count)] * 2)
    assert all("hidden" in attrs for attrs in parts)
    # One on the page, one in each part of the notes, of which one is shown.
    assert [tag for tag, _ in page.tags].count("h1") == 1 + count
    assert len(page.ids) == len(set(page.ids))
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a" and attrs["href"][0] == "/"]
    assert links == [f"/questions?group={answers[0]}&place={answers[1]}"]


def test_the_notes_are_in_a_template_only(words: Words, pathways: Pathways) -> None:
    situation = pathways.routes[pairs("high", "same")]
    made = presentation.present(words, pathways, situation, selected("high", "same"))
    page, _, notes = str(made).partition("<template")
    for slide in shown(words, pathways, ("high", "same")):
        assert str(escape(slide.say)) in notes
        assert str(escape(slide.ask)) in notes
        assert not slide.ask or str(escape(slide.ask)) not in page
    assert notes.rstrip().endswith("</template>")
    names = [slide.name for slide in shown(words, pathways, ("high", "same"))]
    following = re.findall(r"<strong>Next: ([^<]*)</strong>", notes)
    assert following == [str(escape(name)) for name in names[1:]]


CONTACTS = [
    ("https://care.example.org", True, False),
    ("http://192.168.1.20:8501", True, True),
    ("http://localhost:8501", False, False),
    ("", False, False),
]


@pytest.mark.parametrize(("base", "reached", "nearby"), CONTACTS)
def test_the_last_slide_has_an_address_only_if_phones_reach_it(
    words: Words, base: str, reached: bool, nearby: bool
) -> None:
    text = facts.text()
    made = presentation.contact(words, base, selected("high", "same", "2", "1", lang="en"))
    markup = Markup(made)
    links = [attrs["href"] for tag, attrs in markup.tags if tag == "a"]
    # Each phone shows it in its own language, from the beginning.
    assert (f"{base}/?group=high&place=same" in links) is reached
    drawn = re.findall(r"<svg.*?</svg>", str(made))
    assert [text for svg in drawn for text in codes.texts(svg)] == (
        [f"{base}/?group=high&place=same"] if reached else []
    )
    assert (text["share.nearby"] in made) is nearby
    assert (text["present.local"] in made) is not reached
    assert "localhost" not in made
    assert text["trials.phone.address"] in links
    assert text["trials.phone"] in markup.text
    assert text["trials.about.address"] in links


def test_text_of_the_tables_is_escaped(words: Words, pathways: Pathways) -> None:
    bad = "<img src=x>"
    terms = {term: dict(row) | {"meaning": bad, "name": bad} for term, row in words.terms.items()}
    told = replace(words, terms=terms)
    page = str(
        presentation.present(
            told, pathways, pathways.routes[pairs("high", "same")], selected("high", "same")
        )
    )
    assert "&lt;img" in page
    assert "<img" not in page


def test_no_sentence_stands_in_the_script() -> None:
    texts = list(texts_of_script(SCRIPT.read_text(encoding="utf-8")))
    assert "moved" in texts
    assert [text for text in texts if TWO_WORDS.search(text)] == []


def presented(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.query_params.update(query)
    app.run()
    app.switch_page("pages/present.py").run()
    assert not app.exception
    return app


def slides_of(app: AppTest) -> list[str]:
    return [str(found.proto) for found in app.get("bidi_component") if found.key == "slides"]


def test_without_answers_the_page_asks_for_them() -> None:
    app = presented()
    assert [radio.label for radio in app.radio] == [
        facts.text()["question.group"],
        facts.text()["question.place"],
    ]
    assert len(app.sidebar) == 0
    assert slides_of(app) == []


def test_with_answers_the_page_shows_the_slides_alone() -> None:
    app = presented(group="high", place="same")
    assert len(app.radio) == 0
    assert len(app.sidebar) == 0
    assert len(slides_of(app)) == 1
    assert "data-said" in slides_of(app)[0]
