"""What a hospital's layer adds to the pages: all of it in frames, and nothing else changes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import markupsafe
import pypdf
import pytest
from PIL import Image

from carepath.__main__ import main
from carepath.content import presentation, treatment_table
from carepath.content.blocks import SituationDrawing
from carepath.content.slides import Slide, slides
from carepath.content.view import View
from carepath.files import handout
from carepath.layer.columns import TEXTS
from carepath.model.selection import Selection
from carepath.text import sentences, wrong
from carepath.text.glossary import Glossary
from carepath.text.messages import capital
from carepath.text.titles import HEADS
from carepath.web import prerender
from tests.support.html import Markup
from tests.support.layer import (
    EXAMPLE,
    NAME,
    copied,
    edit,
    frames,
    over,
    plain,
    reports,
    without_frames,
)
from tests.support.paper import letters, text_of
from tests.support.prerendered import without_closed
from tests.support.selections import pairs, selected

LANGUAGES = ("en", "es")
SELECTIONS = [
    Selection(),
    selected("high", "elsewhere"),
    selected("unsure", "unsure"),
    selected("low", "same", "1", "3"),
    selected("low", "elsewhere", "4", "1.1", against="1"),
    selected("low", "same", "1", against="2"),
    selected("high", "same", against="low.same"),
]


@cache
def views(layer: Path | None, language: str) -> list[str]:
    """Return views of every page without a script, with a layer or without one."""
    site = (over(layer) if layer else plain()).site(language)
    return [
        str(prerender.page(site, page, selection, "").body)
        for page, selection in product(HEADS, SELECTIONS)
    ]


def both(layer: Path, language: str) -> Iterator[tuple[str, str]]:
    """Yield every view with a layer and without one."""
    yield from zip(views(layer, language), views(None, language), strict=True)


def texts(layer: Path, language: str) -> set[str]:
    """Return the texts of a layer in a language."""
    found = set()
    for table, columns in TEXTS.items():
        file = io.StringIO((layer / f"{table}.csv").read_text(encoding="utf-8"))
        for row in csv.DictReader(file):
            found |= {row[f"{column}_{language}"] for column in columns}
    return found - {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_its_frames_a_page_is_the_same_byte_by_byte(language: str) -> None:
    for body, bare in both(EXAMPLE, language):
        assert frames(bare) == []
        assert without_frames(body) == bare


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_shown_in_a_frame_that_says_whom_it_is_from(language: str) -> None:
    words = over(EXAMPLE).site(language).words
    assert words.layer
    said = words("layer.from", name=words.layer.name)
    shown = {frame for body, _ in both(EXAMPLE, language) for frame in frames(body)}
    for frame in shown:
        assert Markup(frame).text.startswith(said)
        assert Markup(frame).unclosed == []
    text = " ".join(Markup(frame).text for frame in shown)
    assert [one for one in texts(EXAMPLE, language) if one not in text] == []
    # What is empty in this language is missing, not shown in the other one.
    others = texts(EXAMPLE, "es" if language == "en" else "en") - texts(EXAMPLE, language)
    assert [one for one in others if one in text] == []


def test_whom_to_call_is_on_every_page_a_family_opens() -> None:
    for page in HEADS:
        body = prerender.page(over(EXAMPLE).site("en"), page, selected("low", "same"), "").body
        (frame,) = [one for one in frames(str(body)) if "<section" in one]
        assert Markup(frame).links == ["tel:+15550100110", "tel:+15550100120"]
        assert f"From {NAME}" in Markup(frame).text


def test_notes_are_where_their_option_and_step_are() -> None:
    # The details of each step have them as well.
    body = without_closed(
        prerender.page(over(EXAMPLE).site("en"), "paths", selected("low", "same"), "").body
    )
    shown = Markup(body.partition('<section class="carepath paths"')[2]).text
    option = shown.index("The surgeon meets you")
    step = shown.index("Most visits are in the day hospital")
    words = over(EXAMPLE).site("en").words
    heads = [
        shown.index(name)
        for name in (
            "Surgery, then observation or chemotherapy",
            "Chemotherapy, which may then be followed by surgery",
        )
    ]
    assert heads[0] < option < step < heads[1]
    assert body.count(words("layer.offered")) == 3


# --- Something wrong here? ------------------------------------------------------------------------

MAIL = "carepath@riverside.example"
SITE = "https://care.example.org"


def mails(page: str, selection: Selection, language: str = "en") -> list[dict[str, str]]:
    """Return what each mail of a view would have: its receiver, subject and body."""
    site = over(EXAMPLE).site(language)
    body = str(prerender.page(site, page, selection, "", base=SITE).body)
    found = []
    for report in reports(body):
        (href,) = Markup(report).links
        url = urlsplit(href)
        assert url.scheme == "mailto"
        assert not url.fragment
        fields = parse_qs(url.query, strict_parsing=True)
        assert fields.keys() == {"subject", "body"}
        found.append({"to": url.path, "subject": fields["subject"][0], "body": fields["body"][0]})
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_about_a_comparison_has_both_of_its_sides(language: str) -> None:
    site = over(EXAMPLE).site(language)
    one, other = site.pathways.routes[pairs("low", "same")].options
    (sent,) = mails("compare", selected("low", "same", "1", against="2"), language)
    for option in (one, other):
        assert sentences.option_summary(site.words, option) in sent["body"]
    assert f"{SITE}/compare?group=low&place=same&option=1&against=2" in sent["body"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_has_the_address_of_the_view_and_what_it_says(language: str) -> None:
    site = over(EXAMPLE).site(language)
    words, situation = site.words, site.pathways.routes[pairs("low", "same")]
    sent = mails("paths", selected("low", "same", "1", "3"), language)
    assert {mail["to"] for mail in sent} == {MAIL}
    assert all(words("app.title") in mail["subject"] for mail in sent)
    view = f"{SITE}/?group=low&place=same"
    lines = [mail["body"].split("\r\n\r\n") for mail in sent]
    for text, address in (
        (words.counted("options", 2), f"{view}&option=1&step=3"),
        (sentences.option_summary(words, situation.options[0]), f"{view}&option=1"),
        (sentences.option_summary(words, situation.options[1]), f"{view}&option=2"),
        (words.terms["observation"]["meaning"], f"{view}&option=1&step=3"),
    ):
        expected = [
            words("layer.wrong.text", text=text),
            words("layer.wrong.page", address=address),
        ]
        assert [*expected, words("layer.wrong.what")] in lines
    # The step that is open, in the drawing.
    name = capital(words.name("chemotherapy"))
    assert any(
        line[0].startswith(words("layer.wrong.text", text=f"{name}. "))
        and line[1] == words("layer.wrong.page", address=f"{view}&option=1&step=3")
        for line in lines
    )


def test_a_step_that_a_script_opens_is_reported_with_its_own_address() -> None:
    """The drawing is the same for every answer and every host, and is made once."""
    site, chosen = over(EXAMPLE).site("en"), selected("low", "same", lang="es")
    view = View("paths", site, chosen, Glossary(site.words), SITE)
    situation = site.pathways.routes[chosen.answers]
    drawn = SituationDrawing(situation).markup(view)
    bodies = [
        parse_qs(urlsplit(link).query)["body"][0]
        for report in reports(str(drawn))
        for link in Markup(report).links
    ]
    assert [body.split("Where: ")[1].split("\r")[0] for body in bodies] == [
        f"{SITE}/?group=low&place=same&option={option}&step={step}"
        for option, steps in (("1", "123"), ("2", "12"))
        for step in steps
    ]


def test_a_word_can_be_reported_too() -> None:
    words = over(EXAMPLE).site("en").words
    sent = mails("words", Selection())
    assert len(sent) == len(words.terms)
    assert all(f"Where: {SITE}/words" in mail["body"] for mail in sent)


def test_each_row_of_the_treatment_list_can_be_reported() -> None:
    told = treatment_table.of(over(EXAMPLE).site("en"))["told"]
    sent = mails("treatments", Selection())
    assert len(sent) == len(told)
    for mail, sentence in zip(sent, told, strict=True):
        assert sentence in mail["body"]
        assert f"Where: {SITE}/treatments" in mail["body"]


def test_what_a_slide_says_can_be_reported_from_its_notes() -> None:
    """A room that looks at the slides sees no such link."""
    chosen = selected("low", "same")
    shown, markup = presented(EXAMPLE, "en", ("low", "same"))
    on_slides, _, notes = markup.partition("<template")
    assert reports(on_slides) == []
    sent = reports(wrong.placed(markupsafe.Markup(notes), SITE, chosen))
    for slide, report in zip(shown, sent, strict=True):
        (link,) = Markup(report).links
        body = parse_qs(urlsplit(link).query)["body"][0]
        assert slide.said in body
        assert slide.meaning in body
        view = f"{SITE}/?group=low&place=same"
        option, step = slide.choice
        at = f"&option={option}&step={step}" if slide.step else ""
        assert f"Where: {view}{at}\r\n" in body


def test_no_text_adds_a_receiver_or_a_header() -> None:
    words = over(EXAMPLE).site("en").words
    sly = "&bcc=a@b.example?cc=x%0D%0ABcc: y\r\nBcc: z #x ñ + 100 %"
    url = urlsplit(wrong.link(words, f"{SITE}/?{sly}", sly))
    assert (url.path, url.fragment) == (MAIL, "")
    fields = parse_qs(url.query, strict_parsing=True)
    assert fields.keys() == {"subject", "body"}
    assert sly in fields["body"][0]
    assert "\n" not in url.query


def test_a_long_text_leaves_a_link_that_mail_programs_take() -> None:
    assert len(wrong.link(over(EXAMPLE).site("en").words, SITE, "long " * 400)) < 1500


def test_without_a_layer_nobody_is_written_to() -> None:
    assert [
        view for language in LANGUAGES for view in views(None, language) if "mailto" in view
    ] == []


# --- Slides ---------------------------------------------------------------------------------------


def presented(
    layer: Path | None, language: str, answers: tuple[str, str]
) -> tuple[list[Slide], str]:
    """Return the slides of some answers, as values and as markup."""
    site, chosen = (over(layer) if layer else plain()).site(language), selected(*answers)
    situation = site.pathways.routes[chosen.answers]
    shown = slides(site.words, site.pathways, situation, chosen)
    return [*shown], str(presentation.present(site.words, site.pathways, situation, chosen))


def projected(markup: str) -> list[str]:
    """Return all slides but that of the hospital, without their numbers, which it changes."""
    found = re.findall(r'<section class="slide (?!contacts).*?</section>', markup, re.DOTALL)
    return [re.sub(r'data-slide="\d+"', "", slide) for slide in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", [("low", "same"), ("high", "same"), ("low", "elsewhere")])
def test_slides_say_what_they_say_without_a_hospital(
    answers: tuple[str, str], language: str
) -> None:
    shown, markup = presented(EXAMPLE, language, answers)
    bare, plain_markup = presented(None, language, answers)
    added = [slide for slide in shown if slide.kind == "contacts"]
    assert len(added) == 1
    assert [replace(s, own=(), offers=()) for s in shown if s not in added] == bare
    assert projected(without_frames(markup)) == projected(plain_markup)


def test_who_prepares_a_meeting_sees_what_the_slides_will_say() -> None:
    shown, markup = presented(EXAMPLE, "en", ("low", "same"))
    (listed,) = [one for one in frames(markup) if "<ul" in one and "tel:" not in one]
    lines = [text for slide in shown for text in (*slide.own, *(o.text for o in slide.offers))]
    assert len(lines) == 6
    place = 0
    for line in [*lines, "Whom to call here"]:
        assert (place := Markup(listed).text.index(line, place))
    assert "Slide 4 of 9, Chemotherapy: Most visits are in the day hospital" in Markup(listed).text


def test_a_slide_has_the_notes_of_its_option_and_step() -> None:
    shown, _ = presented(EXAMPLE, "en", ("low", "same"))
    own = {slide.choice: len(slide.own) for slide in shown if slide.step}
    assert own == {("1", "1"): 1, ("1", "2"): 0, ("1", "3"): 1, ("2", "1"): 0, ("2", "2"): 0}
    assert [len(slide.offers) for slide in shown if slide.step] == [1, 0, 0, 0, 1]


# --- Paper ----------------------------------------------------------------------------------------

LINK = "https://care.example.org/?x"
SHEETS = [("low", "same"), ("low", "elsewhere")]


def tight(text: str) -> str:
    """Return a text without its spaces, which lines on paper change."""
    return "".join(text.split())


def printed(layer: Path | None, language: str, answers: tuple[str, str]) -> str:
    site = (over(layer) if layer else plain()).site(language)
    return tight(text_of(handout.pdf(site.words, site.pathways, pairs(*answers), LINK)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", SHEETS)
def test_a_sheet_says_what_it_says_without_a_hospital(
    answers: tuple[str, str], language: str
) -> None:
    with_layer, bare = over(EXAMPLE).site(language), plain().site(language)
    content, without = (
        handout.sheet(site.words, site.pathways, pairs(*answers), LINK, (), False)
        for site in (with_layer, bare)
    )
    assert without["own"] is None
    assert content | {"own": None} == without
    frame = content["own"]
    assert isinstance(frame, dict)
    # Meanings may be cut where there is little room; the frame takes none of it.
    sheet, shorter = (printed(layer, language, answers) for layer in (EXAMPLE, None))
    terms = without["terms"]
    assert isinstance(terms, dict)
    for term in terms["items"]:
        if tight(term["text"]) in shorter:
            assert tight(term["text"]) in sheet
    title = sheet.index(tight(frame["title"]))
    place = title
    for line in frame["lines"]:
        place = sheet.index(tight(line["name"] + line["text"]), place)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_has_what_belongs_to_its_list(language: str) -> None:
    layer = over(EXAMPLE).site(language).words.layer
    assert layer
    sheet = printed(EXAMPLE, language, ("low", "same"))
    notes = [
        text
        for place, texts in layer.additions.items()
        for text in texts
        if place[0] in ("", "low-same")
    ]
    assert len(notes) == 4
    for text in (*notes, *(contact.phone for contact in layer.contacts)):
        assert tight(text) in sheet
    (other,) = layer.at("high")
    assert tight(other) not in sheet
    assert tight(other) in printed(EXAMPLE, language, ("high", "same"))


def test_what_is_sly_on_paper_stays_in_its_frame(sly: Path) -> None:
    site = over(sly).site("en")
    made = handout.pdf(site.words, site.pathways, pairs("low", "same"), LINK)
    # Wide letters break anywhere, so their order counts.
    shown = tight(text_of(made))
    assert [text for text in SLY if tight(text) not in shown] == []
    for _, letter, _, (left, _, right, _) in letters(made):
        assert 20 < left <= right < 612 - 20, letter


def test_a_logo_of_pixels_is_on_paper_too(tmp_path: Path) -> None:
    layer = copied(tmp_path)
    Image.new("RGB", (90, 30), "teal").save(layer / "logo.png")
    edit(layer, "layer.csv", "logo.svg", "logo.png")
    site = over(layer).site("en")
    made = handout.pdf(site.words, site.pathways, pairs("low", "same"), LINK)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert [picture.image.size for page in pages for picture in page.images if picture.image] == [
        (90, 30)
    ]


def test_a_print_shop_gets_the_sheets_with_the_layer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAREPATH_LAYER", str(copied(tmp_path)))
    made: list[str] = []
    monkeypatch.setattr(
        handout, "pdf", lambda words, *given, **more: made.append(words.layer.name) or b""
    )
    assert main(["handouts", str(tmp_path / "out"), "--lang", "es"]) == 0
    assert {*made} == {"Hospital Infantil Riverside"}
    edit(tmp_path / "layer", "layer.csv", "carepath@", "")
    assert main(["handouts", str(tmp_path / "out")]) == 1
    assert "not a mail address" in capsys.readouterr().out


# --- Attempts to change, hide or imitate a fact ---------------------------------------------------

FACT = "The National Cancer Institute (NCI) names these treatments."
SLY = [
    "&lt;/div&gt;&lt;script&gt;window.hacked=1&lt;/script&gt;",
    "\"> ' onmouseover='window.hacked=1' \"",
    "[x](javascript:window.hacked=1) ![x](https://other.example.org/x.png)",
    "{{ 7*7 }} {% raw %} {name} {0} ${window.hacked=1}",
    "' class='callout' style='position:fixed; inset:0' id='option-1' '",
    "*/ } .callout { display: none } /*",
    f"{FACT} (NCI's page for patients, list for low risk)",
    "Not yet checked by a doctor. Where this comes from: NCI.",
    "W" * 300,
    " ".join(["e\u0301\u0302"] * 60),
    "#option-1 option=2&step= \\N \\n // ]]> -->",
]


@pytest.fixture(scope="module")
def sly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a layer that tries each of these texts at a place that is read first."""
    layer = copied(tmp_path_factory.mktemp("sly"))
    rows = [{"text_en": text, "text_es": text} for text in SLY]
    places = [
        *[{"situation": "low-same", "option": "1", "treatment": "surgery"}] * 3,
        *[{"situation": "low-same", "option": "1", "step": "1", "treatment": "surgery"}] * 3,
        *[{"situation": "low-same"}] * 3,
        *[{}] * 2,
    ]
    columns = ["topic", "situation", "option", "step", "treatment", "text_en", "text_es"]
    with (layer / "additions.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, restval="")
        table.writeheader()
        table.writerows(row | place for row, place in zip(rows, places, strict=True))
    assert [str(fault) for fault in over(layer).faults] == []
    return layer


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_leaves_its_frame(language: str, sly: Path) -> None:
    shown = set()
    for body, bare in both(sly, language):
        assert without_frames(body) == bare
        shown |= {*frames(body)}
    allowed = {
        "section",
        "h2",
        "h3",
        "img",
        "p",
        "ul",
        "li",
        "strong",
        "a",
        "span",
        "br",
        "details",
    }
    for frame in shown:
        page = Markup(frame)
        assert {element.tag for element in page.elements} <= {*allowed, "summary", "div"}
        assert page.ids == []
        for element in page.elements:
            assert not element.attributes.keys() & {"style", "onmouseover", "onload"}
            assert element.classes <= {"carepath", "own", "from", "tonight"}
        assert [link for link in page.links if not link.startswith("tel:+")] == []
    text = " ".join(Markup(frame).text for frame in shown)
    assert [one for one in SLY if one not in text] == []


def test_a_text_like_a_fact_is_in_the_frame_alone(sly: Path) -> None:
    body = str(prerender.page(over(sly).site("en"), "paths", selected("low", "same"), "").body)
    outside = Markup(without_frames(body)).text
    assert Markup(body).text.count(FACT) == 2 * outside.count(FACT) == 2
