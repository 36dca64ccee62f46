"""Usage of a process: memory, processor time, handles and threads, read from Linux's /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """Resident memory in MB, seconds of processor time so far, open handles, threads."""

    memory: float
    seconds: float
    handles: int
    threads: int


def usage(pid: int) -> Usage:
    """Return what a process uses now."""
    process = Path("/proc") / str(pid)
    # The name of the program, in brackets, may hold spaces; the numbers follow it.
    numbers = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return Usage(
        memory=int((process / "statm").read_text(encoding="utf-8").split()[1]) * PAGE_MB,
        seconds=(int(numbers[11]) + int(numbers[12])) / TICKS,
        handles=sum(1 for _ in (process / "fd").iterdir()),
        threads=int(numbers[17]),
    )
