"""What can be wrong in the tables: the fault, and the rules that hold across rows and tables.

Every rule takes sheets (a table's name -> its rows) and yields faults. It keeps quiet where
another check has already found the reason.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from string import Formatter

ORDERED = ("then", "may-then")
"""Links to what comes later."""
COMPANIONS = ("combined-with", "with", "and")
"""Links to what belongs to the same treatment: no order is stated."""
ITEM = "item"
"""The link to another item of the list of what a phase may include."""
LINKS = (*ORDERED, *COMPANIONS, ITEM)
LEADS = ("may-include", "include", "usually", "is")
YES = "yes"
GROUPS = ("low", "intermediate", "high")
PLACES = ("same", "elsewhere", "cns")
MET = ("yes", "no", "n/a")
UNPAIRED = ("article", "link")
"""Columns that one language may fill where another has nothing: none translates the other."""
SECTIONS = ("given", "effects", "later", "know")
MOST_ITEMS = 7
"""Items of one list: more are hard to take in."""

# Three digits are more than any list needs, and int() takes its time over very long numbers.
WHOLE = re.compile(r"[1-9][0-9]{0,2}")
TOTAL = re.compile(r"0|[1-9][0-9]{0,5}")
LIMIT = re.compile(r"-?[0-9]{1,4}(\.[0-9])?")
EASIER = ("lower", "higher")
WEB = re.compile(r"https://[A-Za-z0-9.-]+([/?#][^\s\"'`<>\\]*)?")
PHONE = re.compile(r"tel:\+?[0-9]+")
FOUND_AT = re.compile(r"(?P<place>[^#]+)(?P<item>#[1-9][0-9]{0,2})?")
SHOWN = 60


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in one place, in words for the person who edits the tables.

    Attributes
    ----------
    file : str
        The file's name, such as ``treatments.csv``.
    row : int or None
        The row as a spreadsheet shows it; the header is row 1.
    column, value : str or None
        The column's name, and the cell as it stands in the file.
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
        """Give the fault as one line, whatever characters the file holds."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {_cut(self.column) or repr('')}")
        if self.value is not None:
            parts.append(f"value {_cut(self.value)!r}")
        allowed = f", allowed: {self.allowed}" if self.allowed else ""
        text = f"{', '.join(parts)}: {self.problem}{allowed}"
        return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


