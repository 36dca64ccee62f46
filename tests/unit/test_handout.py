"""The hand-out: one answer on one or two pages, tagged, in letters that can be read."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdfium2 import raw

from carepath import __main__ as command, library
from carepath.drawing import qr
from carepath.files import downloads, handout
from carepath.model import pathway
from carepath.model.effects import GENERAL
from carepath.model.pathway import Pathways
from carepath.tables import loader
from carepath.text import messages, sentences
from carepath.text.messages import Words
from tests.support import facts
from tests.support.paper import letters, reader, text_of, without_spaces
from tests.support.project_data import ENGLISH, PATHS, SPANISH
from tests.support.selections import pairs
from tests.support.spoiled import copy

TEXT = facts.text()
PAPERS = {"us-letter": (612, 792), "a4": (595, 842)}
ANSWERS = [*facts.ANSWERS]
EACH = [*product(ANSWERS, PAPERS)]
QUESTIONS = (
    "Which of these paths could fit our child, and why might each of them fit?",
    "Which clinical trials are open to our child now, here or somewhere else?",
    "What would the first weeks of this treatment be like for our whole family?",
    "How and when will we know whether the treatment is doing what it is for?",
    "Who can we call at night or at the weekend when something worries us?",
    "What can we tell our other children, and who could help us to tell them?",
    "Where can we stay if the treatment is a long way away from our own home?",
)
CM = 72 / 2.54
ANYTHING = '# $x^2$ *b* _i_ \\ @ref <script>alert(1)</script> `raw` #read("x") [a] ~ -- // /* {x}'


def address(group: str, place: str) -> str:
    return f"https://care.example.org/?group={group}&place={place}"


@cache
def made(
    answer: tuple[str, str], paper: handout.Paper = "us-letter", questions: tuple[str, ...] = ()
) -> bytes:
    return handout.pdf(ENGLISH, PATHS, pairs(*answer), address(*answer), questions, paper)


@cache
def large(
    words: Words, answer: tuple[str, str], paper: handout.Paper, questions: tuple[str, ...] = ()
) -> bytes:
    return handout.pdf(words, PATHS, pairs(*answer), address(*answer), questions, paper, large=True)


def pages(content: bytes) -> int:
    return len(reader(content).pages)


# --- Pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "paper"), EACH)
@pytest.mark.parametrize("count", [0, 4, 7])
def test_it_takes_two_pages_or_three_where_phases_are_drawn(
    answer: tuple[str, str], paper: handout.Paper, count: int
) -> None:
    steps = [step for option in PATHS.routes[pairs(*answer)].options for step in option.steps]
    phases = any(step.treatment in PATHS.inside for step in steps)
    assert pages(made(answer, paper, QUESTIONS[:count])) <= (3 if phases else 2)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("answer", [("low", "same")])
@pytest.mark.parametrize("count", [0, 4])
def test_one_page_is_enough_where_little_is_said(
    answer: tuple[str, str], paper: handout.Paper, count: int
) -> None:
    assert pages(made(answer, paper, QUESTIONS[:count])) == 1


@pytest.mark.parametrize(("answer", "paper"), EACH)
@pytest.mark.parametrize("count", [0, 4, 7])
def test_nothing_leaves_the_paper(
    answer: tuple[str, str], paper: handout.Paper, count: int
) -> None:
    content = made(answer, paper, QUESTIONS[:count])
    wide, tall = PAPERS[paper]
    for page in reader(content).pages:
        assert [round(side) for side in page.mediabox[2:]] == [wide, tall]
    for _, letter, _, (left, bottom, right, top) in letters(content):
        assert 20 < left <= right < wide - 20, letter
        assert 8 < bottom <= top < tall - 20, letter


@pytest.mark.parametrize(("answer", "paper"), EACH)
@pytest.mark.parametrize("count", [0, 4, 7])
def test_no_heading_stands_alone_at_the_end_of_a_page(
    answer: tuple[str, str], paper: handout.Paper, count: int
) -> None:
    found = letters(made(answer, paper, QUESTIONS[:count]))
    last = max(page for page, *_ in found)
    headings = [(page, box[1]) for page, letter, size, box in found if size == 14 and letter != " "]
    assert headings
    for number, bottom in headings:
        below = [
            box[1]
            for page, _, size, box in found
            if page == number and size < 14 and box[3] < bottom
        ]
        # The number of the page stands below everything.
        assert len(below) > (3 if last else 0)


@pytest.mark.parametrize(("answer", "paper"), EACH)
@pytest.mark.parametrize("count", [0, 7])
def test_no_letter_is_smaller_than_12_points(
    answer: tuple[str, str], paper: handout.Paper, count: int
) -> None:
    sizes = [size for _, _, size, _ in letters(made(answer, paper, QUESTIONS[:count]))]
    assert len(sizes) > 500
    assert min(sizes) >= 12 - 0.01


def test_the_drawing_is_text_too_and_was_measured() -> None:
    """The words of a drawing are letters, not outlines, so the size above holds for them."""
    read = "".join(letter for _, letter, _, _ in letters(made(("high", "same"))))
    assert without_spaces(TEXT["frame.ways"]) in without_spaces(read)


def lines_of(content: bytes) -> list[tuple[int, float, float, float, float]]:
    """Return the lines to write on, each with its page and its bounds: left, bottom, right, top."""
    lines = [
        (number, *path.get_bounds())
        for number, page in enumerate(pypdfium2.PdfDocument(content))
        for path in page.get_objects([raw.FPDF_PAGEOBJ_PATH])
    ]
    # They are thin; those that part the page are not.
    return [line for line in lines if line[4] - line[2] < 2 and line[3] - line[1] > 150]


@pytest.mark.parametrize("count", [0, 1, 4, 7])
@pytest.mark.parametrize("answer", [("low", "same"), ("low", "elsewhere"), ("high", "same")])
def test_there_is_room_to_write(answer: tuple[str, str], count: int) -> None:
    content = made(answer, "us-letter", QUESTIONS[:count])
    lines = lines_of(content)
    assert len(lines) >= (count or 3)
    for number, left, bottom, right, _ in lines:
        above = bottom, bottom + 0.5 * CM
        for page, letter, _, (start, foot, end, head) in letters(content):
            beside = end < left or start > right
            assert page != number or beside or head < above[0] or foot > above[1], letter


@pytest.mark.parametrize("paper", PAPERS)
def test_a_page_with_room_is_filled_with_lines_to_write_on(paper: handout.Paper) -> None:
    roomy = made(("low", "cns"), paper)
    assert TEXT["handout.room"] in text_of(roomy)
    written = [bottom for page, _, bottom, _, _ in lines_of(roomy) if page == 0]
    assert len(written) >= 10
    assert min(written) < 3 * CM


@pytest.mark.parametrize("paper", PAPERS)
def test_so_is_the_last_page_of_several(paper: handout.Paper) -> None:
    long = made(("low", "elsewhere"), paper)
    assert sum(page == pages(long) - 1 for page, *_ in lines_of(long)) >= 3


def test_a_page_without_room_is_left_as_it_is() -> None:
    assert TEXT["handout.room"] not in text_of(made(("high", "same")))


def test_an_address_can_be_copied_whole() -> None:
    document = pypdfium2.PdfDocument(made(("high", "same")))
    told = "".join(page.get_textpage().get_text_range() for page in document)
    assert TEXT["trials.about.address"] in re.sub(r"\s", "", told)


def test_a_family_can_write_down_whom_to_call() -> None:
    for answer in ANSWERS:
        assert TEXT["handout.team"] in text_of(made(answer))


# --- What a screen reader gets --------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "paper"), EACH)
def test_it_is_tagged_and_says_language_and_title(
    answer: tuple[str, str], paper: handout.Paper
) -> None:
    read = reader(made(answer, paper, QUESTIONS))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    situation = PATHS.routes[pairs(*answer)]
    assert read.metadata is not None
    assert ENGLISH.situations[situation.id]["name"] in str(read.metadata.title)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def tags(node: pypdf.generic.PdfObject) -> Iterator[tuple[str, str]]:
    """Yield the tags of a document in order, each with its text alternative."""
    node = node.get_object()
    if isinstance(node, pypdf.generic.ArrayObject):
        for child in node:
            yield from tags(child)
    elif isinstance(node, pypdf.generic.DictionaryObject):
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from tags(node["/K"])


@pytest.mark.parametrize("answer", ANSWERS)
def test_headings_and_pictures_are_tagged(answer: tuple[str, str]) -> None:
    found = [*tags(reader(made(answer)).trailer["/Root"]["/StructTreeRoot"])]
    names = [name for name, _ in found if re.fullmatch("/H[1-6]|/Title", name)]
    parts = 4 if TEXT["handout.room"] in text_of(made(answer)) else 3
    # The title of a document is a tag of its own.
    assert names in (["/H1", *["/H2"] * parts], ["/Title", *["/H1"] * parts])
    told = [alt for name, alt in found if name == "/Figure"]
    # An option of one step is a box around its sentence; what is inside a treatment is drawn.
    options = PATHS.routes[pairs(*answer)].options
    drawn = [option for option in options if len(option.steps) > 1]
    drawn += [inside for option in options for s in option.steps for inside in PATHS.within(s)]
    for option, alt in zip(drawn, told[:-1], strict=True):
        assert sentences.option_summary(ENGLISH, option) in alt
    assert address(*answer) in told[-1]


# --- What it says ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "paper"), EACH)
@pytest.mark.parametrize("count", [0, 4, 7])
def test_it_says_what_the_pages_say(
    answer: tuple[str, str], paper: handout.Paper, count: int
) -> None:
    group, place = answer
    read = without_spaces(text_of(made(answer, paper, QUESTIONS[:count])))
    wanted = [
        f"Risk group at first: {TEXT[f'group.{group}.in']}.",
        f"Came back in {TEXT[f'place.{place}.in']}.",
        *statements(ENGLISH, answer),
        *QUESTIONS[:count],
    ]
    assert [text for text in wanted if without_spaces(text) not in read] == []


def statements(words: Words, answer: tuple[str, str]) -> Iterator[str]:
    """Yield what the pages say, which every sheet of an answer says as well."""
    situation, row = PATHS.routes[pairs(*answer)], words.situations[facts.ANSWERS[answer]]
    stated = sentences.statement(words, situation, pairs(*answer))
    how_many = "one" if len(situation.options) == 1 else "many"
    yield words("app.title")
    yield f"{row['start']} {words('lead.may-include')}"
    yield from (stated.text, stated.meaning, stated.action, stated.added) if stated else ()
    yield words(f"options.{how_many}")
    yield f"{words(f'handout.unknown.{how_many}')} {words('handout.left-out')}"
    yield from (words(f"handout.{word}") for word in ("adapted", "advice", "unchecked"))
    yield address(*answer)
    yield from (words(f"note.{note.id}") for note in situation.notes)
    for option in situation.options:
        yield sentences.option_summary(words, option)
        notes = [*option.notes, *(note for step in option.steps for note in step.notes)]
        yield from (words(f"note.{note.id}") for note in notes)
        for inside in (one for step in option.steps for one in PATHS.within(step)):
            yield sentences.option_summary(words, inside)


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_follows_stands_in_order(answer: tuple[str, str]) -> None:
    read = without_spaces(text_of(made(answer, "us-letter", QUESTIONS[:4])))
    form = "one" if len(PATHS.routes[pairs(*answer)].options) == 1 else "many"
    ids = (f"options.{form}", "known.title", "questions", "terms", "sources", "link")
    found = [read.find(without_spaces(TEXT[f"handout.{word}"])) for word in ids]
    assert found == sorted(found)
    assert min(found) > 0


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_source_of_the_situation_is_named_with_its_dates(answer: tuple[str, str]) -> None:
    read = text_of(made(answer))
    situation = PATHS.routes[pairs(*answer)]
    used = {
        row["source"] for row in facts.read("treatments.csv") if row["situation"] == situation.id
    }
    used |= {row["source"] for row in facts.read("notes.csv") if row["situation"] == situation.id}
    assert used
    # Our own explanation is no page that a reader could open.
    for row in (ENGLISH.sources[source] for source in used - {"own-words"}):
        assert row["name"] in read or row["short"] in read
        for iso in filter(None, (row["page_date"], row["stored_on"], row["read_on"])):
            assert messages.day(ENGLISH, iso) in read


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_treatment_is_explained(answer: tuple[str, str]) -> None:
    read = without_spaces(text_of(made(answer, "us-letter", QUESTIONS)))
    for term in treatments(answer):
        meaning = ENGLISH.terms[term]["meaning"]
        first = re.split(r"(?<=[.!?]) ", meaning)[0]
        assert without_spaces(first) in read, term


def treatments(answer: tuple[str, str]) -> set[str]:
    """Return the treatments and phases of an answer's options, also those inside a treatment."""
    situation = PATHS.routes[pairs(*answer)]
    steps = [step for option in situation.options for step in option.steps]
    steps += [
        step
        for name in {step.treatment for step in steps} & PATHS.inside.keys()
        for step in PATHS.inside[name].options[0].steps
    ]
    return {step.treatment for step in steps} | {step.phase for step in steps} - {""}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("count", [0, 7])
