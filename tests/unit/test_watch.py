"""The watch on the sources: a saved page compared with the fingerprints of what rows come from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from carepath.__main__ import main
from carepath.tables.loader import DATA, load
from carepath.watch.comparison import Fingerprint, accepted, compare
from carepath.watch.page import MOST_BYTES, MOST_TAGS, parse
from carepath.watch.passages import Passage
from harness.paths import ROOT
from tests.support.fuzz import tries
from tests.support.project_data import TABLES
from tests.support.spoiled import TOPIC, change, copy, file_of, read, write

# NCI's text, credited there; the markup is the fixture's own.
NCI = (ROOT / "tests/support/sources/nci-neuroblastoma.html").read_text(encoding="utf-8")
LOW = "Patients First Treated for Low-Risk Neuroblastoma"
INTERMEDIATE = "Patients First Treated for Intermediate-Risk Neuroblastoma"
HIGH = "Patients First Treated for High-Risk Neuroblastoma"
OBSERVED = "  <li>surgery followed by observation or chemotherapy</li>\n"
SHRUNK = "  <li>chemotherapy that may be followed by surgery</li>\n"
LOW_FIRST = f"<ul>\n{OBSERVED}{SHRUNK}</ul>\n"
LOW_SECOND = NCI[NCI.index("<ul>\n  <li>observation<") : NCI.index(f"<p><strong>{INTERMEDIATE}")]
AS_NEW = "  <li>treatment as for newly diagnosed high-risk neuroblastoma</li>\n"


def navigating_care() -> str:
    """Return a page like the one of Navigating Care: NCI's part, without the two lost lists."""
    part = NCI[NCI.index("<h2>Treatment of Recurrent") : NCI.index("</main>")]
    part = part.replace("<h2>", "<h1>").replace("</h2>", "</h1>")
    part = re.sub(r"<ul>\n  <li>observation<.*?</ul>", "", part, flags=re.DOTALL)
    part = part.replace(f"<ul>\n{AS_NEW}</ul>\n", "")
    return f"<title>Treatment of Recurrent Neuroblastoma</title>{part}"


