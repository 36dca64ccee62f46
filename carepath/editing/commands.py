"""The commands of the command line that editors use.

What they need is imported when they run, because no other command does.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from carepath import library


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to those of the command line."""
    workbook = commands.add_parser(
        "workbook",
        help="write a topic's tables as an Excel workbook, or read them back",
        description="Write the tables of a topic as an Excel workbook, or read them back. "
        "docs/workbook.md leads through it.",
    )
    ways = workbook.add_subparsers(required=True, metavar="out|in")
    out = ways.add_parser("out", help="write a workbook", description="Write a workbook.")
    out.add_argument("file", type=Path, metavar="FILE.xlsx", help="the workbook; a new file")
    out.add_argument("--topic", default="", metavar="ID", help="default: the first topic")
    out.add_argument(
        "--since",
        type=Path,
        metavar="OLD",
        help="an older workbook of the topic, or a folder with older tables, to mark the English "
        "texts that have changed (default: the edition before the live one, or else the last "
        "commit of the tables)",
    )
    out.set_defaults(run=_out)
    back = ways.add_parser(
        "in",
        help="read a workbook, check it and write all tables to a folder",
        description="Read a workbook and check it. Print what has changed and write all tables to "
        "a folder, or print every fault and write FILE-faults.xlsx, which shows them in the cells.",
    )
    back.add_argument("file", type=Path, metavar="FILE.xlsx", help="the workbook")
    back.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="where to write; a new folder, or one with tables",
    )
    back.set_defaults(run=_in)
    publishing = commands.add_parser(
        "publish",
        help="let the tables of a folder be live on the site",
        description="Check the tables of a folder, print what changes for readers, and let them be "
        "live on every replica that shares the folder of CAREPATH_STATE.",
    )
    publishing.add_argument(
        "folder", type=Path, metavar="FOLDER", help="the folder with the tables"
    )
    publishing.set_defaults(run=_publish)
    undoing = commands.add_parser(
        "undo",
        help="let the tables before the last publish be live again",
        description="Let the tables that were live before the last publish be live again.",
    )
    undoing.set_defaults(run=_undo)


def _publish(arguments: argparse.Namespace) -> int:
    from carepath.editing import publication

    return publication.publish(arguments.folder)


def _undo(arguments: argparse.Namespace) -> int:
    from carepath.editing import publication

    return publication.undo()


def _out(arguments: argparse.Namespace) -> int:
    from carepath.editing import workbook

    return workbook.write(arguments.file, library.folder(), arguments.topic, arguments.since)


def _in(arguments: argparse.Namespace) -> int:
    from carepath.editing import workbook

    return workbook.read(arguments.file, arguments.to, library.folder())
