"""Hostile words in the tables: shown as text everywhere; nothing runs, nothing loads."""

from __future__ import annotations

import ast
import io
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from itertools import cycle
from pathlib import Path, PurePath

import pypdf
import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

import carepath.tables.loader
from carepath.content import comparison, comparison_markup, diagram, presentation
from carepath.drawing import dot, svg
from carepath.files import handout
from carepath.model import pathway
from carepath.model.pathway import Pathways
from carepath.model.selection import Selection
from carepath.tables import topics
from carepath.tables.columns import TEXTS
from carepath.tables.fault import FaultyTables
from carepath.tables.loader import TABLE_NAMES, Table, Tables, load
from carepath.text import messages
from carepath.text.glossary import Glossary
from carepath.text.messages import Words
from carepath.text.titles import FRONT, HEADS
from harness.client import markup
from harness.paths import ROOT
from tests.support import facts
from tests.support.browser import wait_until_finished
from tests.support.html import Markup
from tests.support.paper import letters, text_of
from tests.support.project_data import TABLES
from tests.support.selections import pairs
from tests.support.servers import StartServer
from tests.support.spoiled import TOPIC, file_of

OTHER = "https://other.example.org"
ADDRESS = re.compile("https:|tel:")
# What load takes, because it is text; each would do something where it were not shown as text.
SLY = [
    "&lt;img src=x onerror=window.hacked=1&gt;",
    "\"> ' onmouseover='window.hacked=1' \"",
    f"![x]({OTHER}/x.png)",
    f"[x]({OTHER}/)",
    "[x](javascript:window.hacked=1)",
    "*a* _b_ `c` ~~d~~ $e^2$",
    ":red[a] :material/home: :smile:",
    "{{ 7*7 }} {% raw %} {# x #} {name} {0} ${window.hacked=1}",
    "\\N \\G \\l \\n \\\\ \\",
    "#read('x') @ref $x$ [a] // /* ~ =",
    "a < b & c > d ; &amp; &#60; &nbsp;",
]
# What load refuses as markup; the functions behind it do not lean on that.
MARKUP = [
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "</style></svg></text></title><b>x</b>",
    "<!-- x --><![CDATA[x]]>",
    "<TABLE><TR><TD>x</TD></TR></TABLE>",
    "]]><svg/onload=window.hacked=1>",
]
LONG = " ".join(["x" * 99, *["and more"] * 1100, "the end"])


def columns(table: str) -> list[str]:
    """The columns of a table that hold text."""
    return [f"{text}_{language}" for text in TEXTS.get(table, ()) for language in ("en", "es")]


PLACES = [(name, column) for name in TABLE_NAMES for column in columns(name)]


def spoiled(texts: list[str], only: str = "") -> Tables:
    """Return the project's tables, or one of them, with one of the texts behind each of theirs."""
    turn = cycle(texts)

    def behind(table: str, cell: str) -> str:
        # Where a link leads is not a text, and load keeps it to web addresses.
        if not cell or ADDRESS.match(cell):
            return cell
        text = next(turn)
        if table == "words":
            text = text.replace("{", "{{").replace("}", "}}")
        return f"{cell} {text}"

    def changed(name: str) -> Table:
        table: Table = getattr(TABLES, name)
        rows = [{**row} for row in table.rows]
        for column in columns(name) if name == only or not only else ():
            for row in rows:
                row[column] = behind(name, row[column])
        return replace(table, rows=tuple(rows))

    return Tables(**{name: changed(name) for name in TABLE_NAMES})


def save(tables: Tables, folder: Path) -> None:
    (folder / topics.FOLDER / TOPIC).mkdir(parents=True)
    for name in TABLE_NAMES:
        getattr(tables, name).frame.to_csv(file_of(folder, name), index=False)


def read(tables: Tables) -> tuple[Words, Pathways]:
    return messages.read(tables), pathway.build(tables)


def without_spaces(text: str) -> str:
    return "".join(text.split())


# --- Drawings -------------------------------------------------------------------------------------

DRAWN = {"svg", "g", "polygon", "path", "ellipse", "polyline", "text"}


def assert_a_drawing(root: ElementTree.Element) -> str:
    """Nothing in it but shapes and text, without an address or a script; return its text."""
    for element in root.iter():
        assert element.tag.removeprefix(f"{{{svg.SVG}}}") in DRAWN
        for name, value in element.attrib.items():
            assert "href" not in name
            assert not name.startswith("on")
            # What a screen reader says may hold anything.
            assert name == "aria-label" or "hacked" not in value
    return without_spaces("".join(element.text or "" for element in root.iter()))


