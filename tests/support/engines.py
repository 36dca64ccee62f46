"""Browsers of other engines than today's Chromium, each behind the same five calls.

Firefox is driven by WebDriver BiDi and WebKit by WebDriver, as Debian ships them; an old Chromium
by Playwright. `tests/install-engines.sh` installs all of them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from queue import Queue
from socket import create_connection
from threading import Event, Thread
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from playwright.sync_api import Error, Page, Playwright
from websockets.sync.client import ClientConnection, connect

from harness.paths import ROOT
from harness.program import free_port

OLD = ROOT / "build" / "browsers"
"""Where `tests/install-engines.sh` puts old versions of Chromium."""
SIZE = {"width": 1280, "height": 900}
PATIENCE = 30
"""Seconds until a browser that does not answer counts as broken."""
TRIES = 3
"""How often WebKit is asked in that time: what it is asked while its page changes may stay
without an answer, and the driver answers the next question nevertheless."""
MINI_BROWSERS = ("/usr/lib/*/webkit2gtk-4.1/MiniBrowser", "/usr/lib/*/webkit2gtk-4.0/MiniBrowser")
# A machine without a graphics card, and a user that may be root.
WEBKIT = {
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}
# WebDriver tells of no errors: the page gathers its own, from the moment that it is there.
LISTEN = """() => {
  if (window.left || location.href === "about:blank") return false;
  if (window.heard) return true;
  window.heard = [];
  const keep = (text) => window.heard.push(String(text));
  addEventListener("error", ({ message }) => keep(message), true);
  addEventListener("unhandledrejection", ({ reason }) => keep(reason));
  const said = console.error;
  console.error = (...words) => { keep(words.join(" ")); said(...words); };
  return true;
}"""
FIREFOX_SETTINGS = {
    "browser.download.folderList": 2,
    "browser.helperApps.neverAsk.saveToDisk": "application/pdf",
    "intl.accept_languages": "en-US",
    "pdfjs.disabled": True,
}
KEYS = {"ArrowRight": "\ue014", "ArrowLeft": "\ue012", "Escape": "\ue00c", "Enter": "\ue007"}
"""The keys of WebDriver by their names in a page."""


LOOKS, BETWEEN = 600, 0.05
"""How often something is looked for before it counts as missing, with so many seconds between."""
HARMLESS = (
    "Found a 'popover' attribute",
    "settings blocked WebAssembly",
    "t establish a connection to the server at",
)
"""Parts of errors that tell of no fault: an old Chromium warns of an attribute that it does not
know, Streamlit does without WebAssembly where the policy has it so, and Firefox says so of an event
stream whose page is left."""
LEFT = (Error, HTTPError, RuntimeError, TimeoutError)
"""What a call raises whose page goes away before it is answered."""


class Engine(Protocol):
    """A browser with one page."""

    def open(self, url: str) -> None:
        """Go to an address, and do not wait for what it loads."""

    def run(self, function: str, *values: object) -> Any:
        """Call a function of JavaScript in the page with some values, and return what it does."""

    def tap(self, x: float, y: float) -> None:
        """Press and release the mouse at a place of the window."""

    def press(self, key: str) -> None:
        """Press and release a key."""

    def errors(self) -> list[str]:
        """Return the errors that the console showed."""

    def saved(self) -> list[Path]:
        """Return the files that were downloaded whole."""


def _faults(errors: Iterable[str]) -> list[str]:
    return [error for error in errors if not any(part in error for part in HARMLESS)]


class Played:
    """A Chromium of any age, driven by Playwright."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._errors: list[str] = []
        self._downloads: list[Any] = []
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        page.on("console", lambda line: line.type == "error" and self._errors.append(line.text))
        page.on("download", lambda download: self._downloads.append(download))

    def open(self, url: str) -> None:
        self._page.goto(url, wait_until="commit")

    def run(self, function: str, *values: object) -> Any:
        return self._page.evaluate(f"(values) => ({function})(...values)", list(values))

    def tap(self, x: float, y: float) -> None:
        self._page.mouse.click(x, y)

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def errors(self) -> list[str]:
        return _faults(self._errors)

    def saved(self) -> list[Path]:
        # Events come in only while Playwright is asked for something.
        self._page.evaluate("0")
        return [Path(download.path()) for download in self._downloads]


