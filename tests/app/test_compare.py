"""Comparing: what may stand side by side, what the table says of it, and the page."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from itertools import product
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from carepath.content import comparison, comparison_markup
from carepath.model import selection
from carepath.model.pathway import steps_of
from carepath.model.selection import Selection
from carepath.text import messages
from carepath.text.glossary import Glossary
from tests.support import facts
from tests.support.app import bodies, drawing, run, told
from tests.support.comparison import EVERY, cells_of, lettered, option_of, short
from tests.support.html import plain
from tests.support.project_data import ENGLISH, PATHS
from tests.support.selections import ANSWERS, LISTED, pairs, selected
from tests.support.sentences import NAMED, STATEMENT, TOLD

NAMES, TEXT = facts.names(), facts.text()
LISTS = {f"{group}.{place}": situation for (group, place), situation in facts.ANSWERS.items()}
RANKING = re.compile(
    r"\b(best|better|worst|recommend\w*|should|prefer\w*|cure\w*|survival|chance\w*|percent|"
    r"dose\w*|hopeless|fail\w*)\b|%|!",
    re.IGNORECASE,
)


def chosen(answer: str, option: str = "", against: str = "") -> Selection:
    group, place = answer.split(".")
    return selected(group, place, option, against=against)


def compared(answer: str, option: str = "", against: str = "") -> comparison.Comparison:
    found = comparison.comparison(PATHS, chosen(answer, option, against))
    assert found is not None
    return found


def options_of(situation: str) -> list[int]:
    return sorted({row.option for row in facts.rows(situation)})


# --- The table ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("situation", "number"), EVERY)
def test_cells_hold_the_sentences_of_the_steps(situation: str, number: int) -> None:
    option = option_of(situation, number)
    assert comparison.cells(ENGLISH, PATHS, option) == cells_of(situation, number)


HIGH_RISK = "In treatment as for newly diagnosed high-risk neuroblastoma: "


@pytest.mark.parametrize(
    ("situation", "number", "treatment", "cell"),
    [
        (
            *("high", 1, "chemotherapy"),
            (
                "Combination chemotherapy. Doctors give it together with monoclonal antibody "
                "therapy (dinutuximab).",
            ),
        ),
        (
            *("cns", 1, "surgery"),
            ("Surgery to remove the tumor in the brain or spinal cord.",),
        ),
        (
            *("low-elsewhere", 4, "chemotherapy"),
            (
                f"{HIGH_RISK}Induction may include: combination chemotherapy.",
                f"{HIGH_RISK}After induction, consolidation may include: two courses of "
                "high-dose combination chemotherapy.",
            ),
        ),
        (
            *("low-elsewhere", 4, "surgery"),
            (f"{HIGH_RISK}Induction may include: surgery.",),
        ),
        (
            *("intermediate-elsewhere", 1, "radiation-therapy"),
            (f"{HIGH_RISK}After induction, consolidation may include: radiation therapy.",),
        ),
    ],
)
def test_a_treatment_is_found_under_its_wider_name_and_inside_another(
    situation: str, number: int, treatment: str, cell: tuple[str, ...]
) -> None:
    assert comparison.cells(ENGLISH, PATHS, option_of(situation, number))[treatment] == cell


@pytest.mark.parametrize(("here", "there"), [*product(ANSWERS, ANSWERS)])
def test_the_table_of_two_situations_agrees_with_the_treatment_table(here: str, there: str) -> None:
    if here == there:
        assert comparison.comparison(PATHS, chosen(here, against=there)) is None
        return
    shown = compared(here, against=there)
    lists = list(dict.fromkeys([LISTS[here], LISTS[there]]))
    assert shown.same == (len(lists) == 1)
    numbers = [(situation, number) for situation in lists for number in options_of(situation)]
    rows = comparison.rows(ENGLISH, PATHS, shown)
    columns = [cells_of(*place) for place in numbers]
    assert {row.treatment: row.cells for row in rows} == {
        treatment: tuple(column.get(treatment, ()) for column in columns)
        for treatment in {name for column in columns for name in column}
    }
    assert len(rows) == len({row.treatment for row in rows})
    titles = comparison.columns(ENGLISH, shown)
    assert len({*titles}) == len(titles) == len(numbers)


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_table_of_two_options_agrees_with_the_treatment_table(answer: str) -> None:
    situation = LISTS[answer]
    for one, other in product(options_of(situation), repeat=2):
        if one == other:
            assert comparison.comparison(PATHS, chosen(answer, str(one), str(other))) is None
            continue
        shown = compared(answer, str(one), str(other))
        assert comparison.columns(ENGLISH, shown) == (
            NAMED[situation][one - 1],
            NAMED[situation][other - 1],
        )
        columns = [cells_of(situation, number) for number in (one, other)]
        assert {row.treatment: row.cells for row in comparison.rows(ENGLISH, PATHS, shown)} == {
            treatment: tuple(column.get(treatment, ()) for column in columns)
            for treatment in {name for column in columns for name in column}
        }


def test_columns_are_told_apart_by_what_differs() -> None:
    assert comparison.columns(ENGLISH, compared("low.same", against="high.same"))[:3] == (
        f"Low risk: {NAMED['low-same'][0]}",
        f"Low risk: {NAMED['low-same'][1]}",
        f"High risk: {NAMED['high'][0]}",
    )
    assert comparison.columns(ENGLISH, compared("low.same", against="low.cns")) == (
        *(f"The same area: {name}" for name in NAMED["low-same"]),
        *(f"The brain or spinal cord: {name}" for name in NAMED["cns"]),
    )


# --- What may stand on each side ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selection", "left", "rights"),
    [
        (chosen("high.same"), "", [a for a in LISTED if a != "high.same"]),
        (chosen("high.same", "2"), "2", ["1", "3", "4"]),
        (chosen("high.same", "", "1"), "2", ["1", "3", "4"]),
        (chosen("high.same", "", "3"), "1", ["2", "3", "4"]),
        (chosen("high.same", "2", "low.cns"), "", [a for a in LISTED if a != "high.same"]),
        # One option alone has no other to stand beside it.
        (chosen("intermediate.elsewhere", "1"), "", [*{*LISTED} - {"intermediate.elsewhere"}]),
    ],
)
def test_the_left_side_decides_what_may_stand_on_the_right(
    selection: Selection, left: str, rights: list[str]
) -> None:
    situation = PATHS.routes[selection.answers]
    assert comparison.left(situation, selection) == left
    assert sorted(comparison.rights(PATHS, situation, selection)) == sorted(rights)


def test_the_address_knows_nine_answers_and_the_options_that_exist() -> None:
    for answer, against in product(ANSWERS, (*ANSWERS, "1", "2", "3", "4", "5", "0", "x.cns", "")):
        group, place = answer.split(".")
        found, dropped = selection.read(
            {"group": group, "place": place, "against": against}, PATHS, ("en",)
        )
        known = against in ANSWERS or against in map(str, options_of(LISTS[answer]))
        assert found.against == (against if known else "")
        assert dropped == (() if known or not against else ("against",))
        assert found.query().get("against", "") == found.against


def test_without_both_answers_an_option_cannot_be_compared_with() -> None:
    assert selection.read({"group": "low", "against": "1"}, PATHS, ("en",))[1] == ("against",)
    found, dropped = selection.read({"against": "low.cns"}, PATHS, ("en",))
    assert (found.against, dropped) == ("low.cns", ())


HERE = {"group": "high", "place": "same"}


@pytest.mark.parametrize(
    ("query", "values", "wanted"),
    [
        ({}, HERE, HERE),
        (HERE, {"option": "2", "step": "1"}, HERE | {"option": "2", "step": "1"}),
        (HERE | {"option": "2", "step": "1"}, {"group": "low"}, {"group": "low", "place": "same"}),
        (HERE | {"option": "2", "lang": "en"}, {"option": ""}, HERE | {"lang": "en"}),
        # Another situation has other options, but an answer stays one.
        (
            HERE | {"option": "1", "against": "2"},
            HERE | {"place": "cns"},
            HERE | {"place": "cns"},
        ),
        (
            HERE | {"against": "low.cns"},
            HERE | {"place": "cns"},
            HERE | {"place": "cns", "against": "low.cns"},
        ),
        # Nothing is compared with itself.
        (
            HERE | {"against": "low.same"},
            {"group": "low", "place": "same"},
            {"group": "low", "place": "same"},
        ),
        (
            HERE | {"option": "1", "against": "2"},
            {"option": "2", "step": "1"},
            HERE | {"option": "2", "step": "1"},
        ),
        (
            HERE | {"option": "1", "against": "2"},
            {"option": "1", "step": ""},
            HERE | {"option": "1", "against": "2"},
        ),
    ],
)
def test_a_choice_keeps_what_still_fits(
    query: dict[str, str], values: dict[str, str], wanted: dict[str, str]
) -> None:
    chosen, _ = selection.read(query, PATHS, ("en",))
    assert chosen.changed(PATHS, values).query() == wanted


# --- The markup -----------------------------------------------------------------------------------


def every_comparison() -> list[comparison.Comparison]:
    situations = [
        compared(here, against=there) for here, there in product(ANSWERS, ANSWERS) if here < there
    ]
    options = [
        compared(answer, str(one), str(other))
        for answer in ANSWERS
        for one, other in product(options_of(LISTS[answer]), repeat=2)
        if one != other
    ]
    return situations + options


@pytest.fixture(scope="module")
def all_markup() -> list[tuple[comparison.Comparison, str]]:
    return [
        (shown, str(comparison_markup.render(ENGLISH, PATHS, shown, Glossary(ENGLISH))))
        for shown in every_comparison()
    ]


def test_ids_do_not_collide(all_markup: list[tuple[comparison.Comparison, str]]) -> None:
    for _, markup in all_markup:
        ids = re.findall(r'\bid="(.*?)"', markup)
        assert [name for name, times in Counter(ids).items() if times > 1] == []
        assert {*re.findall(r'(?:aria-labelledby|popovertarget)="(.*?)"', markup)} == {*ids}


def test_pictures_are_told_in_words(all_markup: list[tuple[comparison.Comparison, str]]) -> None:
    for shown, markup in all_markup:
        alts = [unescape(alt) for alt in re.findall(r'<svg [^>]*aria-label="(.*?)"', markup)]
        assert markup.count('role="img"') == markup.count("<svg ") == len(alts)
        # Each picture is there twice, for wide and for narrow pages.
        assert alts == [
            TOLD[side.situation.id][option.number - 1]
            for side in shown.sides
            for option in side.options
            for _ in ("wide", "narrow")
        ]
        assert "data-choice" not in markup


def test_the_table_is_one_of_words(all_markup: list[tuple[comparison.Comparison, str]]) -> None:
    for shown, markup in all_markup:
        table = re.search(r"<table.*?</table>", markup, re.DOTALL)
        assert table
        assert TEXT["compare.caption"] in plain(
            re.search(r"<caption>.*?</caption>", table[0], re.DOTALL)[0]
        )
        heads = re.findall(r'<th scope="col" role="columnheader">(.*?)</th>', table[0])
        columns = [unescape(head) for head in heads]
        names = comparison.columns(ENGLISH, shown)
        letters = comparison.letters(shown)
        options = [option for side in shown.sides for option in side.options]
        briefly = [short(*pair) for pair in zip(letters, options, strict=True)]
        assert columns == [TEXT["table.treatment"], *(letters if shown.whole else briefly)]
        named = [f"{letter}. {name}" for letter, name in zip(letters, names, strict=True)]
        key = re.search(r'<ul class="key">(.*?)</ul>', markup, re.DOTALL)
        listed = [plain(item) for item in re.findall(r"<li>.*?</li>", key[1])] if key else []
        assert listed == (named if shown.whole else [])
        lines = re.findall(r'<tr role="row">(.*?)</tr>', table[0], re.DOTALL)[1:]
        rows = comparison.rows(ENGLISH, PATHS, shown)
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            heads = re.findall(r'<th scope="row" role="rowheader">(.*?)</th>', line, re.DOTALL)
            assert [plain(head).casefold() for head in heads] == [NAMES[row.treatment].casefold()]
            cells = re.findall(
                r'<td role="cell" data-label="(.*?)"[^>]*>(.*?)</td>', line, re.DOTALL
            )
            assert [unescape(label) for label, _ in cells] == columns[1:]
            assert [plain(cell) for _, cell in cells] == [
                " ".join(cell) or TEXT["compare.absent"] for cell in row.cells
            ]


def test_each_treatment_tells_what_it_may_be_like(
    all_markup: list[tuple[comparison.Comparison, str]],
) -> None:
    effects = facts.read("effects.csv")
    for shown, markup in all_markup:
        steps = [found.step for option in shown.options for found in steps_of(PATHS, option)]
        folds = re.split(r'<details class="more">\s*<summary>(.*?)</summary>', markup)[1:]
        told = dict(zip(map(unescape, folds[::2]), map(plain, folds[1::2]), strict=True))
        wanted = dict.fromkeys(step.treatment for step in steps)
        assert [*told] == [messages.capital(NAMES[treatment]) for treatment in wanted]
        for treatment, text in zip(wanted, told.values(), strict=True):
            for row in effects:
                if treatment in row["treatments"].split():
                    assert row["text_en"] in text


def test_every_source_and_note_is_named(
    all_markup: list[tuple[comparison.Comparison, str]],
) -> None:
    for shown, markup in all_markup:
        page = plain(markup)
        for side in shown.sides:
            for option in side.options:
                told = ENGLISH.citation(option.steps[0].reference)
                assert messages.capital(told) in page
                notes = [*option.notes, *(note for step in option.steps for note in step.notes)]
                for note in notes:
                    assert TEXT[f"note.{note.id}"] in page


def test_nothing_ranks(all_markup: list[tuple[comparison.Comparison, str]]) -> None:
    own = [text for word, text in TEXT.items() if word.startswith("compare.")]
    assert [text for text in own if RANKING.search(text)] == []
    for _, markup in all_markup:
        # The name of a treatment, as the source writes it.
        page = facts.NCI_SAYS["en"].sub("", plain(markup).replace("high-dose", ""))
        # Side effects may get better.
        for row in facts.read("effects.csv"):
            page = page.replace(row["text_en"], "")
        assert RANKING.search(page) is None
        assert "rank" not in page


def test_the_statement_stands_where_a_child_was_first_treated_for_high_risk(
    all_markup: list[tuple[comparison.Comparison, str]],
) -> None:
    for shown, markup in all_markup:
        high = [side.answers[0][1] for side in shown.sides].count("high") if shown.whole else 0
        high = high or int(shown.left.answers[0][1] == "high")
        assert plain(markup).count(STATEMENT["high"]) == high
        cns = sum(side.answers == pairs("high", "cns") for side in shown.sides)
        cns = cns if shown.whole else min(cns, 1)
        assert plain(markup).count(TEXT["statement.added"]) == cns


# --- The page -------------------------------------------------------------------------------------


def sides_of(at: AppTest) -> list[str]:
    return re.findall(r'<h2 id="compare-side[^>]*>(.*?)</h2>', drawing(at))


def compare_label(answer: str) -> str:
    """What the link to the comparison says for a list of one option or of several."""
    several = len(options_of(LISTS[answer])) > 1
    return TEXT["next.compare.many" if several else "next.compare.one"]


def link_to_two(page: str, answer: str, option: str = "") -> dict[str, str]:
    """The query of the link with which a page offers to compare two options."""
    group, place = answer.split(".")
    query = {"group": group, "place": place} | ({"option": option} if option else {})
    texts = " ".join(bodies(run(page, **query)))
    found = re.search(rf'href="([^"]*)"[^>]*>{compare_label(answer)}<', texts)
    assert found, page
    return dict(parse_qsl(urlsplit(unescape(found[1])).query))


@pytest.mark.parametrize(
    ("option", "against"), [("", "2"), ("1", "2"), ("3", "1")], ids=["none", "first", "third"]
)
def test_the_link_to_compare_shows_two_options_at_once(option: str, against: str) -> None:
    for page in ("paths", *(["compare"] if not option else [])):
        linked = link_to_two(page, "high.same", option)
        assert linked == HERE | {"option": option or "1", "against": against}
        assert len(sides_of(run("compare", **linked))) == 2


def test_with_one_option_the_link_to_compare_is_to_all_options() -> None:
    answer = next(name for name in LISTED if len(options_of(LISTS[name])) == 1)
    group, place = answer.split(".")
    assert link_to_two("paths", answer) == {"group": group, "place": place}


def test_without_both_answers_the_page_says_what_to_do() -> None:
    at = run("compare")
    assert TEXT["compare.start.2"] in told(at)
    assert at.selectbox == []
    assert drawing(at) == ""


@pytest.mark.parametrize("answer", ANSWERS)
def test_nothing_chosen_yet_is_calm(answer: str) -> None:
    group, place = answer.split(".")
    at = run("compare", group=group, place=place)
    assert TEXT["compare.next.all"].format(right=TEXT["compare.right"]) in told(at)
    several = len(options_of(LISTS[answer])) > 1
    assert (TEXT["compare.next.one"].format(left=TEXT["compare.left"]) in told(at)) == several
    assert at.selectbox(key="compare-left").disabled != several
    assert len(at.selectbox(key="compare-right").options) == len(LISTED) - 1
    assert drawing(at) == ""


def test_two_options_can_be_chosen_and_change_places() -> None:
    at = run("compare", **HERE)
    at.selectbox(key="compare-left").set_value("2").run()
    assert at.query_params == HERE | {"option": "2"}
    assert TEXT["compare.next.option"].format(right=TEXT["compare.right"]) in told(at)
    assert at.selectbox(key="compare-right").options == [NAMED["high"][n] for n in (0, 2, 3)]
    at.selectbox(key="compare-right").set_value("4").run()
    assert at.query_params == HERE | {"option": "2", "against": "4"}
    assert sides_of(at) == lettered(NAMED["high"][1], NAMED["high"][3])
    at.selectbox(key="compare-left").set_value("4").run()
    assert at.query_params == HERE | {"option": "4", "against": "2"}
    assert sides_of(at) == lettered(NAMED["high"][3], NAMED["high"][1])
    at.selectbox(key="compare-left").set_value("").run()
    assert at.query_params == HERE
    assert drawing(at) == ""
    assert not at.exception


def test_two_situations_can_be_chosen_and_left_again() -> None:
    at = run("compare", **HERE)
    at.selectbox(key="compare-right").set_value("low.elsewhere").run()
    assert at.query_params == HERE | {"against": "low.elsewhere"}
    page = plain(drawing(at))
    assert "High risk: the same area" in page
    assert "Low risk: other parts of the body" in page
    assert TEXT["compare.same"] not in page
    at.selectbox(key="compare-right").set_value(None).run()
    assert at.query_params == HERE
    assert drawing(at) == ""


def test_answers_with_one_list_say_so_and_show_it_once() -> None:
    at = run("compare", group="low", place="cns", against="high.cns")
    assert TEXT["compare.same"] in plain(drawing(at))
    assert drawing(at).count('role="img"') == 2 * len(options_of("cns"))


@pytest.mark.parametrize("against", ["9", "high-moon", "<i>moon</i>", "same"])
def test_a_strange_partner_is_dropped_and_said(against: str) -> None:
    at = run(**HERE, against=against)
    assert at.query_params == HERE
    names = TEXT["notice.param.against"]
    assert TEXT["notice.dropped"].format(names=names) in told(at)
    assert "moon" not in " ".join(bodies(at))


def test_a_new_answer_keeps_only_a_partner_that_still_fits() -> None:
    at = run("compare", **HERE, option="1", against="2")
    at.radio(key="place-side").set_value("cns").run()
    assert at.query_params == {"group": "high", "place": "cns"}
    at.selectbox(key="compare-right").set_value("low.same").run()
    at.radio(key="place-side").set_value("elsewhere").run()
    assert at.query_params == {"group": "high", "place": "elsewhere", "against": "low.same"}
    at.radio(key="group-side").set_value("low").run()
    at.radio(key="place-side").set_value("same").run()
    assert at.query_params == {"group": "low", "place": "same"}
    assert not at.exception


def test_what_is_compared_stays_while_the_reader_looks_at_other_pages() -> None:
    at = run("compare", **HERE, option="2", against="1")
    at.switch_page("pages/treatments.py").run()
    at.switch_page("pages/compare.py").run()
    assert at.query_params == HERE | {"option": "2", "against": "1"}
    assert sides_of(at) == lettered(NAMED["high"][1], NAMED["high"][0])
