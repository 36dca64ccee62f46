"""Tells how many mutants the tests let live; fails above a tenth. After `mutmut run`."""

import json
import subprocess
import sys
from pathlib import Path

STATS = Path("mutants/mutmut-cicd-stats.json")
MOST = 0.1


def judged(stats: dict[str, int]) -> tuple[str, bool]:
    """Return what the counts of mutmut say, and whether too many live."""
    dead = stats["killed"] + stats["timeout"]
    alive = stats["total"] - dead
    share = alive / stats["total"]
    return f"{alive} of {stats['total']} mutants live ({share:.1%})", share > MOST


if __name__ == "__main__":
    mutmut = [sys.executable, "-m", "mutmut"]
    subprocess.run([*mutmut, "export-cicd-stats"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*mutmut, "results"], check=True)
    told, too_many = judged(json.loads(STATS.read_text(encoding="utf-8")))
    print(told)
    sys.exit(int(too_many))
