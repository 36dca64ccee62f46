"""Parts of sentences: enumerations, and steps, groups and branches as phrases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from carepath.model.options import Group, Step, StepTree
from carepath.text.messages import Words


def enumeration(words: Words, names: Sequence[str]) -> str:
    """Return names as a list inside a sentence, such as `a, b, and c`."""
    if len(names) < 3:
        return join(words, "list.pair", names)
    return words("list.last", before=join(words, "list.comma", names[:-1]), after=names[-1])


def join(words: Words, joint: str, phrases: Sequence[str]) -> str:
    """Return phrases with the word of a joint between each and the next."""
    return reduce(lambda before, after: words(joint, before=before, after=after), phrases)


def treatment(words: Words, tree: StepTree, named: Callable[[str], str] | None = None) -> str:
    """Return the name of a tree's treatment, and that it is given alone if it only is so."""
    name = (named or words.name)(tree.step.treatment)
    return words("sum.alone", summary=name) if tree.only_alone else name


def described(
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
        both = join(words, "list.comma", [*filter(None, (purpose, whom))])
        return words("sum.aside", summary=phrase, aside=both)
    if purpose:
        phrase = words("sum.purpose", summary=phrase, purpose=purpose)
    if whom:
        phrase = words("sum.whom", summary=phrase, whom=whom)
    return phrase


def phases_inside(words: Words, step: Step) -> str:
    """Return the phases that a step's treatment is made of, under their lead; "" without any."""
    if not step.inside:
        return ""
    names = enumeration(words, [*map(words.name, step.inside.phases)])
    return words("inside.phases", lead=words(f"lead.{step.inside.lead}"), phases=names)


def of_group(words: Words, group: Group, short: bool = False, more: bool = False) -> str:
    """Return the trees of a group with its link; `short` and `more` are as in `_tree`."""
    last = group.trees[-1]
    phrases = [_tree(words, tree, short, more or tree is not last) for tree in group.trees]
    if group.link == "and":
        return enumeration(words, phrases)
    return join(words, f"sum.{group.link}", phrases)


def _tree(words: Words, tree: StepTree, short: bool, more: bool) -> str:
    """Return a step and its branches; `short` omits whom it is for, its purpose, and branches.

    The branches that `short` omits are those of a step that may be given alone. `more` is as in
    `described`.
    """
    step = tree.step
    sequel = bool(tree.branches) and not step.alone
    phrase = treatment(words, tree) if short else described(words, tree, more=more or sequel)
    if step.alone and tree.branches:
        return phrase if short else words("sum.ways", before=phrase, ways=branches(words, tree))
    if tree.branches:
        last = tree.branches[-1]
        groups = [
            of_group(words, branch.group, short, more or branch is not last)
            for branch in tree.branches
        ]
        after = join(words, "sum.or", groups)
        phrase = words(f"sum.{tree.branches[0].link}", before=phrase, after=after)
    return phrase


def branches(words: Words, tree: StepTree) -> str:
    """Return how a step that may be given alone is given: alone, or with one of its branches."""
    ways = [
        words(f"sum.way.{branch.link}", after=of_group(words, branch.group))
        for branch in tree.branches
    ]
    return join(words, "sum.or-ways", [words("sum.way.alone"), *ways])
