"""The pages as Streamlit runs them: each answer's text, strange links, faulty tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape, unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from streamlit.elements.widgets import radio
from streamlit.runtime.state import SafeSessionState
from streamlit.testing.v1 import AppTest

from carepath import network
from carepath.files import typst
from carepath.model.file_urls import SHEETS
from carepath.tables import loader
from carepath.text import titles
from carepath.text.titles import FRONT, HEADS
from carepath.ui import context, serve
from harness.paths import ROOT
from tests.support import facts
from tests.support.app import bodies, drawing, labels, parts, run, told, unfold
from tests.support.asgi import app, ask
from tests.support.html import plain
from tests.support.sentences import IN_SHORT, STATEMENT, TOLD
from tests.support.spoiled import copy, file_of

SITE = app()
TEXT = facts.text()
LOCAL = {
    language: next(
        row[f"text_{language}"] for row in facts.read("words.csv") if row["id"] == "share.local"
    )
    for language in ("en", "es")
}
CHOSEN = {"group": "high", "place": "same"}
LEADS = {row["situation"]: row["lead"] for row in facts.read("situations.csv")}
QUESTIONS = ("side", "here")
"""The two places of the questions, as their keys end: the sidebar, the page itself on a phone."""
FRAMED = tuple(page for page in HEADS if page != "present")
"""The pages with a sidebar and a foot; a projector has room for neither."""


def drawn(at: AppTest) -> list[str]:
    """The keys of the drawings on the page."""
    return [part.key for part in at.get("bidi_component") if part.key in ("map", "paths")]


def sharing(at: AppTest) -> str:
    """The markup that offers the link to what a page shows."""
    (shared,) = (one for one in bodies(at) if "carepath-share" in one)
    return shared


def summaries(at: AppTest) -> list[str]:
    """The options of the page in short, one line each."""
    short = re.search(
        r'<section class="carepath in-short">.*?</section>', "".join(bodies(at)), re.S
    )
    return (
        [plain(line) for line in re.findall(r"<li><span>(.*?)</span>\s*<a ", short[0], re.S)]
        if short
        else []
    )


def boxes(at: AppTest) -> list[str]:
    """The spoken names of the drawing's boxes."""
    named = r'<a [^>]* aria-label="(.*?)" data-choice'
    return [unescape(name) for name in re.findall(named, drawing(at))]


def own_texts(situation: str) -> set[str]:
    """What is said of a situation besides its treatments."""
    rows = [row for row in facts.rows() if row.situation == situation]
    return {
        *(TEXT[f"whom.{row.whom}"] for row in rows if row.whom),
        *(TEXT[f"purpose.{row.purpose}"] for row in rows if row.purpose),
        *(
            TEXT[f"note.{row['note']}"]
            for row in facts.read("notes.csv")
            if row["situation"] == situation and not row["answer"]
        ),
    } | ({STATEMENT[situation]} - {""})


def includes_inner(situation: str) -> set[str]:
    """A situation, and the flow that opens inside one of its treatments."""
    explained = {row["explains"]: row["situation"] for row in facts.read("situations.csv")}
    return {situation} | {
        explained[row.treatment] for row in facts.rows(situation) if row.treatment in explained
    }


def assert_shows(at: AppTest, situation: str) -> None:
    """Assert that the page tells this situation and no other, in words and in its drawing."""
    assert summaries(at) == IN_SHORT[situation]
    page, picture = told(at), plain(drawing(at))
    lead = TEXT[f"lead.{LEADS[situation]}"]
    assert lead in picture
    assert TEXT["lead.line"].format(lead=lead) in page
    own = set().union(*map(own_texts, includes_inner(situation)))
    if "high" in at.query_params.get("group", ()):
        own |= {STATEMENT["high"]}
    others = set().union(*map(own_texts, facts.situations())) - own
    assert {text for text in own if text not in page} == set()
    assert {text for text in others if text in page or text in picture} == set()
    count = len(TOLD[situation])
    assert TEXT["options.one" if count == 1 else "options.many"] in page


