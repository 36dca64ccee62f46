"""Drawing, sentences, slides, sheet, comparison and table say the same of every row and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pygraphviz
import pytest

from carepath.content import comparison, diagram, term_index, treatment_table
from carepath.content.blocks import Text
from carepath.content.slides import Slide, slides
from carepath.content.view import View
from carepath.drawing import dot
from carepath.files import handout
from carepath.model.options import Option
from carepath.model.pathway import Situation
from carepath.model.selection import Selection
from carepath.tables.vocabulary import COMPANIONS, ITEM, ORDERED
from carepath.text import messages, sentences, templating
from carepath.text.glossary import Glossary
from carepath.text.titles import FRONT
from tests.support import facts
from tests.support.facts import Row
from tests.support.prerendered import SITES
from tests.support.project_data import ENGLISH, PATHS
from tests.support.selections import pairs, selected
from tests.support.sentences import MADE_OF

FLOWS = {s.id: s for s in (*PATHS.situations, *PATHS.inside.values()) if s.options}
NAMES, TEXT = facts.names(), facts.text()


class Drawing:
    """What a drawing shows: boxes with their text, frames around them, lines between them."""

    def __init__(self, dot: str, prefix: str, close: bool = False) -> None:
        self.graph = pygraphviz.AGraph(string=dot)
        self.prefix = prefix
        self.close = close
        self.frames: dict[str, set[str]] = {}
        self.kinds: dict[str, str] = {}
        self._collect(self.graph)
        self.lines = [edge for edge in self.graph.edges() if edge.attr["style"] != "invis"]

    def _collect(self, graph: pygraphviz.AGraph) -> None:
        for inner in graph.subgraphs_iter():
            if inner.name and inner.name.startswith("cluster"):
                self.frames[inner.name] = {str(node) for node in inner.nodes()}
                self.kinds[inner.name] = inner.graph_attr["class"].split()[-1]
            self._collect(inner)

    def text(self, box: str) -> str:
        label = self.graph.get_node(box).attr["label"].replace("\\n", " ")
        return re.sub(r"(?<=\w)- ", "-", unescape(re.sub("<[^<>]+>", " ", label))).strip("<> ")

    def told(self, box: str) -> str:
        return " ".join(self.text(box).split()).replace("- ", "-")

    def box(self, row: Row) -> str:
        return f"{self.prefix}-{row.option}-{row.step}"

    def steps(self) -> dict[str, str]:
        return {
            str(node): self.told(node)
            for node in self.graph.nodes()
            if "step" in (node.attr["class"] or "").split()
        }

    def reached(self, edge: pygraphviz.Edge) -> set[str]:
        """The boxes a line leads to: all of a frame where it ends at one."""
        return self.frames[edge.attr["lhead"]] if edge.attr["lhead"] else {str(edge[1])}

    def left(self, edge: pygraphviz.Edge) -> set[str]:
        return self.frames[edge.attr["ltail"]] if edge.attr["ltail"] else {str(edge[0])}

    def arrow(self, edge: pygraphviz.Edge) -> bool:
        return edge.attr["arrowhead"] == "normal"

    def says(self, before: str, word: str, after: str, arrow: bool) -> bool:
        """Whether a line with this word on it runs between two boxes, with an arrow or without."""
        for out in self.lines:
            if before not in self.left(out):
                continue
            for box in {str(out[1])} | self.reached(out):
                if self.told(box) == word and self._leads(box, after, arrow):
                    return True
        return False

    def _leads(self, word: str, after: str, arrow: bool) -> bool:
        return any(
            str(line[0]) == word and after in self.reached(line) and self.arrow(line) == arrow
            for line in self.lines
        )

    def frames_of(self, *boxes: str) -> list[str]:
        """The kinds of the frames that hold all of these boxes, the smallest first."""
        held = [name for name, inner in self.frames.items() if {*boxes} <= inner]
        return [self.kinds[name] for name in sorted(held, key=lambda name: len(self.frames[name]))]

    def words_in(self, *boxes: str) -> set[str]:
        """The text of all boxes in the smallest frame that holds these."""
        held = [inner for inner in self.frames.values() if {*boxes} <= inner]
        return {self.told(box) for box in min(held, key=len)} if held else set()


def drawings(situation: str) -> list[tuple[Drawing, list[Row]]]:
    """Every drawing of a situation with the rows it must show."""
    rows, shown = facts.rows(situation), FLOWS[situation]
    if shown.explains:
        return [
            (Drawing(dot.draw_inside(ENGLISH, shown, "x", across, close), "x"), rows)
            for across in (True, False)
            for close in (True, False)
        ]
    return [
        (Drawing(dot.draw_situation(ENGLISH, shown, "x"), "x"), rows),
        *(
            (
                Drawing(dot.draw_option(ENGLISH, option, "x", sideways, close), "x", close),
                [row for row in rows if row.option == option.number],
            )
            for option in shown.options
            for sideways in (True, False)
            for close in (True, False)
        ),
    ]


def before(row: Row) -> Row:
    return next(
        other
        for other in facts.rows(row.situation)
        if (other.option, other.step) == (row.option, row.follows)
    )


def is_way(row: Row) -> bool:
    """Whether a row is one of the ways to give what may be given alone."""
    return bool(row.follows) and before(row).alone and row.link != ITEM


def rivals(rows: list[Row]) -> list[list[Row]]:
    """The groups of steps that the source joins by "or": they come after the same one."""
    groups: dict[tuple[int, int | None], list[Row]] = {}
    for row in rows:
        if row.follows and row.link in ORDERED and before(row).phase == row.phase:
            groups.setdefault((row.option, row.follows), []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def linked(link: str, inside_a_phase: bool = True) -> Iterator[tuple[Drawing, Row]]:
    for situation in FLOWS:
        for drawing, rows in drawings(situation):
            for row in rows:
                if row.link == link and (before(row).phase == row.phase) == inside_a_phase:
                    yield drawing, row


# --- The drawing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("situation", FLOWS)
def test_drawings_hold_the_rows_of_the_table(situation: str) -> None:
    for drawing, rows in drawings(situation):
        assert drawing.steps() == {
            drawing.box(row): " ".join(
                filter(
                    None,
                    (
                        messages.capital(NAMES[row.treatment]),
                        TEXT.get(f"purpose.{row.purpose}"),
                        TEXT.get(f"whom.{row.whom}"),
                        "" if drawing.close else MADE_OF.get(row.treatment),
                    ),
                )
            )
            for row in rows
        }


def test_what_comes_after_stands_behind_an_arrow_with_its_word() -> None:
    shown = 0
    for link in ORDERED:
        for inside in (True, False):
            for drawing, row in linked(link, inside):
                word = TEXT[f"way.{link}" if is_way(row) else f"link.{link}"]
                first = drawing.box(before(row))
                if is_way(row):
                    assert drawing._leads(way_word(drawing, row, word), drawing.box(row), True)
                else:
                    assert drawing.says(first, word, drawing.box(row), arrow=True), row
                shown += 1
    assert shown


def way_word(drawing: Drawing, row: Row, word: str) -> str:
    """The word of a way, in the frame of the ways."""
    (box,) = (str(node) for node in drawing.graph.nodes() if drawing.told(str(node)) == word)
    frames = drawing.frames_of(box, drawing.box(row))
    assert "ways" in frames
    # Below each other, each way has a frame of its own.
    down = drawing.graph.graph_attr["rankdir"] == "TB"
    assert frames[0] == ("way" if down else "ways")
    return box


@pytest.mark.parametrize("situation", FLOWS)
def test_no_arrow_is_drawn_that_the_table_does_not_state(situation: str) -> None:
    for drawing, rows in drawings(situation):
        # Alternatives share an arrow; each of the ways has its own.
        stated = {
            (row.option, row.follows, row.phase, row.step if is_way(row) else 0)
            for row in rows
            if row.link in ORDERED
        }
        assert sum(map(drawing.arrow, drawing.lines)) == len(stated)


def test_what_is_combined_stands_in_one_frame_given_together() -> None:
    shown = 0
    for drawing, row in linked("combined-with"):
        boxes = drawing.box(before(row)), drawing.box(row)
        if is_way(row):
            word = way_word(drawing, row, TEXT["way.combined-with"])
            assert drawing._leads(word, drawing.box(row), arrow=False)
        else:
            assert drawing.frames_of(*boxes)[0] == "combined-with"
            assert TEXT["frame.combined-with"] in drawing.words_in(*boxes)
            shown += 1
    assert shown
    for situation in FLOWS:
        for drawing, rows in drawings(situation):
            combined = [r for r in rows if r.link == "combined-with" and not is_way(r)]
            assert ("combined-with" in drawing.kinds.values()) == bool(combined)


def test_parts_of_one_option_have_no_order_no_arrow_and_no_pairs() -> None:
    shown = 0
    for drawing, row in linked("and"):
        group = [
            drawing.box(other)
            for other in facts.rows(row.situation)
            if other.option == row.option and "and" in (other.link, row.link)
        ]
        assert drawing.frames_of(*group) == ["and"]
        inside = drawing.words_in(*group)
        assert {TEXT["frame.and"], TEXT["link.and"]} <= inside
        assert not [line for line in drawing.lines if {str(line[0]), str(line[1])} <= {*group}]
        shown += 1
    assert shown


def test_a_phase_is_a_list_of_what_it_may_include_with_nothing_between() -> None:
    for situation in FLOWS:
        phases = {row.phase for row in facts.rows(situation)} - {""}
        for drawing, rows in drawings(situation):
            assert sorted(k for k in drawing.kinds.values() if k == "phase") == ["phase"] * len(
                phases
            )
            for phase in phases:
                boxes = [drawing.box(row) for row in rows if row.phase == phase]
                (frame,) = (
                    inner
                    for name, inner in drawing.frames.items()
                    if drawing.kinds[name] == "phase" and {*boxes} <= inner
                )
                title = TEXT["phase.title.may-include"].format(phase=messages.capital(NAMES[phase]))
                rest = {drawing.told(box) for box in frame - {*boxes}}
                then = (
                    {TEXT["link.then"]}
                    if any(
                        row.link == "then" and before(row).phase == phase == row.phase
                        for row in rows
                    )
                    else set()
                )
                assert rest == {title} | then
                for row in (row for row in rows if row.phase == phase and row.link == ITEM):
                    assert not [
                        line
                        for line in drawing.lines
                        if {drawing.box(row)} in (drawing.left(line), drawing.reached(line))
                    ]


@pytest.mark.parametrize("situation", FLOWS)
def test_alternatives_say_or_in_drawing_and_sentences(situation: str) -> None:
    for drawing, rows in drawings(situation):
        shown = [node for node in drawing.graph.nodes() if drawing.told(node) == TEXT["or"]]
        ways = [row for row in rows if is_way(row)]
        assert len(shown) == len(ways) + sum(
            len(group) - 1 for group in rivals(rows) if not (is_way(group[0]))
        )
        for group in rivals(rows):
            if not is_way(group[0]):
                boxes = [drawing.box(row) for row in group]
                assert drawing.frames_of(*boxes)[0] == "or"
        alone = [node for node in drawing.graph.nodes() if drawing.told(node) == TEXT["alone"]]
        assert len(alone) == len({before(row).step for row in ways})


@pytest.mark.parametrize("situation", [s.id for s in PATHS.situations if s.options])
def test_one_line_leads_from_the_start_to_every_option(situation: str) -> None:
    (drawing, rows), *_ = drawings(situation)
    (start,) = (
        str(node) for node in drawing.graph.nodes() if "start" in (node.attr["class"] or "").split()
    )
    row = ENGLISH.situations[situation]
    assert drawing.told(start) == f"{row['start']} {TEXT[f'lead.{FLOWS[situation].lead}']}"
    reached, more = set(), {start}
    while more:
        reached |= more
        more = {
            str(end)
            for line in drawing.lines
            for end in line
            if "plain" in line.attr["class"] and reached & {*map(str, line)}
        } - reached
    entries = {
        box
        for line in drawing.lines
        if str(line[0]) in reached and "plain" in line.attr["class"]
        for box in drawing.reached(line)
    }
    for first in (row for row in rows if row.step == 1):
        assert drawing.box(first) in entries


@pytest.mark.parametrize("situation", FLOWS)
def test_no_number_is_drawn(situation: str) -> None:
    told = {*NAMES.values(), *TEXT.values()}
    digits = {text for text in told if re.search(r"\d", text)}
    for drawing, _ in drawings(situation):
        for node in drawing.graph.nodes():
            text = drawing.told(node)
            rest = text.casefold()
            for known in sorted(digits, key=len, reverse=True):
                rest = rest.replace(known.casefold(), "")
            assert not re.search(r"\d", rest), text


# --- The sentences --------------------------------------------------------------------------------


def sentence(row: Row) -> str:
    option = next(o for o in FLOWS[row.situation].options if o.number == row.option)
    step = next(s for s in option.steps if s.number == row.step)
    return sentences.step_sentence(ENGLISH, option, step)


def group_of(row: Row) -> list[Row]:
    """The rows that a chain of companions joins to this one."""
    rows = {r.step: r for r in facts.rows(row.situation) if r.option == row.option}
    joined = {row.step}
    grew = True
    while grew:
        more = {
            step
            for r in rows.values()
            if r.link in COMPANIONS and not is_way(r) and {r.step, r.follows} & joined
            for step in (r.step, r.follows)
            if step
        }
        grew, joined = not more <= joined, joined | more
    return [rows[step] for step in sorted(joined)]


@pytest.mark.parametrize(
    "row", facts.rows(), ids=lambda row: f"{row.situation}-{row.option}.{row.step}"
)
def test_sentences_hold_the_row(row: Row) -> None:
    told, name = sentence(row), NAMES[row.treatment]
    low = told.casefold()
    assert name.casefold() in low
    for word, cell in (("purpose", row.purpose), ("whom", row.whom)):
        if cell:
            assert TEXT[f"{word}.{cell}"] in told
    assert "only" not in low
    assert ("may include" in low) == (
        bool(row.phase) or (row.link == "may-then" and bool(before(row).phase))
    )
    if row.phase:
        assert f"{NAMES[row.phase]} may include: ".casefold() in low
    others = [NAMES[other.treatment] for other in group_of(row) if other != row]
    assert ("together" in low) == any(r.link == "combined-with" for r in group_of(row) if others)
    assert ("the list does not say which comes first" in low) == any(
        r.link == "and" for r in group_of(row)
    )
    for other in others:
        assert other in told
    if row.follows and row.link in ORDERED and before(row).phase == row.phase and not is_way(row):
        first = NAMES[before(row).treatment]
        then, may_then = f"First {first}, then {name}", f"After {first}, {name} may then follow"
        assert (then if row.link == "then" else may_then).casefold() in low
    elif not row.follows or row.link in (ITEM, *COMPANIONS):
        assert " then " not in low
    if is_way(row):
        assert TEXT[f"way.{row.link}"] in told


def test_of_alternatives_every_one_but_the_first_begins_with_or() -> None:
    for situation in FLOWS:
        groups = [group for group in rivals(facts.rows(situation)) if not is_way(group[0])]
        later = [row for group in groups for row in group[1:]]
        for row in facts.rows(situation):
            assert sentence(row).startswith("Or ") == (row in later)


def test_the_table_lists_every_row_in_order() -> None:
    shown = treatment_table.listing(ENGLISH, PATHS)
    assert list(
        zip(shown["option"], shown["step"], shown["treatment"].str.casefold(), strict=True)
    ) == [(str(row.option), str(row.step), NAMES[row.treatment].casefold()) for row in facts.rows()]
    assert list(shown["told"]) == [sentence(row) for row in facts.rows()]


# --- Everywhere -----------------------------------------------------------------------------------


def told_of(option: Option) -> set[str]:
    """The sentences of an option and of what is inside its treatments."""
    found = {sentences.option_summary(ENGLISH, option)}
    for step in option.steps:
        found.add(sentences.step_sentence(ENGLISH, option, step))
        for inside in PATHS.within(step):
            found |= told_of(inside)
    return found


def plain(markup: str) -> str:
    """The text of HTML, without the meanings behind terms."""
    markup = re.sub(r"<(style|svg)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    for term in ENGLISH.terms:
        markup = markup.replace(str(templating.render("meaning.html", ENGLISH, term=term)), "")
    return " ".join(unescape(re.sub("<[^<>]+>", "", markup)).split())


def pages(situation: Situation, group: str, place: str) -> dict[str, str]:
    """Every form in which a family gets an answer, as text."""
    chosen = selected(group, place)
    stated = sentences.statement(ENGLISH, situation, pairs(group, place))
    view = View(FRONT, SITES["en"], chosen, Glossary(ENGLISH))
    context = {
        "situation": situation,
        "pathways": PATHS,
        "stated": stated,
        "answers": "",
        "view": view,
        "page": FRONT,
        "notes": situation.notes_on(pairs(group, place)),
    }
    shown = slides(ENGLISH, PATHS, situation, chosen)
    answers = pairs(group, place)
    content = handout.sheet(ENGLISH, PATHS, answers, "https://x.example", (), large=False)
    drawn = str(diagram.paths(ENGLISH, PATHS, situation, Selection(answers)))
    return {
        "words": " ".join(
            plain(str(templating.render(name, ENGLISH, glossary=Glossary(ENGLISH), **context)))
            for name in ("situation.html", "summary.html", "options.html", "known.html")
        ),
        "labels": " ".join(map(unescape, re.findall(r'aria-label="(.*?)"', drawn))),
        "details": plain(drawn),
        "slides": " ".join(" ".join((s.title, s.said, f"{s.name}.", s.sentence)) for s in shown),
        "sheet": " ".join(texts_of({key: content[key] for key in ("options", "statement")})),
    }


def texts_of(value: object) -> Iterator[str]:
    """Yield all text of a sheet's content but its drawings."""
    if isinstance(value, str):
        if not value.startswith("<svg"):
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)