def test_it_tells_late_effects_whole_and_whom_to_ask(answer: tuple[str, str], count: int) -> None:
    read = without_spaces(text_of(made(answer, "us-letter", QUESTIONS[:count])))
    late = [
        row["text_en"]
        for row in facts.read("effects.csv")
        if not row["treatments"] and row["section"] == "later"
    ]
    assert len(late) > 10
    wanted = [*late, TEXT["trials.not-started"], TEXT["trials.about.address"], "1-800-4-CANCER"]
    assert [text for text in wanted if without_spaces(text) not in read] == []


@pytest.mark.parametrize(
    ("answer", "terms"),
    [
        (("high", "same"), ["standard treatment", "clinical trial", "quality of life"]),
        (("low", "elsewhere"), ["4S pattern"]),
        (("intermediate", "same"), ["second-look surgery"]),
    ],
)
def test_every_term_of_its_sentences_is_explained(
    answer: tuple[str, str], terms: list[str]
) -> None:
    read = without_spaces(text_of(made(answer, "us-letter", QUESTIONS)))
    named = {row["name"]: row["meaning"] for row in ENGLISH.terms.values()}
    assert [term for term in terms if without_spaces(named[term]) not in read] == []


def test_the_half_of_a_meaning_that_tells_a_harm_or_a_limit_is_not_cut() -> None:
    crowded = without_spaces(text_of(made(("low", "elsewhere"), "us-letter", QUESTIONS)))
    assert without_spaces("until signs or symptoms appear or change") in crowded
    assert without_spaces("It also destroys healthy cells") in crowded


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_source_without_a_day_leaves_no_empty_place(answer: tuple[str, str]) -> None:
    assert ", ." not in text_of(made(answer))


