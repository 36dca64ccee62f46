"""Names that readers see, in English, in place of the ids in the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carepath.tables import topics
from carepath.tables.csvfile import CsvFile
from carepath.tables.gone import KEYS
from carepath.tables.rules_ids import LISTS, REFERENCES

Cells = Mapping[str, str]
NAMING = {
    "words": "text_en",
    "terms": "name_en",
    "situations": "name_en",
    "sources": "short_en",
    "kinds": "name_en",
    "questions": "text_en",
    "answers": "text_en",
    "prompts": "text_en",
}
"""Tables whose rows have a name, with its column."""
REFERS = {
    **{column: (table, prefix) for _, column, table, _, prefix in REFERENCES},
    **{column: (table, "") for _, column, table, _ in LISTS},
    **dict.fromkeys(("treatment", "phase", "explains", "broader"), ("terms", "")),
    "link": ("words", "link."),
    "lead": ("words", "lead."),
    "section": ("words", "effects."),
}
"""Columns that hold ids, or words of the code, with the table of those and a prefix."""
TITLE = "app.title"
IN_GENERAL = "treatment in general"


class Names:
    """The names of what the tables of a topic hold; "" for the shared tables."""

    def __init__(self, files: Mapping[str, CsvFile], topic: str) -> None:
        self._names = {table: dict(_named(files, topic, table)) for table in NAMING}

    @property
    def topic(self) -> str:
        """The title of the topic."""
        return self._names["words"].get(TITLE, "")

    def situation(self, situation: str) -> str:
        """Return the name of a situation."""
        return self._names["situations"].get(situation) or situation

    def shown(self, column: str, row: Cells) -> str:
        """Return a cell of a row as readers see it; a text as it is."""
        cell = row.get(column, "")
        if column == "found_at":
            place, _, item = cell.partition("#")
            name = self._names["words"].get(f"found.{place}")
            return with_id(f"{name}, item {item}" if name and item else name or "", cell)
        if column == "answer":
            return self._names["answers"].get(f"{row.get('question', '')} {cell}") or cell
        if column in ("answers", "card"):
            return self._answers(cell)
        table, prefix = REFERS.get(column, ("", ""))
        if not table:
            return cell
        names = self._names[table]
        return ", ".join(names.get(f"{prefix}{one}") or one for one in cell.split(" "))

    def row(self, table: str, row: Cells, but: str = "") -> str:
        """Return the name of a row; empty if it has none, or that is in the column `but`."""
        match table:
            case "effects":
                treatments = self.shown("treatments", row) or IN_GENERAL
                fact = "" if but == "text_en" else row.get("text_en", "")
                return ": ".join(filter(None, (treatments, self.shown("section", row), fact)))
            case "routes":
                return f"{self.shown('situation', row)}: {self.shown('answer', row)}"
            case "notes":
                return self.shown("situation", row)
            case "cards":
                return self.shown("answers", row)
            case "words":
                return ""
        column = NAMING.get(table, "")
        return "" if column == but else row.get(column, "")

    def _answers(self, cell: str) -> str:
        """Return the answers that a card names, each to another question."""
        questions = [*self._names["questions"]]
        answers = zip(questions, cell.split("."), strict=False)
        names = [self._names["answers"].get(" ".join(answer), "") for answer in answers]
        return ", ".join(names) if all(names) else cell


def with_id(name: str, id_: str) -> str:
    """Return a name with its id in brackets, if that is another."""
    return f"{name} ({id_})" if name and name != id_ else id_


def _named(files: Mapping[str, CsvFile], topic: str, table: str) -> Iterator[tuple[str, str]]:
    """Yield the key and the name of each row of a table, the topic's own rows last."""
    for path in dict.fromkeys((topics.path(table), topics.path(table, topic))):
        for row in files[path].rows if path in files else ():
            columns = KEYS.get(table, (next(iter(row.cells), ""),))
            key = " ".join(row.cells.get(column, "") for column in columns)
            yield key, row.cells.get(NAMING[table], "")
