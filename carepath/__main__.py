"""The command line: python -m carepath serve, check, handouts and others."""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from carepath import check, library, settings
from carepath.editing import commands as editing, folders
from carepath.files import columns, handout, single_page
from carepath.model import origin
from carepath.model.file_urls import LARGE, PAPERS, Paper
from carepath.model.selection import Selection
from carepath.model.urls import address
from carepath.settings import WrongSettings
from carepath.site import Site
from carepath.tables import loader, new_topic
from carepath.text import messages, titles
from carepath.ui import serve
from carepath.watch import report as watch


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; by default, those of the process.

    Returns
    -------
    int
        The exit code: 0 for success, 1 for wrong settings, faulty tables or a folder that cannot be
        written.

    Raises
    ------
    SystemExit
        With 2, if the command is not known or its arguments are wrong.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Faults quote the files, and some terminals cannot show every character.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        host = settings.current()
    except WrongSettings as wrong:
        print(wrong, file=sys.stderr)
        return 1
    parser = argparse.ArgumentParser(
        prog="python -m carepath", description="Serve the site, or work with its tables."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serving = commands.add_parser(
        "serve", help="serve the site", description="Serve the site until it is stopped by Ctrl+C."
    )
    serving.add_argument(
        "--port", type=_port, metavar="NUMBER", default=serve.PORT, help=f"default: {serve.PORT}"
    )
    serving.set_defaults(run=lambda arguments: serve.run(arguments.port))
    checking = commands.add_parser(
        "check", help="check the tables of a folder", description="Check the tables of a folder."
    )
    checking.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        default=host.data,
        help="the folder with the tables, or that of one topic in it "
        "(default: CAREPATH_DATA, else the project's data)",
    )
    checking.add_argument(
        "--against",
        type=Path,
        metavar="FOLDER",
        help="the tables as they were, to name what is gone (default: the folder's last commit)",
    )
    checking.set_defaults(run=lambda arguments: check.run(arguments.folder, arguments.against))
    printing = commands.add_parser(
        "handouts",
        help="write the hand-outs, pages and drawings of all answers",
        description="Write the hand-out of every answer as PDF, also in large print, its page as "
        "one HTML file, and its drawing as SVG and PNG. The tables are those of CAREPATH_DATA, "
        "else the project's own.",
    )
    printing.add_argument(
        "folder", type=Path, metavar="FOLDER", help="where to write; made where it is missing"
    )
    printing.add_argument("--paper", choices=PAPERS, default="letter", help="default: letter")
    printing.add_argument(
        "--lang",
        metavar="LANGUAGE",
        default=messages.DEFAULT_LANGUAGE,
        help="a language of the tables, also at the end of the names of its files "
        f"(default: {messages.DEFAULT_LANGUAGE}, which is not in the names)",
    )
    printing.add_argument(
        "--site",
        metavar="URL",
        type=_site,
        default=host.site or None,
        help="where the site is, for link and QR code (default: CAREPATH_SITE, else without both)",
    )
    printing.set_defaults(
        run=lambda arguments: write_handouts(
            arguments.folder, PAPERS[arguments.paper], arguments.site or "", arguments.lang
        )
    )
    beginning = commands.add_parser(
        "new-topic",
        help="begin a new topic with one row per table",
        description="Write a topic with one row per table, all of them examples. docs/new-topic.md "
        "leads through the rest; check lists what is left to write.",
    )
    beginning.add_argument(
        "folder", type=Path, metavar="FOLDER", help="data/topics/<id>, which must not exist"
    )
    beginning.set_defaults(run=lambda arguments: begin(arguments.folder))
    watching = commands.add_parser(
        "watch",
        help="compare a saved page of a source with the rows that come from it",
        description="Compare a saved page of a source with the rows that come from it. Exits with "
        "1 if there is a difference, with 2 if nothing could be compared.",
    )
    watching.add_argument("page", type=Path, metavar="PAGE.html", help="the page, saved as HTML")
    watching.add_argument(
        "--accept",
        action="store_true",
        help="record the page as it is, after a look at it",
    )
    watching.add_argument(
        "--source", default="", metavar="ID", help="which source it is, if the page doesn't say so"
    )
    watching.set_defaults(
        run=lambda arguments: watch.run(
            arguments.page, host.data, arguments.source, arguments.accept
        )
    )
    previewing = commands.add_parser(
        "preview",
        help="serve the tables of a folder on this computer only, with a list of what differs",
        description="Serve the tables of a folder on this computer only, until it is stopped by "
        "Ctrl+C. Every page lists what differs from the live tables, each with a link to it.",
    )
    previewing.add_argument("folder", type=Path, metavar="FOLDER", help="the tables")
    previewing.add_argument(
        "--port", type=_port, metavar="NUMBER", default=serve.PORT, help=f"default: {serve.PORT}"
    )
    previewing.set_defaults(run=lambda arguments: preview(arguments.folder, arguments.port))
    editing.add(commands)
    arguments = parser.parse_args(argv)
    return int(arguments.run(arguments))


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError(f"not a number from 1 to 65535: {text}")
    return number


