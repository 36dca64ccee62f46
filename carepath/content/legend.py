"""The signs between the boxes of a drawing, which its legend explains."""

from __future__ import annotations

from carepath.model.options import StepTree
from carepath.model.pathway import Situation
from carepath.tables.vocabulary import COMPANIONS, LEADS, ORDERED, WAYS

SIGNS = (
    *(*ORDERED, *COMPANIONS, *(f"phase-{lead}" for lead in LEADS)),
    *(*(f"way-{link}" for link in WAYS), "or", "alone"),
)


def signs(situation: Situation) -> tuple[str, ...]:
    """Return the signs the legend explains, in a fixed order, only those that are drawn."""
    used = set()
    for option in situation.options:
        used |= {f"phase-{stage.lead}" for stage in option.stages if stage.phase}
        trees = [
            tree for stage in option.stages for group in stage.groups() for tree in group.trees
        ]
        # A way that a step may be given has a word of its own.
        ways = [branch for tree in trees if _alone(tree) for branch in tree.branches]
        first = [tree.step for branch in ways for tree in branch.group.trees]
        used |= {f"way-{branch.link}" for branch in ways}
        used |= {step.link for step in option.steps if step.link and step not in first}
        used |= {"or" for tree in trees if len(tree.branches) > 1 or _alone(tree)}
        used |= {"alone" for tree in trees if _alone(tree)}
    return tuple(sign for sign in SIGNS if sign in used)


def _alone(tree: StepTree) -> bool:
    return tree.step.alone and bool(tree.branches)
