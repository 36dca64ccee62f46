"""Any folder that `check` accepts is shown: every page and file, in every language.

The folders are the project's own with other ids, further languages, odd texts and empty tables.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, product
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, strategies as st

from carepath import library
from carepath.files import downloads
from carepath.model import selection
from carepath.model.file_urls import LARGE
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.tables import topics
from carepath.tables.columns import OWN, TEXTS
from carepath.tables.fault import FaultyTables
from carepath.tables.loader import load
from carepath.tables.vocabulary import PARAMETERS
from carepath.text.titles import HEADS
from carepath.web import file_routes, prerender, routes
from tests.support.agreement import assert_agree
from tests.support.app import run
from tests.support.fuzz import tries
from tests.support.html import Markup
from tests.support.random_tables import ROWS, Rows, text_of
from tests.support.spoiled import TOPIC, file_of
from tests.support.topics import Topic, drawn, make

Table = list[dict[str, str]]


class Folder(dict[str, Table]):
    """Tables by name; a failing example shows what is in them and nowhere in the project's own."""

    def __repr__(self) -> str:
        own = {cell for rows in ROWS.values() for row in rows for cell in row}
        found = {
            name: {c for row in rows for c in row.values()} - own for name, rows in self.items()
        }
        return f"Folder({[*self['words'][0]]}, {found})"[:3000]


# --- Folders --------------------------------------------------------------------------------------

# Class names of drawings and pages, keys of Graphviz, methods of what templates are given, and what
# takes an id apart that is joined by a sign it may hold.
NAMES = (
    *("narrow", "wide", "title", "word", "start", "option", "graph", "node", "edge", "cluster"),
    *("items", "keys", "get", "values", "none", "true", "self", "loop", "class", "constructor"),
    *("a-b", "low-same", "1", "0", "1-1", "x" * 60),
)
# Id -> the columns that hold it, with what stands in front of it in words.csv; a place in a source
# has the number of an item behind it.
IDS: dict[str, tuple[str, ...]] = {
    "situation": (
        *("situations.situation", "treatments.situation", "notes.situation"),
        "routes.situation",
        *("situations.shares", "prompts.situations"),
    ),
    "term": (
        *("terms.term", "treatments.treatment", "treatments.phase", "situations.explains"),
        *("terms.broader", "prompts.treatments", "effects.treatments"),
    ),
    "source": tuple(f"{table}.source" for table in ROWS if "source" in ROWS[table][0]),
    "kind": ("kinds.kind", "terms.kind"),
    "prompt": ("prompts.prompt",),
    "question": (
        *("questions.question", "answers.question", "routes.question", "situations.shares_by"),
        "notes.question",
    ),
    "answer": ("answers.answer", "routes.answer", "notes.answer", "cards.answers", "cards.card"),
    "found.": tuple(f"{table}.found_at" for table in ROWS if "found_at" in ROWS[table][0]),
    "note.": ("notes.note",),
    "whom.": ("treatments.whom",),
    "purpose.": ("treatments.purpose",),
    "heading.": ("prompts.heading",),
}
ODD = (
    "a < b & c > d &amp; &lt;",
    "\"double\" 'single' ”curled“",
    "$x$ #let y = 1 \\N\\G\\l\\",
    "*bold* _italic_ `code` [link](https://example.org) ![](x)",
    "%s %(x)s ${x} <%= x %> {% raw %}",
    "-- ]]> --> '; drop",
    "Ñandú, œuvre, Straße …",
    "long " * 380,
    "x" * 1500,
)
LANGUAGES = ("fr", "de", "por")


def own_folder() -> Folder:
    return Folder(
        (name, [dict(zip(rows[0], row, strict=True)) for row in rows[1:]])
        for name, rows in ROWS.items()
    )


def rename(folder: Folder, space: str, names: dict[str, str]) -> None:
    """Give ids of one space other names wherever they stand."""
    for place in IDS[space]:
        table, column = place.split(".")
        for row in folder[table]:
            # Ids with a space or a full stop between them; a place has an item behind it.
            parts = re.split(r"([ .#])", row[column])
            row[column] = "".join(names.get(part, part) for part in parts)
    if space.endswith("."):
        # The project's own words have to stay; those of other ids stand beside them.
        known = {row["id"]: row for row in folder["words"]}
        folder["words"] += [
            known[f"{space}{old}"] | {"id": f"{space}{new}"} for old, new in names.items()
        ]