@dataclass(frozen=True)
class Row:
    """A row of a table: its number in a spreadsheet, and its cells by column."""

    table: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Give the cell in a column."""
        return self.cells[column]

    def fault(self, column: str, problem: str, allowed: str) -> Fault:
        """Say what is wrong with the cell in a column."""
        file = f"{self.table}.csv"
        return Fault(file, self.number, column, self.cells[column], problem, allowed)


@dataclass(frozen=True)
class Step:
    """A row of treatments.csv in an option whose numbers and links are sound."""

    row: Row
    number: int
    follows: int
    link: str
    phase: str


Sheets = Mapping[str, list[Row]]


def _options(sheets: Sheets) -> dict[tuple[str, str], list[Row]]:
    """Gather the rows of each option, which need not stand together in the file."""
    options: dict[tuple[str, str], list[Row]] = {}
    for row in sheets.get("treatments", []):
        options.setdefault((row["situation"], row["option"]), []).append(row)
    return options


def _sound_options(sheets: Sheets) -> Iterator[dict[int, Step]]:
    """Yield options whose steps grow from step 1 (which follows 0), each after an earlier one."""
    for rows in _options(sheets).values():
        if not all(WHOLE.fullmatch(row["step"]) for row in rows):
            continue
        steps: dict[int, Step] = {}
        for row in sorted(rows, key=lambda row: int(row["step"])):
            number, follows, link = int(row["step"]), row["follows"], row["link"]
            if number == 1:
                sound = not follows and not link
            else:
                sound = bool(WHOLE.fullmatch(follows)) and int(follows) in steps and link in LINKS
            if not sound or number in steps:
                break
            steps[number] = Step(row, number, int(follows or 0), link, row["phase"])
        else:
            yield steps


def _list(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(map(_cut, names))) or "none, as there is none yet"


def repeated_ids(sheets: Sheets) -> Iterator[Fault]:
    """Check that ids are unique, a step has one row, and a treatment is explained once."""
    for table, columns in (
        ("treatments", ("situation", "option", "step")),
        ("situations", ("situation",)),
        ("situations", ("explains",)),
        ("terms", ("term",)),
        ("words", ("id",)),
        ("sources", ("source",)),
        ("kinds", ("kind",)),
        ("questions", ("question",)),
        ("scores", ("checklist", "item")),
        ("reading", ("language", "page")),
    ):
        first: dict[tuple[str, ...], int] = {}
        for row in sheets.get(table, []):
            key = tuple(row[column] for column in columns)
            if all(key) and first.setdefault(key, row.number) != row.number:
                problem = f"the same {', '.join(columns)} as in row {first[key]}"
                yield row.fault(columns[-1], problem, "each once")


def known_ids(sheets: Sheets) -> Iterator[Fault]:
    """Check that every id that points to another table stands there."""
    for table, column, target, key, prefix in (
        ("treatments", "situation", "situations", "situation", ""),
        ("treatments", "whom", "words", "id", "whom."),
        ("treatments", "purpose", "words", "id", "purpose."),
        ("treatments", "source", "sources", "source", ""),
        ("situations", "shares", "situations", "situation", ""),
        ("situations", "source", "sources", "source", ""),
        ("terms", "kind", "kinds", "kind", ""),
        ("terms", "source", "sources", "source", ""),
        ("notes", "situation", "situations", "situation", ""),
        ("notes", "note", "words", "id", "note."),
        ("notes", "source", "sources", "source", ""),
        ("questions", "topic", "words", "id", "topic."),
        ("questions", "source", "sources", "source", ""),
        ("effects", "head", "words", "id", "effects.head."),
        ("effects", "source", "sources", "source", ""),
        ("scores", "checklist", "words", "id", "checklist."),
        ("scores", "missed", "words", "id", "miss."),
    ):
        known = dict.fromkeys(_ids(sheets, target, key, prefix))
        problem = f"no word {prefix}<id> in words.csv" if prefix else f"not in {target}.csv"
        allowed = _list(known)
        for row in sheets.get(table, []) if target in sheets else ():
            if row[column] and row[column] not in known:
                yield row.fault(column, problem, allowed)


def _ids(sheets: Sheets, table: str, column: str, prefix: str) -> list[str]:
    cells = (row[column] for row in sheets.get(table, []))
    return [cell.removeprefix(prefix) for cell in cells if cell.startswith(prefix)]


def known_terms(sheets: Sheets) -> Iterator[Fault]:
    """Check that a treatment is a term with a kind, and a phase a term without one."""
    terms = list(sheets.get("terms", []))
    treatments = dict.fromkeys(row["term"] for row in terms if row["kind"])
    phases = dict.fromkeys(row["term"] for row in terms if not row["kind"])
    for table, column, known, problem in (
        ("treatments", "treatment", treatments, "not a term with a kind in terms.csv"),
        ("treatments", "phase", phases, "not a term without a kind in terms.csv"),
        ("situations", "explains", treatments, "not a term with a kind in terms.csv"),
    ):
        allowed = _list(known)
        for row in sheets.get(table, []):
            if row[column] and row[column] not in known:
                yield row.fault(column, problem, allowed)


def known_places(sheets: Sheets) -> Iterator[Fault]:
    """Check that a found_at is a place, or a place, # and the number of an item in its list."""
    places = dict.fromkeys(_ids(sheets, "words", "id", "found."))
    allowed = f"{_list(places)}; with # and an item or not"
    for table in ("treatments", "situations", "terms", "notes", "questions", "effects"):
        for row in sheets.get(table, []):
            found = FOUND_AT.fullmatch(row["found_at"])
            if found and found["place"] not in places:
                problem = "no word found.<place> in words.csv"
                yield row.fault("found_at", problem, allowed)
            elif row["found_at"] and not found:
                problem = "not a place and the whole number of an item"
                yield row.fault("found_at", problem, "<place> or <place>#<item>")


def whole_numbering(sheets: Sheets) -> Iterator[Fault]:
    """Check that options of a situation, and steps of an option, are 1, 2, 3 with no gap."""
    situations: dict[str, list[Row]] = {}
    for (situation, option), rows in _options(sheets).items():
        situations.setdefault(situation, []).extend(rows)
        yield from _gap(rows, "step", f"{situation}, option {option}")
    for situation, rows in situations.items():
        yield from _gap(rows, "option", situation)


