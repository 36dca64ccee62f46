"""Says in sentences what differs between two versions of the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from carepath.editing import book, review_sheet
from carepath.editing.names import Names, with_id
from carepath.editing.pairing import moved, pairs
from carepath.tables import loader, topics
from carepath.tables.csvfile import CsvFile
from carepath.tables.gone import KEYS
from carepath.tables.rows import Row
from carepath.tables.vocabulary import REWORDED, RIGHT

Files = Mapping[str, CsvFile]
PLAIN = ("link", "treatment", "note")
"""Columns that a sentence doesn't name, because their values say enough."""
OPTION = ("situation", "option")
LINKING = ("link", "lead", "phase_lead")
"""Columns that say how treatments belong together, and beginnings of the ids of their words."""
LINKED, LOST = "a word that links treatments", "something is lost"
FACTS = ("treatments", "effects")
"""Tables of which readers would miss a row."""
NEW_OPTION = "a new option: is it in the source?"
NEW_STEP = "a new step: is it in the source?"
FOUND = {RIGHT: "found right", "wrong": "found wrong", REWORDED: "would reword"}
OBJECTION = "a reviewer would change this"
OLDER = "the translation is still that of the older English"


@dataclass(frozen=True)
class Change:
    """A difference between two versions of the tables.

    Attributes
    ----------
    sentence : str
        The difference in words.
    row : Row
        The row as it is; one that is gone, as it was.
    doubt : str
        Why it may be a mistake, "" if nothing speaks for that.
    """

    sentence: str
    row: Row
    doubt: str = ""

    def __str__(self) -> str:
        """Return the sentence, after the doubt if there is one."""
        if not self.doubt:
            return self.sentence
        mark = "" if self.doubt.endswith("?") else ":"
        return f"look twice, {self.doubt}{mark} {self.sentence}"


def changes(before: Files, after: Files) -> list[Change]:
    """Return each cell that differs, and each row that is new, gone or moved.

    Parameters
    ----------
    before, after : mapping of str to CsvFile
        The parsed files of both versions, by path.
    """
    found = [*_of_topics(before, after, "gone", LOST), *_of_topics(after, before, "new")]
    found += [
        change
        for path, file in after.items()
        if path in before and file.columns and before[path].columns
        for change in _of_table(path, before, after)
    ]
    return found


def _of_topics(files: Files, others: Files, state: str, doubt: str = "") -> Iterator[Change]:
    """Yield each topic that only some files have."""
    for topic in topics.of(files):
        path = topics.path("topic", topic)
        if path not in others:
            name = with_id(Names(files, topic).topic, topic)
            yield from (
                Change(f"The topic {name} is {state}.", row, doubt) for row in files[path].rows[:1]
            )


def _of_table(path: str, before: Files, after: Files) -> Iterator[Change]:
    old, new = before[path], after[path]
    rows = [row.cells for row in old.rows], [row.cells for row in new.rows]
    if rows[0] == rows[1]:
        return
    names = Names(after, topics.topic(path)), Names(before, topics.topic(path))
    topic = topics.topic(path)
    said = cache(lambda language: review_sheet.texts(loader.tables(after, topic), language))
    paired = pairs(*rows, book.key(path, new.columns))
    elsewhere = moved(paired)
    for was, now in paired:
        if now is None:
            row = old.rows[was or 0]
            lost = LOST if topics.table(path) in FACTS else ""
            yield Change(_whole(row, path, names[1], "gone"), row, lost)
        elif was is None:
            row = new.rows[now]
            sentence = _whole(row, path, names[0], "new")
            if topics.table(path) == "reviews":
                sentence = _review(row, said)
            yield Change(sentence, row, _of_new(row, path, rows[0]))
        else:
            row = new.rows[now]
            if was in elsewhere:
                yield Change(f"{place(row, path, names[0])} was moved.", row)
            yield from _of_row(old.rows[was], row, path, names)


def _of_new(row: Row, path: str, before: Sequence[Mapping[str, str]]) -> str:
    """Return why a new row may be a mistake, or why it needs a change; "" if nothing says that."""
    if topics.table(path) == "reviews":
        return "" if row["verdict"] == RIGHT else OBJECTION
    if topics.table(path) != "treatments":
        return ""
    own = [row.cells.get(column) for column in OPTION]
    known = ([one.get(column) for column in OPTION] for one in before)
    return NEW_STEP if own in known else NEW_OPTION


def _review(row: Row, said: Callable[[str], Mapping[str, str]]) -> str:
    """Return a review in words, with what its statement says to readers."""
    text = said(row["language"]).get(row["hash"], "")
    where = f"{row['table']} {row['statement']}, {row['language']}"
    wording = f" In the reviewer's words: *{row['wording']}*." if row["wording"] else ""
    return f"A {row['role']} {FOUND[row['verdict']]} ({where}): *{text}*.{wording}"


def _of_row(old: Row, new: Row, path: str, names: tuple[Names, Names]) -> Iterator[Change]:
    stale = {
        english
        for column, english in book.translations(topics.table(path), [*new.cells])
        if new.cells[column] and new.cells[column] == old.cells.get(column)
    }
    for column, cell in new.cells.items():
        earlier = old.cells.get(column, "")
        if cell == earlier:
            continue
        home = place(new, path, names[0], column)
        where = home if column in PLAIN else f"{home}, {column}"
        was, now = names[1].shown(column, old.cells), names[0].shown(column, new.cells)
        if was == now:
            was, now = with_id(was, earlier), with_id(now, cell)
        word = new.cells.get("id", "").partition(".")[0]
        doubts = {
            LINKED: column in LINKING or word in LINKING,
            OLDER: column in stale,
            LOST: (topics.table(path), column) == ("effects", "treatments")
            and not {*earlier.split(" ")} <= {*cell.split(" ")},
        }
        doubt = "; ".join(one for one, applies in doubts.items() if applies)
        if not earlier:
            yield Change(f"{where}: *{now}* is new.", new, doubt)
        elif not cell:
            yield Change(f"{where}: *{was}* is gone.", new, doubt)
        else:
            yield Change(f"{where}: *{was}* became *{now}*.", new, doubt)


def place(row: Row, path: str, names: Names, but: str = "") -> str:
    """Return where a row is, in words: the option and its list, or the table, its name and key.

    The name is left out if it is in the column `but`, whose cell follows.
    """
    table = topics.table(path)
    if row.cells.get("option"):
        treatment = names.shown("treatment", row.cells) if but != "treatment" else ""
        step = f", step {row['step']}" if row.cells.get("step") else ""
        step += f" ({treatment})" if treatment else ""
        return f"{names.situation(row.cells.get('situation', ''))}: Option {row['option']}{step}"
    if table == "reviews":
        return f"review of {row['table']} {row['statement']} ({row['language']}, {row['role']})"
    columns = KEYS.get(table, (next(iter(row.cells)),))
    key = " ".join(filter(None, (row.cells.get(column, "") for column in columns)))
    name = names.row(table, row.cells, but)
    return f"{book.title(path)}: {with_id(name, key) if key else name or f'row {row.number}'}"


def _whole(row: Row, path: str, names: Names, state: str) -> str:
    """Return a sentence with the most telling cell of a row, after the word that links it."""
    telling = ("verdict", "treatment", "note", "text_en", "meaning_en", "name_en")
    column = next((one for one in telling if row.cells.get(one)), [*row.cells][-1])
    told = ("link", column) if row.cells.get("link") else (column,)
    gist = " ".join(f"*{names.shown(one, row.cells)}*" for one in told)
    return f"{place(row, path, names, column)} is {state}: {gist}."
