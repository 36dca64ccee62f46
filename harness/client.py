"""A visitor without a browser: speaks Streamlit's protocol over a real WebSocket.

It sends what Chromium sends (the address, the state of every widget, the messages it still
holds) and counts an answer only when what it asked for is in it.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Radio_pb2 import Radio
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 60.0
"""Seconds after which a visitor gives up; that counts as an error."""
KEPT_RUNS = 2
"""Runs for which a browser keeps a message that the server asks it to keep."""

Sign = Callable[[Element], bool]
"""Tells whether an element shows what was asked for."""


class Unanswered(Exception):
    """The server ended a run without what was asked for, or with an error on the page."""


def drawing(markup: str) -> Sign:
    """Return the sign of a drawing: exactly this markup in a part of a component."""
    return lambda element: f">{markup}</div>" in _component(element)


def html(part: str) -> Sign:
    """Return the sign of a text: a block of HTML, or the markup of a component, that holds this."""
    return lambda element: part in element.html.body or part in _component(element)


def _component(element: Element) -> str:
    """Return the markup that an element has a component show, if any."""
    return markup(element.bidi_component)


def markup(component: BidiComponent) -> str:
    """Return the markup in the data of a component: packed, or in JSON; "" for none."""
    if _is_packed(component):
        return zlib.decompress(component.bytes).decode()
    return str(values(component).get("html", ""))


def values(component: BidiComponent) -> dict[str, Any]:
    """Return the data of a component that come as JSON, as text or as bytes; {} for none."""
    if _is_packed(component):
        return {}
    found: dict[str, Any] = json.loads(component.json or component.bytes or "{}")
    return found


def _is_packed(component: BidiComponent) -> bool:
    return bool(component.bytes) and not component.bytes.startswith(b"{")


async def fetch(url: str) -> bytes:
    """Return the body of an answer over HTTP; any status but 200 is an error."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        target = f"{where.path or '/'}{where.query and '?'}{where.query}"
        lines = (f"GET {target} HTTP/1.1", f"Host: {where.netloc}", "Connection: close", "", "")
        writer.write("\r\n".join(lines).encode())
        head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
    finally:
        writer.close()
    if head.split(b" ", 2)[1:2] != [b"200"]:
        raise Unanswered(f"{target}: {head[:80]!r}")
    return body


@asynccontextmanager
async def visit(site: str, path: str = "/", query: str = "") -> AsyncIterator[Visit]:
    """Fetch a page of a site and connect, as a browser does whose scripts are in its cache."""
    begin = perf_counter()
    async with asyncio.timeout(PATIENCE):
        shell = await fetch(f"{site}{path}{query and '?'}{query}")
    fetched = perf_counter() - begin
    async with connected(site, path, query, shell, fetched) as visit:
        yield visit


@asynccontextmanager
async def connected(
    site: str, path: str = "/", query: str = "", shell: bytes = b"", fetched: float = 0
) -> AsyncIterator[Visit]:
    """Connect to a site as the scripts of a page do once they are there."""
    async with asyncio.timeout(PATIENCE):
        for name in ("health", "host-config"):
            await fetch(f"{site}/_stcore/{name}")
    where = urlsplit(site)
    async with connect(
        f"ws://{where.netloc}/_stcore/stream",
        origin=Origin(site),
        subprotocols=[Subprotocol("streamlit"), Subprotocol("PLACEHOLDER_AUTH_TOKEN")],
        open_timeout=PATIENCE,
        ping_interval=None,
        max_size=None,
        compression=None,
        proxy=None,
    ) as socket:
        yield Visit(socket, site, path.strip("/"), query, shell, fetched)


