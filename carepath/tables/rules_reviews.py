"""Rules on reviews of statements."""

from collections.abc import Iterator

from carepath.tables.fault import Fault
from carepath.tables.rows import TableRows, listing
from carepath.tables.vocabulary import REVIEWED, ROLES, TRANSLATOR, VERDICTS

ENGLISH = "en"


def whole_reviews(tables: TableRows) -> Iterator[Fault]:
    """Check that a review is of a known table and language, and has a wording if it names one."""
    languages = {
        column.rpartition("_")[2]: None
        for row in tables["words"][:1]
        for column in row.cells
        if column.startswith("text_")
    }
    for row in tables["reviews"]:
        if row["table"] not in REVIEWED:
            yield row.fault("table", "not a table with statements", listing(REVIEWED))
        if row["language"] not in languages:
            yield row.fault("language", "not a language of words.csv", listing(languages))
        elif row["language"] == ENGLISH and row["role"] == TRANSLATOR:
            roles = listing(role for role in ROLES if role != TRANSLATOR)
            yield row.fault("role", "English is no translation", roles)
        if bool(row["wording"]) != (row["verdict"] == VERDICTS[-1]):
            state = "is filled, but" if row["wording"] else "is empty, and"
            problem = f"{state} the verdict is {row['verdict']}"
            yield row.fault(
                "wording", problem, f"a text if the verdict is {VERDICTS[-1]}, else empty"
            )
