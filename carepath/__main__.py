"""The command line: python -m carepath check [FOLDER]."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from carepath.tables import DATA, FaultyTables, Tables, load


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; those of the process if left out.

    Returns
    -------
    int
        The exit code: 0 for success, 1 for faulty tables.

    Raises
    ------
    SystemExit
        With 2, if the command is not known or its arguments are wrong.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A fault quotes the file, and not every terminal can show every character.
        sys.stdout.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(prog="python -m carepath", description="Work on the tables.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checking = commands.add_parser(
        "check", help="check the tables of a folder", description="Check the tables of a folder."
    )
    checking.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        default=Path(os.environ.get("CAREPATH_DATA") or DATA),
        help="the folder with the CSV files (default: CAREPATH_DATA, else the project's data)",
    )
    checking.set_defaults(run=lambda arguments: check(arguments.folder))
    arguments = parser.parse_args(argv)
    return int(arguments.run(arguments))


def check(folder: Path) -> int:
    """Print ``ok`` and what the tables hold, or every fault, one a line.

    Parameters
    ----------
    folder : Path
        The folder with the CSV files.

    Returns
    -------
    int
        0 if the tables are sound, else 1.
    """
    try:
        tables = load(folder)
    except FaultyTables as faulty:
        for fault in faulty.faults:
            print(fault)
        return 1
    print(f"ok: {_counts(tables)}")
    return 0


def _counts(tables: Tables) -> str:
    explaining = tables.situations["explains"] != ""
    subflows = tables.situations.loc[explaining, "situation"]
    paths = tables.treatments[~tables.treatments["situation"].isin(subflows)]
    languages = [column.removeprefix("text_") for column in tables.words.columns[1:]]
    counts = {
        "situation": int((~explaining).sum()),
        "option": len(paths[["situation", "option"]].drop_duplicates()),
        "step": len(paths),
        "sub-flow": len(subflows),
        "term": len(tables.terms),
        "word": len(tables.words),
        "source": len(tables.sources),
        "kind": len(tables.kinds),
        "note": len(tables.notes),
        "language": len(languages),
    }
    return ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items())


if __name__ == "__main__":
    sys.exit(main())
