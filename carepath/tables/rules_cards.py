"""Rules on what helps readers whose answers lead to no list, or to more than one."""

from collections.abc import Iterator

from carepath.tables import routing, rules_answers
from carepath.tables.fault import Fault
from carepath.tables.rows import TableRows, listing, paired


def cards_between_answers(tables: TableRows) -> Iterator[Fault]:
    """Check that a card belongs to answers, and leads to a list for other answers, or to all."""
    ends = dict(rules_answers.ends(tables))
    if not ends or any(len(fitting) != 1 for fitting in ends.values()):
        return
    listed = {row["situation"] for row in tables["situations"] if row["steps"] != "0"}
    names = [routing.name(given) for given in ends]
    with_lists = [routing.name(given) for given, (end,) in ends.items() if end in listed]
    for row in tables["cards"]:
        if row["answers"] and row["answers"] not in names:
            yield row.fault("answers", "not answers to all questions", listing(names), names)
        if row["card"] and row["card"] not in (*with_lists, routing.ALL):
            allowed = f"{routing.ALL}, or {listing(with_lists)}"
            yield row.fault(
                "card", "not answers that lead to a list of options", allowed, with_lists
            )
        elif row["card"] == row["answers"]:
            yield row.fault("card", "leads to its own answers", "other answers")


def notes_for_answers(tables: TableRows) -> Iterator[Fault]:
    """Check that a note for one answer is a note on a whole situation."""
    answers = routing.asked(tables["questions"], tables["answers"])
    for row in tables["notes"]:
        question, answer = row["question"], row["answer"]
        yield from paired(row, "question", "answer")
        if question and answer and answer not in answers.get(question, [answer]):
            problem = f"not an answer to {question} in answers.csv"
            yield row.fault("answer", problem, listing(answers[question]), answers[question])
        elif question and answer and (row["option"] or row["step"]):
            yield row.fault("question", "is filled, but option is too", "empty")
