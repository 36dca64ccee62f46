"""What tests share: the project's own tables, servers on loopback, and a browser."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Request,
    WebError,
    WebSocket,
    expect,
    sync_playwright,
)
from streamlit.components.v2 import manifest_scanner

from carepath.model import pathway
from carepath.model.pathway import Pathways
from carepath.tables.loader import DATA, Tables, load
from carepath.text import messages
from carepath.text.messages import Words
from harness import browser as browser_program
from harness.paths import ROOT
from tests.support import facts
from tests.support.browser import LOOPBACK, WAIT_SECONDS, OpenPage, wait_until_finished
from tests.support.order import turn
from tests.support.servers import StartServer, serve

# A busy machine paints late; what is wrong is wrong after this long as well.
expect.set_options(timeout=15_000)

# A page of a test is left before code that was made faster is worth its making.
TEST_ARGS = [*browser_program.ARGS, "--js-flags=--no-opt,--no-maglev"]


# The page goes away by itself: sent away from outside it would take its process along. An empty
# page has nothing to forget, and says so by an error. Until it goes its own script may keep more.
LEAVE = """() => {
  addEventListener("pagehide", () => {
    try { localStorage.clear(); sessionStorage.clear(); } catch {}
  });
  location.replace("about:blank");
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long files first, and mark every test that uses a browser (also in the JUnit report)."""
    items.sort(key=lambda item: turn(item.path))
    for item in items:
        engine = item.get_closest_marker("engine")
        if engine or "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            item.user_properties.append(("browser", engine.args[0] if engine else "chromium"))


@pytest.fixture(scope="session", autouse=True)
def installed_once() -> Iterator[None]:
    """Let AppTest look once, not at each run, through all that is installed for components."""
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan))
        yield


class _Strict(logging.Handler):
    """Raises what a page would survive."""

    def emit(self, record: logging.LogRecord) -> None:
        raise LookupError(record.getMessage())


@pytest.fixture(scope="session", autouse=True)
def no_word_is_missing() -> Iterator[None]:
    """Let a test fail where a page shows the id of a word in place of its text."""
    handler = _Strict()
    log = logging.getLogger(messages.__name__)
    log.addHandler(handler)
    yield
    log.removeHandler(handler)


@pytest.fixture(scope="session")
def tables() -> Tables:
    """Return the project's own tables of the topic that most tests are about."""
    return load(DATA, facts.TOPIC)


@pytest.fixture(scope="session")
def pathways(tables: Tables) -> Pathways:
    """Return the situations of the project's own tables."""
    return pathway.build(tables)


@pytest.fixture(scope="session")
def words(tables: Tables) -> Words:
    """Return the words of the project's own tables."""
    return messages.read(tables)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the app for all tests; return its address, without a slash at the end."""
    with serve(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Return what starts a fresh server for this test; it takes what `serve` takes after `home`."""
    with ExitStack() as stack:

        def start(
            env: Mapping[str, str] | None = None, cwd: Path = ROOT, script: str = "server.py"
        ) -> str:
            home = tmp_path_factory.mktemp("server")
            return stack.enter_context(serve(home, env, cwd, script))

        yield start


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return what starts browsers.

    Playwright keeps an event loop running in this thread: `asyncio.run` needs another one.
    """
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Return a browser for windows of a test's own."""
    started = playwright.chromium.launch(executable_path=browser_program.path(), args=TEST_ARGS)
    yield started
    started.close()


@pytest.fixture(scope="session")
def profile(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """Return one window for all tests: it compiles Streamlit's scripts only once."""
    window = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        executable_path=browser_program.path(),
        args=TEST_ARGS,
        locale="en-US",
    )
    window.set_default_timeout(WAIT_SECONDS * 1000)
    yield window
    window.close()


@contextmanager
def _quiet(context: BrowserContext) -> Iterator[None]:
    """Fail at the end of the block if a page asked another host, or threw an error."""
    faults: list[str] = []
    there = context.pages

    def asked(url: str) -> None:
        address = urlsplit(url)
        if address.hostname and address.hostname not in LOOPBACK:
            faults.append(f"asked another host: {url}")

    def connected(socket: WebSocket) -> None:
        asked(socket.url)

    def watch(page: Page) -> None:
        page.on("websocket", connected)

    def request(request: Request) -> None:
        asked(request.url)

    def error(error: WebError) -> None:
        faults.append(f"error in the page: {error.error}")

    for page in there:
        watch(page)
    context.on("page", watch)
    context.on("request", request)
    context.on("weberror", error)
    yield
    for page in there:
        page.remove_listener("websocket", connected)
    context.remove_listener("page", watch)
    context.remove_listener("request", request)
    context.remove_listener("weberror", error)
    assert faults == []


def _empty(tab: Page) -> None:
    """Make a page that was used like one that was not."""
    tab.evaluate(LEAVE)
    tab.wait_for_url("about:blank")
    tab.mouse.move(0, 0)
    tab.emulate_media(
        media="null",
        color_scheme="null",
        reduced_motion="null",
        forced_colors="null",
        contrast="null",
    )


@pytest.fixture
def context(profile: BrowserContext) -> Iterator[BrowserContext]:
    """Return the shared window with nothing kept from the test before but cached files."""
    profile.clear_cookies()
    try:
        with _quiet(profile):
            yield profile
    finally:
        profile.set_offline(False)
        profile.clear_permissions()
        tab, *others = profile.pages
        for page in others:
            page.close()
        _empty(tab)


@pytest.fixture
def empty_context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a window of this test's own: no cookies, nothing cached."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(WAIT_SECONDS * 1000)
    try:
        with _quiet(context):
            yield context
    finally:
        context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Return an empty page of this test's own: to listen at it, or to change what it loads."""
    return context.new_page()


@pytest.fixture
def tab(context: BrowserContext, request: pytest.FixtureRequest) -> Page:
    """Return the empty page to open addresses in: the test's own `page`, or one for all tests.

    A load takes half as long where the process that shows the page is there already.
    """
    own: Page | None = None
    if "page" in request.fixturenames:
        own = request.getfixturevalue("page")
    return own or context.pages[0]


@pytest.fixture
def open_page(tab: Page, request: pytest.FixtureRequest) -> OpenPage:
    """Return `open_page(path, width, height, dark, at)`; `at` is a server of the test's own."""

    def open_page(
        path: str = "/",
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        at: str | None = None,
    ) -> Page:
        tab.set_viewport_size({"width": width, "height": height})
        tab.emulate_media(color_scheme="dark" if dark else "light")
        tab.goto(f"{at or request.getfixturevalue('server')}{path}")
        wait_until_finished(tab)
        return tab

    return open_page
