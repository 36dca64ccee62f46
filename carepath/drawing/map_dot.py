"""Draws the questions and their answers as DOT."""

from __future__ import annotations

from carepath.drawing.canvas import Canvas, Port, line, new_canvas
from carepath.drawing.colours import ACCENT
from carepath.drawing.spacing import WIDEST, WIDEST_ANSWER
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

    They are as wide as each other. What is asked after one of them is in a frame below it.
    """
    question = pathways.questions[len(given)]
    spine = [canvas.text(canvas.words.questions[question.id]["heading"], "title")]
    after = [(*given, (question.id, answer)) for answer in question.answers]
    least = max(canvas.width(_text(canvas, answers), _widest(canvas)) for answers in after)
    for answers in after:
        spine.append(_answer(canvas, answers, least=least))
        if answers not in pathways.routes:
            with canvas.framed("or"):
                spine += _next_answers(canvas, pathways, answers)
    return spine


def _answer(canvas: Canvas, answers: Answers, bold: bool = False, least: float = 0) -> str:
    """Draw the last one of some answers, as wide as its text or `least`, in px."""
    widest = canvas.widest if bold else _widest(canvas)
    classes = "answer" if bold else "answer leaf"
    key = routing.name(answers)
    return canvas.box(
        _text(canvas, answers), classes, ACCENT, key=key, bold=bold, widest=widest, least=least
    )


def _text(canvas: Canvas, answers: Answers) -> str:
    return canvas.words.answers[answers[-1]]["text"]


def _widest(canvas: Canvas) -> int:
    return canvas.widest if canvas.narrow else WIDEST_ANSWER
