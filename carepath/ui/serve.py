"""Starting the site: the checks before a start, and the command."""

from __future__ import annotations

import errno
import socket
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from carepath import library, settings
from carepath.settings import WrongSettings

SERVER = Path(__file__).parents[2] / "server.py"
PORT = 8501
LOOPBACK = "127.0.0.1"

_hosted = False


def faults() -> tuple[str, ...]:
    """Return why the site can't start with these settings, one sentence per fault."""
    try:
        settings.current()
    except WrongSettings as wrong:
        return wrong.faults
    # Imported lazily, here and below: commands that read tables start faster without Streamlit.
    from streamlit import get_option

    path = get_option("server.baseUrlPath")
    if path:
        return (
            "server.baseUrlPath must be empty, because Carepath needs a host of its own, as in "
            f"https://carepath.example.org; it is {path!r}.",
        )
    return ()


def host() -> None:
    """Mark the site as hosted: pages link to files by URL, and each runs inside `app.py`.

    Raises
    ------
    SystemExit
        With the faults of the settings, if there are any, or if the server of rooms isn't there.
    """
    global _hosted
    if problems := faults():
        sys.exit("\n".join(problems))
    from streamlit.runtime.pages_manager import PagesManager

    # `st.navigation` does the same, but only in the first run. A replica that takes over a page has
    # to run all of `app.py` at once, not just a script of `pages/`.
    PagesManager.uses_pages_directory = False
    if address := settings.current().rooms:
        _look_for(address)
    if settings.current().layer:
        # The log names the faults of a layer before anyone opens a page.
        library.state(library.folder())
    _read_theme_once()
    _look_up_radios()
    settings.fix()
    _hosted = True


def _look_for(address: str) -> None:
    """Exit with a sentence if the server that shares rooms isn't there."""
    # Imported lazily: only a site with such a server needs its client.
    from carepath.rooms import shared

    try:
        shared.check(address)
    except OSError as error:
        sys.exit(f"CAREPATH_ROOMS names {address}, which does not answer: {error}")


def _read_theme_once() -> None:
    """Let Streamlit read each section of its theme once.

    It does so in every run, although the theme doesn't change while a site runs.
    """
    from streamlit.proto.NewSession_pb2 import CustomThemeConfig
    from streamlit.runtime import app_session

    @cache
    def section_of(section: str) -> CustomThemeConfig:
        theme = CustomThemeConfig()
        read(theme, section)
        return theme

    def populate(msg: CustomThemeConfig, section: str = "theme") -> None:
        msg.MergeFrom(section_of(section))

    read = app_session._populate_theme_msg
    app_session._populate_theme_msg = populate


def _look_up_radios() -> None:
    """Let each radio look for its own value alone in the state of a session.

    Streamlit copies all of the state for it, with the values of all components.
    """
    from streamlit.elements.widgets import radio
    from streamlit.runtime.state import SafeSessionState

    @dataclass(frozen=True)
    class Whole:
        filtered_state: SafeSessionState

    # Not by its name, because the module only imports it.
    names = vars(radio)
    state_of = names["get_session_state"]
    names["get_session_state"] = lambda: Whole(state_of())


def is_hosted() -> bool:
    """Return whether the app runs with the site's routes, as `server.py` does."""
    return _hosted


def styles(*files: Path) -> str:
    """Return the content of style sheets, "" on a hosted site, whose documents have all of them."""
    return "" if _hosted else "".join(file.read_text(encoding="utf-8") for file in files)


def run(port: int, address: str = "", told: str = "") -> None:
    """Serve the site at a port until the process ends.

    Parameters
    ----------
    port : int
        The port.
    address : str
        The address to listen at; by default, that of Streamlit's settings.
    told : str
        What to print in place of Streamlit's lines about where the site is.

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
    if told:
        print(told, flush=True)
    from streamlit.web import cli

    options = ["--logger.hideWelcomeMessage", "true"] if told else []
    options += ["--server.address", address] if address else []
    cli.main(["run", str(SERVER), "--server.port", str(port), *options], prog_name="streamlit")


def _is_in_use(port: int) -> bool:
    """Return whether another program listens at a port, on any address, as Streamlit does."""
    both = socket.has_dualstack_ipv6()
    family = socket.AF_INET6 if both else socket.AF_INET
    try:
        socket.create_server(("", port), family=family, dualstack_ipv6=both).close()
    except OSError as error:
        # Streamlit reports any other error itself, and works without IPv6.
        return error.errno == errno.EADDRINUSE
    return False
