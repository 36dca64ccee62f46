"""A hospital's layer: what its tables may say, and what happens while they are faulty."""

from __future__ import annotations

import csv
import io
import logging
import re
import shutil
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from PIL import Image, PngImagePlugin

from carepath.__main__ import main
from carepath.content.view import View
from carepath.layer import checks, files, logo, reader
from carepath.layer.columns import COLUMNS, TEXTS
from carepath.layer.logo import WrongLogo
from carepath.layer.reader import Contact, Layer
from carepath.layered import Layered
from carepath.library import Library
from carepath.model.selection import Selection
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import DATA
from carepath.text import templating
from carepath.text.glossary import Glossary
from carepath.text.titles import FRONT
from carepath.web import prerender
from harness.paths import ROOT
from tests.support.fuzz import tries
from tests.support.html import Markup
from tests.support.layer import EXAMPLE, NAME, copied, edit
from tests.support.prerendered import SITES
from tests.support.project_data import ENGLISH, SPANISH, TABLES
from tests.support.spoiled import change, copy
from tests.support.topics import several

TOPICS = {"neuroblastoma-recurrent": TABLES}
(TOPIC,) = TOPICS


def said(folder: Path, language: str = "en") -> Layer | None:
    checked = checks.check(files.read(folder), TOPICS)
    return reader.read(checked, TOPIC, True, ENGLISH.terms, language)


def english(folder: Path) -> Layer:
    found = said(folder)
    assert found
    return found


def faults(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(FaultyTables) as faulty:
        checks.check(files.read(folder), TOPICS)
    return faulty.value.faults


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """A copy of the example that a test may change."""
    return copied(tmp_path)


# --- What a layer says ----------------------------------------------------------------------------


def test_the_example_is_a_layer_in_both_languages() -> None:
    own, spanish = english(EXAMPLE), said(EXAMPLE, "es")
    assert spanish
    assert own.name == NAME
    assert [contact.tonight for contact in own.contacts] == [False, True]
    assert own.contacts[1] == Contact(
        "Oncologist on call",
        "+1 555 010 0120",
        "Every day, day and night",
        "Say that your child has neuroblastoma.",
        True,
    )
    assert own.contacts[1].address == "tel:+15550100120"
    assert [offer.offered for offer in own.offers] == [True, False, True]
    assert own.on("mibg-therapy") == (own.offers[1],)
    assert own.at() != own.at("low-same") != own.at("low-same", 1) != own.at("low-same", 1, 3)
    assert len(own.at("low-same", 1, 3)) == 1
    assert own.at("low-same", 2) == ()
    assert spanish.at("low-same", 1) == (
        "El cirujano se reúne con usted antes del día de la operación.",
    )


def test_a_text_is_shown_in_the_languages_it_is_filled_in_and_in_no_other() -> None:
    own, spanish = english(EXAMPLE), said(EXAMPLE, "es")
    assert spanish
    assert "Intérpretes" in [contact.name for contact in spanish.contacts]
    assert len(own.contacts) == len(spanish.contacts) - 1


def test_a_language_without_a_name_has_nothing_of_the_layer(layer: Path) -> None:
    for path in layer.glob("*.csv"):
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        kept = [column for column in rows[0] if not column.endswith("_es")]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, kept, extrasaction="ignore")
            writer.writeheader()
            # A contact has no name in English.
            writer.writerows(row for row in rows if row.get("name_en", "x"))
    assert english(layer).name == NAME
    assert said(layer, "es") is None


@pytest.mark.parametrize("gone", [True, False])
@pytest.mark.parametrize("table", [name for name in COLUMNS if name != "layer"])
def test_only_the_first_table_is_needed(table: str, gone: bool, layer: Path) -> None:
    path = layer / f"{table}.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.unlink() if gone else path.write_text(header, encoding="utf-8")
    own = english(layer)
    shown = {"contacts": own.contacts, "offers": own.offers, "additions": own.additions}
    assert {name for name, rows in shown.items() if not rows} == {table}