# --- The two questions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", [{}, {"group": "low"}, {"place": "cns"}], ids=["none", "group", "place"]
)
def test_without_both_answers_there_are_the_map_and_the_questions(query: dict[str, str]) -> None:
    at = run(**query)
    for where in QUESTIONS:
        for key in ("group", "place"):
            radio = at.radio(key=f"{key}-{where}")
            assert radio.label == TEXT[f"question.{key}"]
            assert radio.value == query.get(key)
    assert drawn(at) == ["map"]
    assert at.expander[0].proto.expanded
    assert (TEXT["start.more.1"] if query else TEXT["start.next.2"]) in told(at)
    assert summaries(at) == []
    assert TEXT["list.title.many"] not in told(at)


@pytest.mark.parametrize(("group", "place"), facts.ANSWERS)
def test_each_answer_in_the_address_shows_its_options(group: str, place: str) -> None:
    at = run(group=group, place=place)
    assert_shows(at, facts.ANSWERS[group, place])
    assert at.query_params == {"group": group, "place": place}
    unfold(at)
    for where in QUESTIONS:
        assert at.radio(key=f"group-{where}").value == group
        assert at.radio(key=f"place-{where}").value == place


@pytest.mark.parametrize("where", QUESTIONS)
def test_each_answer_can_be_chosen(where: str) -> None:
    at = unfold(run())
    for (group, place), situation in facts.ANSWERS.items():
        at.radio(key=f"group-{where}").set_value(group).run()
        at.radio(key=f"place-{where}").set_value(place).run()
        assert not at.exception
        assert at.query_params == {"group": group, "place": place}
        assert_shows(at, situation)


@pytest.mark.parametrize(("group", "place"), facts.ANSWERS)
def test_only_high_risk_has_the_statement_and_it_stands_before_the_options(
    group: str, place: str
) -> None:
    at = run(group=group, place=place)
    names, shown = zip(*parts(at), strict=True)
    picture = names.index("paths")
    short = next(number for number, body in enumerate(shown) if "in-short" in body)
    listed = next(number for number, body in enumerate(shown) if "carepath paths" in body)
    assert short < picture < listed
    found = [number for number, body in enumerate(shown) if STATEMENT["high"] in plain(body)]
    if group == "high":
        assert found
        assert found[0] < picture
        row = next(row for row in facts.read("situations.csv") if row["situation"] == "high")
        for text in (row["meaning_en"], row["action_en"]):
            assert text in plain(shown[found[0]])
    else:
        assert found == []


@pytest.mark.parametrize("page", FRAMED)
def test_a_new_answer_is_kept_in_the_address_and_closes_what_was_open(page: str) -> None:
    at = run(page, **CHOSEN, option="2", step="1")
    assert at.query_params == {**CHOSEN, "option": "2", "step": "1"}
    at.radio(key="group-side").set_value("low").run()
    assert not at.exception
    assert at.query_params == {"group": "low", "place": "same"}


# --- Every page -----------------------------------------------------------------------------------


def day(iso: str) -> str:
    on = date.fromisoformat(iso)
    return TEXT["date"].format(day=on.day, month=TEXT[f"month.{on.month}"], year=on.year)


@pytest.mark.parametrize("query", [{}, CHOSEN], ids=["nothing", "chosen"])
@pytest.mark.parametrize("page", FRAMED)
def test_every_page_says_what_it_is_and_where_it_comes_from(
    page: str, query: dict[str, str]
) -> None:
    text = told(run(page, **query))
    assert TEXT["about.advice"] in text
    pages = [
        row for row in facts.read("sources.csv") if row["url"] or row["stored_on"] or row["read_on"]
    ]
    assert len(pages) >= 3
    for row in pages:
        assert row["name_en"] in text
        for on in (row["page_date"], row["stored_on"], row["read_on"]):
            assert not on or day(on) in text


