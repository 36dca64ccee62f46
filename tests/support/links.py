"""What a link may hold, known and foreign."""

from __future__ import annotations

from hypothesis import strategies as st

from carepath.model.selection import addresses
from tests.support import facts
from tests.support.project_data import PATHS
from tests.support.selections import ANSWERS

LANGUAGES = ("en", "es")
STEPS = sorted(
    {
        address
        for situation in PATHS.situations
        for steps in addresses(situation, PATHS).values()
        for address in steps
    }
)
KNOWN = [*facts.GROUPS, *facts.PLACES, *ANSWERS, *LANGUAGES, *STEPS]
FOREIGN = st.one_of(st.sampled_from(["embed", "utm_source", "amp", "", "__proto__"]), st.text())