def _gap(rows: list[Row], column: str, place: str) -> Iterator[Fault]:
    if not all(WHOLE.fullmatch(row[column]) for row in rows):
        return
    before = 0
    for row in sorted(rows, key=lambda row: int(row[column])):
        number = int(row[column])
        if number > before + 1:
            problem = f"{place} has no {column} {before + 1}"
            yield row.fault(column, problem, "1, 2, 3 and so on with no gap")
            return
        before = number


def earlier_steps(sheets: Sheets) -> Iterator[Fault]:
    """Check that only step 1 is a first step, and any other follows an earlier one."""
    for rows in _options(sheets).values():
        numbers = {row["step"] for row in rows}
        for row in rows:
            step, follows = row["step"], row["follows"]
            problem = ""
            if not WHOLE.fullmatch(step) or (follows and not WHOLE.fullmatch(follows)):
                continue
            if not follows and step != "1":
                problem = "a second first step: only step 1 follows nothing"
            elif follows == step:
                problem = "the step follows itself"
            elif follows and follows not in numbers:
                problem = f"step {follows} of this option does not exist"
            elif follows and int(follows) > int(step):
                problem = f"step {follows} comes later than step {step}"
            if problem:
                allowed = "empty" if step == "1" else "an earlier step of the same option"
                yield row.fault("follows", problem, allowed)


def link_with_follows(sheets: Sheets) -> Iterator[Fault]:
    """Check that a step has a link exactly if it follows another."""
    for row in sheets.get("treatments", []):
        if row["follows"] and not row["link"]:
            yield row.fault("link", "is empty, but follows is filled", ", ".join(LINKS))
        elif row["link"] and not row["follows"]:
            yield row.fault("link", "is filled, but follows is empty", "empty")


def one_sort_of_follower(sheets: Sheets) -> Iterator[Fault]:
    """Check that what comes after a step within its phase is all required or all optional.

    The ways on from a step that may be given alone each stand for themselves.
    """
    for steps in _sound_options(sheets):
        links: dict[int, str] = {}
        for step in _within_a_phase(steps):
            if step.link not in ORDERED or steps[step.follows].row["alone"]:
                continue
            if links.setdefault(step.follows, step.link) != step.link:
                problem = f"mixes required and optional steps after step {step.follows}"
                yield step.row.fault("link", problem, "all then, or all may-then")


def companions_in_line(sheets: Sheets) -> Iterator[Fault]:
    """Check that steps that belong together are a chain by one link, with no way on from it."""
    for steps in _sound_options(sheets):
        taken: set[int] = set()
        inner = [*_within_a_phase(steps)]
        for step in inner:
            before = steps[step.follows]
            if step.link not in COMPANIONS:
                continue
            if before.row["alone"]:
                if step.link == "and":
                    problem = f"step {step.follows} may be given alone, so this is no part of it"
                    yield step.row.fault("link", problem, ", ".join(LINKS[:-2]))
            elif step.follows in taken:
                problem = f"a second step beside step {step.follows} would read as an alternative"
                yield step.row.fault("follows", problem, "a chain, each with the step before it")
            elif before.link in COMPANIONS and before.link != step.link and before in inner:
                problem = f"joins what {before.link} joins already"
                yield step.row.fault("link", problem, before.link)
            else:
                taken.add(step.follows)
        chained = taken | {
            step.number
            for step in inner
            if step.link in COMPANIONS and not steps[step.follows].row["alone"]
        }
        for step in inner:
            if step.link in ORDERED and step.follows in chained:
                problem = f"comes after step {step.follows} alone, which belongs to others"
                yield step.row.fault("follows", problem, "a step that belongs to no others")
        for number in chained:
            if steps[number].row["alone"]:
                problem = "is given alone, but belongs to others"
                yield steps[number].row.fault("alone", problem, "empty")


def items_of_a_phase(sheets: Sheets) -> Iterator[Fault]:
    """Check that an item stands in a phase, after its first item or another one."""
    for steps in _sound_options(sheets):
        inner = {step.number for step in _within_a_phase(steps)}
        for step in steps.values():
            if step.link != ITEM:
                continue
            before = steps[step.follows]
            if not step.phase:
                allowed = ", ".join((*ORDERED, *COMPANIONS))
                yield step.row.fault("link", "stands in no phase, so in no list", allowed)
            elif before.phase == step.phase and before.number in inner and before.link != ITEM:
                problem = f"step {step.follows} begins no item of this phase"
                yield step.row.fault("follows", problem, "a step that begins an item")


