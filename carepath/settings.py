"""Settings from environment variables whose names begin with CAREPATH_.

No other module reads them. An empty variable counts as unset.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from carepath.model import origin
from carepath.tables import topics
from carepath.tables.columns import SLUG
from carepath.tables.loader import DATA, is_folder

PREFIX = "CAREPATH_"


@dataclass(frozen=True)
class Settings:
    """The settings. A field has the name of its variable in lower case, without CAREPATH_."""

    site: str = ""
    """The origin of the site, without a slash at the end; "" if unknown."""
    data: Path = DATA
    """The folder of the tables."""
    topics: tuple[str, ...] = ()
    """The topics that the site offers, in order; empty for the first one alone."""
    layer: Path | None = None
    """The folder of the hospital's own layer."""
    embed_by: tuple[str, ...] = ()
    """The origins that may show the site in a frame."""
    index: bool = False
    """Whether search engines may list the site."""
    state: Path | None = None
    """The folder that keeps the last sound tables across restarts."""
    rooms: str = ""
    """The Valkey server that shares rooms between replicas; "" for rooms in this process."""
    show_faults: bool = False
    """Whether every page shows the faults of the tables, for editors."""
    preview: Path | None = None
    """The folder of the live tables, if this site is a preview of others."""


class WrongSettings(Exception):
    """Settings that cannot be used; `faults` has one sentence for each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


_fixed: Settings | None = None


def current() -> Settings:
    """Return the settings of this process, parsed once.

    Raises
    ------
    WrongSettings
        If any setting is invalid.
    """
    if _fixed:
        return _fixed
    return _read(tuple((name, os.environ[name]) for name in NAMES if name in os.environ))


def fix() -> None:
    """Keep the settings as they are until the process ends, which spares runs a look at each."""
    global _fixed
    _fixed = current()


def read(environ: Mapping[str, str]) -> Settings:
    """Return the settings of an environment.

    Raises
    ------
    WrongSettings
        If any setting is invalid.
    """
    values: dict[str, object] = {}
    faults: dict[str, str] = {}
    for field, parse in PARSERS.items():
        name = f"{PREFIX}{field.upper()}"
        text = environ.get(name, "").strip()
        if not text:
            continue
        try:
            values[field] = parse(text)
        except ValueError as fault:
            faults[field] = f"{name} must be {fault}; it is {text!r}."
    data = Path(str(values.get("data", DATA)))
    # With a state folder, the site can serve the last sound tables while this folder is missing.
    if "state" not in values and not is_folder(data):
        faults["data"] = f"{PREFIX}DATA must be a folder that exists; it is {str(data)!r}."
    known = topics.installed(data)
    named = _listed(environ.get(f"{PREFIX}TOPICS", ""))
    if "topics" not in faults and known and not {*named} <= {*known}:
        unknown = ", ".join(topic for topic in named if topic not in known)
        faults["topics"] = (
            f"{PREFIX}TOPICS must name topics of {data}: {', '.join(known)}; it names {unknown}."
        )
    if faults:
        raise WrongSettings(tuple(faults[field] for field in PARSERS if field in faults))
    # Every parser returns the type of its field.
    return Settings(**values)  # type: ignore[arg-type]


def set_preview(folder: Path, live: Path) -> None:
    """Let this process be a preview of the tables of a folder, which differ from the live ones."""
    # It keeps nothing, has rooms of its own, and its links lead to this computer.
    for name in ("STATE", "ROOMS", "SITE"):
        os.environ.pop(f"{PREFIX}{name}", None)
    values = {"DATA": str(folder), "PREVIEW": str(live), "SHOW_FAULTS": "1"}
    os.environ.update({f"{PREFIX}{name}": value for name, value in values.items()})


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, re.split(r"[,\s]+", text))))


def _ids(text: str) -> tuple[str, ...]:
    ids = _listed(text)
    if not all(re.fullmatch(SLUG, id) for id in ids):
        raise ValueError("ids of topics, with spaces or commas between them")
    return ids


def _origins(text: str) -> tuple[str, ...]:
    try:
        return tuple(map(origin.parse, _listed(text)))
    except ValueError as fault:
        raise ValueError(f"{fault}, or several with spaces or commas between them") from None


def _folder(text: str) -> Path:
    if not is_folder(Path(text)):
        raise ValueError("a folder that exists")
    return Path(text)


def _writable(text: str) -> Path:
    try:
        with TemporaryFile(dir=text):
            return Path(text)
    except OSError:
        raise ValueError("a folder that exists and can be written to") from None


def _store(text: str) -> str:
    url = urlsplit(text)
    try:
        plain = url.hostname and url.port and text == f"valkey://{url.hostname}:{url.port}"
    except ValueError:
        plain = False
    if not plain:
        raise ValueError("the address of a Valkey server, as in valkey://store.example.org:6379")
    return text


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("0 or 1")
    return text == "1"


PARSERS: dict[str, Callable[[str], object]] = {
    "site": origin.parse,
    "data": Path,
    "topics": _ids,
    "layer": _folder,
    "embed_by": _origins,
    "index": _switch,
    "state": _writable,
    "rooms": _store,
    "show_faults": _switch,
    "preview": _folder,
}
"""The parser of each field. The message of its ValueError says what is allowed."""
NAMES = tuple(f"{PREFIX}{field.upper()}" for field in PARSERS)


@lru_cache(maxsize=1)
def _read(environ: tuple[tuple[str, str], ...]) -> Settings:
    return read(dict(environ))
