"""What readers get by URL while tables are faulty, and where something else breaks."""

from __future__ import annotations

import csv
import re
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from html import escape, unescape
from pathlib import Path

import pytest
from starlette.routing import Route

from carepath.tables import csvfile, loader
from carepath.tables.fault import FaultyTables
from carepath.tables.loader import load
from carepath.text import outage
from carepath.text.titles import HEADS
from carepath.version import VERSION
from carepath.web import document, prerender, routes
from carepath.web.file_routes import FOLDERS
from tests.support import facts
from tests.support.asgi import app, ask
from tests.support.selections import ANSWERS
from tests.support.spoiled import change, copy

SITE = app()
ANSWER = [*ANSWERS][-1]
CHOSEN = "?group=high&place=same"
PAGES = [
    f"/{'' if page == 'paths' else page}{CHOSEN}&lang={language}"
    for page in HEADS
    for language in ("en", "es")
]
FILES = [
    f"/{folder}/{ANSWER}.{suffix}?lang={language}"
    for folder, suffixes in FOLDERS.items()
    if folder != "handout/own"
    for suffix in suffixes
    for language in ("en", "es")
]
TRACE = re.compile(r"\.csv|fault|row \d|traceback|KeyError", re.IGNORECASE)
TEXT = facts.outage()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tables that the site reads, and that a test may spoil."""
    folder = copy(tmp_path / "data")
    monkeypatch.setenv("CAREPATH_DATA", str(folder))
    return folder


def spoil(folder: Path) -> tuple[str, ...]:
    """Put markup into a cell; return what the check says of that."""
    change(folder, "kinds", {"kind": "surgery"}, {"light": "<b>pink</b>"})
    return faults(folder)


def faults(folder: Path) -> tuple[str, ...]:
    with pytest.raises(FaultyTables) as faulty:
        load(folder)
    return tuple(map(str, faulty.value.faults))


def health(status: int) -> dict[str, object]:
    answer = ask(SITE, "/healthz")
    assert answer.status == status
    found: dict[str, object] = answer.json
    return found


SPOILS: dict[str, Callable[[Path], object]] = {
    "a cell": spoil,
    "a missing file": lambda folder: (folder / "words.csv").unlink(),
    "half saved": lambda folder: (folder / "terms.csv").write_bytes(
        (folder / "terms.csv").read_bytes()[:9000]
    ),
    "binary": lambda folder: (folder / "words.csv").write_bytes(b"PK\x03\x04\xff\x00" * 99),
    "no folder": shutil.rmtree,
}


@pytest.mark.parametrize("case", SPOILS)
def test_every_page_and_file_stays_while_the_tables_are_faulty(folder: Path, case: str) -> None:
    change(folder, "words", {"id": "app.title"}, {"text_en": f"The title before {case}"})
    before = {address: ask(SITE, address) for address in [*PAGES, *FILES]}
    assert {answer.status for answer in before.values()} == {200}
    assert health(200) == {"status": "ok", "version": VERSION}
    SPOILS[case](folder)
    for address, answer in before.items():
        now = ask(SITE, address)
        assert now == answer, address
        if address in PAGES:
            assert not TRACE.search(re.sub(r"<(style|script).*?</\1>", "", now.text, flags=re.S))
    assert f"The title before {case}" in before[PAGES[0]].text
    assert ask(SITE, "/nowhere").status == 404
    found = health(200)
    assert found["faults"] == [*faults(folder)]
    assert found["status"] != "ok"
    copy(folder)
    change(folder, "words", {"id": "app.title"}, {"text_en": "The mended title"})
    assert "The mended title" in ask(SITE, PAGES[0]).text
    assert health(200) == {"status": "ok", "version": VERSION}


# --- For editors ----------------------------------------------------------------------------------


def listed(text: str) -> list[str]:
    """Return the faults that a page lists."""
    (found,) = re.findall(r'<aside class="[^"]*faults">(.*?)</aside>', text, re.DOTALL) or [""]
    return [unescape(item) for item in re.findall(r"<li>(.*?)</li>", found, re.DOTALL)]


@pytest.mark.parametrize("page", HEADS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_site_for_editors_names_each_fault_on_every_page(
    folder: Path, page: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/{'' if page == 'paths' else page}{CHOSEN}&lang={language}"
    ask(SITE, address)
    told = spoil(folder)
    assert listed(ask(SITE, address).text) == []
    monkeypatch.setenv("CAREPATH_SHOW_FAULTS", "1")
    text = ask(SITE, address).text
    assert listed(text) == [*told]
    assert escape(facts.outage(language)["faults.older"], quote=False) in text
    assert "<b>pink" not in text
    assert all(part in told[0] for part in ("kinds.csv", "row 2", "column light"))
    mended = copy(folder)
    assert listed(ask(SITE, address).text) == [], mended


# --- Nothing to serve -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "en", "en"),
        ("", "es-MX,es;q=0.9", "es"),
        ("lang=es", "en", "es"),
        ("lang=en", "es", "en"),
        ("", "fr", "en"),
    ],
)
def test_without_sound_tables_the_page_is_calm_in_the_readers_language(
    folder: Path, query: str, header: str, language: str
) -> None:
    spoil(folder)
    for path in ("/", "/questions", "/handout/low.same.pdf", "/nowhere"):
        answer = ask(SITE, f"{path}?{query}", {"accept-language": header})
        assert answer.status == 503
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["cache-control"] == "no-store"
        assert f'<html lang="{language}">' in answer.text
        text = unescape(answer.text)
        words = facts.outage(language)
        for word in ("unavailable.title", "unavailable.text", "unavailable.call"):
            assert words[word] in text
        assert "kinds.csv" not in text
    assert health(503)["faults"] == [*faults(folder)]
    copy(folder)
    assert ask(SITE, "/").status == 200


def test_without_sound_tables_editors_see_the_faults(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = spoil(folder)
    monkeypatch.setenv("CAREPATH_SHOW_FAULTS", "1")
    text = ask(SITE, "/?lang=es").text
    assert listed(text) == [*told]
    assert facts.outage("es")["unavailable.title"] in text


def test_the_script_of_every_page_may_run(folder: Path) -> None:
    for spoiling in (lambda _: None, spoil):
        spoiling(folder)
        answer = ask(SITE, "/?lang=en")
        scripts = document.INLINE_SCRIPT.findall(answer.text)
        assert scripts
        for script in scripts:
            digest = b64encode(sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]


def test_the_texts_for_an_outage_are_there_in_every_language() -> None:
    rows = facts.read(outage.FILE.name)
    assert [row["id"] for row in rows] == [*outage.IDS]
    with outage.FILE.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    offered = [name for name in facts.read("words.csv")[0] if name.startswith("text_")]
    assert columns == ["id", *offered]
    assert all(row[column] for row in rows for column in columns)
    assert csvfile.parse(outage.FILE.name, outage.FILE.read_bytes()).faults == ()


@pytest.mark.parametrize("data", [b"", b"\xff\x00", b"a,b\n1,2\n", b'id,text_en\n"unavail'])
def test_where_those_texts_are_spoiled_as_well_a_number_is_left(data: bytes) -> None:
    words = outage.read(data)["en"]
    assert "1-800-4-CANCER" in outage.unavailable(words, ())
    assert "1-800-4-CANCER" in outage.sorry(words)


# --- What breaks ----------------------------------------------------------------------------------


def test_a_request_that_breaks_gets_a_page_that_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_):
        raise ValueError("a secret")

    site = app(Route("/", broken))
    answer = ask(site, "/?group=high&lang=es")
    assert answer.status == 500
    assert facts.outage("es")["sorry.text"] in unescape(answer.text)
    assert "secret" not in answer.text
    assert "ValueError: a secret" in caplog.text
    assert "group=high" not in caplog.text


# --- What is kept ---------------------------------------------------------------------------------


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what sets the day."""

    class Day(date):
        now = date.today()

        @classmethod
        def today(cls):
            return cls.now

    monkeypatch.setattr(routes, "date", Day)

    def turn(day: str) -> None:
        Day.now = date.fromisoformat(day)

    return turn