def _pointer(x: float, y: float) -> list[dict[str, object]]:
    move = {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}
    press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
    return [{"type": "pointer", "id": "mouse", "actions": [move, *press]}]


def _keys(key: str) -> list[dict[str, object]]:
    presses = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
    return [{"type": "key", "id": "keys", "actions": presses}]


def _whole(folder: Path) -> list[Path]:
    """Return the files of a folder, but for those that still grow, and what stands for them."""
    parts = {file.stem for file in folder.glob("*.part")}
    growing = {file.name for file in folder.glob("*.wkdownload")}
    return [
        file
        for file in folder.iterdir()
        if file.suffix not in {".part", ".wkdownload"}
        and file.name not in parts
        and f"{file.name}.wkdownload" not in growing
        and _size(file)
    ]


def _size(file: Path) -> int:
    """Return the size of a file, 0 for one that the browser has renamed meanwhile."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


class Firefox:
    """Firefox, driven by WebDriver BiDi."""

    def __init__(self, socket: ClientConnection, downloads: Path) -> None:
        self._socket = socket
        self._downloads = downloads
        self._numbers = count(1)
        self._events: list[dict[str, Any]] = []
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["log.entryAdded"])
        self._context = self._send("browsingContext.getTree")["contexts"][0]["context"]
        self._here("browsingContext.setViewport", viewport=SIZE)

    def _send(self, method: str, **params: object) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=PATIENCE))
            if message.get("id") != number:
                self._events.append(message)
            elif message["type"] == "error":
                raise RuntimeError(f"{message['error']}: {message['message']}")
            else:
                return message["result"]

    def _here(self, method: str, **params: object) -> Any:
        return self._send(method, context=self._context, **params)

    def open(self, url: str) -> None:
        self._here("browsingContext.navigate", url=url, wait="none")

    def run(self, function: str, *values: object) -> Any:
        call = f"async () => JSON.stringify(await ({function})(...{json.dumps(values)}) ?? null)"
        answer = self._send(
            "script.callFunction",
            functionDeclaration=call,
            awaitPromise=True,
            target={"context": self._context},
            userActivation=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def tap(self, x: float, y: float) -> None:
        self._here("input.performActions", actions=_pointer(x, y))

    def press(self, key: str) -> None:
        self._here("input.performActions", actions=_keys(key))

    def errors(self) -> list[str]:
        self._send("session.status")
        entries = [event["params"] for event in self._events if event["method"] == "log.entryAdded"]
        return _faults(entry["text"] for entry in entries if entry["level"] == "error")

    def saved(self) -> list[Path]:
        return _whole(self._downloads)


class WebKit:
    """WebKitGTK's MiniBrowser, driven by WebDriver."""

    def __init__(self, address: str, browser: str, downloads: Path) -> None:
        self._at = address
        self._downloads = downloads
        options = {
            "binary": browser,
            "args": ["--automation"],
        }
        wanted = {"pageLoadStrategy": "none", "webkitgtk:browserOptions": options}
        session = self._send("POST", "/session", capabilities={"alwaysMatch": wanted})
        self._at = f"{address}/session/{session['sessionId']}"

    def _send(self, method: str, path: str, patience: float = PATIENCE, **params: object) -> Any:
        body = json.dumps(params).encode() if method == "POST" else None
        request = Request(
            self._at + path, body, {"Content-Type": "application/json"}, method=method
        )
        with urlopen(request, timeout=patience) as answer:
            return json.load(answer)["value"]

    def open(self, url: str) -> None:
        # The driver waits for no page: it would wait for scripts that a test holds back. Until the
        # new page is there, the one before it answers, or none does.
        self.run("() => { window.left = true; }")
        self._send("POST", "/url", url=url)
        for _ in range(LOOKS):
            with suppress(HTTPError, TimeoutError):
                if self.run(LISTEN):
                    return
            Event().wait(BETWEEN)
        raise TimeoutError(url)

    def run(self, function: str, *values: object) -> Any:
        script = f"return ({function})(...arguments)"
        patience = PATIENCE / TRIES
        return self._send("POST", "/execute/sync", patience, script=script, args=values)

    def tap(self, x: float, y: float) -> None:
        self._send("POST", "/actions", actions=_pointer(x, y))

    def press(self, key: str) -> None:
        self._send("POST", "/actions", actions=_keys(key))

    def errors(self) -> list[str]:
        return _faults(self.run("() => window.heard ?? []"))

    def saved(self) -> list[Path]:
        return _whole(self._downloads)

    def close(self) -> None:
        """Close the browser; the driver ends after it."""
        self._send("DELETE", "")