def test_a_note_may_name_its_topic(layer: Path) -> None:
    edit(layer, "additions.csv", ",low-same,,,,", f"{TOPIC},low-same,,,,")
    assert english(layer).at("low-same") == english(EXAMPLE).at("low-same")
    checked = checks.check(files.read(layer), TOPICS)
    other = reader.read(checked, "another", False, {"surgery"}, "en")
    assert other
    assert other.additions == {}
    assert other.contacts
    # What is offered for a treatment that the topic doesn't have is about another one.
    assert [offer.treatment for offer in other.offers] == ["surgery", ""]


# --- Faults ---------------------------------------------------------------------------------------

LONG = "many words " * 40
CASES: dict[str, tuple[str, str, str, tuple[int | None, str | None, str]]] = {
    "no address": ("layer.csv", "carepath@", "", (2, "mail", "not a mail address")),
    "headers in an address": (
        *("layer.csv", "carepath@", "x?bcc=a@b.example&subject=y@"),
        (2, "mail", "not a mail address"),
    ),
    "two addresses": (
        *("layer.csv", "riverside.example", "a.example;b@c.example"),
        (2, "mail", "not a mail address"),
    ),
    "no name": ("layer.csv", NAME, "", (2, "name_en", "is empty")),
    "a source's name": (
        *("layer.csv", NAME, "NCI's page for patients"),
        (2, "name_en", "is the name of a source"),
    ),
    "a source's name in other letters": (
        *("layer.csv", "Hospital Infantil Riverside", "PÁGINA DEL NCI – PARA PACIENTES"),
        (2, "name_es", "is the name of a source"),
    ),
    "an unknown language": (
        *("layer.csv", "name_es", "name_fr"),
        (1, "name_fr", "not a language of the tables"),
    ),
    "another logo": ("layer.csv", "logo.svg", "logo.gif", (2, "logo", "not a known logo")),
    "a logo elsewhere": (
        *("layer.csv", "logo.svg", "../logo.svg"),
        (2, "logo", "not a known logo"),
    ),
    "a missing logo": ("layer.csv", "logo.svg", "logo.png", (2, "logo", "is missing")),
    "two hospitals": (
        *("layer.csv", "Riverside\n", "Riverside\na@b.example,,Other,Otro\n"),
        (None, None, "too many rows"),
    ),
    "a script as a number": (
        *("contacts.csv", "+1 555 010 0110", "javascript:alert(1)"),
        (2, "phone", "not a phone number"),
    ),
    "no number": ("contacts.csv", "+1 555 010 0110", "", (2, "phone", "not a phone number")),
    "tonight": ("contacts.csv", "0120,yes", "0120,maybe", (3, "tonight", "not known")),
    "a contact twice": ("contacts.csv", "on-call", "clinic", (3, "contact", "is there twice")),
    "hours without a name": (
        *("contacts.csv", "Solid tumor clinic", ""),
        (2, "name_en", "is empty"),
    ),
    "markup": ("offers.csv", "Family rooms", "<b>Family</b> rooms", (4, "text_en", "markup")),
    "a long text": ("offers.csv", "Family rooms", LONG, (4, "text_en", "is too long")),
    "a formula": ("offers.csv", "Family rooms", "=HYPERLINK(A1)", (4, "text_en", "a formula")),
    "a mark of direction": (
        *("offers.csv", "Family rooms", "\u202efacts"),
        (4, "text_en", "U+202E"),
    ),
    "a control character": ("offers.csv", "Family rooms", "a\x07b", (4, "text_en", "U+0007")),
    "accents over other lines": (
        *("offers.csv", "Family rooms", "e\u0301\u0302\u0303"),
        (4, "text_en", "too many accents"),
    ),
    "right to left": ("offers.csv", "Family rooms", "שלום", (4, "text_en", "right to left")),
    "neither yes nor no": ("offers.csv", "no,mibg", "soon,mibg", (3, "offered", "not known")),
    "no treatment": ("offers.csv", "mibg-therapy", "hope", (3, "treatment", "not a treatment")),
    "another topic": (
        *("additions.csv", ",low-same,1,,", "x,low-same,1,,"),
        (4, "topic", "not a known topic"),
    ),
    "no situation": ("additions.csv", ",high,", ",higher,", (6, "situation", "not a situation")),
    "no option": ("additions.csv", "low-same,1,,", "low-same,9,,", (4, "option", "not an option")),
    "no step": ("additions.csv", "low-same,1,3,", "low-same,1,9,", (5, "step", "not a step")),
    "a step without an option": (
        *("additions.csv", "low-same,1,3,", "low-same,,3,"),
        (5, "step", "option is empty"),
    ),
    "another treatment there": (
        *("additions.csv", "1,,surgery", "1,,chemotherapy"),
        (4, "treatment", "not the treatment at this place"),
    ),
    "a text in no language": (
        *("additions.csv", ",high,,,,", ",high,,,,,\n,cns,,,,"),
        (6, "text_en", "is empty in every language"),
    ),
    "an unknown column": (
        *("additions.csv", "text_en,", "text_en,html,"),
        (None, None, "cells"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fault_has_its_file_row_and_column(case: str, layer: Path) -> None:
    file, old, new, (row, column, problem) = CASES[case]
    edit(layer, file, old, new)
    found = faults(layer)
    assert [one for one in found if one.file != file] == []
    assert [
        one
        for one in found
        if (row is None or one.row == row)
        and (column is None or one.column == column)
        and problem in str(one)
    ], [*map(str, found)]


CELLS = [
    (table, column)
    for table in COLUMNS
    for column in (
        *COLUMNS[table],
        *(f"{text}_{lang}" for text in TEXTS[table] for lang in ("en", "es")),
    )
]


def test_all_faults_are_told_at_once_and_one_of_each_cell(layer: Path) -> None:
    edit(layer, "layer.csv", "carepath@", "")
    edit(layer, "offers.csv", "mibg-therapy", "hope")
    edit(layer, "offers.csv", "Family rooms", "<b>" + "many words " * 40)
    edit(layer, "additions.csv", ",high,", ",higher,")
    (layer / "logo.svg").unlink()
    assert [(fault.file, fault.row, fault.column) for fault in faults(layer)] == [
        ("layer.csv", 2, "mail"),
        ("layer.csv", 2, "logo"),
        ("offers.csv", 3, "treatment"),
        ("offers.csv", 4, "text_en"),
        ("additions.csv", 6, "situation"),
    ]


@tries(60)
@given(
    st.sampled_from(CELLS),
    st.integers(0, 5),
    st.text(max_size=90)
    | st.sampled_from(["", "1", "0", "yes", "high", "logo.png", "{", "\0", "é" * 90]),
)
def test_any_cell_is_shown_whole_or_named(cell: tuple[str, str], at: int, text: str) -> None:
    table, column = cell
    contents = {name: (EXAMPLE / f"{name}.csv").read_text(encoding="utf-8") for name in COLUMNS}
    rows = list(csv.DictReader(io.StringIO(contents[table])))
    rows[at % len(rows)][column] = text
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    sent = {name: content.encode() for name, content in contents.items()}
    sent[table] = written.getvalue().encode("utf-8", "surrogatepass")
    example = files.read(EXAMPLE)
    try:
        checked = checks.check(replace(example, tables=tuple(sent.values())), TOPICS)
    except FaultyTables as faulty:
        assert {fault.file for fault in faulty.faults} <= {f"{name}.csv" for name in COLUMNS}
        return
    for words in (ENGLISH, SPANISH):
        layer = reader.read(checked, TOPIC, True, words.terms, words.language)
        own = replace(words, layer=layer)
        view = View(FRONT, SITES[words.language], Selection(), Glossary(own))
        shown = Markup(templating.render("layer.html", own, texts=layer.at(), view=view))
        assert shown.unclosed == []
        if table != "additions" and layer and column.endswith(f"_{words.language}"):
            assert "".join(text.split()) in "".join(shown.text.split())


def test_a_place_has_no_wall_of_notes(layer: Path) -> None:
    with (layer / "additions.csv").open("a", encoding="utf-8") as file:
        file.write(",high,,,,Another note.,Otra nota.\n" * 3)
    (fault,) = faults(layer)
    assert (fault.row, fault.column) == (9, "situation")
    assert "too many additions" in fault.problem


def test_a_large_file_is_not_read(layer: Path) -> None:
    with (layer / "additions.csv").open("a", encoding="utf-8") as file:
        file.write("\n" * 300_000)
    (fault,) = faults(layer)
    assert "more than 200,000 bytes" in str(fault)


# --- The logo -------------------------------------------------------------------------------------


def png(size: tuple[int, int] = (100, 50), **more: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, "PNG", **more)
    return written.getvalue()


def svg(inside: str, attributes: str = 'viewBox="0 0 10 10"') -> bytes:
    return f'<svg xmlns="{logo.SVG}" {attributes}>{inside}</svg>'.encode()


def test_a_png_consists_of_its_pixels_alone() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    made = logo.checked("png", png((1000, 500), pnginfo=info) + b"<script>alert(2)</script>")
    assert b"script" not in made
    with Image.open(io.BytesIO(made)) as image:
        assert image.size == (480, 240)
        assert image.info == {}
        assert image.convert("RGB").getpixel((5, 5)) == (0, 128, 128)


def bomb() -> bytes:
    """A PNG that says it has more pixels than a machine has memory."""
    head = b"IHDR" + (60_000).to_bytes(4) * 2 + b"\x08\x06\0\0\0"
    chunk = (13).to_bytes(4) + head + zlib.crc32(head).to_bytes(4)
    return png()[:8] + chunk + png()[33:]


@pytest.mark.parametrize(
    "content",
    [
        b"<script>alert(1)</script>",
        b"GIF89a" + b"\0" * 99,
        png()[:60],
        png((2001, 10)),
        bomb(),
        png(save_all=True, append_images=[Image.new("RGB", (100, 50), "red")]),
        png() + b"\0" * 200_000,
        svg("<path d='M0 0'/>"),
    ],
    ids=["script", "gif", "torn", "wide", "bomb", "animated", "heavy", "svg"],
)
def test_what_is_no_plain_png_is_refused(content: bytes) -> None:
    with pytest.raises(WrongLogo):
        logo.checked("png", content)


def test_an_svg_is_drawn_as_pixels() -> None:
    gradient = '<linearGradient id="a"><stop offset="0" stop-color="#ff0000"/></linearGradient>'
    shape = '<g transform="scale(2)"><path d="M0,0 L10 0 10 5 0 5z" style="fill: url(#a)"/></g>'
    sent = svg(
        f"<title>x</title><!-- y --><metadata><b/></metadata>{gradient}{shape}",
        'viewBox="0 0 40 10" width="1" height="-1"',
    )
    with Image.open(io.BytesIO(logo.checked("svg", sent))) as image:
        assert image.format == "PNG"
        assert image.size == (480, 120)
        assert image.getpixel((100, 60)) == (255, 0, 0, 255)
        assert image.getpixel((300, 60)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "inside",
    [
        "<path d='hello (world)'/>",
        "<g transform='foo(1)'><path d='M0 0L5 5'/></g>",
        "<path d='M0 0L5 5' fill='url(#no)' stroke-dasharray='0 0 -1'/>",
        "<clipPath id='a' clip-path='url(#a)'><path d='M0 0'/></clipPath>"
        "<path d='M0 0L5 5' clip-path='url(#a)'/>",
        "<path d='M0 0L1e38 1e38L-1e38 3' stroke='red'/>",
        "<rect width='nan' height='inf'/>",
    ],
)
def test_an_odd_svg_is_a_picture_or_a_fault(inside: str) -> None:
    """Some of these crash what draws them, which must not be the site."""
    try:
        made = logo.checked("svg", svg(inside))
    except WrongLogo as wrong:
        assert str(wrong) == "cannot be drawn"
    else:
        assert Image.open(io.BytesIO(made)).size == (240, 240)


def test_an_svg_that_stalls_what_draws_it_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stalled = tmp_path / "painter.py"
    stalled.write_text("import sys, threading\nthreading.Event().wait()", encoding="utf-8")
    monkeypatch.setattr(logo, "PAINTER", str(stalled))
    monkeypatch.setattr(logo, "SECONDS", 0.2)
    with pytest.raises(WrongLogo, match="cannot be drawn"):
        logo.checked("svg", svg("<path d='M0 0L1 1'/>"))


HOSTILE = {
    "a script": svg("<script>alert(1)</script>"),
    "a handler": svg("<path d='M0 0' onload='alert(1)'/>"),
    "a handler of the whole": svg("", 'viewBox="0 0 9 9" onload="alert(1)"'),
    "a page": svg("<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>x</b></foreignObject>"),
    "a picture": svg("<image href='https://other.example.org/x.png'/>"),
    "a picture in it": svg("<image href='data:image/png;base64,AAAA'/>"),
    "another file": svg("<use href='other.svg#a'/>"),
    "an old link": svg("<use xmlns:x='http://www.w3.org/1999/xlink' x:href='#a'/>"),
    "a link": svg("<a href='javascript:alert(1)'><path d='M0 0'/></a>"),
    "a style sheet": svg("<style>@import 'https://other.example.org/x.css'</style>"),
    "a style that loads": svg("<path style='fill:URL(https://other.example.org/x)'/>"),
    "a style of another kind": svg("<path style='position:fixed'/>"),
    "a fill that loads": svg("<path fill='url(https://other.example.org/x#a)'/>"),
    "text": svg("<text>NCI says</text>"),
    "movement": svg("<path d='M0 0'><animate attributeName='href' to='x'/></path>"),
    "a filter": svg("<filter id='a'/>"),
    "other elements": svg("<b xmlns='http://www.w3.org/1999/xhtml'>x</b>"),
    "an entity": b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + svg("&a;"),
    "laughs": b"<!DOCTYPE svg [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;'>]>" + svg("&b;"),
    "no size": svg("<path d='M0 0'/>", ""),
    "an endless size": svg("<path d='M0 0'/>", f'viewBox="0 0 {"9" * 400} 9"'),
    "many shapes": svg("<path/>" * 3000),
    "deep groups": svg("<g>" * 1500 + "</g>" * 1500),
    "torn": svg("<path d='M0 0'/>")[:40],
    "another root": b"<html><script>alert(1)</script></html>",
    "pixels": png(),
    "nothing": b"",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_plain_svg_is_refused(case: str) -> None:
    with pytest.raises(WrongLogo):
        logo.checked("svg", HOSTILE[case])


def test_a_wrong_logo_is_a_fault_of_its_cell(layer: Path) -> None:
    (layer / "logo.svg").write_bytes(HOSTILE["a script"])
    (fault,) = faults(layer)
    assert (fault.file, fault.row, fault.column) == ("layer.csv", 2, "logo")
    assert "has 'script'" in fault.problem


# --- While it is faulty ---------------------------------------------------------------------------


def test_the_last_sound_layer_is_shown_while_it_is_faulty(
    layer: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tables, over = Library(DATA), Layered(layer)
    sound = over.over(tables.state())
    assert (sound.faults, sound.status) == ((), "ok")
    assert over.over(tables.state()) is sound
    edit(layer, "additions.csv", ",high,", ",higher,")
    with caplog.at_level(logging.ERROR):
        faulty = over.over(tables.state())
        over.over(tables.state())
    assert [fault.file for fault in faulty.faults] == ["additions.csv"]
    assert faulty.status == "faulty layer, an older one is shown"
    assert len(caplog.records) == 1
    for language in ("en", "es"):
        before, after = sound.site(language).words.layer, faulty.site(language).words.layer
        assert before
        assert after
        assert after.additions == before.additions
    edit(layer, "additions.csv", ",higher,", ",high,")
    assert over.over(tables.state()).faults == ()


def test_without_a_sound_one_none_is_shown_and_the_site_stays(layer: Path) -> None:
    shutil.rmtree(layer)
    state = Layered(layer).over(Library(DATA).state())
    assert [fault.problem for fault in state.faults] == ["is not a folder"]
    assert state.site("en").words.layer is None
    assert state.site("en").words("app.title")


def test_an_older_layer_must_fit_newer_tables(layer: Path, tmp_path: Path) -> None:
    data = copy(tmp_path / "data")
    tables, over = Library(data), Layered(layer)
    assert over.over(tables.state()).site("en").words.layer
    for where in ({"situation": "low-same", "option": "1", "step": "1"},):
        change(data, "treatments", where, {"treatment": "stem-cell-rescue"})
    state = over.over(tables.state())
    assert tables.state().faults == ()
    assert {fault.column for fault in state.faults} == {"treatment"}
    assert state.site("en").words.layer is None


def test_faulty_tables_keep_the_layer(layer: Path, tmp_path: Path) -> None:
    data = copy(tmp_path / "data")
    tables, over = Library(data), Layered(layer)
    assert over.over(tables.state()).faults == ()
    change(data, "kinds", {"kind": "surgery"}, {"light": "pink"})
    state = over.over(tables.state())
    assert [fault.file for fault in state.faults] == ["kinds.csv"]
    assert state.status == "faulty tables, older ones are served"
    assert state.site("en").words.layer
    edit(layer, "layer.csv", "carepath@", "carepath")
    state = over.over(tables.state())
    assert [fault.file for fault in state.faults] == ["kinds.csv", "layer.csv"]
    assert state.status == (
        "faulty tables, older ones are served; faulty layer, an older one is shown"
    )


def test_every_topic_has_the_layer_and_its_own_notes(layer: Path, tmp_path: Path) -> None:
    data = several(tmp_path / "data")
    edit(layer, "additions.csv", ",high,,,,", "one,high,,,,")
    state = Layered(layer).over(Library(data).state())
    assert state.faults == ()
    notes = {}
    for topic in ("neuroblastoma-recurrent", "one", "three"):
        site = state.site("en", topic=topic)
        assert site.words.layer
        assert len(site.words.layer.contacts) == 2
        notes[topic] = [*site.words.layer.additions]
        for page in ("paths", "words"):
            answers = next(iter(site.pathways.routes))
            chosen = Selection(answers, topic=site.pathways.parameter)
            assert NAME in Markup(prerender.page(site, page, chosen, "").body).text
    assert notes["one"] == [("high", 0, 0)]
    assert notes["three"] == []
    assert ("low-same", 1, 3) in notes["neuroblastoma-recurrent"]
    assert ("high", 0, 0) not in notes["neuroblastoma-recurrent"]


def test_check_checks_the_layer_as_well(
    layer: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAREPATH_LAYER", str(layer))
    assert main(["check"]) == 0
    assert "layer ok: 1 layer, 3 contacts, 3 offers, 5 additions, 2 languages" in (
        capsys.readouterr().out
    )
    edit(layer, "additions.csv", ",high,", ",higher,")
    assert main(["check"]) == 1
    assert "additions.csv, row 6, column situation, value 'higher'" in capsys.readouterr().out


# --- docs/layer.md --------------------------------------------------------------------------------


def test_the_page_on_layers_describes_every_column() -> None:
    page = (ROOT / "docs" / "layer.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (\w+)\.csv$", page, flags=re.MULTILINE)
    described = {
        name: re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE)
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }
    assert described == {name: [*COLUMNS[name], *TEXTS[name]] for name in COLUMNS}
