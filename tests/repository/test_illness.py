"""Nothing names an illness but the tables of its topic, the documentation and the tests."""

from __future__ import annotations

import re

from harness.paths import ROOT
from tests.support.repository import tracked

ELSEWHERE = ("tests/", "docs/", "data/topics/", "README.md", "CHANGELOG.md")
ILLNESS = re.compile(
    "(neuro|osteo|retino)?blastoma|sarcoma|leuk|lymphoma|kidney|MIBG", re.IGNORECASE
)


def test_no_code_and_no_shared_table_names_an_illness() -> None:
    searched = [path for path in tracked() if not str(path.relative_to(ROOT)).startswith(ELSEWHERE)]
    named = []
    for path in searched:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        named += [f"{path.relative_to(ROOT)}: {match[0]}" for match in ILLNESS.finditer(text)]
    assert len(searched) > 100
    assert named == []