@pytest.mark.parametrize("text", [*SLY, *MARKUP, LONG], ids=lambda text: text[:24])
def test_a_drawing_shows_them_as_text(text: str) -> None:
    words, pathways = read(spoiled([text]))
    plain_words, plain_pathways = read(TABLES)
    shown = without_spaces(text)
    # This one has two options, a condition, and a flow inside a treatment.
    for answer in (("low", "elsewhere"), ("intermediate", "same")):
        situation = pathways.routes[pairs(*answer)]
        source = dot.draw_situation(words, situation, "x")
        root = ElementTree.fromstring(svg.document(source).markup)
        source = dot.draw_situation(plain_words, plain_pathways.routes[pairs(*answer)], "x")
        plain = ElementTree.fromstring(svg.document(source).markup)
        drawn = assert_a_drawing(root)
        boxes = [group for group in root.iter(f"{{{svg.SVG}}}g") if group.get("class") != "graph"]
        for group, same in zip(boxes, list(plain.iter(f"{{{svg.SVG}}}g"))[1:], strict=True):
            assert group.get("class") == same.get("class")
            told = without_spaces("".join(part.text or "" for part in group))
            assert (shown in told) == bool(without_spaces("".join(p.text or "" for p in same)))
        assert drawn.count(shown) >= sum(len(option.steps) for option in situation.options)


@pytest.mark.parametrize("text", [*SLY, *MARKUP, LONG], ids=lambda text: text[:24])
def test_what_is_said_of_a_drawing_holds_them_whole(text: str) -> None:
    words, pathways = read(spoiled([text]))
    situation = pathways.routes[pairs("low", "elsewhere")]
    said = f"{words('drawing.title.many')}"
    image = ElementTree.fromstring(
        svg.static_svg(dot.draw_situation(words, situation, "x"), said).markup
    )
    assert image.get("aria-label") == said
    assert said.endswith(text)
    assert_a_drawing(image)


# --- Pages ----------------------------------------------------------------------------------------


def kinds(page: Markup) -> set[tuple[str, ...]]:
    """Return each kind of tag with the names of its attributes, and each comment."""
    tags = {(tag, *attributes) for tag, attributes in page.tags}
    return tags | {("comment", text) for text in page.comments}


def opened(page: str) -> Markup:
    """Open a page with two answers and an option, and return all markup it sends."""
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30)
    at.query_params.update({"group": "low", "place": "elsewhere", "option": "4", "against": "1"})
    at.run()
    if page != FRONT:
        at.switch_page(f"pages/{page}.py").run()
    assert not at.exception
    sent = [markup(part.proto) for part in at.get("bidi_component")]
    return Markup("".join([*(element.proto.body for element in at.get("html")), *sent]))


@pytest.fixture(scope="module")
def plain() -> set[tuple[str, ...]]:
    """Return each kind of tag that the project's own words make."""
    return set().union(*(kinds(opened(page)) for page in HEADS))


