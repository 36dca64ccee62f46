"""Rules on questions, their answers, and the routes from answers to situations."""

from collections.abc import Iterator

from carepath.tables import routing
from carepath.tables.fault import Fault
from carepath.tables.rows import TableRows, ids, listing
from carepath.tables.vocabulary import MOST_QUESTIONS, PARAMETERS


def one_topic(tables: TableRows) -> Iterator[Fault]:
    """Check that topic.csv has one row."""
    for row in tables["topic"][1:]:
        yield row.fault("topic", "a second topic", "one row")


def askable_questions(tables: TableRows) -> Iterator[Fault]:
    """Check that there are few questions, with ids that addresses do not use otherwise."""
    for at, row in enumerate(tables["questions"]):
        if row["question"] in PARAMETERS:
            allowed = f"not {', '.join(PARAMETERS)}"
            yield row.fault("question", "addresses use this name otherwise", allowed)
        if at >= MOST_QUESTIONS:
            allowed = f"{MOST_QUESTIONS} questions at most"
            yield row.fault("question", "one question too many", allowed)
        if at and row.cells.get("heading_en") == "":
            allowed = "a text, except in the first question"
            yield row.fault("heading_en", "is empty", allowed)


def answered_questions(tables: TableRows) -> Iterator[Fault]:
    """Check that every question has answers and decides on a situation."""
    answered = {*ids(tables, "answers", "question")}
    decisive = {*ids(tables, "routes", "question")}
    for row in tables["questions"]:
        if row["question"] not in answered:
            yield row.fault("question", "has no answers in answers.csv", "two answers or more")
        elif row["question"] not in decisive:
            problem = "no row of routes.csv depends on it"
            yield row.fault("question", problem, "a question that decides on a situation")


def routes_of_answers(tables: TableRows) -> Iterator[Fault]:
    """Check that a route starts at an answer to its question and leads to a list of options."""
    answers = routing.asked(tables["questions"], tables["answers"])
    subflows = {row["situation"] for row in tables["situations"] if row["explains"]}
    for row in tables["routes"]:
        known = answers.get(row["question"])
        if known and row["answer"] not in known:
            problem = f"not an answer to {row['question']} in answers.csv"
            yield row.fault("answer", problem, listing(known), known)
        if row["situation"] in subflows:
            problem = "explains a treatment, so that no answer leads to it"
            yield row.fault("situation", problem, "a situation that explains nothing")


def one_situation_each(tables: TableRows) -> Iterator[Fault]:
    """Check that answers to all questions lead to exactly one situation."""
    allowed = "each in one situation"
    for given, fitting in ends(tables):
        value = ", ".join(answer for _, answer in given) or None
        if not fitting:
            problem = "these answers lead to no situation"
            yield Fault("routes.csv", None, None, value, problem, allowed)
        elif len(fitting) > 1:
            problem = f"these answers lead to {' and '.join(fitting)}"
            yield Fault("routes.csv", None, None, value, problem, allowed)


def ends(tables: TableRows) -> Iterator[tuple[routing.Answers, tuple[str, ...]]]:
    """Yield what `routing.ends` does; nothing as long as questions or routes are faulty."""
    answers = routing.asked(tables["questions"], tables["answers"])
    routes = routing.routes(tables["situations"], tables["routes"])
    sound = (
        len(answers) <= MOST_QUESTIONS
        and all(answers.values())
        and all(row["situation"] in routes for row in tables["routes"])
        and all(row["answer"] in answers.get(row["question"], ()) for row in tables["routes"])
    )
    if sound:
        yield from routing.ends(answers, routes)