@pytest.mark.parametrize("answer", ANSWERS)
def test_late_effects_are_told_of_treatment_in_general(answer: tuple[str, str]) -> None:
    read = without_spaces(text_of(made(answer)))
    assert without_spaces(f"{TEXT['handout.later']} {TEXT['later.lead']}") in read


def test_it_says_what_was_left_out_only_if_the_topic_does() -> None:
    texts = {word: text for word, text in ENGLISH.texts.items() if word != "handout.left-out"}
    words = replace(ENGLISH, texts=texts)
    content = handout.sheet(words, PATHS, pairs(*ANSWERS[0]), "", (), large=False)
    assert f" {TEXT['handout.unknown.many']}" in [known["text"] for known in content["known"]]


def test_without_late_effects_it_only_says_where_there_is_more() -> None:
    effects = {name: own for name, own in ENGLISH.effects.items() if name != GENERAL}
    words = replace(ENGLISH, effects=effects)
    for url, told in (("https://care.example", [TEXT["handout.effects"]]), ("", [])):
        content = handout.sheet(words, PATHS, pairs(*ANSWERS[0]), url, (), large=False)
        *later, _ = content["later"]
        assert later == [{"name": "", "text": text} for text in told]
    read = without_spaces(
        text_of(handout.pdf(words, PATHS, pairs(*ANSWERS[0]), "https://x.example"))
    )
    assert without_spaces(TEXT["handout.effects"]) in read
    assert without_spaces(TEXT["handout.later"]) not in read