ANSWERS = [*facts.ANSWERS]
NUMBERED = re.compile(r"\b(?:option|step) \d|\b\d+ options?\b|\d of \d", re.IGNORECASE)


@pytest.mark.parametrize("answer", ANSWERS, ids="-".join)
def test_every_form_says_the_same_of_an_answer(answer: tuple[str, str]) -> None:
    situation = PATHS.routes[pairs(*answer)]
    told = pages(situation, *answer)
    lead = TEXT[f"lead.{situation.lead}"]
    for form in ("words", "details", "sheet"):
        assert lead in told[form], form
    for option in situation.options:
        for form in ("words", "details"):
            missing = [text for text in told_of(option) if text not in told[form]]
            assert missing == [], form
        whole = [sentences.option_summary(ENGLISH, option)]
        whole += [
            sentences.option_summary(ENGLISH, inside)
            for step in option.steps
            for inside in PATHS.within(step)
        ]
        assert [text for text in whole if text not in told["sheet"]] == []
        for step in option.steps:
            for within in (option, *PATHS.within(step)):
                for each in within.steps if within is not option else (step,):
                    said = sentences.step_sentence(ENGLISH, within, each)
                    assert said in told["slides"]
                    assert said in told["labels"]


@pytest.mark.parametrize("answer", ANSWERS, ids="-".join)
def test_a_number_stands_only_where_an_order_is_stated(answer: tuple[str, str]) -> None:
    told = pages(PATHS.routes[pairs(*answer)], *answer)
    for form, text in told.items():
        # The phases of a treatment are named in order.
        rest = re.sub(r"phase \d of \d", "", text)
        assert NUMBERED.findall(rest) == [], form