def ids(folder: Folder, space: str) -> list[str]:
    table, column = IDS[space][0].split(".")
    found = (row[column].partition("#")[0] for row in folder[table])
    return list(dict.fromkeys(filter(None, found)))


def free(folder: Folder, space: str) -> list[str]:
    """Return odd names that an id of a space may have."""
    taken = {*ids(folder, space), *(PARAMETERS if space == "question" else ())}
    numbers = space == "answer"
    return [name for name in NAMES if name not in taken and not (numbers and name[0].isdigit())]


def add_language(folder: Folder, language: str) -> None:
    for table, texts in TEXTS.items():
        for row, text in product(folder[table], [*texts, *OWN.get(table, ())]):
            row[f"{text}_{language}"] = row[f"{text}_en"]
    name = {column: language for column in folder["words"][0] if column != "id"}
    folder["words"].append({"id": f"language.{language}"} | name)


def spoil(folder: Folder, place: tuple[str, str], row: int, odd: str) -> None:
    """Add something odd to a text in every language, where it is filled."""
    table, text = place
    cells = folder[table][row % len(folder[table])]
    if cells.get("id", "").endswith(".address"):
        return
    for column in [column for column in cells if column.startswith(f"{text}_")]:
        if cells[column] and column.removeprefix(f"{text}_").isalpha():
            doubled = odd.replace("{", "{{").replace("}", "}}")
            braced = doubled if table == "words" or text == "line" else odd
            cells[column] = f"{cells[column]} {braced}"[:1990].strip()


PLACES = [(table, text) for table, texts in TEXTS.items() for text in texts]


@st.composite
def folders(draw: st.DrawFn) -> Folder:
    """Draw a folder that holds what the project's own does, by other names and in other words."""
    folder = own_folder()
    for space in IDS:
        old = draw(st.lists(st.sampled_from(ids(folder, space)), max_size=3, unique=True))
        new = draw(st.permutations(free(folder, space)))
        rename(folder, space, dict(zip(old, new, strict=False)))
    for table in ("notes", "reading"):
        if draw(st.booleans()):
            folder[table] = []
    for language in draw(st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True)):
        add_language(folder, language)
    odd = st.tuples(st.sampled_from(PLACES), st.integers(0, 999), st.sampled_from(ODD))
    for place, row, text in draw(st.lists(odd, max_size=8)):
        spoil(folder, place, row, text)
    # Something may be missing that only the check can tell is needed.
    own = {row["id"] for row in own_folder()["words"]}
    loose = {row["id"].partition(".")[0]: row for row in folder["words"] if row["id"] not in own}
    if loose and draw(st.booleans()):
        folder["words"].remove(loose[draw(st.sampled_from(sorted(loose)))])
    if draw(st.booleans()):
        del folder["sources"][-1]
    return folder


def oddest() -> Folder:
    """Return a folder in which every id and every text is odd, in four languages."""
    folder = own_folder()
    for space in IDS:
        own = ids(folder, space)
        more = [f"option-{number}" for number in range(len(own))]
        rename(folder, space, dict(zip(own, [*free(folder, space), *more], strict=False)))
    for language in LANGUAGES[:2]:
        add_language(folder, language)
    for (table, text), odd in zip(PLACES * len(ODD), ODD * len(PLACES), strict=True):
        for row in range(len(folder[table]) if len(odd) < 100 else 1):
            if row % len(ODD) == ODD.index(odd):
                spoil(folder, (table, text), row, odd)
    return folder


@contextmanager
def written(folder: Folder) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / topics.FOLDER / TOPIC).mkdir(parents=True)
        for table, rows in folder.items():
            columns = [*rows[0]] if rows else ROWS[table][0]
            sheet: Rows = [columns, *([row[column] for column in columns] for row in rows)]
            file_of(Path(name), table).write_text(text_of(sheet), encoding="utf-8")
        yield Path(name)


# --- What is shown --------------------------------------------------------------------------------


def assert_sound(own: Site, markup: str) -> None:
    """A page is whole, each id stands in it once, and its links are understood."""
    page = Markup(markup)
    files = {
        f"/{folder}/{name}.{suffix}"
        for folder, suffixes in file_routes.FOLDERS.items()
        for suffix in suffixes
        for name in own.pathways.names
    }
    assert page.unclosed == []
    assert [id for id, times in Counter(page.ids).items() if times > 1] == []
    for url in page.links:
        parts = urlsplit(url)
        if not parts.scheme:
            assert parts.path in {*routes.PAGES, *files, "", "/handout/all.pdf"}, url
            query = dict(parse_qsl(parts.query))
            assert selection.read(query, own.pathways, own.languages)[1] == (), url


