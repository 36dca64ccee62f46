"""Traces that spreadsheets, other programs and wrong encodings leave in cells and files."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

CSV = "a file saved as CSV UTF-8"
ITSELF = "the text or number itself, or an empty cell"
REENCODED = "the letters themselves: open the file as UTF-8 and save it as CSV UTF-8"

# The second byte of a letter in UTF-8, read as Latin-1 or Windows-1252.
TRAIL = "\u0080-\u00bf" + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
# Those that may correctly follow a capital letter at the end of a word, as in "AMANHÃ…".
CLOSING = "\u00a0\u00bb\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u203a\u2122"
MOJIBAKE = (
    # A letter of two bytes: á as Ã¡, ¿ as Â¿.
    rf"[ÂÃ](?![{CLOSING}])[{TRAIL}]|[ÂÃ][{CLOSING}](?=\w)|(?<![A-ZÀ-Þ])[ÂÃ][{CLOSING}]"
    # Two letters of another alphabet; one Vietnamese letter.
    rf"|(?:[Ä-ß][{TRAIL}]){{2}}|(?:[à-ï][{TRAIL}]{{2}}){{2}}|á[º»](?![{CLOSING}])[{TRAIL}]"
    # Quotation marks and dashes, emoji, a byte order mark, a replacement character.
    rf"|â€|â[{TRAIL}]{{2}}|ð[{TRAIL}]{{3}}|ï»¿|ï¿½"
    # UTF-8 read as Mac Roman or as the code page of a Windows console.
    r"|√[°©≠≥∫±]|\u201aÄ[ôúùìîò¶]|¬[ø°]|[├┬][^\s─]"
    # Western encodings mistaken for each other: cirugía as cirugÌa, cirug¡a and so on.
    r"|[a-zß-öø-ÿ]{2}[À-ÖØ-Þ][a-zß-öø-ÿ]|[^\W\d_][‡\u201a¡¢£¤¾][^\W\d_]"
)
MONTH = "(jan|ene|feb|mar|apr|abr|may|jun|jul|aug|ago|sept?|oct|nov|dec|dic)"
PROGRAMS = r"\\N|\(null\)|nan|NaN|NAN|NaT|None|null|Null|NULL|NA|<NA>|undefined|TRUE|FALSE"

Trace = tuple[re.Pattern[str], str, str]
"""A pattern, and problem and allowed of a cell that it matches."""
WHOLE_CELL: tuple[Trace, ...] = (
    (re.compile("##+"), "is what a spreadsheet shows in a column that is too narrow", ITSELF),
    (re.compile(f"{PROGRAMS}|VERDADERO|FALSO"), "is a program's sign for a value", ITSELF),
    (re.compile(r"=[\w$(+'\"-].*"), "is a formula", "what the formula gives"),
    (
        re.compile(
            rf"[0-9]{{1,2}}[-/]{MONTH}\.?([-/][0-9]{{2,4}})?|{MONTH}\.?-[0-9]{{2,4}}",
            re.IGNORECASE,
        ),
        "looks like a date that a spreadsheet made of it",
        "what was typed, in a column that is set to Text before",
    ),
    (
        re.compile(r"[+-]?[0-9]([.,][0-9]+)?E[+-][0-9]{2,}"),
        "is a number that a spreadsheet has shortened",
        "all its digits, in a column that is set to Text before",
    ),
)
ANYWHERE: tuple[Trace, ...] = (
    (
        re.compile(r"#(?:[¡¿]?[A-ZÀ-Þ/0]{3,}[!?]|N/[ADV]|GETTING_DATA)|Err:[0-9]{3}"),
        "holds a spreadsheet's error value",
        ITSELF,
    ),
    (re.compile("_x[0-9A-F]{4}_"), "holds a spreadsheet's code for a character", ITSELF),
)
MISREAD: Trace = (
    re.compile(MOJIBAKE),
    "holds letters that were read in a wrong encoding",
    REENCODED,
)
LOST_LETTER = re.compile(r"[^\W\d_]\?+[^\W\d_]|\A\(?\?[^\W\d_]")


def in_cell(cell: str) -> tuple[str, str] | None:
    """Return problem and allowed of a cell with traces of a program, else None."""
    for pattern, problem, allowed in WHOLE_CELL:
        if pattern.fullmatch(cell):
            return problem, allowed
    for pattern, problem, allowed in ANYWHERE if cell.isascii() else (*ANYWHERE, MISREAD):
        if pattern.search(cell):
            return problem, allowed
    # Addresses may have a question mark between letters.
    words = (word for word in cell.split() if not {*"/=@"} & {*word})
    if "?" in cell and any(map(LOST_LETTER.search, words)):
        return "holds a question mark where a letter was lost", REENCODED
    return None


def other_format(data: bytes) -> str | None:
    """Return a problem that names the file's format if it is a known one other than CSV."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if data.startswith(b"PK\x03\x04"):
        if b"opendocument" in data[:200]:
            return "is a LibreOffice document"
        return "is an Excel workbook" if b"xl/" in data else "is a zip file"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "is an old Excel workbook"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:200].count(0) * 3 > len(data[:200]):
        return "is UTF-16, not UTF-8"
    if start.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<meta", b"<table", b"mime-version:")
    ):
        return "is a web page"
    if start.startswith(b"<?xml"):
        return "is an XML file"
    if start.startswith((b'{"', b"[{")):
        return "is a JSON file"
    return "is a PDF" if start.startswith(b"%pdf-") else None


def near_name(file: str, present: Iterable[str]) -> str | None:
    """Return a file that may be the missing one under another name, such as a saved copy."""
    stems: dict[str, str] = {}
    for name in present:
        if name != file and not name.startswith((".", "~")):
            stem = re.sub(r"(\.(csv|tsv|txt|xlsx?|xlsm|ods|numbers|bak|old))+$", "", name.lower())
            stem = re.sub(r"^(copy of|copia de) | - .*$|[ _-]*(\([0-9]+\)|copy|copia)$", "", stem)
            stems.setdefault(stem.strip(), name)
    close = get_close_matches(file.removesuffix(".csv"), stems, 1, 0.8)
    return stems[close[0]] if close else None
