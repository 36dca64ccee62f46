"""Every text in data/words.csv is used, every text in use is there, and none stands in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from carepath import pictograms
from carepath.content.legend import SIGNS
from carepath.content.treatment_table import COLUMNS
from carepath.model.file_urls import SHEETS
from carepath.tables.routing import ALL
from carepath.tables.vocabulary import (
    CHOICES,
    COMPANIONS,
    LEADS,
    MOST_QUESTIONS,
    OPTIONAL,
    ORDERED,
    ROLES,
    SECTIONS,
    TRANSLATOR,
    WAYS,
)
from carepath.text.titles import HEADS
from harness.paths import ROOT
from tests.support import facts
from tests.support.html import Markup
from tests.support.literals import TWO_WORDS, texts_of_script

TEMPLATES = ROOT / "carepath" / "text" / "templates"
SCRIPTS = sorted(ROOT.glob("carepath/**/*.js"))
IDS = {row["id"] for row in facts.read("words.csv")} | {*facts.outage()}


def column(table: str, name: str) -> set[str]:
    return {row[name] for row in facts.read(table)} - {""}


def filled(pattern: str, *parts: object) -> set[str]:
    """Every id that a computed one can become."""
    choices = [
        map(str, part) if isinstance(part, (set, tuple, range)) else [part] for part in parts
    ]
    return {pattern.format(*choice) for choice in product(*choices)}


COUNTED = {
    "preview.changes",
    "options",
    "options.fit",
    "handout.unknown",
    "message",
    "summary.title",
    "drawing.title",
    "list.title",
    "known.fit",
    "known.good",
    "known.fit.ask",
    "handout.options",
    "questions.linked",
    "shell.pages",
    "around.close",
}
ASKED = range(1, MOST_QUESTIONS + 1)
GAPS = ("harm", "outlook")

# A computed id as it stands in the code, its computed parts as {} -> the ids it stands for. Of
# those with a link, the table needs only some: a word is there for each link that can stand there.
COMPUTED = {
    "{}.{}": filled("{}.{}", COUNTED, ("none", "one", "many")),
    "checklist.{}": filled("checklist.{}", column("scores.csv", "checklist")),
    "sources.signed.{}": {
        *filled("sources.signed.{}", tuple(role for role in ROLES if role != TRANSLATOR)),
        *filled("sources.signed.translation.{}", ROLES),
    },
    "miss.{}": filled("miss.{}", column("scores.csv", "missed")),
    "{}.link": {"lost.link", "busy.link", "own-sheet.link"},
    "{}.text": {"lost.text", "busy.text", "own-sheet.text"},
    "{}.title": {"lost.title", "busy.title", "own-sheet.title"},
    "answers.give.{}": filled("answers.give.{}", ASKED),
    "compare.start.{}": filled("compare.start.{}", ASKED),
    "present.start.{}": filled("present.start.{}", ASKED),
    "map.title.{}": filled("map.title.{}", ASKED),
    "start.next.{}": filled("start.next.{}", ASKED),
    "start.more.{}": filled("start.more.{}", ASKED[:-1]),
    "page.{}": filled("page.{}", tuple(HEADS)),
    "notice.param.{}": filled("notice.param.{}", CHOICES),
    "table.{}": filled("table.{}", COLUMNS),
    "month.{}": filled("month.{}", range(1, 13)),
    "whom.{}": filled("whom.{}", column("treatments.csv", "whom")),
    "lead.{}": filled("lead.{}", LEADS),
    "phase.title.{}": filled("phase.title.{}", LEADS),
    "say.phase.{}": filled("say.phase.{}", LEADS),
    "sum.phase.{}": filled("sum.phase.{}", LEADS),
    "purpose.{}": filled("purpose.{}", column("treatments.csv", "purpose")),
    "note.{}": filled("note.{}", column("notes.csv", "note")),
    "found.{}": {
        f"found.{place.partition('#')[0]}"
        for table in (
            "treatments.csv",
            "situations.csv",
            "terms.csv",
            "notes.csv",
            "prompts.csv",
            "effects.csv",
        )
        for place in column(table, "found_at")
    },
    "opens.{}.address": {name for name in IDS if name.startswith("opens.")},
    "effects.{}": filled("effects.{}", SECTIONS),
    "effects.head.{}": filled("effects.head.{}", column("effects.csv", "head")),
    "heading.{}": filled("heading.{}", column("prompts.csv", "heading")),
    "language.{}": {
        name.replace("text_", "language.")
        for name in facts.read("words.csv")[0]
        if name.startswith("text_")
    },
    "known.lead.{}.{}": filled("known.lead.{}.{}", LEADS, ("one", "many")),
    "known.{}": filled("known.{}", GAPS),
    "known.{}.ask": filled("known.{}.ask", GAPS),
    "next.compare.{}": filled("next.compare.{}", ("one", "many")),
    "next.{}": {"next.present", "next.questions", "next.treatments"},
    "picture.{}": filled("picture.{}", tuple(pictograms.PICTURES)),
    "questions.{}": {"questions.down", "questions.up"},
    "questions.{}.short": {"questions.down.short", "questions.up.short"},
    "sources.{}": {"sources.funding", "sources.made", "sources.policy"},
    "sources.{}.title": {"sources.funding.title", "sources.made.title", "sources.policy.title"},
    "take.{}": {"take.png", "take.svg"}
    | filled("take.{}", tuple(SHEETS))
    | filled("take.{}.{}", ALL, tuple(SHEETS)),
    # What is combined stands together without a word between.
    "link.{}": filled("link.{}", (*ORDERED, "with", OPTIONAL, "and")),
    "way.{}": filled("way.{}", WAYS),
    "frame.{}": filled("frame.{}", COMPANIONS),
    "legend.{}": filled("legend.{}", SIGNS),
    # What "and" joins is a list.
    "sum.{}": filled("sum.{}", (*WAYS, OPTIONAL)),
    "sum.also.{}{}": filled("sum.also.{}{}", ("", "named."), COMPANIONS),
    "sum.part.{}": filled("sum.part.{}", ORDERED),
    "sum.way.{}": filled("sum.way.{}", WAYS),
    "say.{}": filled("say.{}", ORDERED),
    "say.or-{}": filled("say.or-{}", ORDERED),
    "say.beside.{}": filled("say.beside.{}", COMPANIONS),
    "room.local.{}": filled("room.local.{}", ("elsewhere", "listening", "network")),
    "say.way.{}": filled("say.way.{}", WAYS),
}


def python_files() -> list[Path]:
    return [ROOT / "app.py", *ROOT.glob("pages/*.py"), *ROOT.glob("carepath/**/*.py")]


def shape(node: ast.expr) -> Iterator[str]:
    """Yield the ids an expression can give, each computed part as {}."""
    match node:
        case ast.Constant(value=str(value)):
            yield value
        case ast.IfExp():
            yield from shape(node.body)
            yield from shape(node.orelse)
        case ast.JoinedStr():
            yield "".join(
                part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
            )


def named_in_python(source: str) -> Iterator[str]:
    """Yield what is looked up: `words(…)`, `words.counted(…)`, `words.said(…)`, `self(…)`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = ast.unparse(node.func)
        if name.rpartition(".")[2] == "counted":
            yield from (f"{word}.{{}}" for word in shape(node.args[0]))
        elif name.rpartition(".")[2] == "said":
            yield from (word for argument in node.args for word in shape(argument))
        elif name == "self" or name.rpartition(".")[2] == "words":
            yield from shape(node.args[0])


