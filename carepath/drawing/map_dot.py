"""Draws the questions and their answers as DOT."""

from __future__ import annotations

from carepath.drawing.canvas import WIDEST, WIDEST_ANSWER, Canvas, Port, line, new_canvas
from carepath.drawing.colours import ACCENT
from carepath.model.pathway import Pathways
from carepath.tables import routing
from carepath.tables.routing import Answers
from carepath.text.messages import Words


def draw_map(words: Words, pathways: Pathways, first: tuple[str, ...], prefix: str) -> str:
    """Return DOT for the questions: some answers to the first one, and what is asked below each."""
    canvas = new_canvas(words, prefix, sideways=False)
    asked = pathways.questions[0].id
    question = ""
    if len(first) > 1:
        canvas.widest = WIDEST
        text = words.questions[asked]["text"]
        question = canvas.box(text, "start", ACCENT, bold=True, widest=2 * WIDEST)
    for answer in first:
        given = ((asked, answer),)
        box = _answer(canvas, given, bold=True)
        if question:
            canvas.graph.edge(question, box, **line("plain", arrow=False))
        if given not in pathways.routes:
            with canvas.framed("or") as frame:
                spine = _next_answers(canvas, pathways, given)
                canvas.keep_order(spine)
            canvas.line_to(Port(box), Port(spine[0], frame), "plain")
    return canvas.source()


def _next_answers(canvas: Canvas, pathways: Pathways, given: Answers) -> list[str]:
    """Draw the answers to the question after some answers, in reading order.

    What is asked after one of them is in a frame below it.
    """
    question = pathways.questions[len(given)]
    spine = [canvas.text(canvas.words.questions[question.id]["heading"], "title")]
    for answer in question.answers:
        answers = (*given, (question.id, answer))
        spine.append(_answer(canvas, answers))
        if answers not in pathways.routes:
            with canvas.framed("or"):
                spine += _next_answers(canvas, pathways, answers)
    return spine


def _answer(canvas: Canvas, answers: Answers, bold: bool = False) -> str:
    """Draw the last one of some answers."""
    text, key = canvas.words.answers[answers[-1]]["text"], routing.name(answers)
    widest = canvas.widest if bold or canvas.narrow else WIDEST_ANSWER
    return canvas.box(text, "answer", ACCENT, key=key, bold=bold, widest=widest)