@pytest.mark.parametrize("answer", ANSWERS, ids="-".join)
def test_slides_teach_every_step_and_what_is_inside_it(answer: tuple[str, str]) -> None:
    shown = slides(ENGLISH, PATHS, PATHS.routes[pairs(*answer)], selected(*answer))
    steps = [slide for slide in shown if slide.kind == "step"]
    rows = facts.rows(facts.ANSWERS[answer])
    inside = {s.explains: facts.rows(s.id) for s in PATHS.inside.values()}
    wanted = [
        (str(row.option), address, treatment)
        for row in rows
        for address, treatment in (
            (str(row.step), row.treatment),
            *((f"{row.step}.{r.step}", r.treatment) for r in inside.get(row.treatment, [])),
        )
    ]
    assert [(*slide.choice, treatment_of(slide)) for slide in steps] == wanted
    for slide in steps:
        phase = slide.step.phase if slide.step else ""
        assert bool(re.search(r"phase \d of 3$", slide.title)) == bool(phase)


def treatment_of(slide: Slide) -> str:
    assert slide.step
    return slide.step.treatment


def test_comparing_names_a_treatment_by_its_kind_and_inside_others() -> None:
    for situation in PATHS.situations:
        for option in situation.options:
            cells = comparison.cells(ENGLISH, PATHS, option)
            names = treatments_in(situation.id, option.number)
            assert cells.keys() == {
                ENGLISH.terms[name]["broader"] or name for name in names if name not in PHASES
            }
            told = " ".join(text for cell in cells.values() for text in cell)
            for step in option.steps:
                assert sentences.step_sentence(ENGLISH, option, step) in told