@pytest.mark.parametrize("page", HEADS)
def test_a_page_shows_them_as_text_and_makes_no_other_tags(
    page: str, plain: set[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = spoiled([*SLY, *MARKUP])
    monkeypatch.setenv("CAREPATH_DATA", str(tmp_path))
    monkeypatch.setattr(carepath.tables.loader, "check", lambda _: {TOPIC: tables})
    found = opened(page)
    assert kinds(found) <= plain
    leads = [each.get(name, "") for _, each in found.tags for name in ("href", "src")]
    assert [url for url in leads if re.match(f"{OTHER}|javascript", url)] == []
    told = without_spaces(found.text)
    assert len([text for text in [*SLY, *MARKUP] if without_spaces(text) in told]) > 8


LABELLED = {
    "button",
    "checkbox",
    "download_button",
    "expander",
    "form_submit_button",
    "multiselect",
    "popover",
    "radio",
    "selectbox",
    "text_input",
}


@pytest.mark.parametrize(
    "file", [ROOT / "app.py", *ROOT.glob("pages/*.py"), *ROOT.glob("carepath/**/*.py")], ids=str
)
def test_every_label_that_streamlit_reads_as_markdown_is_escaped(file: Path) -> None:
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        named = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        if call.func.attr in LABELLED:
            label = named.get("label") or ast.unparse(call.args[0])
            for text in filter(None, (label, named.get("help"))):
                assert text.startswith("markdown("), ast.unparse(call)
        # Whatever else reads Markdown has not been thought of here.
        assert call.func.attr not in {
            "caption",
            "header",
            "markdown",
            "subheader",
            "title",
            "write",
        } or (ast.unparse(call.func.value) != "st")


# --- Paper ----------------------------------------------------------------------------------------


SITE = "https://care.example.org/"


def letters_of(made: bytes) -> str:
    """All letters of a PDF, small ones only: a sentence begins with a capital."""
    return without_spaces(text_of(made)).casefold()


@pytest.mark.parametrize("start", range(3))
def test_the_handout_shows_them_as_text(start: int) -> None:
    """The texts change places from one start to the next."""
    texts = [*SLY, *MARKUP][start::3]
    words, pathways = read(spoiled(texts))
    made = handout.pdf(words, pathways, pairs("low", "elsewhere"), SITE, ["Why?", *texts])
    pdf, shown = pypdf.PdfReader(io.BytesIO(made)), letters_of(made)
    links = [
        annotation.get_object()["/A"]["/URI"]
        for page in pdf.pages
        for annotation in page.get("/Annots", ())
    ]
    assert set(links) == {SITE}
    assert {"/OpenAction", "/AA", "/JavaScript", "/EmbeddedFiles"}.isdisjoint(pdf.trailer["/Root"])
    situation = pathways.routes[pairs("low", "elsewhere")]
    told = [
        *texts,
        words("app.title"),
        words("handout.options.many"),
        *(words.name(step.treatment) for option in situation.options for step in option.steps),
    ]
    assert len(told) > 10
    for text in told:
        assert without_spaces(text.casefold()) in shown, text


def test_a_handout_of_texts_as_long_as_load_takes_them_is_whole_and_stays_on_its_paper() -> None:
    words, pathways = read(spoiled([LONG[:1900]], only="terms"))
    made = handout.pdf(words, pathways, pairs("low", "same"), SITE)
    assert letters_of(made).count(without_spaces(words.name("surgery"))) >= 2
    for _, letter, _, (left, _, right, _) in letters(made):
        assert 20 < left <= right < 612 - 20, letter


# --- In the browser -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sly_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of tables that load takes, with something sly behind every text."""
    folder = tmp_path_factory.mktemp("sly")
    save(spoiled(SLY), folder)
    return folder


def test_load_takes_what_is_sly(sly_folder: Path) -> None:
    taken, expected = load(sly_folder), spoiled(SLY)
    for name in TABLE_NAMES:
        assert getattr(taken, name) == getattr(expected, name)


@pytest.mark.parametrize("text", MARKUP)
def test_load_refuses_markup_wherever_text_stands(text: str, tmp_path: Path) -> None:
    save(spoiled([text]), tmp_path)
    with pytest.raises(FaultyTables) as caught:
        load(tmp_path)
    named = {
        (PurePath(fault.file).name, fault.column) for fault in caught.value.faults if fault.row
    }
    filled = {
        (f"{name}.csv", column)
        for name, column in PLACES
        if any(row[column] for row in getattr(TABLES, name).rows)
    }
    assert named == filled
    assert {fault.problem for fault in caught.value.faults} == {"holds markup"}


def test_nothing_runs_and_nothing_loads_in_a_browser(
    sly_folder: Path, start_server: StartServer, page: Page
) -> None:
    """The window of the tests fails as soon as a page asks another host."""
    url = start_server({"CAREPATH_DATA": str(sly_folder)})
    words = messages.read(load(sly_folder))
    for name in ("", "compare", "questions", "words"):
        page.goto(f"{url}/{name}?group=low&place=elsewhere&option=4")
        wait_until_finished(page)
        for group in facts.GROUPS:
            label = words.answers["group", group]["text"]
            expect(page.get_by_role("radio", name=label, exact=True).first).to_be_attached()
        assert page.evaluate("window.hacked") is None
        assert page.locator(f"[src^='{OTHER}'], [onmouseover], [href^=javascript]").count() == 0


# --- Ids ------------------------------------------------------------------------------------------

TAKEN = ("narrow", "wide", "title", "word", "start", "option", "now", "slide", "absent")


def markups(tables: Tables) -> list[str]:
    """Return what shows kinds of treatment, of every answer."""
    words, pathways = read(tables)
    shown: list[str] = []
    for situation in (s for s in pathways.situations if s.options):
        chosen = Selection(situation.answers[0])
        against = comparison.rights(pathways, situation, chosen)[-1]
        compared = comparison.comparison(pathways, replace(chosen, against=against))
        assert compared
        shown += (
            diagram.paths(words, pathways, situation, chosen),
            presentation.present(words, pathways, situation, chosen),
            comparison_markup.render(words, pathways, compared, Glossary(words)),
        )
    return shown


def test_a_kind_may_be_called_what_a_style_sheet_calls_something_else() -> None:
    kinds = [row["kind"] for row in TABLES.kinds.rows]
    renamed = dict(zip(kinds, TAKEN, strict=False))
    changed = {
        name: replace(
            table, rows=tuple(r | {"kind": renamed.get(r["kind"], "")} for r in table.rows)
        )
        for name, table in (("kinds", TABLES.kinds), ("terms", TABLES.terms))
    }
    old = re.compile(rf"kind-({'|'.join(kinds)})\b")
    expected = [old.sub(lambda m: f"kind-{renamed[m[1]]}", text) for text in markups(TABLES)]
    assert markups(replace(TABLES, **changed)) == expected