def test_what_stands_on_the_page_of_another_cancer_says_so() -> None:
    read = without_spaces(text_of(made(("intermediate", "same"))))
    assert without_spaces("NCI says this of childhood kidney cancer") in read


def test_the_words_stay_calm() -> None:
    unwanted = r"should|best|recommended|cure rate|survival|chance of|percent|dose|hopeless|fail"
    own = {key: text for key, text in TEXT.items() if key.startswith(("handout.", "share."))}
    assert len(own) > 20
    assert [text for text in own.values() if re.search(unwanted, text, re.IGNORECASE)] == []


# --- Large print ----------------------------------------------------------------------------------

LARGE = [*product((ENGLISH, SPANISH), ANSWERS, PAPERS)]
LARGE_NAMES = ["-".join((words.language, *answer, paper)) for words, answer, paper in LARGE]


@pytest.mark.parametrize(("words", "answer", "paper"), LARGE, ids=LARGE_NAMES)
def test_large_print_says_all_in_letters_of_18_points(
    words: Words, answer: tuple[str, str], paper: handout.Paper
) -> None:
    content = large(words, answer, paper)
    wide, tall = PAPERS[paper]
    assert min(size for _, _, size, _ in letters(content)) >= 18 - 0.01
    for _, letter, _, (left, bottom, right, top) in letters(content):
        assert 20 < left <= right < wide - 20, letter
        assert 8 < bottom <= top < tall - 20, letter
    read = without_spaces(text_of(content))
    wanted = [sentences.answers_line(words, pairs(*answer)), *statements(words, answer)]
    late = [
        row[f"text_{words.language}"]
        for row in facts.read("effects.csv")
        if not row["treatments"] and row["section"] == "later"
    ]
    wanted += [*late, *(words.terms[term]["meaning"] for term in treatments(answer))]
    assert [text for text in wanted if without_spaces(text) not in read] == []
    root = reader(content).trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/Lang"] == words.language


