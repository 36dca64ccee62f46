"""Situations, options and steps in sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

from carepath.model.options import Group, Option, Stage, Step, StepTree
from carepath.model.pathway import Situation
from carepath.tables.routing import Answers
from carepath.tables.vocabulary import ITEM, OPTIONAL, ORDERED
from carepath.text.messages import Words, capital


def lead(words: Words, situation: Situation) -> str:
    """Return the source's sentence above a list, such as `Treatment may include`."""
    return words(f"lead.{situation.lead}")


@dataclass(frozen=True)
class Statement:
    """The statement of a situation, its meaning, and what a family can do.

    `added` says that the situation's own list does not repeat the statement, and is "" if it does.
    """

    text: str
    meaning: str
    action: str
    added: str


def statement(words: Words, situation: Situation, answers: Answers) -> Statement | None:
    """Return the statement that holds for a situation and answers to it, if there is one."""
    stating = situation.stating(answers)
    row = words.situations[stating]
    if not row["statement"]:
        return None
    added = "" if stating == situation.id else words("statement.added")
    return Statement(row["statement"], row["meaning"], row["action"], added)


def answers_line(words: Words, answers: Answers) -> str:
    """Return answers in one line."""
    return " ".join(_answer_line(words, *pair) for pair in answers)


def _answer_line(words: Words, question: str, answer: str) -> str:
    """Return an answer's own line, or that of its question with the answer in it."""
    row = words.answers[question, answer]
    return row["line"] or words.questions[question]["line"].format(answer=row["within"])


def answers_name(words: Words, answers: Answers) -> str:
    """Return answers as a name, such as `Low risk, The same area`."""
    return _join(words, "list.comma", [words.answers[pair]["text"] for pair in answers])


def enumeration(words: Words, names: Sequence[str]) -> str:
    """Return names as a list inside a sentence, such as `a, b, and c`."""
    if len(names) < 3:
        return _join(words, "list.pair", names)
    return words("list.last", before=_join(words, "list.comma", names[:-1]), after=names[-1])


def _join(words: Words, joint: str, phrases: Sequence[str]) -> str:
    return reduce(lambda before, after: words(joint, before=before, after=after), phrases)


# --- One step -------------------------------------------------------------------------------------


def step_sentence(words: Words, option: Option, step: Step) -> str:
    """Return a step as a sentence: what it follows or belongs to, by which link, and for whom."""
    stage, group, tree = _position(option, step)
    sentence = capital(_in_phase(words, option, stage, _link_phrase(words, option, stage, tree)))
    if group.link:
        sentence = words("say.also", sentence=sentence, also=_companions(words, group, tree))
    if step.alone and tree.branches:
        branches = words("say.ways", ways=_branches(words, tree))
        sentence = words("say.also", sentence=sentence, also=branches)
    return sentence


def _companions(words: Words, group: Group, tree: StepTree) -> str:
    """Return a sentence on the steps that belong together with one of them."""
    first = group.trees[0]
    if group.link == OPTIONAL and tree is not first:
        return words("say.may-be-left-out", name=words.the(first.step.treatment))
    others = [treatment(words, other) for other in group.trees if other is not tree]
    return words(f"say.beside.{group.link}", others=enumeration(words, others))


def _link_phrase(words: Words, option: Option, stage: Stage, tree: StepTree) -> str:
    """Return a step with its link to the step before."""
    step = tree.step
    if _is_branch_of_alone(option, step):
        before = words.name(_predecessor(option, step))
        return words(f"say.way.{step.link}", before=before, name=_described(words, tree))
    if step.link in ORDERED and not _enters_phase(option, step):
        phrase = _order_phrase(words, option, tree)
        return phrase[:1].lower() + phrase[1:] if stage.phase else phrase
    return words("say.first", name=_described(words, tree))


def _in_phase(words: Words, option: Option, stage: Stage, phrase: str) -> str:
    """Return the phrase of a step with the phase it belongs to, if any."""
    if not stage.phase:
        return phrase
    phrase = words("say.phase", phase=words.name(stage.phase), sentence=phrase)
    if not stage.link:
        return phrase
    before = words.after(_predecessor(option, stage.items[0].trees[0].step))
    return words("say.later-phase", before=before, sentence=phrase)