def _within_a_phase(steps: dict[int, Step]) -> Iterator[Step]:
    """Yield the steps that follow one of the same phase."""
    for step in steps.values():
        if step.follows and steps[step.follows].phase == step.phase:
            yield step


def phases_in_line(sheets: Sheets) -> Iterator[Fault]:
    """Check that phases stand in one line, each a run of steps that hang together.

    Steps outside the phases form runs of their own. A run is entered by its first step alone,
    from the run before it: a phase by then, steps outside the phases by then or may-then.
    """
    for steps in _sound_options(sheets):
        runs = [list(run) for _, run in groupby(steps.values(), key=lambda step: step.phase)]
        place = {step.number: at for at, run in enumerate(runs) for step in run}
        for at, (first, *others) in enumerate(runs):
            if first.phase and first.phase in (run[0].phase for run in runs[:at]):
                allowed = "the steps of a phase numbered one after the other"
                yield first.row.fault("phase", "goes back into this phase", allowed)
                continue
            joining = ORDERED[:1] if first.phase else ORDERED
            if at and first.link not in joining:
                problem = "joins two phases, or a phase and a step outside the phases"
                yield first.row.fault("link", problem, ", ".join(joining))
            if at and place[first.follows] != at - 1:
                problem = f"a second way on from {_name(runs[place[first.follows]])}"
                yield first.row.fault("follows", problem, f"a step of {_name(runs[at - 1])}")
            for step in others:
                if place[step.follows] != at:
                    problem = f"a second way into {_name(runs[at])}"
                    yield step.row.fault("follows", problem, "an earlier step in there")


def _name(run: list[Step]) -> str:
    if run[0].phase:
        return f"phase {run[0].phase}"
    return f"the steps outside the phases from step {run[0].number} on"


def answers_or_explains(sheets: Sheets) -> Iterator[Fault]:
    """Check that a situation holds answers to both questions, or explains a treatment."""
    for row in sheets.get("situations", []):
        for column, known in (("groups", GROUPS), ("places", PLACES)):
            if row["explains"] and row[column]:
                yield row.fault(column, "is filled, and so is explains", "empty")
            elif not row["explains"] and not row[column]:
                yield row.fault(column, "is empty, and so is explains", ", ".join(known))


def answers_once(sheets: Sheets) -> Iterator[Fault]:
    """Check that each of the nine answers to the two questions belongs to one situation."""
    held: dict[tuple[str, str], Row] = {}
    doubled: list[Fault] = []
    allowed = "each answer in one situation"
    for row in sheets.get("situations", []):
        groups, places = row["groups"].split(), row["places"].split()
        if not {*groups} <= {*GROUPS} or not {*places} <= {*PLACES}:
            return
        if bool(row["explains"]) == bool(groups and places):
            return
        for answer in ((group, place) for group in groups for place in places):
            first = held.setdefault(answer, row)
            if first["situation"] != row["situation"]:
                problem = f"this answer belongs to {first['situation']} already"
                value = ", ".join(answer)
                doubled.append(Fault("situations.csv", row.number, None, value, problem, allowed))
    yield from doubled
    for answer in ((group, place) for group in GROUPS for place in PLACES):
        if answer not in held:
            problem = "this answer belongs to no situation"
            yield Fault("situations.csv", None, None, ", ".join(answer), problem, allowed)


def subflows(sheets: Sheets) -> Iterator[Fault]:
    """Check that a treatment is explained by one option that needs no explaining itself."""
    explains = {row["situation"]: row["explains"] for row in sheets.get("situations", [])}
    options = Counter(situation for situation, _ in _options(sheets))
    explained = {*explains.values()}
    for row in sheets.get("situations", []):
        count = options[row["situation"]]
        if row["explains"] and count != 1:
            problem = f"explains a treatment, but has {count} options"
            yield row.fault("situation", problem, "one option")
    for row in sheets.get("treatments", []):
        if explains.get(row["situation"]) and row["treatment"] in explained:
            problem = "stands in an explanation and is itself explained, so it might never end"
            yield row.fault("treatment", problem, "a treatment that no situation explains")