def test_a_kept_page_tells_when_a_day_has_passed(calendar: Callable[[str], None]) -> None:
    due = min(row["review_by"] for row in facts.read("sources.csv") if row["review_by"])
    said = facts.text()["about.overdue"].partition("{")[0]
    for day, late in ((due, False), ("2999-01-01", True), (due, False)):
        calendar(day)
        for address in PAGES:
            if address.endswith("lang=en"):
                assert (said in unescape(ask(SITE, address).text)) is late


LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "vi")


def translate(folder: Path) -> None:
    """Offer the Spanish texts of the tables under the names of five more languages."""
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [*csv.DictReader(file)]
        for row in rows:
            for column in [column for column in row if column.endswith("_es")]:
                for language in LANGUAGES[2:]:
                    row[f"{column.removesuffix('_es')}_{language}"] = row[column]
        if path.name == "words.csv":
            names = (dict.fromkeys(rows[0], language) for language in LANGUAGES[2:])
            rows += [name | {"id": f"language.{name['id']}"} for name in names]
        if rows:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0])
                writer.writeheader()
                writer.writerows(rows)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """How often tables are checked and pages are rendered."""
    times = {"check": 0, "page": 0}

    def count(module: object, name: str) -> None:
        call = getattr(module, name)

        def counted(*given):
            times[name] += 1
            return call(*given)

        monkeypatch.setattr(module, name, counted)

    count(loader, "check")
    count(prerender, "page")
    return times


def test_seven_languages_in_turn_are_made_once_each(folder: Path, counts: dict[str, int]) -> None:
    translate(folder)
    for _ in range(3):
        for language in LANGUAGES:
            answer = ask(SITE, f"/{CHOSEN}&lang={language}")
            assert f'<html lang="{language}">' in answer.text
    assert counts == {"check": 1, "page": len(LANGUAGES)}
