"""A fault in the tables: where it is, what is wrong, and what is allowed there."""

from dataclasses import dataclass

LONGEST_QUOTE = 60
"""Characters of a cell or a name that a fault quotes."""


@dataclass(frozen=True)
class Fault:
    """One mistake in one place, in words for the person who edits the tables.

    Attributes
    ----------
    file : str
        The file's name, such as ``treatments.csv``.
    row : int or None
        The row as a spreadsheet shows it; the header is row 1.
    column, value : str or None
        The column's name, and the cell as the file has it.
    problem, allowed : str
        What is wrong, and what would be right.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    problem: str
    allowed: str

    def __str__(self) -> str:
        """Return the fault as one printable line, whatever characters the file holds."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {shortened(self.column) or repr('')}")
        if self.value is not None:
            parts.append(f"value {shortened(self.value)!r}")
        separator = " Allowed" if self.problem.endswith("?") else ", allowed"
        allowed = f"{separator}: {self.allowed}" if self.allowed else ""
        text = f"{', '.join(parts)}: {self.problem}{allowed}"
        return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


class FaultyTables(Exception):
    """The tables cannot be used.

    Attributes
    ----------
    faults : tuple of Fault
        All faults of all files, by file and row.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def shortened(text: str) -> str:
    """Return a text cut to the length that a fault quotes."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