def _order_phrase(words: Words, option: Option, tree: StepTree) -> str:
    """Return a step with the step that it comes after; the second alternative begins with "or"."""
    step = tree.step
    before, name = words.after(_predecessor(option, step)), _described(words, tree)
    if step.link == "may-then" and step.phase != _step_before(option, step).phase:
        return words("say.may-follow-a-phase", before=before, name=name)
    alternatives = [
        other.number
        for other in option.steps
        if other.follows == step.follows and other.link in ORDERED and other.phase == step.phase
    ]
    if step.link == "may-then":
        name = _described(words, tree, words.the)
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


def treatment(words: Words, tree: StepTree, named: Callable[[str], str] | None = None) -> str:
    """Return the name of a tree's treatment, and that it is given alone if it only is so."""
    name = (named or words.name)(tree.step.treatment)
    return words("sum.alone", summary=name) if tree.only_alone else name


def _described(
    words: Words,
    tree: StepTree,
    named: Callable[[str], str] | None = None,
    more: bool = False,
) -> str:
    """Return a treatment with its purpose and whom it is for.

    They are in brackets if there is `more` to the phrase, so that it doesn't seem to be about them.
    """
    step = tree.step
    phrase = treatment(words, tree, named)
    purpose = words(f"purpose.{step.purpose}") if step.purpose else ""
    whom = words(f"whom.{step.whom}") if step.whom else ""
    if more and (purpose or whom):
        both = _join(words, "list.comma", [*filter(None, (purpose, whom))])
        return words("sum.aside", summary=phrase, aside=both)
    if purpose:
        phrase = words("sum.purpose", summary=phrase, purpose=purpose)
    if whom:
        phrase = words("sum.whom", summary=phrase, whom=whom)
    return phrase


def step_name(words: Words, option: Option, step: Step) -> str:
    """Return the name of a step's treatment, and that it is given alone if it only is so."""
    return treatment(words, _position(option, step)[2])


# --- A whole option -------------------------------------------------------------------------------


def option_name(words: Words, option: Option) -> str:
    """Return the name of an option: its phases, or its treatments with the source's links."""
    if option.phases:
        return capital(_join(words, "sum.then", [*map(words.name, option.phases)]))
    return capital(_group(words, option.stages[0].items[0], short=True))


def option_summary(words: Words, option: Option) -> str:
    """Return an option as sentences: its treatments, for whom, and in which order if stated."""
    summary = before = ""
    for stage in option.stages:
        after = stage_summary(words, stage)
        if summary:
            after = words(f"sum.part.{stage.link}", told=summary, before=before, after=after)
        summary = after
        before = words.after(stage.phase) if stage.phase else before
    summary = words("sum.sentence", summary=capital(summary))
    links = (group.link for stage in option.stages for group in stage.groups())
    for link in dict.fromkeys(filter(None, links)):
        summary = words("say.also", sentence=summary, also=words(f"sum.also.{link}"))
    return summary


def stage_summary(words: Words, stage: Stage) -> str:
    """Return the treatments of a stage, with the name of its phase if it has one."""
    items = _join(words, "sum.items", [_group(words, item) for item in stage.items])
    return words("sum.phase", phase=words.name(stage.phase), items=items) if stage.phase else items


def _group(words: Words, group: Group, short: bool = False, more: bool = False) -> str:
    last = group.trees[-1]
    phrases = [_tree(words, tree, short, more or tree is not last) for tree in group.trees]
    if group.link == "and":
        return enumeration(words, phrases)
    return _join(words, f"sum.{group.link}", phrases)


def _tree(words: Words, tree: StepTree, short: bool, more: bool) -> str:
    """Return a step and its branches; `short` omits whom it is for, its purpose, and branches.

    The branches that `short` omits are those of a step that may be given alone. `more` is as in
    `_described`.
    """
    step = tree.step
    sequel = bool(tree.branches) and not step.alone
    phrase = treatment(words, tree) if short else _described(words, tree, more=more or sequel)
    if step.alone and tree.branches:
        return phrase if short else words("sum.ways", before=phrase, ways=_branches(words, tree))
    if tree.branches:
        last = tree.branches[-1]
        groups = [
            _group(words, branch.group, short, more or branch is not last)
            for branch in tree.branches
        ]
        after = _join(words, "sum.or", groups)
        phrase = words(f"sum.{tree.branches[0].link}", before=phrase, after=after)
    return phrase


def _branches(words: Words, tree: StepTree) -> str:
    """Return how a step that may be given alone is given: alone, or with one of its branches."""
    branches = [
        words(f"sum.way.{branch.link}", after=_group(words, branch.group))
        for branch in tree.branches
    ]
    return _join(words, "sum.or-ways", [words("sum.way.alone"), *branches])
