"""Fails if a pinned package has a known security fault. Usage: audit.py REQUIREMENTS.

Where the list of faults cannot be reached, that is said, and nothing fails: a machine without a
network can still check everything else.
"""

import json
import subprocess
import sys
from collections.abc import Sequence

SECONDS = 45
COMMAND = [
    *(sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"),
    *("--timeout", "5", "--require-hashes", "--disable-pip", "--requirement"),
]


def judged(report: str) -> tuple[list[str], bool]:
    """Return what a report of pip-audit says, a line each, and whether there is a fault."""
    try:
        packages = json.loads(report)["dependencies"]
    except ValueError:
        return ["not audited: the list of known faults cannot be reached"], False
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    audited = [package for package in packages if "skip_reason" not in package]
    faults = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for package in audited
        for fault in package["vulns"]
    ]
    if not audited:
        return ["not audited: the list of known faults knows none of these packages"], False
    lines = [f"packages audited: {len(audited)}, known faults: {len(faults)}", *faults]
    return lines + ([f"not audited: {', '.join(skipped)}"] if skipped else []), bool(faults)


def audit(requirements: str, command: Sequence[str] = COMMAND, seconds: float = SECONDS) -> int:
    """Audit a list of requirements, print what is found and return the exit code."""
    try:
        done = subprocess.run(
            [*command, requirements],
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )
        lines, faulty = judged(done.stdout)
    except subprocess.TimeoutExpired:
        lines, faulty = [f"not audited: no answer within {seconds:g} seconds"], False
    print("\n".join(lines))
    return int(faulty)


if __name__ == "__main__":
    sys.exit(audit(sys.argv[1]))
