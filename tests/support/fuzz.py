"""How hard the fuzz tests try.

They try the same examples on every run, so that a run tells about the change and not about luck.
`CAREPATH_FUZZ=50 make test PYTEST_ARGS="tests/unit/test_fuzz_*.py"` tries fifty times as many, new
ones on every run.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("CAREPATH_FUZZ") or 1)


def tries(examples: int) -> settings:
    """Return settings for a test that tries so many examples in a usual run."""
    return settings(
        max_examples=examples * TIMES,
        derandomize=TIMES == 1,
        deadline=None,
        database=None,
        # A loaded machine is slow; what is tried counts, not how fast.
        suppress_health_check=[HealthCheck.too_slow],
    )
