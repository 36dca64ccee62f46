"""Any address at all, sent by a browser: nothing of it comes back, and nobody else is asked."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from hypothesis import given, strategies as st
from playwright.sync_api import Browser, Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from carepath.model.selection import keys, read
from carepath.text.titles import HEADS, path
from tests.support.browser import EXCEPTION, LOOPBACK, wait_until_finished
from tests.support.fuzz import tries
from tests.support.links import FOREIGN, KNOWN, LANGUAGES
from tests.support.project_data import PATHS

pytestmark = pytest.mark.browser

MARK = "zqxmark"
"""What stands in whatever is not ours, and in no text of ours."""
SLY = [
    "<img src=https://other.example.org/x.png>",
    "<script>document.title='x'</script>",
    "![x](https://other.example.org/x.png)",
    "[x](javascript:alert(1))",
    "](https://other.example.org)",
    ":red[x] $x$ `x`",
    '"><svg onload=alert(1)>',
    "&lt;b&gt;&quot;",
    "{{ 7*7 }}{0}%(x)s",
    "\u202e\0\n\r",
]
KEYS = keys(PATHS)
ODD = st.one_of(st.sampled_from(SLY), st.text(max_size=20)).map(lambda text: MARK + text)
QUERIES = st.dictionaries(
    st.one_of(st.sampled_from(KEYS), FOREIGN, ODD),
    st.one_of(st.sampled_from(KNOWN), ODD),
    max_size=6,
)
# Streamlit keeps these words for itself: a page that is embedded has no sidebar.
OWN = ("embed", "embed_options")


class Visit:
    """A page that stays loaded, and all that was sent to it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.sent: list[ForwardMsg] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", self._watch)

    def _watch(self, socket: WebSocket) -> None:
        self.socket = socket
        socket.on("framereceived", self._note)

    def _note(self, frame: str | bytes) -> None:
        self.sent.append(message(frame))

    def go(self, name: str, query: dict[str, str]) -> None:
        """Go to a page of the site as the browser's back button does, and see it run."""
        self.sent.clear()
        with self.socket.expect_event("framereceived", lambda frame: is_end(message(frame))):
            self.page.evaluate(GO, f"/{path(name)}?{urlencode(query)}")


# The page's own `history.pushState` keeps Streamlit from adding paths.
GO = """(url) => {
  History.prototype.pushState.call(history, null, "", url);
  dispatchEvent(new PopStateEvent("popstate", { state: null }));
}"""


def message(frame: str | bytes) -> ForwardMsg:
    assert isinstance(frame, bytes)
    return ForwardMsg.FromString(frame)


def is_end(sent: ForwardMsg) -> bool:
    return sent.WhichOneof("type") == "script_finished"


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """Return a page for all examples: loading one is slow, running one is not."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    visit = Visit(context.new_page())
    visit.page.goto(server)
    wait_until_finished(visit.page)
    yield visit
    context.close()


def kept(url: str) -> dict[str, str]:
    """Return what an address holds of ours."""
    asked = {key: values[-1] for key, values in parse_qs(urlsplit(url).query).items()}
    return {key: asked[key] for key in KEYS if key in asked}


@tries(24)
@given(name=st.sampled_from([*HEADS]), query=QUERIES)
def test_nothing_of_an_address_comes_back_to_the_browser(
    visit: Visit, name: str, query: dict[str, str]
) -> None:
    query = {key: value for key, value in query.items() if key not in OWN}
    visit.go(name, query)
    page = visit.page
    chosen, _ = read(query, PATHS, LANGUAGES)
    # Of ours, what is understood stays in the address; what is not goes.
    page.wait_for_url(lambda url: kept(url) == chosen.query())
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    assert page.locator(EXCEPTION).count() == 0
    assert MARK not in page.content()
    assert MARK not in page.title()
    told = [sent for sent in visit.sent if sent.WhichOneof("type") == "delta"]
    assert told
    assert not [sent for sent in told if MARK.encode() in sent.SerializeToString()]
    assert {urlsplit(url).hostname for url in visit.asked if urlsplit(url).hostname} <= {*LOOPBACK}


PARTS = st.one_of(
    ODD,
    st.sampled_from([*HEADS, "handout", "diagram", "app", "static", "..", ".", "", "_stcore"]),
)


@tries(120)
@given(parts=st.lists(PARTS, max_size=4), query=QUERIES)
def test_a_server_answers_any_path_calmly(
    server: str, parts: list[str], query: dict[str, str]
) -> None:
    where = "/".join(quote(part, safe="") for part in parts)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        answer = opener.open(f"{server}/{where}?{urlencode(query)}", timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        told = answer.read().decode("utf-8", "replace")
    assert answer.status in (200, 400, 404, 405)
    assert MARK not in told
    assert "Traceback" not in told
    assert MARK not in str(answer.headers)
