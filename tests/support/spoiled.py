"""Tables that a test may spoil, and one case for every fault that is named."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

from carepath.tables import topics
from carepath.tables.loader import DATA, load
from carepath.tables.vocabulary import FORMAT

FILES = (
    *("words", "sources", "kinds", "terms"),
    *("topic", "questions", "answers", "situations", "routes", "treatments", "notes", "cards"),
    *("effects", "prompts", "reading", "fingerprints", "scores"),
)
LACKING = ("fingerprints", "scores")
"""Tables that a topic may lack."""
Where = dict[str, str]
LOW_1_1 = {"situation": "low-same", "option": "1", "step": "1"}
LOW_1_2 = {"situation": "low-same", "option": "1", "step": "2"}
LOW_1_3 = {"situation": "low-same", "option": "1", "step": "3"}
LOW_2_1 = {"situation": "low-same", "option": "2", "step": "1"}
LOW_2_2 = {"situation": "low-same", "option": "2", "step": "2"}
CNS_2_3 = {"situation": "cns", "option": "2", "step": "3"}
IN_PHASE = {"situation": "new-high-risk", "option": "1", "step": "2"}
HIGH = {"situation": "high"}
CNS = {"situation": "cns"}
PLACE = {"question": "place"}
SUBFLOW = {"situation": "new-high-risk"}
ANTIBIOTIC = {"text_en": "A doctor can treat an infection with a medicine called an antibiotic."}
PURPOSE = {"item": "1 The purpose is evident"}
MISSED = {"item": "Probabilities"}
ENGLISH_WORDS = {"language": "en", "page": "words"}
FINGERPRINT = {"source": "nci-patient", "found_at": "cns-list#1"}
LOST = {"situation": "high", "option": "1", "step": "", "note": "given-together"}


TOPIC = "neuroblastoma-recurrent"
"""The topic that most tests are about."""
PROJECT = load(DATA, TOPIC)


def file_of(folder: Path, table: str) -> Path:
    """Return the file of a table in a folder with one topic."""
    names = [entry.name for entry in (folder / "topics").iterdir()]
    assert len(names) == 1, names
    return folder / topics.home(table, names[0])


def own(table: str) -> tuple[list[str], list[dict[str, str]]]:
    """Return the columns and rows of the project's first topic, with the shared ones."""
    loaded = getattr(PROJECT, table)
    return [*loaded.columns], [{**row} for row in loaded.rows]


def copy(folder: Path, topic: str = TOPIC) -> Path:
    """Write the project's first topic into a folder, which then has no other one."""
    (folder / "topics" / topic).mkdir(parents=True, exist_ok=True)
    for table in FILES:
        write(folder, table, *own(table))
    return folder


def reference(folder: Path) -> Path:
    """Write what may stand for the project's own folder, with the words of a new topic."""
    copytree(DATA / topics.NEW, copy(folder) / topics.NEW)
    return folder


def read(folder: Path, table: str) -> tuple[list[str], list[dict[str, str]]]:
    with file_of(folder, table).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    return list(reader.fieldnames or ()), rows


def write(folder: Path, table: str, columns: list[str], rows: list[dict[str, str]]) -> None:
    write_to(file_of(folder, table), columns, rows)


