"""Hashes that a table can hold."""

import hashlib


def digest(text: str) -> str:
    """Return the hash of a text, as letters only: a spreadsheet would take digits for a number."""
    numbers = hashlib.sha256(text.encode()).hexdigest()[:20]
    return numbers.translate(str.maketrans("0123456789", "ghijklmnop"))
