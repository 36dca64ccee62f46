"""Rules on reviews of statements."""

from collections.abc import Iterator

from carepath.tables.fault import Fault
from carepath.tables.rows import TableRows, listing
from carepath.tables.vocabulary import REVIEWED, REWORDED, RIGHT, ROLES, TRANSLATOR

ENGLISH = "en"


def whole_reviews(tables: TableRows) -> Iterator[Fault]:
    """Check that a review is of a known table and language, with a wording where one is due."""
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
        if row["verdict"] == REWORDED and not row["wording"]:
            problem = f"is empty, and the verdict is {REWORDED}"
            yield row.fault("wording", problem, "the words that the reviewer would use")
        elif row["verdict"] == RIGHT and row["wording"]:
            problem = f"is filled, but the verdict is {RIGHT}"
            yield row.fault("wording", problem, f"empty, or another verdict than {RIGHT}")