def assert_shown(own: Site, chosen: Selection) -> None:
    for name in HEADS:
        shown = prerender.page(own, name, chosen, overdue="2026-01-31")
        assert shown.language == own.words.language
        assert shown.title
        assert_sound(own, shown.body)


STARTS = {"pdf": b"%PDF", "html": b"<!DOCTYPE html>", "svg": b"<svg", "png": b"\x89PNG"}
FOLDERS = ("handout", "page", "diagram", "preview")


def assert_made(own: Site, answers: str, *questions: str) -> None:
    for folder in FOLDERS:
        for suffix in file_routes.FOLDERS[folder]:
            name = f"{answers}.{suffix}"
            for size in ("", LARGE) if folder == "handout" else ("",):
                found = downloads.find(
                    (own,), folder, name, "https://care.example", "a4", size, questions
                )
                assert found is not None
                assert found.content.startswith(STARTS[suffix])


@dataclass(frozen=True)
class Reader:
    """What a reader of any folder asks for; numbers choose among what is there."""

    language: int
    answers: int
    option: int
    step: int
    against: int
    questions: tuple[str, ...]

    def selection(self, own: Site) -> Selection:
        answers = own.pathways.names[self.name(own)]
        steps = selection.addresses(own.pathways.routes[answers], own.pathways)
        option = [*steps][self.option % len(steps)]
        step = steps[option][self.step % len(steps[option])]
        names = ["", "1", "2", *own.pathways.names]
        against = names[self.against % len(names)]
        against = against if against != self.name(own) else ""
        return Selection(answers, option, step, against, own.words.language)

    def name(self, own: Site) -> str:
        names = [*own.pathways.names]
        return names[self.answers % len(names)]


READERS = st.builds(
    Reader,
    st.integers(0, 3),
    st.integers(0, 8),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 11),
    st.lists(st.sampled_from(ODD), max_size=2).map(tuple),
)


@tries(12)
@given(folders(), READERS)
def test_any_sound_folder_is_shown(folder: Folder, reader: Reader) -> None:
    with written(folder) as path:
        try:
            tables = load(path)
        except FaultyTables:
            return
        languages = library.site(path).languages
        own = library.site(path, languages[reader.language % len(languages)])
        assert_shown(own, Selection())
        chosen = reader.selection(own)
        assert_shown(own, chosen)
        assert_made(own, reader.name(own), *reader.questions)
        assert_agree(tables, reader.option)


@pytest.mark.parametrize("questions", [0, 1, 2, 3])
@tries(5)
@given(st.data())
def test_any_topic_is_shown(questions: int, data: st.DataObject) -> None:
    topic: Topic = data.draw(drawn(questions))
    assert len(topic.questions) == questions
    with tempfile.TemporaryDirectory() as name:
        folder = make(Path(name), "drawn", topic=topic)
        own = library.site(folder)
        assert {answers: end.id for answers, end in own.pathways.routes.items()} == {
            tuple(zip(topic.questions, given.split("."), strict=False))
            if topic.questions
            else (): end
            for given, end in topic.names.items()
        }
        assert_shown(own, Selection(data.draw(st.sampled_from([*own.pathways.routes]))))
        for situation in range(len(own.tables.situations.rows)):
            assert_agree(own.tables, situation)


def test_the_oddest_folder_is_shown_whole() -> None:
    with written(oddest()) as path:
        assert library.site(path).languages == ("en", "es", *LANGUAGES[:2])
        # Each answer in one of two languages.
        sites = [library.site(path, language) for language in ("en", LANGUAGES[0])]
        for own, answers in zip(cycle(sites), sites[0].pathways.routes, strict=False):
            assert_shown(own, Selection(answers, lang=own.words.language))
        for name in [*own.pathways.names][1::5]:
            assert_made(own, name, *ODD)


@pytest.mark.parametrize("page", HEADS)
def test_the_app_shows_the_oddest_folder(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with written(oddest()) as path:
        monkeypatch.setenv("CAREPATH_DATA", str(path))
        answered = Selection([*library.site(path).pathways.routes][1], "4", lang="de")
        for query in ({}, answered.query()):
            assert run(page, **query).get("html")
