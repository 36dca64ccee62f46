"""The project's own tables and what is made of them, for tests that need them while collected.

Tests of the model take the fixtures of conftest.py: mutation testing asks which test runs what.
"""

from __future__ import annotations

from carepath.model import pathway
from carepath.tables.loader import DATA, check, snapshot
from carepath.text import messages
from tests.support import facts

TOPICS = check(snapshot(DATA))
"""The tables of every topic."""
TABLES = TOPICS[facts.TOPIC]
"""Those of the topic that most tests are about."""
PATHS = pathway.build(TABLES)
ENGLISH, SPANISH = (messages.read(TABLES, language) for language in ("en", "es"))