def no_lost_steps(sheets: Sheets) -> Iterator[Fault]:
    """Check that treatments.csv holds as many steps of a situation as situations.csv counts.

    A list that lost its rows would otherwise read as one for which the source lists nothing.
    """
    steps: dict[str, set[tuple[str, str]]] = {}
    for row in sheets.get("treatments", []):
        steps.setdefault(row["situation"], set()).add((row["option"], row["step"]))
    if not steps.keys() <= {row["situation"] for row in sheets.get("situations", [])}:
        return
    for row in sheets.get("situations", []):
        count = len(steps.get(row["situation"], ()))
        if row["explains"] and not count:
            continue
        if TOTAL.fullmatch(row["steps"]) and int(row["steps"]) != count:
            problem = f"treatments.csv has {count} steps of {row['situation']}"
            yield row.fault("steps", problem, f"{count}, once no step is missing or too many")


def whole_statements(sheets: Sheets) -> Iterator[Fault]:
    """Check that a statement comes with what it means and what to do."""
    columns = {"statement_en", "meaning_en", "action_en"}
    for row in sheets.get("situations", []):
        filled = {column for column in columns & row.cells.keys() if row[column]}
        if filled:
            for column in sorted(columns & row.cells.keys() - filled):
                problem = f"is empty, but {min(filled)} is filled"
                yield row.fault(column, problem, f"{', '.join(sorted(columns))}: all or none")


def borrowed_statements(sheets: Sheets) -> Iterator[Fault]:
    """Check that a statement that holds here too is one, and that there is none of its own."""
    stating = {row["situation"]: row.cells.get("statement_en") for row in sheets["situations"]}
    allowed = _list(situation for situation, statement in stating.items() if statement)
    for row in sheets["situations"]:
        other = row["shares"]
        if other and stating[row["situation"]]:
            yield row.fault("shares", "is filled, but there is a statement", "empty")
        elif stating.get(other) == "":
            yield row.fault("shares", "a situation without a statement", allowed)


def wider_terms(sheets: Sheets) -> Iterator[Fault]:
    """Check that a wider term is one of the same kind, and is the widest itself."""
    kinds = {*_ids(sheets, "kinds", "kind", "")}
    terms = {row["term"]: row for row in sheets["terms"]}
    for row in sheets["terms"]:
        wider = terms.get(row["broader"])
        if not row["broader"] or not {row["kind"], wider["kind"] if wider else ""} <= {*kinds, ""}:
            continue
        if wider is None or not row["kind"] or wider["kind"] != row["kind"] or wider["broader"]:
            same = [
                term
                for term, other in terms.items()
                if term != row["term"] and other["kind"] == row["kind"] and not other["broader"]
            ]
            problem = "not a widest term of the same kind"
            yield row.fault("broader", problem, _list(same) if row["kind"] else "empty")


def whole_articles(sheets: Sheets) -> Iterator[Fault]:
    """Check that a language has an article for every treatment and phase, or for none."""
    phases = {row["phase"] for row in sheets["treatments"]}
    named = [row for row in sheets["terms"] if row["kind"] or row["term"] in phases]
    for column in dict.fromkeys(column for row in named for column in row.cells):
        if column.startswith("article_") and any(row[column] for row in named):
            for row in named:
                if not row[column]:
                    problem = "is empty, but other treatments and phases have one"
                    yield row.fault(column, problem, "an article for each of them, or for none")


def dated_sources(sheets: Sheets) -> Iterator[Fault]:
    """Check that a source has a date of its own, or says why it has none."""
    for row in sheets["sources"]:
        if not row["page_date"] and not row.cells.get("undated_en", "-"):
            yield row.fault("undated_en", "is empty, and so is page_date", "one of the two filled")


def noted_steps(sheets: Sheets) -> Iterator[Fault]:
    """Check that a note stands on a situation, one of its options or a step of that option."""
    steps = {
        place: dict.fromkeys(row["step"] for row in rows)
        for place, rows in _options(sheets).items()
    }
    situations = {*_ids(sheets, "situations", "situation", "")}
    for row in sheets.get("notes", []):
        situation, option, step = row["situation"], row["option"], row["step"]
        if situation not in situations:
            continue
        if step and not option:
            yield row.fault("option", "is empty, but step is filled", "the step's option")
        elif option and (situation, option) not in steps:
            known = _list(number for place, number in steps if place == situation)
            yield row.fault("option", f"not an option of {situation}", f"empty, or {known}")
        elif step and step not in steps[situation, option]:
            known = _list(steps[situation, option])
            problem = f"not a step of {situation}, option {option}"
            yield row.fault("step", problem, f"empty, or {known}")


