"""Starting the site: what is checked before, and the command that does it."""

from __future__ import annotations

import errno
import socket
import sys
from pathlib import Path

from carepath import settings
from carepath.settings import WrongSettings

SERVER = Path(__file__).parents[2] / "server.py"
PORT = 8501

_hosted = False


def faults() -> tuple[str, ...]:
    """Return why the site cannot start with these settings, a sentence each."""
    try:
        settings.current()
    except WrongSettings as wrong:
        return wrong.faults
    # Imported here, as below: the commands that read tables are quicker without Streamlit.
    from streamlit import get_option

    path = get_option("server.baseUrlPath")
    if path:
        return (
            "server.baseUrlPath must be empty, because Carepath needs a host of its own, as in "
            f"https://carepath.example.org; it is {path!r}.",
        )
    return ()


def host() -> None:
    """Let pages link to the files that the site's routes serve, and have each run in its frame.

    Raises
    ------
    SystemExit
        With the faults of the settings, if there are any.
    """
    global _hosted
    if found := faults():
        sys.exit("\n".join(found))
    from streamlit.runtime.pages_manager import PagesManager

    # As `st.navigation` does, but before the first run: a copy that takes over a page runs all of
    # it at once, not a script of `pages/` alone.
    PagesManager.uses_pages_directory = False
    _hosted = True


def is_hosted() -> bool:
    """Return whether the site's routes stand beside the app, as they do with server.py."""
    return _hosted


def run(port: int) -> None:
    """Serve the site at a port until the process is ended.

    Raises
    ------
    SystemExit
        With a sentence, if the port is in use or server.py refuses the settings; else as Streamlit
        ends.
    """
    if _is_in_use(port):
        sys.exit(
            f"Port {port} is in use. Choose another one: "
            "python -m carepath serve --port NUMBER, or make run PORT=NUMBER."
        )
    from streamlit.web import cli

    cli.main(["run", str(SERVER), "--server.port", str(port)], prog_name="streamlit")


def _is_in_use(port: int) -> bool:
    """Return whether another program listens at a port, on any address as Streamlit will."""
    both = socket.has_dualstack_ipv6()
    family = socket.AF_INET6 if both else socket.AF_INET
    try:
        socket.create_server(("", port), family=family, dualstack_ipv6=both).close()
    except OSError as error:
        # Whatever else is wrong, Streamlit tells; it also manages without IPv6.
        return error.errno == errno.EADDRINUSE
    return False
