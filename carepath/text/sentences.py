"""Situations, options and steps in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from carepath.model.options import Group, Option, Stage, Step, StepTree
from carepath.model.pathway import Situation
from carepath.tables.routing import Answers
from carepath.tables.vocabulary import ITEM, OPTIONAL, ORDERED
from carepath.text import phrases
from carepath.text.messages import Words, capital


def lead(words: Words, situation: Situation) -> str:
    """Return the source's sentence above a list, such as `Treatment may include`."""
    return words(f"lead.{situation.lead}")


@dataclass(frozen=True)
class Statement:
    """The statement of a situation, its meaning, and what a family can do.

    `added` says that the situation's own list does not repeat the statement, and is "" if it does.
    `message` says that there are treatments all the same.
    """

    text: str
    added: str
    meaning: str
    message: str
    action: str


def statement(words: Words, situation: Situation, answers: Answers) -> Statement | None:
    """Return the statement that holds for a situation and answers to it, if there is one."""
    stating = situation.stating(answers)
    row = words.situations[stating]
    if not row["statement"]:
        return None
    added = "" if stating == situation.id else words("statement.added")
    message = words.counted("message", len(situation.options))
    return Statement(row["statement"], added, row["meaning"], message, row["action"])


def answers_line(words: Words, answers: Answers) -> str:
    """Return answers in one line."""
    return " ".join(_answer_line(words, *pair) for pair in answers)


def _answer_line(words: Words, question: str, answer: str) -> str:
    """Return an answer's own line, or that of its question with the answer in it."""
    row = words.answers[question, answer]
    return row["line"] or words.questions[question]["line"].format(answer=row["within"])


def answers_name(words: Words, answers: Answers) -> str:
    """Return answers as a name, such as `Low risk, The same area`."""
    return phrases.join(words, "list.comma", [words.answers[pair]["text"] for pair in answers])


# --- One step -------------------------------------------------------------------------------------


def step_sentence(words: Words, option: Option, step: Step) -> str:
    """Return a step as a sentence: what it follows or belongs to, by which link, and for whom."""
    stage, group, tree = _position(option, step)
    sentence = capital(_in_phase(words, option, stage, _link_phrase(words, option, stage, tree)))
    if group.link:
        sentence = words("say.also", sentence=sentence, also=_companions(words, group, tree))
    if step.alone and tree.branches:
        branches = words("say.ways", ways=phrases.branches(words, tree))
        sentence = words("say.also", sentence=sentence, also=branches)
    return sentence


def _companions(words: Words, group: Group, tree: StepTree) -> str:
    """Return a sentence on the steps that belong together with one of them."""
    first = group.trees[0]
    if group.link == OPTIONAL and tree is not first:
        return words("say.may-be-left-out", name=words.the(first.step.treatment))
    others = [phrases.treatment(words, other) for other in group.trees if other is not tree]
    return words(f"say.beside.{group.link}", others=phrases.enumeration(words, others))


def _link_phrase(words: Words, option: Option, stage: Stage, tree: StepTree) -> str:
    """Return a step with its link to the step before."""
    step = tree.step
    if _is_branch_of_alone(option, step):
        before = words.name(_predecessor(option, step))
        return words(f"say.way.{step.link}", before=before, name=phrases.described(words, tree))
    if step.link in ORDERED and not _enters_phase(option, step):
        phrase = _order_phrase(words, option, tree)
        return phrase[:1].lower() + phrase[1:] if stage.phase else phrase
    return words("say.first", name=phrases.described(words, tree))


def _in_phase(words: Words, option: Option, stage: Stage, phrase: str) -> str:
    """Return the phrase of a step with the phase it belongs to, if any."""
    if not stage.phase:
        return phrase
    phrase = words(f"say.phase.{stage.lead}", phase=words.name(stage.phase), sentence=phrase)
    if not stage.link:
        return phrase
    before = words.after(_predecessor(option, stage.items[0].trees[0].step))
    return words("say.later-phase", before=before, sentence=phrase)


def _order_phrase(words: Words, option: Option, tree: StepTree) -> str:
    """Return a step with the step that it comes after; the second alternative begins with "or"."""
    step = tree.step
    before, name = words.after(_predecessor(option, step)), phrases.described(words, tree)
    if step.link == "may-then" and step.phase != _step_before(option, step).phase:
        return words("say.may-follow-a-phase", before=before, name=name)
    alternatives = [
        other.number
        for other in option.steps
        if other.follows == step.follows and other.link in ORDERED and other.phase == step.phase
    ]
    if step.link == "may-then":
        name = phrases.described(words, tree, words.the)
    if step.number in alternatives[1:]:
        return words(f"say.or-{step.link}", before=before, name=name)
    return words(f"say.{step.link}", before=before, name=name)