def write_to(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def find(folder: Path, table: str, where: Where) -> int:
    """Return the number, as a spreadsheet shows it, of the one row with these cells."""
    _, rows = read(folder, table)
    found = [at for at, row in enumerate(rows, start=2) if where.items() <= row.items()]
    assert len(found) == 1, f"{table}.csv has {len(found)} rows with {where}"
    return found[0]


def change(folder: Path, table: str, where: Where, cells: dict[str, str]) -> int:
    row = find(folder, table, where)
    columns, rows = read(folder, table)
    rows[row - 2].update(cells)
    write(folder, table, columns, rows)
    return row


# Each case: a table, the row that is changed, its new cells, and what is then wrong there: the
# column, its value and a part of the problem. The row of the fault is the row that was changed.
CELLS: dict[str, tuple[str, Where, dict[str, str], tuple[str, str, str]]] = {
    "effects of an unknown treatment": (
        "effects", ANTIBIOTIC, {"treatments": "surgery surgry"},
        ("treatments", "surgery surgry", "not a list of ids in terms.csv"),
    ),
    "effects in an unknown section": (
        "effects", ANTIBIOTIC, {"section": "soon"}, ("section", "soon", "not a known section"),
    ),
    "effects under an unknown head": (
        "effects", ANTIBIOTIC, {"head": "small"}, ("head", "small", "effects.head."),
    ),
    "effects from an unknown source": (
        "effects", ANTIBIOTIC, {"source": "nowhere"}, ("source", "nowhere", "sources.csv"),
    ),
    "effects found at an unknown place": (
        "effects", ANTIBIOTIC, {"found_at": "nowhere"}, ("found_at", "nowhere", "found.<place>"),
    ),
    "an effect without words": (
        "effects", ANTIBIOTIC, {"text_en": ""}, ("text_en", "", "is empty"),
    ),
    "one list from two places": (
        "effects", {"head": "other-risks", "text_en": "damage to nearby tissue"},
        {"found_at": "chemotherapy-page"},
        ("found_at", "chemotherapy-page", "under the same head"),
    ),
    "a stored copy without a day": (
        "sources", {"source": "nci-patient"}, {"stored_on": "today"},
        ("stored_on", "today", "not a day"),
    ),
    "a fingerprint of an unknown source": (
        "fingerprints", FINGERPRINT, {"source": "nowhere"}, ("source", "nowhere", "sources.csv"),
    ),
    "a fingerprint of an unknown place": (
        "fingerprints", FINGERPRINT, {"found_at": "cns-list#0"},
        ("found_at", "cns-list#0", "not a place"),
    ),
    "a fingerprint without a heading": (
        "fingerprints", FINGERPRINT, {"heading": ""}, ("heading", "", "is empty"),
    ),
    "a fingerprint in no list": (
        "fingerprints", FINGERPRINT, {"list": "0"}, ("list", "0", "not a whole number"),
    ),
    "an item that a spreadsheet took for a number": (
        "fingerprints", FINGERPRINT, {"item": "2.1"}, ("item", "2.1", "not the number of an item"),
    ),
    "a hash that nobody computed": (
        "fingerprints", FINGERPRINT, {"hash": "x" * 20}, ("hash", "x" * 20, "not a hash"),
    ),
    "unknown situation": (
        "treatments", LOW_2_1, {"situation": "nowhere"}, ("situation", "nowhere", "situations.csv"),
    ),
    "a letter that no font of ours has": (
        "terms", {"term": "surgery"}, {"plain_en": "手术 (surgery) ⧉"},
        ("plain_en", "手术 (surgery) ⧉", "cannot be drawn: 手 (U+624B), 术 (U+672F), ⧉ (U+29C9)"),
    ),
    "more letters than need naming": (
        "prompts", {"prompt": "which-fits"}, {"text_en": "哪个适合我"},
        ("text_en", "哪个适合我", "我 (U+6211)"),
    ),
    "many more letters than need naming": (
        "sources", {"source": "nci-patient"}, {"publisher_en": "国立癌症研究所"},
        ("publisher_en", "国立癌症研究所", "研 (U+7814) and 2 more"),
    ),
    "a name from right to left": (
        "kinds", {"kind": "surgery"}, {"name_en": "جراحة"},
        ("name_en", "جراحة", "is written from right to left"),
    ),
    "option is no number": (
        "treatments", LOW_2_1, {"option": "two"}, ("option", "two", "not a whole number"),
    ),
    "option with a zero in front": (
        "treatments", LOW_2_1, {"option": "02"}, ("option", "02", "not a whole number"),
    ),
    "option number in other digits": (
        "treatments", LOW_2_1, {"option": "٢"}, ("option", "٢", "not a whole number"),
    ),
    "step is zero": (
        "treatments", LOW_2_2, {"step": "0"}, ("step", "0", "not a whole number"),
    ),
    "step number too long for int": (
        "treatments", LOW_2_2, {"step": "9" * 1999}, ("step", "9" * 1999, "not a whole number"),
    ),
    "gap in the steps": (
        "treatments", LOW_2_2, {"step": "3"}, ("step", "3", "low-same, option 2 has no step 2"),
    ),
    "unknown treatment": (
        "treatments", LOW_1_1, {"treatment": "surgry"}, ("treatment", "surgry", "terms.csv"),
    ),
    "no treatment": (
        "treatments", LOW_1_1, {"treatment": ""}, ("treatment", "", "is empty"),
    ),
    "a phase as a treatment": (
        "treatments", LOW_1_1, {"treatment": "induction"},
        ("treatment", "induction", "not a term with a kind"),
    ),
    "a treatment as a phase": (
        "treatments", LOW_1_3, {"phase": "surgery", "phase_lead": "is"},
        ("phase", "surgery", "not a term without a kind"),
    ),
    "follows is no number": (
        "treatments", LOW_2_2, {"follows": "first"}, ("follows", "first", "not a whole number"),
    ),
    "follows itself": (
        "treatments", LOW_2_2, {"follows": "2"}, ("follows", "2", "follows itself"),
    ),
    "follows what is not there": (
        "treatments", LOW_2_2, {"follows": "7"}, ("follows", "7", "does not exist"),
    ),
    "follows a later step": (
        "treatments", LOW_1_2, {"follows": "3"}, ("follows", "3", "comes later"),
    ),
    "first step follows itself": (
        "treatments", LOW_2_1, {"follows": "1", "link": "then"}, ("follows", "1", "itself"),
    ),
    "two first steps": (
        "treatments", LOW_2_2, {"follows": "", "link": ""}, ("follows", "", "second first step"),
    ),
    "unknown link": (
        "treatments", LOW_2_2, {"link": "later"}, ("link", "later", "not a known link"),
    ),
    "no link": (
        "treatments", LOW_2_2, {"link": ""}, ("link", "", "follows is filled"),
    ),
    "link of a first step": (
        "treatments", LOW_2_1, {"link": "then"}, ("link", "then", "follows is empty"),
    ),
    "required and optional steps": (
        "treatments", LOW_1_3, {"link": "may-then"},
        ("link", "may-then", "mixes required and optional steps after step 1"),
    ),
    "two companions": (
        "treatments", CNS_2_3, {"follows": "1"}, ("follows", "1", "as an alternative"),
    ),
    "unknown whom": (
        "treatments", LOW_1_1, {"whom": "older"}, ("whom", "older", "whom.<id>"),
    ),
    "alone in other words": (
        "treatments", LOW_1_1, {"alone": "maybe"}, ("alone", "maybe", "not known"),
    ),
    "unknown lead": (
        "situations", HIGH, {"lead": "must"}, ("lead", "must", "not a known lead"),
    ),
    "card under other answers": (
        "cards", {"answers": "unsure.unsure"}, {"answers": "unsure"},
        ("answers", "unsure", "not answers to all questions"),
    ),
    "card to answers without a list": (
        "cards", {"answers": "unsure.unsure"}, {"card": "low.several"},
        ("card", "low.several", "not answers that lead to a list"),
    ),
    "card to itself": (
        "cards", {"answers": "high.several"}, {"card": "high.several"},
        ("card", "high.several", "leads to its own answers"),
    ),
    "note for an answer of no question": (
        "notes", {"note": "if-high-risk"}, {"question": ""},
        ("question", "", "is empty, but the other is filled"),
    ),
    "note for an answer of another question": (
        "notes", {"note": "if-high-risk"}, {"answer": "cns"},
        ("answer", "cns", "not an answer to group"),
    ),
    "note on an option for an answer": (
        "notes", {"note": "if-high-risk"}, {"option": "1"},
        ("question", "group", "is filled, but option is too"),
    ),
    "a list of phases without phases": (
        "situations", HIGH, {"lead": "usually"}, ("lead", "usually", "no step has one"),
    ),
    "a lead without a list": (
        "situations", {"situation": "unsure"}, {"lead": "is"}, ("lead", "is", "has no steps"),
    ),
    "a start without a list": (
        "situations", {"situation": "unsure"}, {"start_en": "A start"},
        ("start_en", "A start", "has no steps"),
    ),
    "no lead": (
        "situations", HIGH, {"lead": ""}, ("lead", "", "is empty, but the situation has steps"),
    ),
    "a statement of nowhere": (
        "situations", CNS, {"shares": "nowhere"}, ("shares", "nowhere", "situations.csv"),
    ),
    "a statement of a situation that has none": (
        "situations", CNS, {"shares": "low-same"}, ("shares", "low-same", "without a statement"),
    ),
    "a statement beside its own": (
        "situations", HIGH, {"shares": "high", "shares_by": "group"},
        ("shares", "high", "there is a statement"),
    ),
    "a wider term of another kind": (
        "terms", {"term": "cns-surgery"}, {"broader": "chemotherapy"},
        ("broader", "chemotherapy", "widest term of the same kind"),
    ),
    "a wider term that is not the widest": (
        "terms", {"term": "high-dose-chemotherapy"}, {"broader": "combination-chemotherapy"},
        ("broader", "combination-chemotherapy", "widest term of the same kind"),
    ),
    "a wider term that is itself": (
        "terms", {"term": "observation"}, {"broader": "observation"},
        ("broader", "observation", "widest term of the same kind"),
    ),
    "a wider term of a phase": (
        "terms", {"term": "induction"}, {"broader": "consolidation"},
        ("broader", "consolidation", "widest term of the same kind"),
    ),
    "unknown purpose": (
        "treatments", LOW_1_1, {"purpose": "fun"}, ("purpose", "fun", "purpose.<id>"),
    ),
    "unknown source": (
        "treatments", LOW_1_1, {"source": "hearsay"}, ("source", "hearsay", "sources.csv"),
    ),
    "no source": (
        "treatments", LOW_1_1, {"source": ""}, ("source", "", "is empty"),
    ),
    "no place": (
        "treatments", LOW_1_1, {"found_at": ""}, ("found_at", "", "is empty"),
    ),
    "unknown place": (
        "treatments", LOW_1_1, {"found_at": "page#1"}, ("found_at", "page#1", "found.<place>"),
    ),
    "item zero": (
        "treatments", LOW_1_1, {"found_at": "cns-list#0"}, ("found_at", "cns-list#0", "number"),
    ),
    "item missing": (
        "terms", {"term": "surgery"}, {"found_at": "cns-list#"}, ("found_at", "cns-list#", "item"),
    ),
    "no id": (
        "situations", {"situation": "cns"}, {"source": "x"}, ("source", "x", "sources.csv"),
    ),
    "unknown answer": (
        "routes", CNS, {"answer": "brain"}, ("answer", "brain", "not an answer to place"),
    ),
    "unknown question": (
        "routes", CNS, {"question": "where"}, ("question", "where", "questions.csv"),
    ),
    "answer to an unknown question": (
        "answers", {"answer": "cns"}, {"question": "where"}, ("question", "where", "questions.csv"),
    ),
    "answer that is a number": (
        "answers", {"answer": "cns"}, {"answer": "3"}, ("answer", "3", "not an id of an answer"),
    ),
    "answer that is called as all of them": (
        "answers", {"answer": "cns"}, {"answer": "all"},
        ("answer", "all", "not an id of an answer"),
    ),
    "route to a sub-flow": (
        "routes", CNS, {"situation": "new-high-risk"},
        ("situation", "new-high-risk", "no answer leads to it"),
    ),
    "line without its answer": (
        "questions", PLACE, {"line_en": "Came back."}, ("line_en", "Came back.", "{answer}"),
    ),
    "phase without the source's words": (
        "treatments", IN_PHASE | {"step": "1"}, {"phase_lead": ""},
        ("phase_lead", "", "begins phase induction"),
    ),
    "words for a phase where none begins": (
        "treatments", IN_PHASE, {"phase_lead": "include"},
        ("phase_lead", "include", "begins no phase"),
    ),
    "unknown words for a phase": (
        "treatments", IN_PHASE | {"step": "1"}, {"phase_lead": "must"},
        ("phase_lead", "must", "not a known lead"),
    ),
    "line with a half brace": (
        "questions", PLACE, {"line_en": "In {answer."}, ("line_en", "In {answer.", "{answer}"),
    ),
    "no heading above the answers": (
        "questions", PLACE, {"heading_en": "", "heading_es": ""},
        ("heading_en", "", "is empty"),
    ),
    "statement shared by no question": (
        "situations", CNS, {"shares_by": ""}, ("shares_by", "", "the other is filled"),
    ),
    "statement shared by an unknown question": (
        "situations", CNS, {"shares_by": "where"}, ("shares_by", "where", "questions.csv"),
    ),
    "another format": (
        "topic", {"format": FORMAT}, {"format": "3"}, ("format", "3", "of another version"),
    ),
    "no format": (
        "topic", {"format": FORMAT}, {"format": ""}, ("format", "", "not the format"),
    ),
    "unknown treatment explained": (
        "situations", SUBFLOW, {"explains": "magic"}, ("explains", "magic", "terms.csv"),
    ),
    "steps that are not counted": (
        "situations", HIGH, {"steps": ""}, ("steps", "", "not a whole number"),
    ),
    "a count with a zero in front": (
        "situations", HIGH, {"steps": "07"}, ("steps", "07", "not a whole number"),
    ),
    "situation without a name": (
        "situations", HIGH, {"name_en": ""}, ("name_en", "", "is empty"),
    ),
    "situation without a start": (
        "situations", HIGH, {"start_en": ""}, ("start_en", "", "is empty"),
    ),
    "statement without its meaning": (
        "situations", HIGH, {"meaning_en": ""}, ("meaning_en", "", "is empty, but action_en"),
    ),
    "source without a word on its date": (
        "sources", {"source": "navigating-care"}, {"undated_en": ""},
        ("undated_en", "", "is empty, and so is page_date"),
    ),
    "question on an unknown topic": (
        "prompts", {"prompt": "which-fits"}, {"heading": "money"}, ("heading", "money", "heading."),
    ),
    "question for an unknown situation": (
        "prompts", {"prompt": "no-standard"}, {"situations": "high low"},
        ("situations", "high low", "situations.csv"),
    ),
    "question for an unknown treatment": (
        "prompts", {"prompt": "which-signs"}, {"treatments": "watching"},
        ("treatments", "watching", "terms.csv"),
    ),
    "item of an unknown check-list": (
        "scores", PURPOSE, {"checklist": "own"}, ("checklist", "own", "checklist.<id>"),
    ),
    "item half met": (
        "scores", PURPOSE, {"met": "partly"}, ("met", "partly", "not a known score"),
    ),
    "met item that nothing shows": (
        "scores", PURPOSE, {"shown_by": ""}, ("shown_by", "", "but met is yes"),
    ),
    "met item with a reason for a miss": (
        "scores", PURPOSE, {"missed": "numbers"}, ("missed", "numbers", "but met is yes"),
    ),
    "missed item without a reason": (
        "scores", MISSED, {"missed": ""}, ("missed", "", "but met is no"),
    ),
    "missed item with an unknown reason": (
        "scores", MISSED, {"missed": "time"}, ("missed", "time", "miss.<id>"),
    ),
    "missed item that something shows": (
        "scores", MISSED, {"shown_by": "read"}, ("shown_by", "read", "but met is no"),
    ),
    "the same item twice": (
        "scores", {"item": "2 Nothing distracts"}, PURPOSE, ("item", PURPOSE["item"], "the same"),
    ),
    "reading score that is no number": (
        "reading", ENGLISH_WORDS, {"score": "easy"}, ("score", "easy", "one decimal"),
    ),
    "reading score in a language with a long code": (
        "reading", ENGLISH_WORDS, {"language": "English"}, ("language", "English", "a language"),
    ),
    "reading limit that is no number": (
        "reading", ENGLISH_WORDS, {"limit": "6th"}, ("limit", "6th", "not a number"),
    ),
    "reading score that is easier nowhere": (
        "reading", ENGLISH_WORDS, {"easier": "up"}, ("easier", "up", "neither lower nor higher"),
    ),
    "reading limit unlike that of the page before": (
        "reading", ENGLISH_WORDS, {"limit": "7"}, ("limit", "7", "not as in row 2"),
    ),
    "reading score with two ways to be easier": (
        "reading", ENGLISH_WORDS, {"easier": "higher"}, ("easier", "higher", "not as in row 2"),
    ),
    "unknown kind": (
        "terms", {"term": "surgery"}, {"kind": "knife"}, ("kind", "knife", "kinds.csv"),
    ),
    "term without a meaning": (
        "terms", {"term": "surgery"}, {"meaning_en": ""}, ("meaning_en", "", "is empty"),
    ),
    "link that is not https": (
        "terms", {"term": "surgery"}, {"link_en": "http://a.org/"},
        ("link_en", "http://a.org/", "web"),
    ),
    "article without its first form": (
        "terms", {"term": "cns"}, {"article_en": "|of the"},
        ("article_en", "|of the", "not an article"),
    ),
    "link with a quote": (
        "terms", {"term": "surgery"}, {"link_en": 'https://a.org/"'},
        ("link_en", 'https://a.org/"', "web"),
    ),
    "script as an address": (
        "sources", {"source": "nci-patient"}, {"url": "javascript:alert(1)"},
        ("url", "javascript:alert(1)", "not a web address"),
    ),
    "markup in a term": (
        "terms", {"term": "surgery"}, {"more_en": "<b>Ask</b>"},
        ("more_en", "<b>Ask</b>", "markup"),
    ),
    "script in a word": (
        "words", {"id": "link.then"}, {"text_en": "<script>alert(1)</script>"},
        ("text_en", "<script>alert(1)</script>", "markup"),
    ),
    "empty word": (
        "words", {"id": "link.then"}, {"text_en": ""}, ("text_en", "", "is empty"),
    ),
    "a brace alone": (
        "words", {"id": "link.then"}, {"text_en": "then }"}, ("text_en", "then }", "filled in"),
    ),
    "a field of a field": (
        "words", {"id": "source.read"}, {"text_en": "{date.real}"},
        ("text_en", "{date.real}", "name"),
    ),
    "a place in a field": (
        "words", {"id": "source.read"}, {"text_en": "{date[0]}"}, ("text_en", "{date[0]}", "name"),
    ),
    "a field without a name": (
        "words", {"id": "source.read"}, {"text_en": "on {}"}, ("text_en", "on {}", "name"),
    ),
    "a conversion": (
        "words", {"id": "source.read"}, {"text_en": "{date!r}"}, ("text_en", "{date!r}", "name"),
    ),
    "a format": (
        "words", {"id": "source.read"}, {"text_en": "{date:>9}"}, ("text_en", "{date:>9}", "name"),
    ),
    "another placeholder": (
        "words", {"id": "source.read"}, {"text_en": "{count}"},
        ("text_en", "{count}", "placeholders"),
    ),
    "a lost placeholder": (
        "words", {"id": "source.read"}, {"text_en": "read"}, ("text_en", "read", "placeholders"),
    ),
    "script as the address of a link": (
        "words", {"id": "trials.about.address"}, {"text_en": "javascript:alert(1)"},
        ("text_en", "javascript:alert(1)", "not a web address"),
    ),
    "an address without its host": (
        "words", {"id": "trials.about.address"}, {"text_en": "https:///x"},
        ("text_en", "https:///x", "not a web address"),
    ),
    "a telephone number with a word": (
        "words", {"id": "trials.phone.address"}, {"text_en": "tel:+1800x"},
        ("text_en", "tel:+1800x", "not a web address"),
    ),
    "source without a publisher": (
        "sources", {"source": "nci-patient"}, {"publisher_en": ""},
        ("publisher_en", "", "is empty"),
    ),
    "a day that is none": (
        "sources", {"source": "nci-patient"}, {"read_on": "2025-02-30"},
        ("read_on", "2025-02-30", "not a day"),
    ),
    "a day written without dashes": (
        "sources", {"source": "nci-patient"}, {"page_date": "20250428"},
        ("page_date", "20250428", "not a day"),
    ),
    "a colour by name": (
        "kinds", {"kind": "surgery"}, {"dark": "blue"}, ("dark", "blue", "not a colour"),
    ),
    "pictogram that nobody drew": (
        "kinds", {"kind": "surgery"}, {"pictogram": "knife"},
        ("pictogram", "knife", "not a known pictogram"),
    ),
    "note on no situation": (
        "notes", LOST, {"situation": "nowhere"}, ("situation", "nowhere", "situations.csv"),
    ),
    "note on no option": (
        "notes", LOST, {"option": "9"}, ("option", "9", "not an option of high"),
    ),
    "note on no step": (
        "notes", LOST, {"step": "9"}, ("step", "9", "not a step of high, option 1"),
    ),
    "step without its option": (
        "notes", LOST, {"option": "", "step": "1"}, ("option", "", "step is filled"),
    ),
    "unknown note": (
        "notes", LOST, {"note": "nothing"}, ("note", "nothing", "note.<id>"),
    ),
    "note from nowhere": (
        "notes", LOST, {"found_at": "nowhere"}, ("found_at", "nowhere", "found.<place>"),
    ),
    "space before an id": (
        "treatments", LOW_2_2, {"link": " may-then"}, ("link", " may-then", "with a space"),
    ),
    "space after a text": (
        "terms", {"term": "surgery"}, {"name_en": "surgery "}, ("name_en", "surgery ", "space"),
    ),
    "a text of spaces": (
        "terms", {"term": "surgery"}, {"name_en": "  "}, ("name_en", "  ", "space"),
    ),
    "a tab": (
        "words", {"id": "link.then"}, {"text_en": "the\tn"}, ("text_en", "the\tn", "U+0009"),
    ),
    "a NUL": (
        "words", {"id": "link.then"}, {"text_en": "the\0n"}, ("text_en", "the\0n", "U+0000"),
    ),
    "a mark that turns the text round": (
        "words", {"id": "link.then"}, {"text_en": "\u202enext"},
        ("text_en", "\u202enext", "U+202E"),
    ),
    "a lost character": (
        "words", {"id": "link.then"}, {"text_en": "caf\ufffd"}, ("text_en", "caf\ufffd", "U+FFFD"),
    ),
    "a line break": (
        "words", {"id": "link.then"}, {"text_en": "and\nthen"},
        ("text_en", "and\nthen", "line break"),
    ),
    "an error value": (
        "words", {"id": "link.then"}, {"text_en": "#NAME?"}, ("text_en", "#NAME?", "error value"),
    ),
    "an id that became a date": (
        "treatments", LOW_1_1, {"treatment": "02-ene"}, ("treatment", "02-ene", "like a date"),
    ),
    "a text in a wrong encoding": (
        "words", {"id": "link.then"}, {"text_en": "cÃ¡ncer"},
        ("text_en", "cÃ¡ncer", "wrong encoding"),
    ),
    "a very long text": (
        "words", {"id": "link.then"}, {"text_en": "x" * 2001}, ("text_en", "x" * 2001, "2001"),
    ),
}  # fmt: skip


def edit(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def edited(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return edited


# Each case: a file, what happens to it, and the row, the column and a part of the problem.
SPOILED: dict[str, tuple[str, Callable[[bytes], bytes], tuple[int | None, str | None, str]]] = {
    "Latin-1": ("kinds.csv", edit(b"Surgery", b"Cirug\xeda"), (2, None, "is not UTF-8")),
    "UTF-16": ("kinds.csv", lambda data: data.decode().encode("utf-16"), (None, None, "UTF-16")),
    "a workbook": (
        "kinds.csv", lambda data: b"PK\x03\x04..xl/workbook.xml", (None, None, "Excel workbook"),
    ),
    "a web page": (
        "kinds.csv", lambda data: b"<html><table>" + data, (None, None, "is a web page"),
    ),
    "a line for Excel alone": (
        "kinds.csv", lambda data: b"sep=,\r\n" + data, (None, None, "which only Excel reads"),
    ),
    "a quoted line for Excel alone": (
        "kinds.csv", lambda data: b'\xef\xbb\xbf"SEP=,"\n' + data,
        (None, None, "which only Excel reads"),
    ),
    "empty": ("kinds.csv", lambda data: b"", (None, None, "is empty")),
    "only a mark": ("kinds.csv", lambda data: b"\xef\xbb\xbf\r\n", (None, None, "is empty")),
    "only a header": ("kinds.csv", lambda data: data.split(b"\n")[0], (None, None, "no rows")),
    "no header": ("kinds.csv", lambda data: b"\n" + data, (None, None, "first row is empty")),
    "semicolons": (
        "kinds.csv", lambda data: data.replace(b",", b";"), (None, None, "separated by semicolons"),
    ),
    "tabs": (
        "kinds.csv", lambda data: data.replace(b",", b"\t"), (None, None, "separated by tabs"),
    ),
    "missing column": ("kinds.csv", edit(b",light,", b",bright,"), (None, "light", "missing")),
    "unknown column": ("kinds.csv", edit(b"kind,name_en", b"kind,name_e"), (1, "name_e", "known")),
    "column twice": ("kinds.csv", edit(b"dark", b"light"), (1, "light", "twice")),
    "too many cells": ("kinds.csv", edit(b"Surgery", b"Surgery,more"), (2, None, "has 6 cells")),
    "too few cells": ("kinds.csv", edit(b"Surgery,", b""), (2, None, "has 4 cells")),
    "a comma in every row": (
        "kinds.csv",
        lambda data: data.replace(b"\n", b",\n").replace(b"pictogram,", b"pictogram", 1),
        (2, None, "has 6 cells"),
    ),
    "an empty row": ("kinds.csv", edit(b"\n", b"\n\n"), (2, None, "row is empty")),
    "a row of commas": ("kinds.csv", edit(b"\n", b"\n,,,\n"), (2, None, "row is empty")),
    "a row of spaces": ("kinds.csv", edit(b"\n", b"\n , ,,\n"), (2, None, "row is empty")),
    "a first row of commas": (
        "kinds.csv", lambda data: b",,,\n" + data, (None, None, "first row is empty"),
    ),
    "nothing but commas": ("kinds.csv", lambda data: b",,\n" * 9, (None, None, "row is empty")),
    "an empty column between others": (
        "kinds.csv", lambda data: re.sub(rb"(?m)^([^,]*)", rb"\1,", data).rstrip(b","),
        (1, None, "column B has no name"),
    ),
    "a column of remarks without a name": (
        "kinds.csv", lambda data: data.replace(b"\n", b",,\n").replace(b",,\n", b",,see\n", 3)
        .replace(b",,see", b",,", 1), (1, None, "column G has no name"),
    ),
    "open quotation mark": (
        "kinds.csv", edit(b"Surgery", b'"Surgery'), (2, None, "never closes"),
    ),
    "text after a quotation mark": (
        "kinds.csv", edit(b"Surgery", b'"Sur"gery'), (2, None, "after its closing"),
    ),
    "open quotation mark in the first row": (
        "kinds.csv", lambda data: b'"' + data.replace(b'"', b""), (1, None, "never closes"),
    ),
    "a cell as long as a book": (
        "kinds.csv", edit(b"Surgery", b"x" * 200_000), (2, None, "cannot be read"),
    ),
    "line break in a cell": (
        "kinds.csv", edit(b"Surgery", b'"Sur\r\ngery"'), (2, "name_en", "line break"),
    ),
    "control character in a header": (
        "kinds.csv", edit(b",light,", b",\x1b[2Jlight,"), (1, "\x1b[2Jlight", "known"),
    ),
}  # fmt: skip