@pytest.mark.parametrize("page", HEADS)
def test_every_page_has_one_title(page: str) -> None:
    assert sum(body.count("<h1") for body in bodies(run(page))) == 1


# --- Links that are not ours ----------------------------------------------------------------------

STRANGE = {
    "script": ({"place": "same"}, {"group": "<script>alert(1)</script>"}),
    "two-words": ({"group": "low"}, {"place": "the same"}),
    "markdown": ({"group": "low"}, {"place": "![](https://example.org/x.png)"}),
    "no-such-option": (CHOSEN, {"option": "99"}),
    "not-a-number": (CHOSEN, {"option": "1e0"}),
    "option-without-answers": ({"group": "low"}, {"option": "1"}),
    "step-without-option": (CHOSEN, {"step": "7"}),
    "no-such-step": ({**CHOSEN, "option": "1"}, {"step": "3"}),
    "nothing-inside": ({**CHOSEN, "option": "1"}, {"step": "1.9"}),
    "too-deep-inside": ({"group": "low", "place": "elsewhere", "option": "4"}, {"step": "1.10"}),
    "comparison": (CHOSEN, {"against": "nobody"}),
    "language": (CHOSEN, {"lang": "xx"}),
    "template": (CHOSEN, {"option": "{{ 7*7 }}", "step": "%7B"}),
}


# Every kind of strange link on the front page, and one on each of the others.
STRANGE_LINKS = [
    *(pytest.param(FRONT, *STRANGE[name], id=name) for name in STRANGE),
    *(pytest.param(page, *STRANGE["script"], id=page) for page in HEADS if page != FRONT),
]


NOTICE = re.compile(r'<p class="carepath callout" role="status">.*?</p>')


@pytest.mark.parametrize(("page", "sound", "strange"), STRANGE_LINKS)
def test_what_a_link_does_not_know_is_dropped_and_said(
    page: str, sound: dict[str, str], strange: dict[str, str]
) -> None:
    expected = run(page, **sound)
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30)
    if page != FRONT:
        at.run()
        at.switch_page(f"pages/{page}.py")
    at.query_params.update(sound | strange)
    at.run()
    assert not at.exception
    assert at.query_params == sound
    names = ", ".join(TEXT[f"notice.param.{key}"] for key in strange)
    notice = TEXT["notice.dropped"].format(names=names)
    assert [plain(said) for body in bodies(at) for said in NOTICE.findall(body)] == [notice]
    # Apart from the notice the page is that of the link without the strange part: no trace of it.
    rest = (NOTICE.sub("", body) for body in bodies(at))
    assert [body for body in rest if plain(body)] == [b for b in bodies(expected) if plain(b)]
    assert drawing(at) == drawing(expected)

    first, expected_first = (
        ask(SITE, f"/{titles.path(page)}?{urlencode(query)}") for query in (sound | strange, sound)
    )
    assert [plain(said) for said in NOTICE.findall(first.text)] == [notice]
    assert NOTICE.sub("", first.text) == expected_first.text
    assert labels(at) == labels(expected)
    # Once said, it is not said again.
    at.run()
    assert bodies(at) == bodies(expected)


def test_a_link_that_was_handed_on_is_mended_without_a_word() -> None:
    at = run(**{"group": "Low", "amp;place": "same.", "utm_source": "mail"})
    assert at.query_params == {"group": "low", "place": "same", "utm_source": "mail"}
    assert bodies(at) == bodies(run(group="low", place="same"))


@pytest.mark.parametrize("spoiled", [{"place": "nowhere"}, {"amp;place": "same"}])
def test_an_answer_is_taken_on_a_page_whose_link_was_mended(spoiled: dict[str, str]) -> None:
    at = run(**{"group": "low", **spoiled})
    at.radio(key="group-side").set_value("high").run()
    assert at.query_params["group"] == "high"


def test_an_empty_value_is_as_none() -> None:
    at = run(group="", place="same", option="", step="")
    assert bodies(at) == bodies(run(place="same"))