def lists_of_ids(sheets: Sheets) -> Iterator[Fault]:
    """Check that a cell that names situations or treatments is a list of known ids."""
    for source, column, table, key in (
        ("questions", "situations", "situations", "situation"),
        ("questions", "treatments", "terms", "term"),
        ("effects", "treatments", "terms", "term"),
    ):
        known = dict.fromkeys(_ids(sheets, table, key, ""))
        allowed = f"empty, or with one space between: {_list(known)}"
        for row in sheets.get(source, []) if table in sheets else ():
            asked = row[column].split(" ") if row[column] else []
            if not {*asked} <= known.keys():
                problem = f"not a list of ids in {table}.csv"
                yield row.fault(column, problem, allowed)


def short_lists(sheets: Sheets) -> Iterator[Fault]:
    """Check that the items under one head are few, and from one place of one source."""
    lists: dict[tuple[str, str, str], list[Row]] = {}
    for row in sheets["effects"]:
        for treatment in dict.fromkeys(row["treatments"].split(" ")) if row["head"] else ():
            lists.setdefault((treatment, row["section"], row["head"]), []).append(row)
    for (_, _, head), (first, *others) in lists.items():
        for row in others:
            for column in ("source", "found_at"):
                if row[column] != first[column]:
                    problem = f"not as in row {first.number}, under the same head"
                    yield row.fault(column, problem, first[column])
        for row in others[MOST_ITEMS - 1 :]:
            problem = f"one item too many under {head}"
            yield row.fault("head", problem, f"{MOST_ITEMS} items at most, or another head")


def told_effects(sheets: Sheets) -> Iterator[Fault]:
    """Check that effects.csv tells of every treatment's effects, or that the sources list none."""
    told = {
        treatment
        for row in sheets["effects"]
        if row["section"] == "effects"
        for treatment in row["treatments"].split(" ")
    }
    for row in sheets["terms"]:
        if row["kind"] and row["term"] and row["term"] not in told:
            problem = "effects.csv has no row for it in the section effects"
            yield row.fault("term", problem, "one that says at least that the sources list none")


def explained_scores(sheets: Sheets) -> Iterator[Fault]:
    """Check that a missed item says why, and any other item what shows its score."""
    for row in sheets["scores"]:
        filled, empty = ("missed", "shown_by")[:: 1 if row["met"] == "no" else -1]
        if row["met"] not in MET:
            continue
        if not row[filled]:
            yield row.fault(filled, f"is empty, but met is {row['met']}", "not empty")
        if row[empty]:
            yield row.fault(empty, f"is filled, but met is {row['met']}", "empty")


def one_measure(sheets: Sheets) -> Iterator[Fault]:
    """Check that all pages of a language are measured alike."""
    for column, sound in (("limit", LIMIT.fullmatch), ("easier", EASIER.__contains__)):
        first: dict[str, Row] = {}
        for row in sheets["reading"]:
            if sound(row[column]):
                wanted = first.setdefault(row["language"], row)
                if row[column] != wanted[column]:
                    problem = f"not as in row {wanted.number}, of the same language"
                    yield row.fault(column, problem, wanted[column])


def named_languages(sheets: Sheets) -> Iterator[Fault]:
    """Check that each language has a name, for the button that leads to it."""
    named = {*_ids(sheets, "words", "id", "language.")}
    for column in dict.fromkeys(column for row in sheets["words"] for column in row.cells):
        text, _, language = column.rpartition("_")
        if text == "text" and language not in named:
            problem = f"this word is missing: words.csv has a column {column}"
            allowed = "the name of the language, in that language"
            yield Fault("words.csv", None, "id", f"language.{language}", problem, allowed)