PHASES = {row.phase for row in facts.rows()} - {""}


def treatments_in(situation: str, option: int) -> set[str]:
    """All terms in an option by the table: its own, and of the flows inside its treatments."""
    rows = [row for row in facts.rows(situation) if row.option == option]
    inside = {s.explains: facts.rows(s.id) for s in PATHS.inside.values()}
    rows += [inner for row in rows for inner in inside.get(row.treatment, [])]
    return {term for row in rows for term in (row.treatment, row.phase) if term}


def test_the_words_name_every_option_that_holds_a_term() -> None:
    broader = {row["term"]: row["broader"] for row in facts.read("terms.csv")}
    for entry in term_index.entries(ENGLISH, PATHS, Selection()):
        wanted = [
            (situation.id, sentences.option_name(ENGLISH, option))
            for situation in PATHS.situations
            for option in situation.options
            for names in [treatments_in(situation.id, option.number)]
            if entry.term in names | {broader[name] for name in names}
        ]
        assert [(place.situation, place.option) for place in entry.places] == wanted


@pytest.mark.parametrize("situation", [s.id for s in PATHS.situations if s.options])
def test_options_stand_in_the_order_of_the_source(situation: str) -> None:
    """From top to bottom in the laid-out drawing, and in the sentences."""
    shown = FLOWS[situation]
    graph = pygraphviz.AGraph(string=dot.draw_situation(ENGLISH, shown, "x"))
    graph.layout("dot")
    heights = [
        float(graph.get_node(f"x-{option.number}-1").attr["pos"].split(",")[1])
        for option in shown.options
    ]
    assert heights == sorted(heights, reverse=True)
    view = View(FRONT, SITES["en"], Selection(), Glossary(ENGLISH))
    values = {"situation": shown, "pathways": PATHS}
    told = Text("options.html", values).markup(view)
    places = [told.index(f"<h3>{sentences.option_name(ENGLISH, o)}<") for o in shown.options]
    assert places == sorted(places)