def test_other_parts_of_the_address_are_left_alone() -> None:
    at = run(**CHOSEN, embed="true")
    assert bodies(at) == bodies(run(**CHOSEN))
    assert at.query_params["embed"] == "true"


# --- Treatments -----------------------------------------------------------------------------------


def listed(at: AppTest) -> list[str]:
    """The rows of the table as text."""
    table = next(body for body in bodies(at) if 'role="region"' in body)
    body = table.partition("<tbody")[2].partition(">")[2].partition("</tbody>")[0]
    return [plain(row) for row in body.split("</tr>")[:-1]]


def test_the_table_holds_every_step() -> None:
    at = run("treatments")
    assert len(listed(at)) == len(facts.rows())
    shown = TEXT["table.shown"].format(count=len(facts.rows()), total=len(facts.rows()))
    assert shown in told(at)
    assert TEXT["table.nothing"] not in told(at)
    sheets = [TEXT[f"take.all.{name}"] for name in SHEETS]
    labels = [button.label for button in at.get("download_button")]
    assert labels == [*sheets, TEXT["table.download"]]


def test_the_table_can_be_searched() -> None:
    at = run("treatments")
    everything = listed(at)
    at.text_input(key="search").set_value("  DINUTUXIMAB ").run()
    found = listed(at)
    assert found == [row for row in everything if "dinutuximab" in row]
    assert 0 < len(found) < len(everything)
    assert TEXT["table.shown"].format(count=len(found), total=len(everything)) in told(at)


def test_the_table_can_be_filtered_both_ways() -> None:
    at = run("treatments")
    names = facts.names()
    situation = next(row for row in facts.read("situations.csv") if row["situation"] == "high")
    at.multiselect(key="by-treatment").set_value(["Chemotherapy", "Surgery"]).run()
    wanted = [row for row in facts.rows() if names[row.treatment] in ("chemotherapy", "surgery")]
    assert len(listed(at)) == len(wanted)
    at.multiselect(key="by-situation").set_value([situation["name_en"]]).run()
    both = listed(at)
    assert len(both) == len([row for row in wanted if row.situation == "high"]) > 0
    assert all(row.startswith(situation["name_en"]) for row in both)
    at.multiselect(key="by-treatment").set_value([]).run()
    assert len(listed(at)) == len(facts.rows("high"))


@pytest.mark.parametrize("search", ["no such treatment", "<b>", ".*", "' OR 1=1"])
def test_a_search_that_finds_nothing_says_so(search: str) -> None:
    at = run("treatments")
    at.text_input(key="search").set_value(search).run()
    assert not at.exception
    assert TEXT["table.nothing"] in told(at)
    assert "<table" not in "".join(bodies(at))
    assert escape(search) not in "".join(bodies(at))
    at.text_input(key="search").set_value("").run()
    assert len(listed(at)) == len(facts.rows())


# --- Sources --------------------------------------------------------------------------------------


def test_the_sources_page_tells_what_was_lost_and_where_it_was_found() -> None:
    text = told(run("about"))
    restored = {
        (row["situation"], row["option"])
        for row in facts.read("treatments.csv")
        if row["source"] == "nci-patient" and row["situation"] != "new-high-risk"
    }
    assert len(restored) == 5
    assert "five options" in TEXT["sources.lost"]
    assert TEXT["sources.lost"] in text
    noted = {
        (note["source"], note["situation"], note["option"], note["step"])
        for note in facts.read("notes.csv")
    }
    for row in facts.read("sources.csv"):
        count = sum(
            row["source"] == step["source"]
            or (row["source"], step["situation"], step["option"], step["step"]) in noted
            for step in facts.read("treatments.csv")
        )
        form = TEXT["sources.steps.one" if count == 1 else "sources.steps.many"]
        assert (f" {form.format(count=count)}" in text) == bool(count)
        assert row["role_en"] in text
        assert row["publisher_en"] in text


