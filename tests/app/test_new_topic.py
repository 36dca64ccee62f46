"""A topic that is made by docs/new-topic.md alone: the command, then rows in its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from carepath import __main__ as command, library
from carepath.content import presentation
from carepath.files import handout
from carepath.library import Site
from carepath.model.selection import Selection
from carepath.tables import topics
from carepath.tables.loader import DATA, load
from carepath.text.titles import HEADS
from carepath.web import prerender
from harness import reading
from harness.paths import ROOT
from tests.support.agreement import assert_agree
from tests.support.app import run
from tests.support.asgi import app, ask
from tests.support.html import plain
from tests.support.new_topic import ANSWERS, CONDITION, STATEMENT, TOPIC, write
from tests.support.paper import text_of
from tests.support.renderers import assert_same

SITE = app()


@pytest.fixture(scope="module", params=["beside others", "alone"])
def folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The tables of the project with the new topic, as the last of several or as the only one."""
    folder = copytree(DATA, tmp_path_factory.mktemp("data") / "data")
    if request.param == "alone":
        rmtree(folder / topics.FOLDER)
        (folder / topics.FOLDER).mkdir()
    assert command.main(["new-topic", str(folder / topics.FOLDER / TOPIC)]) == 0
    write(folder / topics.FOLDER / TOPIC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAREPATH_DATA", str(folder))
        yield folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Site:
    return library.site(folder, topic=TOPIC)


def selections(site: Site) -> list[Selection]:
    topic = site.pathways.parameter
    return [Selection(answers, topic=topic) for answers in ((), *site.pathways.routes)]


def test_check_has_nothing_left_to_say(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for checked in (folder, folder / topics.FOLDER / TOPIC):
        assert command.main(["check", str(checked)]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert all(line.startswith("ok: ") for line in lines)
        assert f" {sum(map(len, ANSWERS.values()))} steps, " in lines[-1]


@pytest.mark.parametrize("page", HEADS)
def test_both_renderers_show_the_same(site: Site, page: str) -> None:
    at = run(page, **selections(site)[0].query())
    for chosen in selections(site):
        if page != "present" or not chosen.answers:
            assert_same(at, site, page, chosen)


def test_drawing_sentences_and_table_agree(folder: Path) -> None:
    tables = load(folder, TOPIC)
    for situation in range(len(tables.situations.rows)):
        assert_agree(tables, situation)


def test_each_answer_is_told_taught_and_printed(site: Site) -> None:
    assert [*site.pathways.names] == [*ANSWERS]
    for name, answers in site.pathways.names.items():
        chosen = Selection(answers, topic=site.pathways.parameter)
        body = plain(prerender.page(site, "paths", chosen, "").body)
        slides = presentation.present(
            site.words, site.pathways, site.pathways.routes[answers], chosen
        )
        for treatment in ANSWERS[name]:
            assert treatment in body
            assert treatment in plain(slides)
        for path in (f"/handout/{name}.pdf", f"/diagram/{name}.svg", f"/preview/{name}.png"):
            assert ask(SITE, Selection(topic=chosen.topic).url(path)).status == 200
    first, *_, last = selections(site)[1:]
    assert CONDITION in plain(prerender.page(site, "paths", first, "").body)
    sheet = text_of(handout.pdf(site.words, site.pathways, last.answers, "https://care.example"))
    for said in (plain(prerender.page(site, "paths", last, "").body), " ".join(sheet.split())):
        assert all(sentence in said for sentence in STATEMENT)


def everything(site: Site) -> str:
    """Return the text of every page and every sheet."""
    pages = [
        plain(prerender.page(site, page, chosen, "").body)
        for page in HEADS
        for chosen in selections(site)
    ]
    slides = [
        plain(
            presentation.present(
                site.words, site.pathways, site.pathways.routes[chosen.answers], chosen
            )
        )
        for chosen in selections(site)[1:]
    ]
    sheets = [
        text_of(handout.pdf(site.words, site.pathways, answers, "https://care.example"))
        for answers in site.pathways.routes
    ]
    return "\n".join((*pages, *slides, *sheets))


def test_it_says_only_what_its_tables_say(site: Site) -> None:
    said = everything(site)
    for word in ("handout.effects", "effects.again"):
        with_given, without = (
            site.words(form, name="|").rpartition("|")[2] for form in (word, f"{word}.like")
        )
        assert with_given not in said
        assert without in said
    for word in ("later.title", "handout.later", "sources.scores.title"):
        assert site.words(word) not in said, word
    assert site.words("known.title") in said
    assert not re.search("have some numbers|other treatments", said)
    used = {"little-book", "own-words", "translation-es"}
    for row in site.tables.sources.rows:
        assert (row["name_en"] in said) == (row["source"] in used), row["source"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_its_pages_are_easy_to_read(folder: Path, language: str) -> None:
    site = library.site(folder, language, topic=TOPIC)
    for page, markup in reading.page_texts(site).items():
        measure = reading.measure(site.words, page, reading.blocks(markup))
        assert measure.is_easy, measure


def test_one_question_and_one_page_are_not_told_as_several(site: Site) -> None:
    said = everything(site)
    for word in ("start.where", "map.caption", "about.from"):
        assert site.words(f"{word}.one") in said
        assert site.words(f"{word}.many") not in said
    (page,) = site.words.pages
    assert page["source"] == "little-book"
    markup = prerender.page(site, "paths", selections(site)[0], "").body
    assert f'aria-label="{site.words("shell.pages.one")}"' in markup


@pytest.mark.parametrize("language", ["en", "es"])
def test_its_translation_is_told_from_no_other_publishers(folder: Path, language: str) -> None:
    words = library.site(folder, language, topic=TOPIC).words
    for told in (words("about.translation"), words.sources["translation-es"]["role"]):
        assert "NCI" not in told


# --- What is left to write ------------------------------------------------------------------------


def test_check_lists_what_is_left_in_the_order_to_write_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = copytree(DATA, tmp_path / "data") / topics.FOLDER / "begun"
    assert command.main(["new-topic", str(begun)]) == 0
    files = [Path(line).name for line in capsys.readouterr().out.splitlines()]
    assert command.main(["check", str(begun)]) == 1
    lines = capsys.readouterr().out.splitlines()
    left = [line for line in lines if not line.startswith("ok: ")]
    assert all(": still to write: " in line for line in left)
    named = [re.match(r"topics/begun/(\w+\.csv), row 2,", line) for line in left]
    order = [match[1] for match in named if match]
    written = {"topic.csv", "cards.csv", "reading.csv"}
    assert order == [file for file in files if file not in written]


def test_the_guide_leads_through_the_tables_in_that_order() -> None:
    text = (ROOT / "docs" / "new-topic.md").read_text(encoding="utf-8")
    heads = " ".join(re.findall(r"^## \d+\. .*$", text, flags=re.MULTILINE))
    named = [file.removesuffix(".csv") for file in re.findall(r"\w+\.csv", heads)]
    automatic = {"topic", "kinds", "reading", "fingerprints", "reviews", "scores"}
    assert named == [table for table in topics.ORDER if table not in automatic]


@pytest.mark.parametrize(
    ("folder", "said"),
    [("elsewhere/new", "not in a folder topics"), ("data/topics/New", "not an id"),
     ("data/topics/there", "cannot write")],
)  # fmt: skip
def test_a_topic_begins_in_a_folder_of_its_own(
    tmp_path: Path, folder: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copytree(DATA, tmp_path / "data")
    (tmp_path / "data" / topics.FOLDER / "there").mkdir()
    assert command.main(["new-topic", str(tmp_path / folder)]) == 1
    assert said in capsys.readouterr().err