class Output:
    """A program, and what it wrote: read line by line, so that it never has to wait."""

    def __init__(self, command: list[str], env: Mapping[str, str]) -> None:
        self._queue: Queue[str] = Queue()
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        self._reading = Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as output:
            for line in output:
                self._queue.put(line)

    def wait_for(self, pattern: str) -> str:
        """Return the first group of the first line that fits."""
        while True:
            found = re.search(pattern, self._queue.get(timeout=PATIENCE))
            if found:
                return found[1]

    def end(self) -> None:
        """End the program and what it started, and wait for them."""
        os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(PATIENCE)
        self._reading.join(PATIENCE)


@contextmanager
def firefox(folder: Path) -> Iterator[Engine]:
    """Start Firefox with its profile and its downloads in an empty folder."""
    profile, downloads = folder / "profile", folder / "downloads"
    profile.mkdir()
    downloads.mkdir()
    settings = {**FIREFOX_SETTINGS, "browser.download.dir": str(downloads)}
    lines = (f"user_pref({json.dumps(key)}, {json.dumps(settings[key])});\n" for key in settings)
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    command = shutil.which("firefox-esr") or shutil.which("firefox") or "firefox-esr"
    options = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", str(profile)]
    program = Output([command, *options], {"HOME": str(folder), "MOZ_DISABLE_CONTENT_SANDBOX": "1"})
    try:
        address = program.wait_for(r"WebDriver BiDi listening on (ws://\S+)")
        with connect(f"{address}/session", max_size=None) as socket:
            yield Firefox(socket, downloads)
    finally:
        program.end()


def _wait_until_open(port: int) -> None:
    for _ in range(LOOKS):
        with suppress(ConnectionRefusedError), create_connection(("127.0.0.1", port)):
            return
        Event().wait(BETWEEN)
    raise AssertionError("the driver does not answer")


@contextmanager
def webkit(folder: Path) -> Iterator[Engine]:
    """Start WebKit on a screen that nobody sees, with its home in an empty folder."""
    downloads = folder / "Downloads"
    downloads.mkdir()
    (folder / ".config").mkdir()
    (folder / ".config" / "user-dirs.dirs").write_text(
        'XDG_DOWNLOAD_DIR="$HOME/Downloads"\n', "utf-8"
    )
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / ".config")}
    browser = next(str(path) for glob in MINI_BROWSERS for path in Path("/").glob(glob[1:]))
    screen = Output(["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24"], {})
    try:
        display = screen.wait_for(r"^(\d+)$")
        env = {**WEBKIT, **home, "DISPLAY": f":{display}"}
        port = free_port()
        driver = Output(["WebKitWebDriver", f"--port={port}"], env)
        try:
            _wait_until_open(port)
            engine = WebKit(f"http://127.0.0.1:{port}", browser, downloads)
            yield engine
            engine.close()
        finally:
            driver.end()
    finally:
        screen.end()


@contextmanager
def old_chromium(playwright: Playwright, version: int) -> Iterator[Engine]:
    """Start the Chromium of a major version: 92, 109, 114 or 122."""
    folder = OLD / f"chromium-{version}"
    browser = playwright.chromium.launch(
        executable_path=folder / "chromium",
        args=["--single-process", "--no-zygote", "--no-sandbox"],
        env={**os.environ, "LD_LIBRARY_PATH": str(folder / "lib")},
    )
    try:
        # A proxy of a test signs its own certificate.
        yield Played(browser.new_page(viewport=SIZE, ignore_https_errors=True))
    finally:
        browser.close()