@pytest.mark.parametrize(("words", "answer", "paper"), LARGE, ids=LARGE_NAMES)
def test_drawings_in_large_print_show_every_box(
    words: Words, answer: tuple[str, str], paper: handout.Paper
) -> None:
    """A drawing that is too high for a page is split by stages; each part has its alternative."""
    situation = PATHS.routes[pairs(*answer)]
    drawn = [option for option in situation.options if len(option.steps) > 1]
    drawn += [inside for o in situation.options for s in o.steps for inside in PATHS.within(s)]
    root = reader(large(words, answer, paper)).trailer["/Root"]
    *told, _ = (alt for name, alt in tags(root["/StructTreeRoot"]) if name == "/Figure")
    assert len(told) >= len(drawn)
    for option in drawn:
        summary = sentences.option_summary(words, option)
        parts = [messages.capital(sentences.stage_summary(words, s)) for s in option.stages]
        assert summary in told or set(parts) <= set(told)


@pytest.mark.parametrize("count", [1, 7])
def test_large_print_has_a_readers_questions_and_room_to_write(count: int) -> None:
    content = large(SPANISH, ("high", "same"), "a4", QUESTIONS[:count])
    read = without_spaces(text_of(content))
    assert [text for text in QUESTIONS[:count] if without_spaces(text) not in read] == []
    rules = [
        path.get_bounds()
        for page in pypdfium2.PdfDocument(content)
        for path in page.get_objects([raw.FPDF_PAGEOBJ_PATH])
    ]
    thin = [one for one in rules if one[3] - one[1] < 2 and one[2] - one[0] > 400]
    assert len(thin) >= 3 * count


@pytest.mark.parametrize("answer", ANSWERS)
def test_no_heading_in_large_print_stands_alone(answer: tuple[str, str]) -> None:
    content = large(SPANISH, answer, "us-letter")
    found, lines = letters(content), lines_of(content)
    headings = [(page, box[1]) for page, letter, size, box in found if size == 21 and letter != " "]
    assert headings
    for number, foot in headings:
        below = [box for page, _, size, box in found if page == number and size < 21]
        written = sum(page == number and top < foot for page, _, _, _, top in lines)
        assert sum(box[3] < foot for box in below) > 10 or written >= 3


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_sources_in_large_print_stay_together(answer: tuple[str, str]) -> None:
    pages = [
        without_spaces(page.get_textpage().get_text_range())
        for page in pypdfium2.PdfDocument(large(ENGLISH, answer, "us-letter"))
    ]
    assert without_spaces(TEXT["handout.sources"]) in pages[-1]
    assert without_spaces(address(*answer)) in pages[-1]


# --- All sheets -----------------------------------------------------------------------------------

SHARED = (
    (("low", "same"),),
    (("low", "elsewhere"), ("low", "no-response")),
    (("low", "cns"), ("intermediate", "cns")),
    (("intermediate", "same"),),
    (("intermediate", "elsewhere"),),
    (("high", "same"), ("high", "elsewhere")),
    (("high", "cns"),),
    (("high", "several"), ("high", "unsure")),
    (("high", "no-response"),),
    (("unsure", "cns"),),
)
"""The answers of each sheet: those with one list, statement and notes."""


