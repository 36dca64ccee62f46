"""One state of the tables as the site that is served: by topic and language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from carepath import settings
from carepath.cache import cached_by_owner
from carepath.layer.reader import Layer
from carepath.model.pathway import Pathways
from carepath.tables.fault import Fault, FaultyTables
from carepath.tables.loader import Snapshot, Tables
from carepath.text.messages import DEFAULT_LANGUAGE, Words
from carepath.text.prompts import Prompt


@dataclass(frozen=True, eq=False)
class Site:
    """One state of a topic's tables in one language: tables, pathways, words and prompts.

    `others` are the other topics that are offered, where there are several.
    """

    tables: Tables
    pathways: Pathways
    languages: tuple[str, ...]
    words: Words
    prompts: tuple[Prompt, ...]
    others: tuple[Site, ...] = ()


Edition = Mapping[str, Mapping[str, Site]]
"""Topic -> language -> site, for one sound state of the tables; the first topic comes first."""


@dataclass(frozen=True, eq=False)
class State:
    """One state of a folder's files, and the edition that is served meanwhile.

    Attributes
    ----------
    files : Snapshot
        The files.
    table_faults : tuple of Fault
        The faults of the files.
    edition : Edition or None
        The content of the files; if they are faulty, the last sound edition, if there is one.
    layer_faults : tuple of Fault
        The faults of a hospital's layer.
    """

    files: Snapshot
    table_faults: tuple[Fault, ...]
    edition: Edition | None
    layer_faults: tuple[Fault, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults: of the tables, then of the layer."""
        return (*self.table_faults, *self.layer_faults)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The hospital's layer in each topic and language that has it."""
        topics = (self.edition or {}).values()
        words = (site.words for sites in topics for site in sites.values())
        return tuple(own.layer for own in words if own.layer)

    @property
    def status(self) -> str:
        """A short account of what is faulty, and of what is served meanwhile."""
        outcomes = []
        if self.table_faults:
            outcomes.append(
                "faulty tables, older ones are served" if self.edition else "faulty tables"
            )
        if self.layer_faults:
            outcomes.append(
                "faulty layer, an older one is shown"
                if self.layers
                else "faulty layer, none is shown"
            )
        return "; ".join(outcomes) or "ok"

    @property
    def offered(self) -> tuple[str, ...]:
        """The topics that the site offers: those of the settings, else the first one."""
        edition = self.edition or {}
        named = tuple(topic for topic in settings.current().topics if topic in edition)
        return named or tuple(edition)[:1]

    def site(self, *languages: str, topic: str = "") -> Site:
        """Return the site in the first of some languages that it offers, else in English.

        It is about a topic, offered or not. Without one, it is about the first topic, if that is
        offered, else about the first that is.

        Raises
        ------
        FaultyTables
            If there is nothing to serve.
        """
        if self.edition is None:
            raise FaultyTables(self.faults)
        first, offered = next(iter(self.edition)), self.offered
        home = first if first in offered else offered[0]
        sites = self.edition.get(topic) or self.edition[home]
        return sites[next((one for one in languages if one in sites), DEFAULT_LANGUAGE)]

    def translations(self, site: Site) -> tuple[Site, ...]:
        """Return a site, and those of its topic in the other languages while it is served."""
        sites = next(
            (topic.values() for topic in (self.edition or {}).values() if site in topic.values()),
            (),
        )
        return (site, *(other for other in sites if other is not site))

    def offering(self) -> State:
        """Return the state with the other offered topics at each site, if there are several."""
        return _offering(self, self.offered) if len(self.offered) > 1 else self


@cached_by_owner(maxsize=1)
def _offering(state: State, offered: tuple[str, ...]) -> State:
    edition = {
        topic: {
            language: replace(
                own,
                others=tuple(state.site(language, topic=one) for one in offered if one != topic),
            )
            for language, own in sites.items()
        }
        for topic, sites in (state.edition or {}).items()
    }
    return replace(state, edition=edition)