def test_no_review_is_claimed_that_was_not_held() -> None:
    text = told(run("about"))
    for said in ("sources.checks.clinician", "sources.reuse", "miss.expert-review"):
        assert TEXT[said] in text
        text = text.replace(TEXT[said], "")
    assert not re.search(r"review|endorse|approv|certif", text, re.IGNORECASE)


def test_a_radio_of_a_hosted_site_needs_no_copy_of_the_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Put back after the test.
    monkeypatch.setattr(radio, "get_session_state", radio.get_session_state)
    monkeypatch.setattr(SafeSessionState, "filtered_state", property(lambda _: None))
    with pytest.raises(AssertionError):
        run(**CHOSEN)
    serve._look_up_radios()
    at = run(**CHOSEN)
    assert [one.value for one in at.sidebar.radio] == list(CHOSEN.values())


@pytest.mark.parametrize("page", ["paths", "present", "compare"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_link_of_this_machine_says_so_and_has_no_code(page: str, language: str) -> None:
    shared = sharing(run(page, **CHOSEN, against="low.same", lang=language))
    assert LOCAL[language] in shared
    assert "<img" not in shared
    first, *pinned = re.findall(r'<p class="address"(?: hidden)?>(.*?)</p>', shared)
    assert "lang=" not in first
    kept = [address.rpartition("lang=")[2] for address in pinned]
    assert kept == (["en", "es"] if language == "en" else ["es", "en"])


@pytest.mark.parametrize("page", ["paths", "present", "compare"])
def test_the_link_to_share_is_that_of_the_site(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREPATH_SITE", "https://Care.example.org/")
    path = "" if page == FRONT else page
    shared = sharing(run(page, **CHOSEN, against="low.same"))
    link = unescape(shared)
    assert f">https://care.example.org/{path}?group=high&place=same" in link
    assert shared.count("<img") == 1
    assert TEXT["share.local"] not in shared


@pytest.mark.parametrize("page", ["paths", "present", "compare"])
def test_on_the_machine_itself_the_link_is_the_one_that_phones_reach(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "reachable", lambda base, peer: "http://192.168.1.20:8501")
    shared = sharing(run(page, **CHOSEN, against="low.same"))
    assert ">http://192.168.1.20:8501/" in shared
    assert shared.count("<img") == 1
    assert TEXT["share.nearby"] in shared
    assert TEXT["share.local"] not in shared


# --- What a reader types --------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
def test_letters_that_the_sheet_cannot_show_are_named_before_it_is_printed(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever fonts this machine has, it is to lack one sign of the two.
    monkeypatch.setattr(typst, "settable", lambda text, every_font=True: "子" not in text)
    text = facts.text(language)["take.letters"]
    before, after = (escape(part) for part in text.split("{letters}"))
    at = run("questions", **CHOSEN, lang=language)
    assert not [body for body in bodies(at) if before in body]
    at.text_input(key="own-question").input("¿我的孩子?")
    next(button for button in at.button if "own" in (button.form_id or "")).click().run()
    (notice,) = (body for body in bodies(at) if before in body)
    assert f"{before}子{after}" in notice
    at.button(key="remove-0").click().run()
    assert not [body for body in bodies(at) if before in body]


# --- Tables that are being edited -----------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tables that the app reads, and that a test may spoil."""
    folder = copy(tmp_path / "copy")
    monkeypatch.setenv("CAREPATH_DATA", str(folder))
    return folder


def edit(folder: Path, table: str, old: str, new: str) -> None:
    file = file_of(folder, table)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def spoil(folder: Path) -> tuple[str, ...]:
    """Break three things; return what the check says of them."""
    edit(folder, "treatments", "high,1,1,,,combination-chemotherapy", "high,1,1,,,<b>chemo</b>")
    edit(folder, "treatments", ",1,may-then,", ",1,maybe,")
    edit(folder, "words", "app.title,", "app.titel,")
    with pytest.raises(loader.FaultyTables) as faulty:
        loader.load(folder)
    assert len(faulty.value.faults) >= 3
    return tuple(map(str, faulty.value.faults))


def named(at: AppTest) -> list[str]:
    """Return the faults that a page names."""
    lists = re.findall(r'<aside class="[^"]*faults">(.*?)</aside>', "".join(bodies(at)), re.DOTALL)
    return [plain(item) for one in lists for item in re.findall(r"<li>(.*?)</li>", one, re.DOTALL)]


def one_line(faults: Iterable[str]) -> list[str]:
    return [" ".join(fault.split()) for fault in faults]


def assert_shows_no_table(at: AppTest, language: str = "en") -> None:
    assert not at.exception
    shown = told(at)
    for word in ("unavailable.title", "unavailable.text", "unavailable.call"):
        assert facts.outage(language)[word] in shown
    assert "<b>chemo" not in "".join(bodies(at))
    assert drawing(at) == ""
    assert labels(at) == ""
    assert summaries(at) == []
    for options in TOLD.values():
        for summary in options:
            # A summary of one word stands in other sentences, too.
            assert " " not in summary or summary not in shown


@pytest.mark.parametrize("page", HEADS)
def test_without_sound_tables_the_app_is_calm_and_the_page_comes_back(
    folder: Path, page: str
) -> None:
    faults = spoil(folder)
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30)
    at.query_params.update(CHOSEN)
    at.run()
    assert_shows_no_table(at)
    at.switch_page(f"pages/{page}.py").run()
    assert_shows_no_table(at)
    assert named(at) == []
    copy(folder)
    at.run()
    expected = run(page, **CHOSEN)
    assert bodies(at) == bodies(expected)
    assert drawing(at) == drawing(expected)
    assert not [body for body in bodies(at) for fault in faults if escape(fault) in body]


def test_without_sound_tables_the_app_speaks_the_readers_language_and_names_faults_to_editors(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = spoil(folder)
    at = run(lang="es")
    assert_shows_no_table(at, "es")
    assert "treatments.csv" not in told(at)
    monkeypatch.setenv("CAREPATH_SHOW_FAULTS", "1")
    at = run()
    assert_shows_no_table(at)
    assert named(at) == one_line(faults)


@pytest.mark.parametrize("page", HEADS)
def test_tables_that_break_while_a_page_is_open_change_nothing_for_a_family(
    folder: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = run(page, **CHOSEN)
    before = bodies(at), drawing(at), labels(at)
    faults = spoil(folder)
    at.run()
    assert not at.exception
    assert (bodies(at), drawing(at), labels(at)) == before

    monkeypatch.setenv("CAREPATH_SHOW_FAULTS", "1")
    at.run()
    assert named(at) == one_line(faults)
    assert facts.outage()["faults.older"] in told(at)
    assert "<b>chemo" not in "".join(bodies(at))
    copy(folder)
    at.run()
    assert (bodies(at), drawing(at), labels(at)) == before


def test_a_folder_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREPATH_DATA", str(tmp_path / "nowhere"))
    at = run()
    assert "CAREPATH_DATA must be a folder" in at.text[0].value
    assert drawing(at) == ""


def names_of(folder: Path) -> Iterator[str]:
    """Give a treatment one new name after the other."""
    name = "car-t-cell-trial,trial,,vein,a clinical trial of CAR T-cell therapy"
    for number in range(3):
        new = f"car-t-cell-trial,trial,,vein,trial number {number}"
        edit(folder, "terms", name, new)
        name = new
        yield f"Trial number {number}"


@pytest.mark.parametrize("same_address", [False, True])
def test_each_edit_is_shown_at_once_in_words_and_in_the_drawing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, same_address: bool
) -> None:
    if same_address:
        # Python may put new tables where the old ones were, so `id` does not tell them apart.
        monkeypatch.setattr(context, "id", lambda _: 1, raising=False)
    at = run(**CHOSEN)
    for name in names_of(folder):
        at.run()
        assert summaries(at)[3] == f"{name}."
        own = [box for box in boxes(at) if "rial" in box]
        assert {*own} == {f"{name}."}