def handed_on_in_python(source: str) -> Iterator[str]:
    """Yield every text that is an id in full, for an id may be handed on before it is looked up."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in IDS:
            yield node.value


def template_shapes(node: nodes.Node | None) -> Iterator[str]:
    """Yield the ids an expression of a template can give, each computed part as {}."""
    match node:
        case nodes.Const():
            yield str(node.value)
        case nodes.Concat():
            yield from map("".join, product(*map(template_shapes, node.nodes)))
        case nodes.CondExpr():
            yield from template_shapes(node.expr1)
            yield from template_shapes(node.expr2)
        case _:
            yield "{}"


def named_in_template(source: str) -> Iterator[str]:
    """Yield what is looked up: `w(…)`, `w.counted(…)` and `w.said(…)`."""
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        match call.node:
            case nodes.Name(name="w"):
                yield from template_shapes(call.args[0])
            case nodes.Getattr(node=nodes.Name(name="w"), attr="counted"):
                yield from (f"{shape}.{{}}" for shape in template_shapes(call.args[0]))
            case nodes.Getattr(node=nodes.Name(name="w"), attr="said"):
                yield from (shape for word in call.args for shape in template_shapes(word))


def named() -> set[str]:
    python = (path.read_text(encoding="utf-8") for path in python_files())
    templates = (path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    return {name for source in python for name in named_in_python(source)} | {
        name for source in templates for name in named_in_template(source)
    }


def is_counted(name: str) -> bool:
    return name.removesuffix(".{}") in COUNTED


def test_ids_are_found_in_code() -> None:
    found = set(
        named_in_python('words(f"month.{n}"); site.words("a" if b else "c"); w.counted("d")')
    )
    assert found == {"month.{}", "a", "c", "d.{}"}
    source = (
        "{{ w('a') }}{{ w('b.' ~ x) }}{{ w.counted('c', 1) }}{{ x('d') }}{{ w('e' if x else 'f') }}"
        "{{ w.said('g', 'h') }}"
    )
    assert set(named_in_template(source)) == {"a", "b.{}", "c.{}", "e", "f", "g", "h"}


def test_every_computed_id_is_known_here() -> None:
    computed = {name for name in named() if "{}" in name and not is_counted(name)}
    assert computed == COMPUTED.keys()
    assert {name.removesuffix(".{}") for name in named() if is_counted(name)} == COUNTED


def test_every_word_in_use_is_there() -> None:
    plain = {name for name in named() if "{}" not in name}
    assert plain - IDS == set()
    for pattern, ids in COMPUTED.items():
        assert ids - IDS == set(), pattern


def test_every_word_is_used() -> None:
    used = {
        name for path in python_files() for name in handed_on_in_python(path.read_text("utf-8"))
    }
    used |= named() | set().union(*COMPUTED.values())
    assert IDS - used == set()


# --- No text in code ------------------------------------------------------------------------------


def texts_shown_by_python(source: str) -> Iterator[str]:
    """Yield the texts that are handed to Streamlit or to a template, parts of them too."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = ast.unparse(call.func)
        if not name.startswith(("st.", "view.", "html.render", "text(", "canvas.graph.")):
            continue
        # A script is code, too: its texts are looked at by those who write them into files.
        named = [keyword.value for keyword in call.keywords if keyword.arg not in ("js", "css")]
        for part in [*call.args, *named]:
            for node in ast.walk(part):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield re.sub(r"<[^>]*>", " ", node.value)


