"""What spreadsheets and wrong encodings leave behind is a fault; odd but real text is none."""

# Letters that look like others are what these tests are about.

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from carepath.tables import spreadsheet
from carepath.tables.csvfile import CONTROL, one_line
from carepath.tables.loader import DATA

ERROR = "error value"
NARROW = "too narrow"
VALUE = "program's sign"
DATE = "looks like a date"
SHORTENED = "shortened"
ENCODING = "wrong encoding"
LOST = "letter was lost"
REMAINS = {
    ERROR: [
        "#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#ERROR!",
        "#¿NOMBRE?", "#¡REF!", "#¡VALOR!", "#N/D", "#¡DIV/0!", "#¡NUM!", "#¡NULO!", "#BEZUG!",
        "#N/V", "#GETTING_DATA",
        "Err:502", "Ask about #REF! first.",
    ],
    NARROW: ["##", "########"],
    VALUE: ["nan", "NaN", "NaT", "None", "NULL", "(null)", "\\N", "NA", "<NA>", "TRUE"],
    "formula": ["=A1", "=SUM(B2:B9)", "=$A$1", '=HYPERLINK("https://example.org","x")'],
    DATE: ["2-Jan", "02-ene", "1-feb-26", "Jan-02", "abr-2026", "31-dic-2026", "3/sept"],
    SHORTENED: ["1.23E+11", "1,2E+05", "5E-07", "-4E+10"],
    "code for a character": ["surgery_x000D_", "_x0009_"],
    ENCODING: [
        "ðŸ˜€", "ï»¿name", "cafï¿½", "c√°ncer", "child‚Äôs", "c├íncer", "¬øCu√°l?",
        "cirugÌa", "operaciÛn", "c‡ncer", "m‚dico", "cirug¡a", "operaci¢n", "ni¤o", "pequeÒo",
        "operaci¾n",
    ],
    LOST: ["cirug?a", "El c?ncer volvi?", "?ltimo", "(?rganos)", "coraz??n", "m?dico?"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "problem"), [(cell, problem) for problem, cells in REMAINS.items() for cell in cells]
)
def test_what_a_program_left_is_named(cell: str, problem: str) -> None:
    found = spreadsheet.in_cell(cell)
    assert found, cell
    assert problem in found[0]
    assert found[1]


# Words whose every letter outside a-z is one of those that a real text of either language holds.
WORDS = [
    "cáncer", "médicos", "aquí", "tórax", "útero", "niños", "pingüino", "Ángel", "Época", "Índice",
    "Óseo", "Último", "Ñandú", "CIRUGÍA", "CORAZÓN", "MÉDICO", "NIÑO", "¿Cuál?", "¡Hola!", "5 °C",
    "“quoted”", "child’s", "‘quoted’", "first – then", "wait — then",
    "and so on…", "• one", "2 × 3", "½", "1.º", "1.ª", "«cita»", "10 €", "20 µg",
    "à la", "naïve", "façade", "Müller",
    "x² + y³", "здоровье", "ελπίδα", "希望", "أمل", "điều trị", "tratamento não", "😀",
]  # fmt: skip
MISREAD = {
    (word, encoding)
    for word in WORDS
    for encoding in ("cp1252", "latin-1")
    if not word.isascii()
    # Windows-1252 leaves five bytes without a sign; a text with one cannot have gone that way.
    and word.encode().decode(encoding, "ignore").encode(encoding) == word.encode()
}


@pytest.mark.parametrize(("word", "encoding"), sorted(MISREAD))
def test_utf_8_that_was_read_as_another_encoding_is_named(word: str, encoding: str) -> None:
    cell = f"One {word.encode().decode(encoding)} two"
    found = spreadsheet.in_cell(cell)
    # What Latin-1 takes for a control character is refused as one.
    assert CONTROL.search(cell) or (found and ENCODING in found[0])


