"""Rules on texts: languages, translations, addresses and placeholders."""

from collections.abc import Iterator, Mapping
from itertools import chain
from string import Formatter

from carepath.tables.fault import Fault
from carepath.tables.rows import Row, TableRows, ids
from carepath.tables.vocabulary import GENERALLY, PHONE, UNPAIRED, WEB

LEFT_OUT = ("known.left-out", "known.others")
"""Words of a page on what its sources have and the topic leaves out."""
LEFT_OUT_SHORT = "handout.left-out"
"""The word of a sheet that says the same."""
OF_ROWS = ("whom.", "purpose.", "note.", "found.", GENERALLY)
"""Beginnings of ids that rows need; no word of these is needed by itself."""
NOT_NEEDED = (*OF_ROWS, *LEFT_OUT, LEFT_OUT_SHORT, "trials.rare", "trials.not-started")
"""Beginnings of ids that a topic may lack."""


def named_languages(tables: TableRows) -> Iterator[Fault]:
    """Check that each language has a name, which its button shows."""
    named = {*ids(tables, "words", "id", "language.")}
    for column in dict.fromkeys(column for row in tables["words"] for column in row.cells):
        text, _, language = column.rpartition("_")
        if text == "text" and language not in named:
            problem = f"this word is missing: words.csv has a column {column}"
            allowed = "the name of the language, in that language"
            yield Fault("words.csv", None, "id", f"language.{language}", problem, allowed)


def translated(tables: TableRows) -> Iterator[Fault]:
    """Check that a text is filled in every language or empty in every language."""
    for table in tables.values():
        for row in table:
            for column in row.cells:
                text = column.rpartition("_")[0]
                english = row.cells.get(f"{text}_en", row[column])
                if text not in UNPAIRED and bool(row[column]) != bool(english):
                    state = "filled, but {} is empty" if row[column] else "empty, but {} is filled"
                    allowed = "a text in every language, or in none"
                    yield row.fault(column, f"is {state.format(f'{text}_en')}", allowed)


def left_out_alike(tables: TableRows) -> Iterator[Fault]:
    """Check that pages and sheets both say that something was left out, or neither does."""
    rows = {row["id"]: row for row in tables["words"]}
    for word, others in (
        *((word, [LEFT_OUT_SHORT]) for word in LEFT_OUT),
        (LEFT_OUT_SHORT, LEFT_OUT),
    ):
        if word in rows and rows.keys().isdisjoint(others):
            problem = f"says that something was left out, but no word {' or '.join(others)} does"
            allowed = f"{LEFT_OUT_SHORT} with {' or '.join(LEFT_OUT)}, or none of them"
            yield rows[word].fault("id", problem, allowed)


def lines_of_questions(tables: TableRows) -> Iterator[Fault]:
    """Check that the line of a question has a place for its answer, and for nothing else."""
    for row in tables["questions"]:
        for column in row.cells:
            if not column.startswith("line_") or not row[column]:
                continue
            try:
                names = placeholders(row[column])
            except ValueError:
                names = frozenset()
            if names != {"answer"}:
                yield row.fault(
                    column, "not a text with {answer} in it", "{answer}, and no other brace"
                )


def addresses(tables: TableRows) -> Iterator[Fault]:
    """Check that a word that a link opens is a web address or a telephone number."""
    for row in tables["words"]:
        for column in row.cells if row["id"].endswith(".address") else ():
            cell = row[column]
            if column != "id" and cell and not WEB.fullmatch(cell) and not PHONE.fullmatch(cell):
                yield row.fault(column, "not a web address", "https://… or tel:…")


def placeholders(text: str) -> frozenset[str]:
    """Return the ``{name}`` fields of a word.

    Parameters
    ----------
    text : str
        A text of words.csv.

    Returns
    -------
    frozenset of str
        The names between the braces.

    Raises
    ------
    ValueError
        If a brace has no partner or holds more than a plain name.
    """
    names = set()
    for _, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError("not a plain name in braces")
        names.add(name)
    return frozenset(names)


def same_words(words: list[Row], references: Mapping[str, list[Row]]) -> Iterator[Fault]:
    """Check words against the ids and placeholders that the project's code uses.

    Parameters
    ----------
    words : list of Row
        Rows with the columns id and text_<language>.
    references : mapping of str to list of Row
        The project's own words, by the file that has to have their ids; columns id and text_en.

    Yields
    ------
    Fault
        For a text that cannot be filled in, a text whose placeholders differ from the references
        (for an id that they lack, from its own English text), and a missing id.
    """
    expected: dict[str, frozenset[str]] = {}
    for row in chain(words, *references.values()):
        try:
            expected[row["id"]] = placeholders(row["text_en"])
        except ValueError:
            continue
    for row in words:
        for column in (column for column in row.cells if column != "id"):
            try:
                names = placeholders(row[column])
            except ValueError as error:
                problem = f"cannot be filled in: {error}"
                yield row.fault(column, problem, "braces in pairs, a name in each: {name}")
                continue
            wanted = expected.get(row["id"], names)
            if row[column] and names != wanted:
                known = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "none"
                yield row.fault(column, "the placeholders differ from the project's", known)
    present = {row["id"] for row in words}
    for file, row in ((file, row) for file, rows in references.items() for row in rows):
        if row["id"] not in present and not row["id"].startswith(NOT_NEEDED):
            problem, allowed = "this word is missing", "every id of the project's own words.csv"
            yield Fault(file, None, "id", row["id"], problem, allowed)
