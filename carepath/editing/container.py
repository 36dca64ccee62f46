"""Refuses files that are no plain workbook, before anything in them is unpacked."""

from __future__ import annotations

import io
import re
import zipfile

from carepath.tables import spreadsheet

MOST_BYTES = 20_000_000
"""Bytes of a workbook; those of the project's topics have 300 kB."""
MOST_UNPACKED = 100_000_000
MOST_PARTS = 500
ALLOWED = "a workbook that `workbook out` made, saved as .xlsx"
# Parts of a workbook by name, with what they are.
REFUSED_PARTS = (
    (re.compile(r"vbaproject|macrosheets/|/(dialog|intlmacro)sheets/"), "holds macros"),
    (re.compile(r"externallinks/"), "holds links to other workbooks"),
    (re.compile(r"xl/connections|querytables/|xl/webextensions"), "holds links to outside data"),
    (re.compile(r"embeddings/|activex/|ctrlprops/"), "holds embedded objects"),
)
DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"\0\0")
"""First bytes of XML in two or four bytes per letter, which no spreadsheet writes."""


def refusal(data: bytes) -> tuple[str, str] | None:
    """Return problem and allowed of a file that is no plain workbook, else None."""
    if len(data) > MOST_BYTES:
        return f"is larger than {MOST_BYTES // 1_000_000} MB", ALLOWED
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "is an old Excel workbook, or one with a password", ALLOWED
    if not data.startswith(b"PK"):
        return spreadsheet.other_format(data) or "is no Excel workbook", ALLOWED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            problem = _in_archive(archive)
    except Exception:
        # A damaged archive fails in many ways: of zipfile, zlib, struct and others.
        problem = "is damaged"
    return (problem, ALLOWED) if problem else None


def _in_archive(archive: zipfile.ZipFile) -> str | None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return "is a zip bomb: it unpacks to more than a workbook of tables holds"
    names = [part.filename.lower() for part in parts]
    for pattern, problem in REFUSED_PARTS:
        if any(map(pattern.search, names)):
            return problem
    if "mimetype" in names:
        return "is a LibreOffice document"
    if "xl/workbook.xml" not in names:
        return "is no Excel workbook"
    # Reading stops at the declared size, so a wrong one can't fill the memory.
    for part in parts:
        text = archive.read(part) if part.filename.lower().endswith((".xml", ".rels")) else b""
        if DECLARED.search(text) or text.startswith(WIDE):
            return "declares entities, as only an attack does"
        if part.filename.lower() == "[content_types].xml" and b"macroEnabled" in text:
            return "holds macros"
    return None