def texts_of_pages(source: str) -> Iterator[str]:
    """Yield every text of a script but its docstrings: a page has no other use for a sentence."""
    tree = ast.parse(source)
    told = [ast.get_docstring(node, clean=False) for node in ast.walk(tree) if has_docstring(node)]
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value not in told
        ):
            yield node.value


def has_docstring(node: ast.AST) -> bool:
    return isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))


def texts_of_template(source: str) -> list[str]:
    """Return the texts of a template, and the attributes that a reader sees or hears."""
    page = Markup(re.sub(r"\{[{%#].*?[}%#]\}", "", source, flags=re.DOTALL))
    spoken = ("aria-label", "title", "alt", "placeholder")
    named = [each[name] for _, each in page.tags for name in spoken if name in each]
    return named + page.texts


def test_sentences_in_code_are_found() -> None:
    assert TWO_WORDS.search("Choose one")
    assert TWO_WORDS.search("Yes, please")
    assert not TWO_WORDS.search("group-side")
    assert not TWO_WORDS.search("1 px")
    shown = list(
        texts_shown_by_python('st.radio("Choose <b>one</b>", key="x"); print("not shown")')
    )
    assert shown == ["Choose  one ", "x"]
    assert list(texts_of_pages('"""Told here."""\nst.title("Come in")')) == ["Come in"]
    script = '// "no one"\nconst FIELD = ".field input";\nsay("Come in"); closest("svg path")'
    assert list(texts_of_script(script)) == ["Come in"]
    template = texts_of_template("<p aria-label='Come in'>{{ w('x y') }} then {% if a b %}</p>")
    assert template == ["Come in", " then "]


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_stands_in_python(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    texts = [*texts_shown_by_python(source)]
    if path.parent in (ROOT, ROOT / "pages"):
        texts += texts_of_pages(source)
    assert [text for text in texts if TWO_WORDS.search(text)] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_sentence_stands_in_a_script(path: Path) -> None:
    texts = list(texts_of_script(path.read_text(encoding="utf-8")))
    assert texts
    assert [text for text in texts if TWO_WORDS.search(text)] == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_word_stands_in_a_template(path: Path) -> None:
    found = texts_of_template(path.read_text(encoding="utf-8"))
    assert [text for text in found if re.search(r"[^\W\d_]", text)] == []