def translated(sheets: Sheets) -> Iterator[Fault]:
    """Check that a text is filled in every language, or empty in every one."""
    for table in sheets.values():
        for row in table:
            for column in row.cells:
                text = column.rpartition("_")[0]
                english = row.cells.get(f"{text}_en", row[column])
                if text not in UNPAIRED and bool(row[column]) != bool(english):
                    state = "filled, but {} is empty" if row[column] else "empty, but {} is filled"
                    allowed = "a text in every language, or in none"
                    yield row.fault(column, f"is {state.format(f'{text}_en')}", allowed)


def addresses(sheets: Sheets) -> Iterator[Fault]:
    """Check that a word that a link opens is an address of the web or a telephone number."""
    for row in sheets["words"]:
        for column in row.cells if row["id"].endswith(".address") else ():
            cell = row[column]
            if column != "id" and cell and not WEB.fullmatch(cell) and not PHONE.fullmatch(cell):
                yield row.fault(column, "not a web address", "https://… or tel:…")


def placeholders(text: str) -> frozenset[str]:
    """Find the ``{name}`` fields of a word.

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


def same_words(words: list[Row], reference: list[Row]) -> Iterator[Fault]:
    """Check words against those that the project was written for.

    Parameters
    ----------
    words : list of Row
        Rows with the columns id and text_<language>.
    reference : list of Row
        The project's own words; columns id and text_en.

    Yields
    ------
    Fault
        For a text that cannot be filled in or has other placeholders than the reference (an id
        that is not in there: than its own English text), and for an id that is missing.
    """
    expected: dict[str, frozenset[str]] = {}
    for row in (*words, *reference):
        try:
            expected[row["id"]] = placeholders(row["text_en"])
        except ValueError:
            continue
    for row in words:
        for column in (name for name in row.cells if name != "id"):
            try:
                found = placeholders(row[column])
            except ValueError as error:
                problem = f"cannot be filled in: {error}"
                yield row.fault(column, problem, "braces in pairs, a name in each: {name}")
                continue
            wanted = expected.get(row["id"], found)
            if row[column] and found != wanted:
                known = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "none"
                yield row.fault(column, "the placeholders differ from the project's", known)
    present = {row["id"] for row in words}
    for row in reference:
        if row["id"] not in present:
            problem, allowed = "this word is missing", "every id of the project's own words.csv"
            yield Fault("words.csv", None, "id", row["id"], problem, allowed)


# Each rule with the tables that it cannot do without.
RULES: tuple[tuple[Callable[[Sheets], Iterable[Fault]], frozenset[str]], ...] = (
    (repeated_ids, frozenset()),
    (known_ids, frozenset()),
    (known_terms, frozenset({"terms"})),
    (known_places, frozenset({"words"})),
    (whole_numbering, frozenset({"treatments"})),
    (earlier_steps, frozenset({"treatments"})),
    (link_with_follows, frozenset({"treatments"})),
    (one_sort_of_follower, frozenset({"treatments"})),
    (companions_in_line, frozenset({"treatments"})),
    (items_of_a_phase, frozenset({"treatments"})),
    (phases_in_line, frozenset({"treatments"})),
    (answers_or_explains, frozenset({"situations"})),
    (answers_once, frozenset({"situations"})),
    (subflows, frozenset({"situations", "treatments"})),
    (no_lost_steps, frozenset({"situations", "treatments"})),
    (whole_statements, frozenset({"situations"})),
    (borrowed_statements, frozenset({"situations"})),
    (wider_terms, frozenset({"kinds", "terms"})),
    (whole_articles, frozenset({"terms", "treatments"})),
    (dated_sources, frozenset({"sources"})),
    (addresses, frozenset({"words"})),
    (lists_of_ids, frozenset()),
    (short_lists, frozenset({"effects"})),
    (told_effects, frozenset({"effects", "terms"})),
    (explained_scores, frozenset({"scores"})),
    (one_measure, frozenset({"reading"})),
    (named_languages, frozenset({"words"})),
    (noted_steps, frozenset({"situations", "treatments"})),
    (translated, frozenset()),
)


def broken(sheets: Sheets) -> list[Fault]:
    """Apply every rule whose tables are there.

    Parameters
    ----------
    sheets : mapping of str to list of Row
        Tables with at least all columns that are not texts.

    Returns
    -------
    list of Fault
        All faults, in the order of the rules.
    """
    return [fault for rule, needs in RULES if needs <= sheets.keys() for fault in rule(sheets)]