def _site(text: str) -> str:
    try:
        return origin.parse(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"it must be {fault}; it is {text!r}") from None


def preview(folder: Path, port: int) -> int:
    """Serve the tables of a folder on this computer only, if they are sound.

    Returns
    -------
    int
        1 if they are not; else it does not return.
    """
    if not check.sound(folder):
        return 1
    if folders.is_older(folder, loader.snapshot(library.folder())):
        print(folders.older_than_live(folder))
    settings.set_preview(folder.resolve(), library.folder())
    where = f"http://{serve.LOOPBACK}:{port}"
    told = f"The preview of {folder} is at {where}, on this computer only. Stop it with Ctrl+C."
    serve.run(port, serve.LOOPBACK, told)
    return 0


def begin(folder: Path) -> int:
    """Write a new topic, and print the names of its files.

    Returns
    -------
    int
        0 if all files were written, else 1.
    """
    try:
        files = new_topic.begin(folder)
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"cannot write {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    print(*files, sep="\n")
    return 0


def write_handouts(folder: Path, paper: Paper, site: str, language: str) -> int:
    """Write the hand-outs, page and drawing of every answer, and print the names of the files.

    The presenter's sheet and a sheet of each answer have two languages beside each other, where the
    tables have several. The files of each offered topic but the first one are in a folder of its
    own.

    Parameters
    ----------
    folder : Path
        The folder of the files, created if missing.
    paper : {"us-letter", "a4"}
        The paper.
    site : str
        The origin of the site. If others cannot reach it, the hand-outs have no link or QR code.
    language : str
        The language of the hand-outs and of the pages that they link to.

    Returns
    -------
    int
        0 if all files were written, else 1.
    """
    topics, layer = check.sound(library.folder()), settings.current().layer
    if not topics or (layer and not check.layer(layer, topics)):
        return 1
    state = library.state(library.folder())
    offered = state.site().languages
    if language not in offered:
        print(f"not a language of the tables: {language} ({', '.join(offered)})", file=sys.stderr)
        return 1
    reaches_others = origin.reaches_others(site)
    if not reaches_others:
        print(
            "no --site that others can reach: the sheets have no link or QR code", file=sys.stderr
        )
    try:
        for topic in state.offered:
            own = state.site(language, topic=topic)
            others = [state.site(one, topic=topic) for one in own.languages if one != language]
            _write_topic(
                folder / own.pathways.parameter,
                (own, *others),
                paper,
                site if reaches_others else "",
            )
    except OSError as error:
        print(f"cannot write {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _write_topic(folder: Path, sites: tuple[Site, ...], paper: Paper, site: str) -> None:
    """Write the files of a topic in the first language of its sites."""
    own = sites[0]
    words, pathways = own.words, own.pathways
    ending = "" if words.language == messages.DEFAULT_LANGUAGE else f"-{words.language}"
    folder.mkdir(parents=True, exist_ok=True)
    slides = address(site, titles.path("present"), Selection(topic=pathways.parameter))
    _write(
        folder / f"presenter{ending}.pdf", columns.presenter(sites, slides if site else "", paper)
    )
    for name, answers in pathways.names.items():
        chosen = Selection(answers, lang=words.language, topic=pathways.parameter)
        link = address(site, "", chosen) if site else ""
        situation = pathways.routes[answers]
        content = {
            ".pdf": handout.pdf(words, pathways, answers, link, paper=paper),
            ".html": single_page.html(sites, answers, site),
            ".svg": handout.drawing_svg(words, situation).encode(),
            ".png": handout.drawing_png(words, situation),
            f"-{LARGE}.pdf": handout.pdf(words, pathways, answers, link, paper=paper, large=True),
        }
        if len(sites) > 1:
            shared = address(site, "", Selection(answers, topic=pathways.parameter)) if site else ""
            content["-interpreter.pdf"] = columns.family(sites, answers, shared, paper)
        for end, data in content.items():
            _write(folder / f"{name}{ending}{end}", data)


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    print(file)


if __name__ == "__main__":
    sys.exit(main())