@cache
def all_of(words: Words, paper: str, size: str) -> tuple[bytes, tuple[str, ...]]:
    """Return all sheets in one file, and the text of each."""
    site = library.site(loader.DATA, words.language)
    found = downloads.find((site,), "handout", "all.pdf", "https://care.example.org", paper, size)
    assert found
    texts: list[str] = []
    for page in pypdfium2.PdfDocument(found.content):
        text = without_spaces(page.get_textpage().get_text_range().replace("\ufffe", "-"))
        if text.startswith(without_spaces(words("app.title"))):
            texts.append("")
        texts[-1] += text
    return found.content, tuple(texts)


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("size", ["", "large"])
def test_all_sheets_are_in_one_file_each_once(words: Words, size: str) -> None:
    content, sheets = all_of(words, "a4", size)
    assert len(sheets) == len(SHARED)
    for answers, text in zip(SHARED, sheets, strict=True):
        for answer in facts.LISTED:
            line = without_spaces(sentences.answers_line(words, pairs(*answer)))
            assert (line in text) is (answer in answers), answer
        situation = PATHS.routes[pairs(*answers[0])]
        for option in situation.options:
            assert without_spaces(sentences.option_summary(words, option)) in text
        stated = sentences.statement(words, situation, pairs(*answers[0]))
        assert without_spaces(words("handout.advice")) in text
        assert stated is None or without_spaces(stated.text) in text
    assert min(size for _, _, size, _ in letters(content)) >= (18 if size else 12) - 0.01
    root = reader(content).trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_each_sheet_of_all_counts_its_own_pages() -> None:
    content, sheets = all_of(ENGLISH, "letter", "large")
    numbers = [
        re.search(r"(\d+) / (\d+)\s*$", page.get_textpage().get_text_range())
        for page in pypdfium2.PdfDocument(content)
    ]
    counted = [(int(found[1]), int(found[2])) for found in numbers if found]
    assert len(counted) == len(numbers)
    assert [first for first, _ in counted].count(1) == len(sheets)
    for (number, count), (after, _) in pairwise(counted):
        assert after == (number + 1 if number < count else 1)


def test_the_code_of_a_shared_sheet_asks_what_its_answers_do_not_share() -> None:
    _, sheets = all_of(ENGLISH, "letter", "")
    assert "/?place=cns&lang=en" in sheets[2]
    assert "/?group=high&lang=en" in sheets[5]
    assert "/?group=high&place=cns&lang=en" in sheets[6]


def test_the_file_of_all_sheets_says_what_it_is() -> None:
    content, _ = all_of(SPANISH, "letter", "")
    metadata = reader(content).metadata
    assert metadata is not None
    assert SPANISH("take.all.title") in str(metadata.title)


# --- QR code --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "paper"), EACH)
def test_the_code_on_paper_leads_to_the_address(
    answer: tuple[str, str], paper: handout.Paper
) -> None:
    *_, last = pypdfium2.PdfDocument(made(answer, paper, QUESTIONS[:4]))
    seen = zxingcpp.read_barcodes(last.render(scale=200 / 72).to_pil())
    assert [code.text for code in seen] == [address(*answer)]
    corners = seen[0].position
    # The code itself; the empty edge that belongs to it comes on top.
    wide = (corners.top_right.x - corners.top_left.x) / 200 * 72
    modules = int(re.search(r'viewBox="0 0 (\d+)', qr.svg(address(*answer), 200))[1])
    assert wide * modules / (modules - 2 * qr.QUIET_ZONE) >= 2 * CM


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_a_sheet_that_no_phone_could_follow_says_why_it_has_no_code(words: Words) -> None:
    content = handout.pdf(words, PATHS, pairs("high", "same"), "", QUESTIONS[:4])
    told = without_spaces(text_of(content))
    assert without_spaces(words("handout.local")) in told
    assert without_spaces(words("handout.advice")) in told
    for word in ("handout.link", "handout.scan", "handout.effects"):
        assert without_spaces(words(word)) not in told
    pages = pypdfium2.PdfDocument(content)
    assert len(pages) <= len(reader(made(("high", "same"), questions=QUESTIONS[:4])).pages)
    for page in pages:
        assert zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil()) == []


@pytest.mark.parametrize(
    ("base", "reached"),
    [
        ("https://care.example.org", True),
        ("http://192.168.1.20:8501", True),
        ("http://localhost:8501", False),
        ("http://127.0.0.1:8501", False),
        ("http://[::1]:8501", False),
        ("", False),
    ],
)
def test_a_sheet_has_a_code_only_where_phones_reach_the_site(base: str, reached: bool) -> None:
    found = downloads.find((library.site(loader.DATA),), "handout", "low.same.pdf", base)
    assert found
    link = f"{base}/?group=low&place=same&lang=en"
    assert (without_spaces(link) in without_spaces(text_of(found.content))) is reached
    *_, last = pypdfium2.PdfDocument(found.content)
    seen = zxingcpp.read_barcodes(last.render(scale=200 / 72).to_pil())
    assert [code.text for code in seen] == ([link] if reached else [])


