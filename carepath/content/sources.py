"""Facts of the About page: sources, check-list scores, reading grade."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from carepath.cache import cached_by_owner
from carepath.content import scores
from carepath.model.options import Reference
from carepath.site import Site
from carepath.tables import reviews
from carepath.tables.vocabulary import ROLES, TRANSLATOR
from carepath.text.messages import DEFAULT_LANGUAGE, Words


@cached_by_owner(maxsize=1)
def facts(site: Site) -> dict[str, object]:
    """Return the values of `templates/sources.html`, cached for all readers."""
    words = site.words
    named = Counter(
        source
        for situation in (*site.pathways.situations, *site.pathways.inside.values())
        for option in situation.options
        for step in option.steps
        for source in {reference.source for reference in step.references}
    )
    return {
        "sources": list(words.sources),
        "counts": {source: named[source] for source in words.sources},
        "pages": _pages(words),
        "hardest": scores.hardest(site.tables.reading.rows, words.language),
        "scores": scores.read(site.tables.scores.rows),
        **_signed(site),
    }


@dataclass(frozen=True)
class Signatures:
    """Signatures of a role; `what` is the end of the id of the word that tells of them."""

    what: str
    signed: int
    count: int
    day: str


def _signed(site: Site) -> dict[str, object]:
    """Return what reviewers have signed, and whether no doctor or nurse has signed anything."""
    signatures = [
        Signatures(
            own.role if own.language == DEFAULT_LANGUAGE else f"translation.{own.role}",
            own.signed,
            own.count,
            own.day,
        )
        for own in reviews.summary(site.tables, site.words.language)
    ]
    clinicians = {role for role in ROLES if role != TRANSLATOR}
    signing = {own.what.rpartition(".")[2] for own in signatures}
    return {"signed": signatures, "unsigned": signing.isdisjoint(clinicians)}


def _pages(words: Words) -> dict[str, list[Reference]]:
    """Return, by source, the references that have their own page."""
    pages: dict[str, list[Reference]] = {}
    for sections in words.effects.values():
        for reference in (run.reference for section in sections for run in section.runs):
            known = pages.setdefault(reference.source, [])
            if words.citation_url(reference) != words.sources[reference.source]["url"]:
                known.extend([] if reference in known else [reference])
    return pages