REAL = [
    *WORDS,
    *(f"{word}, «{word.upper()}» y “{word.upper()}”… {word.upper()}—{word}" for word in WORDS),
    "AMANHÃ…", "AMANHÃ”", "IRMÃ", "Não, amanhã.", "ÂNGELA", "Ân", "pâte", "“sí…”", "«él»…", "¿Sí?",
    "Is it safe? Ask.", "¿Qué hacemos? ¿Cuándo?", "“Why?” she asked", "why?)", "(¿por qué?)", "?",
    "https://a.org/x?y=z", "https://a.org/x?y", "mailto:a@b.org?subject=x", "/?group=high",
    "#", "#1", "cns-list#2", "#2f6db3", "Top #1!", "A # B", "none", "None of these", "null result",
    "nano", "N/A", "n/a", "true", "False alarm", "nanny", "= equals", "a = b", "+1", "-1", "@home",
    "1e5", "E+10", "May 2024", "May", "mar", "2026-01-31", "01/31/2026", "sept", "jan-van", "dec-",
    "131-MIBG", "4S", "18-24 months", "1-2", "CD3+", "x_1", "_x00", "√2", "¬p", "Err: none",
    "hÉireann", "col·legi", "AT&T;", "R&D; more", "Q & A", "?a=1&b=2", "sí—no", "d’Or", "JoÃO",
    "‚Ärzte‘", "3√8", "ELLÉ—", "SÍ”", "NIÑO…", "É “", "Ó…”",
]  # fmt: skip


@pytest.mark.parametrize("cell", REAL)
def test_odd_but_real_text_is_left_alone(cell: str) -> None:
    assert spreadsheet.in_cell(cell) is None


def test_the_projects_own_texts_are_left_alone() -> None:
    for path in DATA.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    assert spreadsheet.in_cell(cell) is None, cell
                    # Nothing that stands between letters here looks like a loss.
                    assert spreadsheet.in_cell(cell.upper()) is None, cell


def zipped(name: str, content: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


OWN = (DATA / "kinds.csv").read_bytes()
FORMATS = [
    (zipped("xl/workbook.xml"), "is an Excel workbook"),
    (zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "LibreOffice"),
    (zipped("kinds.csv"), "is a zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "is an old Excel workbook"),
    (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
    (b"\r\n<!DOCTYPE html><html><table>", "is a web page"),
    (b"\xef\xbb\xbf<HTML>", "is a web page"),
    (b'<?xml version="1.0"?><Workbook>', "is an XML file"),
    (b'{"kind": 1}', "is a JSON file"),
    (OWN.decode().encode("utf-16"), "is UTF-16"),
    (OWN.decode().encode("utf-16-le"), "is UTF-16"),
    (OWN.decode().encode("utf-16-be"), "is UTF-16"),
]


@pytest.mark.parametrize(("data", "problem"), FORMATS, ids=[problem for _, problem in FORMATS])
def test_another_format_is_named(data: bytes, problem: str) -> None:
    assert problem in (spreadsheet.other_format(data) or "")


@pytest.mark.parametrize(
    "data", [b"", OWN, b"\xef\xbb\xbf" + OWN, b"\0kind", OWN.decode().encode("cp1252"), b"<kind,"]
)
def test_a_csv_file_is_no_other_format(data: bytes) -> None:
    assert spreadsheet.other_format(data) is None


@pytest.mark.parametrize(
    "name",
    [
        "terms - Sheet1.csv", "Terms - Hoja 1.csv", "terms.csv.csv", "Terms.CSV", "TERMS.csv",
        "terms.xlsx", "terms.csv.txt", "terms (1).csv", "terms_copy.csv", "terms - copia.csv",
        "Copy of terms.csv", "Copia de terms.csv", "terms", "term.csv", "tems.csv", "terms .csv",
        "terms.csv.bak",
    ],
)  # fmt: skip
def test_a_file_under_another_name_is_found(name: str) -> None:
    present = ["notes.csv", "words.csv", name]
    assert spreadsheet.near_name("terms.csv", present) == name


@pytest.mark.parametrize("name", [".~lock.terms.csv#", "~$terms.xlsx", ".#terms.csv", "x.csv"])
def test_other_files_are_not_taken_for_it(name: str) -> None:
    present = ["kinds.csv", "notes.csv", "words.csv", "terms.csv", name]
    assert spreadsheet.near_name("terms.csv", present) is None


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  What \t now?\n", "What now?"),
        ("می\u200cخواهید", "می\u200cخواهید"),
        ("क्\u200dष", "क्\u200dष"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("a\u200d\u200c b\u200d", "a b"),
        ("a\u200d\u200b b \u200c\u200d c", "a b c"),
        ("re\u00admission\u202e \ud800\ufeff", "remission"),
        ("\u2028a\u00a0\u3000b\0", "a b"),
        ("\u200d", ""),
    ],
)
def test_typed_text_becomes_what_a_cell_may_hold(typed: str, line: str) -> None:
    assert one_line(typed) == line
    assert one_line(line) == line