# --- What a reader types --------------------------------------------------------------------------


def test_what_a_reader_types_is_shown_as_text() -> None:
    read = text_of(made(("low", "same"), "us-letter", (ANYTHING,)))
    assert without_spaces(ANYTHING) in without_spaces(read)


@pytest.mark.parametrize("text", ["x" * 10_000, "word " * 2_000, "# $" * 3_333, "[" * 10_000])
def test_a_very_long_text_is_shown_whole(text: str) -> None:
    content = made(("low", "same"), "a4", (text,))
    assert without_spaces(text) in without_spaces(text_of(content))
    for _, letter, _, (left, bottom, right, _) in letters(content):
        assert 20 < left <= right < 595 - 20, letter
        assert bottom > 8, letter


@pytest.mark.parametrize("text", ["a\x00b\x07c", "a\u202eb\ufffec", "a\r\n\tb"])
def test_what_nobody_can_see_is_left_out(text: str) -> None:
    content = made(("low", "same"), "us-letter", (text, QUESTIONS[0]))
    seen = "".join(letter for letter in text if letter in "abc")
    assert seen in without_spaces(text_of(content))


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_an_empty_question_is_no_question(text: str) -> None:
    assert made(("low", "same"), "us-letter", (text,)) == made(("low", "same"))


@pytest.mark.parametrize("text", ["他会好吗", "Hope 😀"])
def test_letters_of_another_script_do_not_stop_it(text: str) -> None:
    content = made(("low", "same"), "us-letter", (text,))
    assert pages(content) == 1
    assert reader(content).trailer["/Root"]["/MarkInfo"]["/Marked"].value is True


# --- Making it ------------------------------------------------------------------------------------


def test_the_same_answer_gives_the_same_file() -> None:
    again = handout.pdf(ENGLISH, PATHS, pairs("high", "same"), address("high", "same"))
    assert again == made(("high", "same"))


def test_several_can_be_made_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        jobs = {
            answer: pool.submit(handout.pdf, ENGLISH, PATHS, pairs(*answer), address(*answer))
            for answer in ANSWERS
        }
        for answer, job in jobs.items():
            assert without_spaces(address(*answer)) in without_spaces(text_of(job.result()))


def test_a_page_can_start_without_typst() -> None:
    script = "import sys, carepath.files.handout; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=facts.DATA.parent).returncode == 0


@pytest.mark.parametrize(
    "situation", [s for s in PATHS.situations if s.options], ids=lambda situation: situation.id
)
def test_the_drawing_can_be_taken_away(situation: pathway.Situation) -> None:
    svg = handout.drawing_svg(ENGLISH, situation)
    start = ENGLISH.situations[situation.id]["start"]
    words = without_spaces("".join(re.findall(r"<text[^>]*>([^<]*)", svg)))
    assert without_spaces(start) in words
    with Image.open(io.BytesIO(handout.drawing_png(ENGLISH, situation))) as image:
        wide = int(re.search(r' width="(\d+)"', svg)[1])
        assert image.format == "PNG"
        assert image.width == pytest.approx(2 * wide, abs=4)


# --- The command ----------------------------------------------------------------------------------


