"""What the tables rest on, and how well: all that the Sources page tells."""

from __future__ import annotations

from carepath import plainness, scores
from carepath.cache import cached_by_owner
from carepath.site import Site


@cached_by_owner(maxsize=1)
def facts(site: Site) -> dict[str, object]:
    """Return what `templates/sources.html` shows of a site, kept for all readers."""
    words = site.words
    counts = site.tables.treatments.frame["source"].value_counts()
    return {
        "sources": list(words.sources),
        "counts": {source: int(counts.get(source, 0)) for source in words.sources},
        "hardest": plainness.hardest(site.tables.reading.rows, words.language),
        "scores": scores.read(site.tables.scores.rows),
    }