def _position(option: Option, step: Step) -> tuple[Stage, Group, StepTree]:
    """Return the stage, the group and the tree that a step belongs to."""
    return next(
        (stage, group, tree)
        for stage in option.stages
        for group in stage.groups()
        for tree in group.trees
        if tree.step is step
    )


def _step_before(option: Option, step: Step) -> Step:
    return next(other for other in option.steps if other.number == step.follows)


def _is_branch_of_alone(option: Option, step: Step) -> bool:
    """Return whether a step is a branch of a step that may be given alone."""
    if not step.follows or step.link == ITEM:
        return False
    before = _step_before(option, step)
    return before.alone and before.phase == step.phase


def _enters_phase(option: Option, step: Step) -> bool:
    return bool(step.phase and step.phase != _step_before(option, step).phase)


def _predecessor(option: Option, step: Step) -> str:
    """Return the term that a step follows: a treatment, or a whole phase that the step leaves."""
    before = _step_before(option, step)
    leaves_phase = before.phase and before.phase != step.phase
    return before.phase if leaves_phase else before.treatment


def step_name(words: Words, option: Option, step: Step) -> str:
    """Return the name of a step's treatment, and that it is given alone if it only is so."""
    return phrases.treatment(words, _position(option, step)[2])


# --- A whole option -------------------------------------------------------------------------------

IN_A_SENTENCE = 3
"""The most treatments of a sequence that one sentence tells; of a longer one, each has its own."""


def option_name(words: Words, option: Option) -> str:
    """Return the name of an option: its phases, or its treatments with the source's links."""
    if option.phases:
        return capital(phrases.join(words, "sum.then", [*map(words.name, option.phases)]))
    return capital(phrases.of_group(words, option.stages[0].items[0], short=True))


def option_summary(words: Words, option: Option) -> str:
    """Return an option as sentences: its treatments, for whom, and in which order if stated."""
    summary = before = ""
    for stage in option.stages:
        for link, after in _sentences(words, stage):
            if summary:
                after = words(f"sum.part.{link}", told=summary, before=before, after=after)
            summary = after
        before = words.after(stage.phase) if stage.phase else before
    summary = words("sum.sentence", summary=capital(summary))
    alsos = dict.fromkeys(_joints(words, option))
    return reduce(lambda told, also: words("say.also", sentence=told, also=also), alsos, summary)


def _joints(words: Words, option: Option) -> Iterator[str]:
    """Yield what each link of a group means; its treatments have names if the option has more."""
    for group in (group for stage in option.stages for group in stage.groups() if group.link):
        names = phrases.enumeration(words, [phrases.treatment(words, tree) for tree in group.trees])
        named = "" if len(group.trees) == len(option.steps) else "named."
        yield words(f"sum.also.{named}{group.link}", names=names)


def _sentences(words: Words, stage: Stage) -> list[tuple[str, str]]:
    """Return the treatments of a stage in sentences, each with its link from the one before."""
    sequence = [] if stage.phase else [*_sequence(stage.items[0])]
    if len(sequence) <= IN_A_SENTENCE:
        return [(stage.link, stage_summary(words, stage))]
    *before, last = sequence
    told = [
        *(phrases.described(words, group.trees[0], more=True) for group in before),
        phrases.of_group(words, last),
    ]
    return [(stage.link, told[0]), *(("then", text) for text in told[1:])]


def _sequence(group: Group) -> Iterator[Group]:
    """Yield a group and those that follow it one by one, by `then`."""
    yield group
    (tree, *others) = group.trees
    if not others and not tree.step.alone and [b.link for b in tree.branches] == ["then"]:
        yield from _sequence(tree.branches[0].group)


def stage_summary(words: Words, stage: Stage) -> str:
    """Return the treatments of a stage, with the name of its phase if it has one."""
    items = phrases.join(
        words, "sum.items", [phrases.of_group(words, item) for item in stage.items]
    )
    if not stage.phase:
        return items
    return words(f"sum.phase.{stage.lead}", phase=words.name(stage.phase), items=items)