def test_the_command_writes_all_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CAREPATH_SITE", raising=False)
    monkeypatch.delenv("CAREPATH_DATA", raising=False)
    folder = tmp_path / "new" / "folder"
    site = "https://care.example.org/"
    assert command.main(["handouts", str(folder), "--site", site, "--paper", "a4"]) == 0
    ends = (".pdf", "-large.pdf", "-interpreter.pdf", ".html", ".svg", ".png")
    names = {f"{group}.{place}{end}" for group, place in facts.LISTED for end in ends}
    assert len(names) == 84
    names.add("presenter.pdf")
    assert {file.name for file in folder.iterdir()} == names
    told = capsys.readouterr()
    assert {Path(line).name for line in told.out.splitlines()} == names
    assert told.err == ""
    content = (folder / "high.cns.pdf").read_bytes()
    assert "https://care.example.org/?group=high&place=cns" in text_of(content)
    assert round(reader(content).pages[0].mediabox.width) == PAPERS["a4"][0]
    sizes = [size for _, _, size, _ in letters((folder / "high.cns-large.pdf").read_bytes())]
    assert min(sizes) >= 18 - 0.01
    assert (folder / "low.same.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (folder / "low.same.png").read_bytes().startswith(b"\x89PNG")


@pytest.fixture
def one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave one answer to write; a property, because pathways may hold their names already."""
    one = property(lambda _: {"low.same": pairs("low", "same")})
    monkeypatch.setattr(Pathways, "names", one)


@pytest.mark.usefixtures("one_answer")
def test_the_site_can_come_from_the_surroundings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREPATH_SITE", "https://care.example.org")
    assert command.main(["handouts", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""
    content = (tmp_path / "low.same.pdf").read_bytes()
    assert address("low", "same") in text_of(content)
    assert round(reader(content).pages[0].mediabox.width) == PAPERS["us-letter"][0]


@pytest.mark.usefixtures("one_answer")
def test_the_sheets_of_another_language_stand_beside_the_others(tmp_path: Path) -> None:
    order = ["handouts", str(tmp_path), "--site", "https://care.example.org"]
    assert command.main(order) == 0
    assert command.main([*order, "--lang", "es"]) == 0
    names = {
        f"low.same{language}{end}"
        for language in ("", "-es")
        for end in (".pdf", "-large.pdf", "-interpreter.pdf", ".html", ".svg", ".png")
    } | {"presenter.pdf", "presenter-es.pdf"}
    assert {file.name for file in tmp_path.iterdir()} == names
    for name, words in (("low.same.pdf", ENGLISH), ("low.same-es.pdf", SPANISH)):
        read = without_spaces(text_of((tmp_path / name).read_bytes()))
        assert f"{address('low', 'same')}&lang={words.language}" in read
        assert without_spaces(words("handout.advice")) in read
        page = (tmp_path / name.replace("pdf", "html")).read_text(encoding="utf-8")
        assert f'<html lang="{words.language}">' in page
    drawn = (tmp_path / "low.same-es.svg").read_text(encoding="utf-8")
    start = SPANISH.situations["low-same"]["start"]
    assert without_spaces(start) in without_spaces(
        "".join(re.findall(r"<text[^>]*>([^<]*)", drawn))
    )


def test_a_language_that_is_not_there_is_told_with_those_that_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    site = "https://care.example.org"
    assert command.main(["handouts", str(folder), "--site", site, "--lang", "fr"]) == 1
    assert capsys.readouterr().err == "not a language of the tables: fr (en, es)\n"
    assert not folder.exists()


@pytest.mark.usefixtures("one_answer")
@pytest.mark.parametrize("site", [(), ("--site", "http://localhost:8501")])
def test_without_a_site_that_others_reach_it_says_that_sheets_have_no_code(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    site: tuple[str, ...],
) -> None:
    monkeypatch.delenv("CAREPATH_SITE", raising=False)
    assert command.main(["handouts", str(tmp_path), *site]) == 0
    assert "no link or QR code" in capsys.readouterr().err
    read = without_spaces(text_of((tmp_path / "low.same.pdf").read_bytes()))
    assert without_spaces(TEXT["handout.local"]) in read
    assert "localhost" not in read


def test_faulty_tables_are_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty = copy(tmp_path / "data")
    (faulty / "terms.csv").unlink()
    monkeypatch.setenv("CAREPATH_DATA", str(faulty))
    folder = tmp_path / "out"
    assert command.main(["handouts", str(folder), "--site", "https://care.example.org"]) == 1
    assert "/terms.csv: the file is missing" in capsys.readouterr().out
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    assert command.main(["handouts", str(file), "--site", "https://care.example.org"]) == 1
    assert str(file) in capsys.readouterr().err


def test_an_unknown_paper_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["handouts", str(tmp_path), "--paper", "a5"])
    assert ended.value.code == 2


def test_all_content_is_data() -> None:
    """No text becomes Typst code: the template gets one JSON text, and holds no sentence."""
    source = handout.TEMPLATE.read_text(encoding="utf-8")
    code = re.sub(r"//.*", "", source)
    assert re.findall(r"sys\.inputs\S*", code) == ['sys.inputs.at("content")))']
    assert "eval(" not in code
    quoted = re.findall(r'"([^"]*)"', code)
    assert [text for text in quoted if re.search(r"[a-z]{2,} [a-z]{2,}", text)] == []