class Watch:
    """The command, on the project's own tables in a folder of their own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data = folder / "data"
        copy(self.data)
        self.fingerprints = file_of(self.data, "fingerprints")
        self.page = folder / "page.html"
        self._capsys = capsys

    def __call__(self, page: str | bytes, *options: str) -> tuple[int, list[str]]:
        """Return the exit code, and the lines printed."""
        self.page.write_bytes(page if isinstance(page, bytes) else page.encode())
        code = main(["watch", str(self.page), *options])
        output = self._capsys.readouterr()
        return code, (output.out + output.err).splitlines()

    def differences(self, page: str) -> list[str]:
        """Return the lines of what is not the same."""
        code, lines = self(page)
        different = [line for line in lines[:-1] if not line.startswith("same: ")]
        assert code == bool(different)
        return different


@pytest.fixture
def watch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Watch:
    watch = Watch(tmp_path, capsys)
    monkeypatch.setenv("CAREPATH_DATA", str(watch.data))
    return watch


def rows(*sources: str) -> set[str]:
    """Return the rows from some sources, as the command names them."""
    return {
        " ".join(row[column] for column in ("situation", "option", "step") if column in row)
        for row in (*TABLES.situations.rows, *TABLES.treatments.rows)
        if row["source"] in sources
    }


def same(lines: list[str]) -> set[str]:
    return {
        name
        for line in lines
        if line.startswith("same: ")
        for name in line.removeprefix("same: ").split(", ")
    }


# --- Pages as they were ---------------------------------------------------------------------------


def test_every_row_is_the_same_on_ncis_page(watch: Watch) -> None:
    """It has the rows from the other page as well, so those carry both places."""
    code, lines = watch(NCI)
    assert (code, lines[-1]) == (0, f"nci-patient: {len(places('nci-patient'))} same")
    assert same(lines) == rows("nci-patient", "navigating-care")


def test_a_page_without_an_address_is_known_by_its_title(watch: Watch) -> None:
    code, lines = watch(navigating_care())
    assert (code, lines[-1]) == (0, f"navigating-care: {len(places('navigating-care'))} same")
    assert same(lines) >= rows("navigating-care")


def places(source: str) -> list[str]:
    return [row["found_at"] for row in TABLES.fingerprints.rows if row["source"] == source]


# --- Pages that were altered ----------------------------------------------------------------------


def swapped(page: str, *pairs: tuple[str, str]) -> str:
    """Return the page with each text, which it has once, replaced."""
    for old, new in pairs:
        assert page.count(old) == 1, old
        page = page.replace(old, new)
    return page


def redesigned(page: str) -> str:
    """Return the page with other markup around the same headings, texts and lists."""
    page = page.replace("<h2>", '<section><div class="bar"><h3><span>').replace(
        "</h2>", "</span></h3></div>"
    )
    page = re.sub("<p><strong>(.*)</strong></p>", r"<details open><h4>\1</h4></details>", page)
    page = re.sub("<p>(.*?)</p>", r'<div class="text">\1</div>', page)
    page = page.replace("<ul>", '<div><ol class="cards">').replace("</ul>", "</ol></div>")
    page = page.replace("  <li>", '<li role="listitem"><div><p>').replace(
        "</li>", "</p></div></li>"
    )
    return page.replace("<h1>", "<ul><li>Home</li><li>Share</li></ul><h1>")


def reset(page: str) -> str:
    """Return the page with other spaces, entities, quotation marks, dashes and inline markup."""
    page = page.replace("chemotherapy", '<a href="/x">chemo<!-- x -->therapy</a>')
    page = page.replace("surgery followed by", "surgery\n      followed&nbsp;<em>by</em>")
    page = page.replace("neuroblastoma, for", "neuroblas&shy;toma&#44; for")
    page = page.replace("high-risk", "high\u2011risk").replace("(dinutuximab)", "&#40;dinutuximab)")
    page = page.replace("MIBG therapy to", "MIBG<br>therapy<wbr> to").replace("child's", "child’s")
    return page.replace("<html", "<html data-x").replace("</li>", "")


def nested(page: str) -> str:
    """Return the page with both lists for low risk inside items of one list."""
    start = page.index("<p>", page.index(f"<strong>{LOW}"))
    end = page.index("<p><strong>", start)
    inside = (
        page[start:end].replace("<p>", "<li>").replace("</p>", "").replace("</ul>", "</ul></li>")
    )
    return f"{page[:start]}<ul>{inside}</ul>{page[end:]}"


def item(number: str, list_number: int = 1, heading: str = LOW) -> str:
    return f'item {number} of list {list_number} under "{heading}"'


LOW_1 = "low-same 1 1, low-same 1 2, low-same 1 3"
LOW_2 = "low-same 2 1, low-same 2 2"
INTERMEDIATE_1 = "intermediate-same 1 1, intermediate-same 1 2"
ALTERED: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "an item removed": (
        lambda page: swapped(page, (OBSERVED, "")),
        [f"gone: {LOW_1}: was {item('1')}", f"moved: {LOW_2}: {item('1')}, was {item('2')}"],
    ),
    "a word changed": (
        lambda page: swapped(page, ("observation or chemotherapy", "observation and chemotherapy")),
        [f'changed: {LOW_1}: {item("1")}: "surgery followed by observation and chemotherapy"'],
    ),
    "the words above a list changed": (
        lambda page: swapped(page, ("(CNS; brain and spinal cord) may include", "(CNS) includes")),
        [
            'changed: cns: paragraph before list 1 under "Patients with Recurrent CNS '
            'Neuroblastoma": "Treatment for neuroblastoma that recurs (comes back) in the central '
            'nervous system (CNS) includes:"'
        ],
    ),
    "a list moved": (
        lambda page: swapped(
            page, (LOW_FIRST, ""), (f"<ul>\n{AS_NEW}", f"{LOW_FIRST}<ul>\n{AS_NEW}")
        ),
        [
            f'moved: low-elsewhere: paragraph before list 1 under "{LOW}", '
            f'was paragraph after list 1 under "{LOW}"',
            f"moved: low-elsewhere 1 1: {item('1')}, was {item('1', 2)}",
            f"moved: low-elsewhere 2 1: {item('2')}, was {item('2', 2)}",
            f"moved: low-elsewhere 3 1, low-elsewhere 3 2: {item('3')}, was {item('3', 2)}",
            f"moved: low-elsewhere 4 1: {item('4')}, was {item('4', 2)}",
            f"moved: {LOW_1}: {item('1', 2, INTERMEDIATE)}, was {item('1')}",
            f"moved: {LOW_2}: {item('2', 2, INTERMEDIATE)}, was {item('2')}",
            f"moved: intermediate-elsewhere 1 1: {item('1', 3, INTERMEDIATE)}, "
            f"was {item('1', 2, INTERMEDIATE)}",
        ],
    ),
    "two lists of a heading exchanged": (
        lambda page: swapped(page, (LOW_FIRST, "<>"), (LOW_SECOND, LOW_FIRST), ("<>", LOW_SECOND)),
        [
            f"moved: low-elsewhere 1 1: {item('1')}, was {item('1', 2)}",
            f"moved: low-elsewhere 2 1: {item('2')}, was {item('2', 2)}",
            f"moved: low-elsewhere 3 1, low-elsewhere 3 2: {item('3')}, was {item('3', 2)}",
            f"moved: low-elsewhere 4 1: {item('4')}, was {item('4', 2)}",
            f"moved: {LOW_1}: {item('1', 2)}, was {item('1')}",
            f"moved: {LOW_2}: {item('2', 2)}, was {item('2')}",
        ],
    ),
    "the order of two items changed": (
        lambda page: swapped(page, (OBSERVED + SHRUNK, SHRUNK + OBSERVED)),
        [
            f"moved: {LOW_2}: {item('1')}, was {item('2')}",
            f"moved: {LOW_1}: {item('2')}, was {item('1')}",
        ],
    ),
    "an item split": (
        lambda page: swapped(
            page,
            (
                OBSERVED,
                "  <li>surgery followed by observation</li>\n"
                "  <li>surgery followed by radiation</li>\n",
            ),
        ),
        [
            f'changed: {LOW_1}: {item("1")}: "surgery followed by observation"',
            f'new: no row: {item("2")}: "surgery followed by radiation"',
            f"moved: {LOW_2}: {item('3')}, was {item('2')}",
        ],
    ),
    "an item added": (
        lambda page: swapped(page, (OBSERVED, f"  <li>observation alone</li>\n{OBSERVED}")),
        [
            f'new: no row: {item("1")}: "observation alone"',
            f"moved: {LOW_1}: {item('2')}, was {item('1')}",
            f"moved: {LOW_2}: {item('3')}, was {item('2')}",
        ],
    ),
    "an item duplicated": (
        lambda page: swapped(page, (OBSERVED, OBSERVED * 2)),
        [
            f'new: no row: {item("2")}: "surgery followed by observation or chemotherapy"',
            f"moved: {LOW_2}: {item('3')}, was {item('2')}",
        ],
    ),
    "a heading renamed, and an item changed": (
        lambda page: swapped(
            page, (INTERMEDIATE, "Intermediate"), ("surgery that may be followed by", "surgery and")
        ),
        [
            f'moved: intermediate-same: paragraph before list 1 under "Intermediate", was '
            f'paragraph before list 1 under "{INTERMEDIATE}"',
            f"changed: {INTERMEDIATE_1}: {item('1', 1, 'Intermediate')}, "
            f'was {item("1", 1, INTERMEDIATE)}: "surgery and chemotherapy"',
            f"moved: intermediate-same 2 1: {item('2', 1, 'Intermediate')}, "
            f"was {item('2', 1, INTERMEDIATE)}",
            f'moved: intermediate-elsewhere: paragraph after list 1 under "Intermediate", '
            f'was paragraph after list 1 under "{INTERMEDIATE}"',
            f"moved: intermediate-elsewhere 1 1: {item('1', 2, 'Intermediate')}, "
            f"was {item('1', 2, INTERMEDIATE)}",
        ],
    ),
    "an item gone, and a sentence above its list added": (
        lambda page: swapped(page, (f"<ul>\n{OBSERVED}", "<p>New.</p>\n<ul>\n")),
        [
            f"gone: {LOW_1}: was {item('1')}",
            f'new: no row: paragraph before list 1 under "{LOW}": "New."',
            f"moved: {LOW_2}: {item('1')}, was {item('2')}",
        ],
    ),
    "an item moved within its list, and its words in the list before it": (
        lambda page: swapped(
            page,
            (SHRUNK, f"{SHRUNK}  <li>chemotherapy</li>\n"),
            ("  <li>observation</li>\n", "  <li>observation</li>\n  <li>rest</li>\n"),
        ),
        [
            f'new: no row: {item("3")}: "chemotherapy"',
            f'new: no row: {item("2", 2)}: "rest"',
            f"moved: low-elsewhere 2 1: {item('3', 2)}, was {item('2', 2)}",
            f"moved: low-elsewhere 3 1, low-elsewhere 3 2: {item('4', 2)}, was {item('3', 2)}",
            f"moved: low-elsewhere 4 1: {item('5', 2)}, was {item('4', 2)}",
        ],
    ),
    "a statement added": (
        lambda page: swapped(
            page,
            ("<p>Because there is no standard", "<p>New.</p>\n<p>Because there is no standard"),
        ),
        [f'new: no row: paragraph after list 1 under "{HIGH}": "New."'],
    ),
    "a part added": (
        lambda page: swapped(
            page, (f"<p><strong>{LOW}", f"<h3>All</h3><ul><li>rest</li></ul><p><strong>{LOW}")
        ),
        [f'new: no row: {item("1", 1, "All")}: "rest"'],
    ),
    "a short item gone whose words are elsewhere": (
        lambda page: swapped(page, ("  <li>Chemotherapy.</li>\n", "  <li>Drugs.</li>\n")).replace(
            "<li>Chemotherapy<", "<li>Chemotherapy.<"
        ),
        [f'changed: high 3 1: {item("3", 1, HIGH)}: "Drugs."'],
    ),
    "a redesign around the same lists": (redesigned, []),
    "other spaces, entities and inline markup": (reset, []),
}


@pytest.mark.parametrize("case", ALTERED)
def test_a_difference_is_named_exactly(watch: Watch, case: str) -> None:
    alter, expected = ALTERED[case]
    page = alter(NCI)
    assert page != NCI
    assert watch.differences(page) == expected


def test_a_list_flattened(watch: Watch) -> None:
    assert watch(nested(NCI), "--accept")[0] == 0
    assert watch.differences(nested(NCI)) == []
    assert watch.differences(NCI) == [
        f'moved: low-same: paragraph before list 1 under "{LOW}", was {item("1")}',
        f"moved: {LOW_1}: {item('1')}, was {item('1 > 1')}",
        f"moved: {LOW_2}: {item('2')}, was {item('1 > 2')}",
        f'moved: low-elsewhere: paragraph after list 1 under "{LOW}", was {item("2")}',
        f"moved: low-elsewhere 1 1: {item('1', 2)}, was {item('2 > 1')}",
        f"moved: low-elsewhere 2 1: {item('2', 2)}, was {item('2 > 2')}",
        f"moved: low-elsewhere 3 1, low-elsewhere 3 2: {item('3', 2)}, was {item('2 > 3')}",
        f"moved: low-elsewhere 4 1: {item('4', 2)}, was {item('2 > 4')}",
    ]


WORDS = st.sampled_from("abcd")
PARTS = st.one_of(
    st.sampled_from("ABC").map(lambda name: f"<h2>{name}</h2>"),
    st.sampled_from("AD").map(lambda name: f"<h3>{name}</h3>"),
    WORDS.map(lambda text: f"<p>{text}</p>"),
    st.lists(WORDS, max_size=4).map(
        lambda texts: f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>"
    ),
)
PAGES = st.lists(PARTS, max_size=8).map(
    lambda parts: parse(f"<h1>T</h1><p>d</p>{''.join(parts)}".encode()).passages
)


def recorded(passages: Sequence[Passage]) -> list[Fingerprint]:
    return [Fingerprint("nci-patient", "", *one.place, one.hash) for one in passages]


@given(PAGES, PAGES)
@tries(300)
def test_no_difference_goes_unnoticed(before: Sequence[Passage], after: Sequence[Passage]) -> None:
    """Findings hold every fingerprint and every passage once; an accepted page is the same."""
    fingerprints = recorded(before)
    findings = compare(fingerprints, after)
    known = [finding.fingerprint for finding in findings if finding.fingerprint]
    now = [finding.passage for finding in findings if finding.passage]
    assert Counter(known) == Counter(fingerprints)
    assert Counter(map(id, now)) == Counter(map(id, after))
    alike = Counter(fingerprints) == Counter(recorded(after))
    assert alike == all(finding.status == "same" for finding in findings)
    current = accepted("nci-patient", findings, frozenset())
    assert {finding.status for finding in compare(current, after)} == {"same"}


@given(PAGES, PAGES, st.sets(st.integers(0, 30)))
@tries(300)
def test_an_accepted_page_has_nothing_new(
    before: Sequence[Passage], after: Sequence[Passage], watched: set[int]
) -> None:
    """Also where only parts of a page are watched, and rows name them all."""
    fingerprints = [one for at, one in enumerate(recorded(before)) if at in watched]
    findings = compare(fingerprints, after)
    current = accepted("nci-patient", findings, frozenset({""}))
    gone = [finding for finding in findings if finding.status == "gone"]
    again = [finding for finding in compare(current, after) if finding.status != "same"]
    assert Counter(finding.fingerprint for finding in again) == Counter(
        finding.fingerprint for finding in gone
    )


# --- Recording ------------------------------------------------------------------------------------


def test_an_accepted_page_is_the_same(watch: Watch) -> None:
    """The table stays in the order of the page, and that of the other source as it is."""
    page = ALTERED["an item split"][0](NCI)
    code, lines = watch(page, "--accept")
    assert code == 0
    assert lines[-1].startswith("recorded ")
    assert watch.differences(page) == []
    load(watch.data)

    watch(NCI, "--accept")
    assert (
        watch.fingerprints.read_bytes()
        == (DATA / "topics" / TOPIC / "fingerprints.csv").read_bytes()
    )


def test_a_row_whose_item_is_gone_stays_known_until_the_row_is_removed(watch: Watch) -> None:
    page = ALTERED["an item removed"][0](NCI)
    assert watch(page, "--accept")[0] == 1
    gone = [f"gone: {LOW_1}: was {item('1')}"]
    assert watch.differences(page) == gone

    for table in ("treatments", "situations"):
        columns, cells = read(watch.data, table)
        for row in cells:
            row["found_at"] = row["found_at"].replace(
                "low-risk-first-list#1", "low-risk-first-list"
            )
        write(watch.data, table, columns, cells)
    assert watch.differences(page) == [f"gone: no row: was {item('1')}"]
    assert watch(page, "--accept")[0] == 0
    assert watch.differences(page) == []


def test_a_new_row_is_recorded_by_its_place(watch: Watch) -> None:
    """An editor types where the item is; the hash comes from the page."""
    columns, cells = read(watch.data, "fingerprints")
    own = [dict(row) for row in cells]
    for row in cells:
        if (row["source"], row["found_at"]) == ("nci-patient", "low-risk-second-list#3"):
            row["hash"] = ""
    write(watch.data, "fingerprints", columns, cells)
    name = "low-elsewhere 3 1, low-elsewhere 3 2"
    assert watch.differences(NCI) == [
        f'to record: {name}: {item("3", 2)}: "surgery followed by chemotherapy"'
    ]
    assert watch(NCI, "--accept")[0] == 0
    assert read(watch.data, "fingerprints")[1] == own


def test_a_new_row_whose_place_is_not_on_the_page(watch: Watch) -> None:
    """Nothing else is recorded in its stead."""
    change(
        watch.data,
        "fingerprints",
        {"source": "nci-patient", "found_at": "low-risk-second-list#3"},
        {"hash": "", "item": "9"},
    )
    name = "low-elsewhere 3 1, low-elsewhere 3 2"
    assert watch.differences(NCI) == [
        f"gone: {name}: was {item('9', 2)}",
        f'new: no row: {item("3", 2)}: "surgery followed by chemotherapy"',
    ]


def test_a_row_without_a_fingerprint_is_named(watch: Watch) -> None:
    watch.fingerprints.unlink()
    code, lines = watch(NCI)
    assert code == 1
    assert lines[0] == (
        "unwatched: low-elsewhere: fingerprints.csv has no nci-patient, low-risk-second-list"
    )
    assert {line.split(":")[0] for line in lines[:-1]} == {"unwatched"}


def test_a_page_whose_fingerprints_no_table_may_hold_is_not_recorded(watch: Watch) -> None:
    before = watch.fingerprints.read_bytes()
    code, lines = watch(NCI.replace(f"<strong>{LOW}", f"<strong>{LOW} #REF!"), "--accept")
    assert code == 2
    assert "not recorded:" in lines
    assert any("column heading" in line for line in lines)
    assert watch.fingerprints.read_bytes() == before


def test_a_folder_that_cannot_be_written(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path, _: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    watch(NCI)
    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert main(["watch", str(watch.page), "--accept"]) == 2
    problem = f"cannot write {watch.fingerprints}: Permission denied"
    assert problem in capsys.readouterr().err


# --- Which page it is -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('rel="canonical" href="https://www.', 'href="http://" rel="canonical" href="x'),
        ("https://www.cancer.gov/types/neuroblastoma/patient", "https://example.org"),
        ("neuroblastoma-treatment-pdq", "tratamiento-neuroblastoma-pdq"),
    ],
)
def test_a_page_of_no_source_needs_a_name(watch: Watch, old: str, new: str) -> None:
    page = re.sub("<!--.*?-->", "", NCI, flags=re.DOTALL).replace(old, new)
    code, lines = watch(page)
    assert code == 2
    assert "its source is not known; name one with --source: navigating-care, nci-pat" in lines[0]
    assert watch(page, "--source", "nci-patient")[0] == 0
    code, lines = watch(page, "--source", "nci")
    assert code == 2
    assert lines[0].startswith("not a source: nci; name one with --source: ")


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="http://cancer.gov/types/neuroblastoma/patient/'
        'neuroblastoma-treatment-pdq/?redirect=true#section">',
        '<meta property="og:url" content="https://www.cancer.gov/types/neuroblastoma/patient/'
        'neuroblastoma-treatment-pdq">',
        "<!-- saved from url=(0083)https://www.cancer.gov/types/neuroblastoma/patient/"
        "neuroblastoma-treatment-pdq -->",
    ],
)
def test_a_page_is_known_by_each_address_it_gives(watch: Watch, head: str) -> None:
    assert watch(head + NCI[NCI.index("<body>") :])[0] == 0


# --- Pages that are none --------------------------------------------------------------------------

UNREADABLE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "holds no text of a web page"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is neither UTF-8 nor"),
    "zeros": (b"\0" * 999, "is no text"),
    "a web archive": (b"From: <Saved>\r\nMIME-Version: 1.0\r\n", "is a web archive"),
    "a lying encoding": (
        b'<meta charset="windows-1252"><p>\x81',
        "is neither UTF-8 nor in an encoding that it names",
    ),
    "an unknown encoding": (b'<meta charset="klingon"><p>caf\xe9', "is neither UTF-8 nor"),
    "a torn UTF-16": (b"\xff\xfe<\0p\0>", "is neither UTF-8 nor"),
    "too large a file": (b"x" * (MOST_BYTES + 1), "more than 5 MB"),
    "too many tags": (b"<div>" * (MOST_TAGS + 1), "more than 30,000 tags"),
    "lists in lists": (b"<ul><li>" * 999 + b"x", "has lists inside each other"),
    "scripts alone": (b"<script>document.write('x')</script>", "holds no text of a web page"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_page_that_cannot_be_read(watch: Watch, case: str) -> None:
    data, problem = UNREADABLE[case]
    code, lines = watch(data)
    assert code == 2
    assert len(lines) == 1
    assert problem in lines[0]


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path / "nowhere.html", tmp_path):
        assert main(["watch", str(path)]) == 2
        assert "cannot be read" in capsys.readouterr().err


def test_faulty_tables_are_named(watch: Watch) -> None:
    (watch.data / "kinds.csv").unlink()
    assert watch(NCI) == (2, ["kinds.csv: the file is missing, allowed: a CSV file"])


@pytest.mark.parametrize(
    ("markup", "passages"),
    [
        ("<h2>A<p>b<ul><li>c<li>d", [("A b", "1", "1", "c"), ("A b", "1", "2", "d")]),
        ("<h2>A</h2><li>b", [("A", "1", "", "b")]),
        ("<h2>A</h2>b</ul></li></b>c", [("A", "1", "", "bc")]),
        ("<h2>A</h2><ul><ul><li>b</ul></ul>", [("A", "1", "0 > 1", "b")]),
        ("<ul><li><h2>A</h2><p>b</p><ol><li>c</ol></ul>d", [
            ("A", "1", "", "b"), ("A", "1", "1", "c"), ("A", "2", "", "d"),
        ]),
        ("<h2>A</h2><ul><li>b<ul><li>c</ul>d</ul>", [
            ("A", "1", "1", "b d"), ("A", "1", "1 > 1", "c"),
        ]),
        ("<h2>A</h2><p><b>B</b></p>c<h2>D</h2>e", [("B", "1", "", "c"), ("D", "1", "", "e")]),
        ("<h2>A</h2><p><b>Not for infants.</b></p>", [("A", "1", "", "Not for infants.")]),
        ("<h2>A</h2><p>for <del>all</del><s>any</s><i>some</i>", [("A", "1", "", "for some")]),
        ("<h2>A</h2><p>\x1b[31mred\u202e\u200b\x07", [("A", "1", "", "[31mred")]),
    ],
)  # fmt: skip
def test_broken_and_unusual_markup(markup: str, passages: list[tuple[str, ...]]) -> None:
    assert [(*one.place, one.text) for one in parse(markup.encode()).passages] == passages


def test_deeply_nested_markup_is_read() -> None:
    (passage,) = parse(b"<div>" * 9_999 + b"x").passages
    assert passage.text == "x"


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="ISO-8859-1"><p>Caf\u00e9 \u2013'.encode("cp1252"),
        "\ufeff<p>Caf\u00e9 \u2013".encode("utf-16-le"),
        "\ufeff<p>Caf\u00e9 \u2013".encode(),
    ],
)
def test_the_encodings_of_browsers(data: bytes) -> None:
    (passage,) = parse(data).passages
    assert passage.text == "Caf\u00e9 -"