class Visit:
    """One connection: what its page holds, and what its reader does.

    `query` is the address the server last gave; `widgets` the elements of the page by their key.
    `messages` are those of the last run. `shell` is the page as it was fetched, after `fetched`
    seconds.
    """

    def __init__(
        self,
        socket: ClientConnection,
        site: str,
        page: str,
        query: str,
        shell: bytes,
        fetched: float,
    ) -> None:
        self.query = query
        self.shell, self.fetched = shell, fetched
        self.widgets: dict[str, Element] = {}
        self.messages: list[ForwardMsg] = []
        self._socket = socket
        self._site = site
        self._page, self._page_hash = page, ""
        self._hashes: dict[str, str] = {}
        self._states: dict[str, WidgetState] = {}
        self._kept: dict[str, tuple[int, Element]] = {}
        self._runs = 0

    async def open(self, *signs: Sign) -> float:
        """Ask for the page, the first time; return the seconds until all of it is there."""
        return await self._run(signs)

    async def again(self, *signs: Sign) -> float:
        """Have the page run again as it is."""
        return await self._run(signs)

    async def choose(self, key: str, at: int, *signs: Sign) -> float:
        """Choose an answer of a radio; return the seconds until what it brings is there."""
        radio = self.widgets[key].radio
        self._states[radio.id] = WidgetState(id=radio.id, string_value=radio.options[at])
        return await self._run(signs)

    async def tick(self, key: str, *signs: Sign) -> float:
        """Tick a box, or take the tick off."""
        name = self.widgets[key].checkbox.id
        now = not self._states[name].bool_value
        self._states[name] = WidgetState(id=name, bool_value=now)
        return await self._run(signs)

    async def tap(self, key: str, choice: dict[str, str], *signs: Sign) -> float:
        """Tap a box of a drawing; the server has taken it in once the address names it."""
        name = f"$$STREAMLIT_INTERNAL_KEY_{self.widgets[key].bidi_component.id}__events"
        event = json.dumps([{"event": "chosen", "value": choice}])
        took = await self._run(signs, WidgetState(id=name, json_trigger_value=event))
        if missing := [f"{k}={v}" for k, v in choice.items() if f"{k}={v}" not in self.query]:
            raise Unanswered(f"not in the address {self.query!r}: {missing}")
        return took

    async def go(self, page: str, *signs: Sign) -> float:
        """Follow a link to another page, which keeps the address."""
        self._page, self._page_hash = page, self._hashes[page]
        return await self._run(signs)

    async def take(self, path: str) -> bytes:
        """Fetch a file of the site."""
        async with asyncio.timeout(PATIENCE):
            return await fetch(f"{self._site}{path}")

    async def _run(self, signs: tuple[Sign, ...], trigger: WidgetState | None = None) -> float:
        """Have the script run; return the seconds until every sign is seen, at its end."""
        begin, took, missing = perf_counter(), 0.0, [*signs]
        await self._socket.send(self._request(trigger).SerializeToString())
        self._runs += 1
        self.widgets, self.messages, mounted = {}, [], set[str]()
        async with asyncio.timeout(PATIENCE):
            while (message := await self._receive()).WhichOneof("type") != "script_finished" or (
                message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                for element in self._shown(message):
                    mounted.add(self._mount(element))
                    missing = [sign for sign in missing if not sign(element)]
                    took = took or (0.0 if missing else perf_counter() - begin)
        if missing or not signs:
            raise Unanswered(f"{len(missing)} of {len(signs)} things asked for did not come")
        self._states = {name: state for name, state in self._states.items() if name in mounted}
        self._kept = {
            name: (run, element)
            for name, (run, element) in self._kept.items()
            if self._runs - run < KEPT_RUNS
        }
        return took

    def _request(self, trigger: WidgetState | None) -> BackMsg:
        request = BackMsg()
        rerun = request.rerun_script
        rerun.query_string = self.query
        rerun.widget_states.widgets.extend(self._states.values())
        if trigger:
            rerun.widget_states.widgets.append(trigger)
        rerun.page_script_hash = self._page_hash
        rerun.page_name = "" if self._page_hash else self._page
        rerun.cached_message_hashes.extend(self._kept)
        context = rerun.context_info
        context.timezone, context.locale, context.color_scheme = "UTC", "en-US", "light"
        context.url = f"{self._site}/{self._page}"
        return request

    async def _receive(self) -> ForwardMsg:
        """Take the next message, and what it tells of pages and address."""
        message: ForwardMsg = ForwardMsg.FromString(await self._socket.recv(decode=False))
        self.messages.append(message)
        match message.WhichOneof("type"):
            case "navigation":
                pages = message.navigation.app_pages
                self._hashes = {page.url_pathname: page.page_script_hash for page in pages}
                self._page_hash = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "page_not_found":
                raise Unanswered("page not found")
        return message

    def _shown(self, message: ForwardMsg) -> Iterator[Element]:
        """Yield the element a message brings, if any: itself, or one that is held already."""
        if message.HasField("ref_hash"):
            element = self._kept[message.ref_hash][1]
            self._kept[message.ref_hash] = (self._runs, element)
            yield element
        elif message.delta.HasField("new_element"):
            element = message.delta.new_element
            if element.HasField("exception"):
                raise Unanswered(f"error on the page: {element.exception.type}")
            if message.metadata.cacheable:
                self._kept[message.hash] = (self._runs, element)
            yield element

    def _mount(self, element: Element) -> str:
        """Take in an element with a key, and its state; return its id, empty without one."""
        kind = element.WhichOneof("type")
        name: str = getattr(getattr(element, kind or "empty"), "id", "")
        if name.startswith("$$ID-"):
            key = name.split("-", 2)[2]
            self.widgets[key] = element
            if kind == "radio" and (element.radio.set_value or name not in self._states):
                self._states[name] = _radio_state(element.radio)
            elif kind == "checkbox" and (element.checkbox.set_value or name not in self._states):
                box = element.checkbox
                value = box.value if box.set_value else box.default
                self._states[name] = WidgetState(id=name, bool_value=value)
        return name


def _radio_state(radio: Radio) -> WidgetState:
    """Return the state of a radio; one without an answer has an empty state."""
    state = WidgetState(id=radio.id)
    if radio.set_value and radio.HasField("raw_value"):
        state.string_value = radio.raw_value
    elif not radio.set_value and radio.HasField("default"):
        state.string_value = radio.options[radio.default]
    return state
