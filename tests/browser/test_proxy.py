"""The hosted site: two copies behind the proxy, which die, come back, and tell nobody."""

from __future__ import annotations

import gzip
import json
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from carepath.text import prompts
from harness import failover, hosting
from harness.browser import FINISHED
from harness.failover import HIGH, reader, serving
from harness.hosting import COOKIE, HOST, Answer, Site
from harness.program import free_port
from tests.support import facts, rooms
from tests.support.browser import WAIT_SECONDS

QUERY = "group=high&place=same"
HANDOUT = f"/handout/high.same.pdf?lang=es&paper=letter&{QUERY}"
UNTIL_GONE = """() => new Promise((resolve) => {
  const look = () => (window.gone > 0 ? resolve() : requestAnimationFrame(look));
  look();
})"""
SESSION = "([name]) => carepathLists[name].session"
LEFT_BY_ANOTHER = """async ([name, session, patience]) => {
  const end = performance.now() + patience;
  while (carepathLists[name].session === session && performance.now() < end) {
    await new Promise(requestAnimationFrame);
  }
  return carepathLists[name].session !== session;
}"""
PACKED = {"Accept-Encoding": "gzip, br, zstd"}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with hosting.carepath(settings=rooms.SITE) as running:
        yield running


def cookie_of(answer: Answer) -> str:
    (cookie,) = (line for line in answer.headers.get_all("Set-Cookie", []) if COOKIE in line)
    return cookie.partition("=")[2].partition(";")[0]


def by_copy(site: Site) -> dict[str, str]:
    """The cookie of each copy, by its address; without one, a reader is sent to any of them."""
    site.wait()
    found: dict[str, str] = {}
    for _ in range(50):
        cookie = cookie_of(site.get("/healthz"))
        found[site.copy_of(cookie).address] = cookie
        if len(found) == len(site.copies):
            break
    return found


# --- Copies that die ------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", failover.SIGNS)
def test_a_dying_copy_takes_nothing_of_an_open_page_along(
    browser: Browser, site: Site, sign: signal.Signals
) -> None:
    with reader(browser, site) as page:
        assert failover.fail(site, page, sign).lost == ()


def test_a_list_of_questions_outlives_its_copy(browser: Browser, site: Site) -> None:
    questions = {row["prompt"]: row["text_en"] for row in facts.read("prompts.csv")}
    listed = ("which-fits", "second-opinion", "trial-open")

    def expect_list(count: int) -> None:
        for number, question in enumerate(listed[:count], start=1):
            expect(page.get_by_text(f"{number}. {questions[question]}")).to_be_visible()

    with reader(browser, site) as page:
        site.wait()
        page.get_by_role("link", name=facts.text()["page.questions"], exact=True).click()
        for count, question in enumerate(listed[:2], start=1):
            page.get_by_text(questions[question], exact=True).first.click()
            expect_list(count)
        page.locator(FINISHED).wait_for()
        session = page.evaluate(SESSION, [prompts.KEPT])
        copy = serving(site, page)
        try:
            with page.expect_websocket(lambda socket: "/_stcore/stream" in socket.url) as again:
                copy.program.end(signal.SIGKILL)
            again.value.wait_for_event("framereceived")
            # The other copy has run the page: a session of its own leaves the list there.
            assert page.evaluate(LEFT_BY_ANOTHER, [prompts.KEPT, session, 1000 * WAIT_SECONDS])
            page.locator(FINISHED).wait_for()
            expect_list(2)
            page.get_by_text(questions["trial-open"], exact=True).first.click()
            expect_list(3)
        finally:
            copy.program.start()


def test_what_is_typed_while_all_copies_are_gone_is_added(browser: Browser, site: Site) -> None:
    text, added = facts.text(), "Can Nala come?"
    with reader(browser, site) as page:
        page.get_by_role("link", name=text["page.questions"], exact=True).click()
        expect(page.locator("h1:focus")).to_have_text(text["page.questions"])
        page.locator(FINISHED).wait_for()
        field = page.get_by_role("textbox", name=text["questions.own"])
        field.press_sequentially(added[:8])
        try:
            for copy in site.copies:
                copy.program.end(signal.SIGKILL)
            page.locator(".stApp:not([data-test-connection-state=CONNECTED])").wait_for()
            page.keyboard.type(added[8:])
            page.keyboard.press("Enter")
            expect(field).to_have_value(added)
        finally:
            for copy in site.copies:
                copy.program.start()
        site.wait()
        expect(page.get_by_text(f"1. {added}")).to_be_visible()
        expect(field).to_have_value("")


def test_a_page_outlives_all_copies_and_a_new_reader_waits(browser: Browser, site: Site) -> None:
    answers: list[Answer] = []
    waiting = Thread(target=lambda: answers.append(site.get(f"/?{QUERY}")))
    with reader(browser, site) as page:
        for copy in site.copies:
            copy.program.end(signal.SIGKILL)
        page.locator(".stApp:not([data-test-connection-state=CONNECTED])").wait_for()
        waiting.start()
        first, *others = site.copies
        with page.expect_websocket():
            first.program.start()
        waiting.join()
        for copy in others:
            copy.program.start()
        site.wait()
        assert [*failover.changed(page), *failover.tap(page)] == []
    assert [answer.status for answer in answers] == [200]


def test_what_is_lost_is_told(browser: Browser, site: Site) -> None:
    with reader(browser, site) as page:
        page.evaluate(failover.WATCH, failover.OPENED.format(**HIGH.chosen))
        page.evaluate("document.querySelector('.wide svg').style.display = 'none'")
        page.evaluate(UNTIL_GONE)
        page.evaluate("history.replaceState(null, '', '?group=low')")
        assert len([*failover.changed(page)]) == 2


# --- Who is sent where ----------------------------------------------------------------------------


def test_a_reader_stays_with_a_copy_by_a_cookie_that_tells_nothing_else(
    browser: Browser, site: Site
) -> None:
    with reader(browser, site) as page:
        (cookie,) = page.context.cookies()
        assert cookie["name"] == COOKIE
        assert cookie["httpOnly"] and cookie["secure"] and cookie["sameSite"] == "Lax"
        assert cookie["expires"] == -1
        first = serving(site, page)
        page.reload()
        assert serving(site, page) == first


def test_readers_at_one_address_are_spread_and_each_stays(site: Site) -> None:
    cookies = by_copy(site)
    assert {*cookies} == {copy.address for copy in site.copies}
    for cookie in cookies.values():
        for _ in range(4):
            answer = site.get("/healthz", {"Cookie": f"{COOKIE}={cookie}"})
            assert answer.status == 200
            assert "Set-Cookie" not in answer.headers


def test_a_link_to_a_sheet_works_on_every_copy(site: Site) -> None:
    sheets = [
        site.get(HANDOUT, {"Cookie": f"{COOKIE}={cookie}"}) for cookie in by_copy(site).values()
    ]
    assert [sheet.status for sheet in sheets] == [200, 200]
    assert len({sheet.body for sheet in sheets}) == 1
    assert sheets[0].body.startswith(b"%PDF-")


# --- What is sent ---------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_scripts_are_sent_from_disk_packed_and_kept_for_ever(site: Site, encoding: str) -> None:
    script = max(site.files.glob("static/js/*.js"), key=lambda file: file.stat().st_size)
    path = f"/{script.relative_to(site.files)}"
    answer = site.get(path, {"Accept-Encoding": encoding})
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert len(answer.body) < script.stat().st_size / 2
    assert COOKIE not in str(answer.headers)
    if encoding == "gzip":
        assert gzip.decompress(answer.body) == script.read_bytes()


def test_a_script_that_is_not_there_is_not_kept(site: Site) -> None:
    answer = site.get("/static/js/of-another-version.js")
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_fonts_of_the_project_are_kept_for_a_day(site: Site) -> None:
    answer = site.get("/app/static/AtkinsonHyperlegibleNext-Regular.woff2", PACKED)
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_comes_packed_with_the_headers_of_the_app(site: Site, method: str) -> None:
    answer = site.get(f"/?{QUERY}", PACKED, method)
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "Server" not in answer.headers
    again = site.get(f"/?{QUERY}", {**PACKED, "If-None-Match": answer.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


def test_an_event_stream_is_neither_packed_nor_held(site: Site) -> None:
    """The next event arrives while the stream is open, and is told by the same replica."""
    own = {"Cookie": f"{COOKIE}={cookie_of(site.get('/'))}"}
    message = {"driver": "first", "query": rooms.VIEW, "slide": "1.1"}
    made = site.get("/room", own | rooms.JSON, "POST", json.dumps(message))
    room = json.loads(made.body)
    with site.open(f"/room/{room['code']}/events", own | PACKED) as answer:
        assert answer.headers["Content-Encoding"] is None
        stream = rooms.Stream(answer)
        first = stream.event()
        assert first and first["slide"] == "1.1"
        lead = json.dumps(message | {"secret": room["secret"], "slide": "2.1"})
        site.get(f"/room/{room['code']}/lead", own | rooms.JSON, "POST", lead)
        second = stream.event()
        assert second and second["slide"] == "2.1"
    assert room["code"] not in written(site)


def test_http_leads_to_https(site: Site) -> None:
    with closing(HTTPConnection("127.0.0.1", site.http_port, timeout=20)) as connection:
        connection.request("GET", "/words", headers={"Host": HOST})
        answer = connection.getresponse()
    assert answer.status == 308
    assert answer.headers["Location"].startswith(f"https://{HOST}")
    assert answer.headers["Location"].endswith("/words")


def test_browsers_are_offered_http_2(site: Site) -> None:
    tls = ssl._create_unverified_context()
    tls.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", site.port), timeout=20) as plain,
        tls.wrap_socket(plain, server_hostname=HOST) as connection,
    ):
        assert connection.selected_alpn_protocol() == "h2"


@contextmanager
def inner_proxy(home: Path, copy: str) -> Iterator[tuple[int, Path]]:
    """Run the proxy as it stands in a pod, behind another one; give its port and its log."""
    port = free_port()

    def ready() -> bool:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            return True

    env = {
        "CAREPATH_SITE": f":{port}",
        "CAREPATH_HTTP_PORT": str(port),
        "CAREPATH_COPIES": copy,
        "CAREPATH_SPREAD": "first",
    }
    program = hosting.caddy(home, env, ready)
    program.start()
    try:
        program.wait()
        yield port, program.log
    finally:
        program.end()


def test_behind_another_proxy_the_app_knows_that_a_reader_came_over_tls(
    site: Site, tmp_path: Path
) -> None:
    with (
        inner_proxy(tmp_path, site.copies[0].address) as (port, _),
        closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection,
    ):
        told = []
        for scheme in ("https", "http"):
            connection.request("GET", "/healthz", headers={"X-Forwarded-Proto": scheme})
            answer = connection.getresponse()
            answer.read()
            assert "Set-Cookie" not in answer.headers
            told.append("Strict-Transport-Security" in answer.headers)
    assert told == [True, False]


def test_the_image_finds_out_whether_its_copy_is_healthy(site: Site) -> None:
    (line,) = (line for line in hosting.stages()["app"] if line.startswith("HEALTHCHECK"))
    command: list[str] = json.loads(line.partition("CMD ")[2])
    codes = []
    for port in (site.copies[0].address.rpartition(":")[2], str(free_port())):
        asked = [part.replace("8501", port) for part in command]
        asked[0] = shutil.which(asked[0], path=hosting.with_python()["PATH"]) or ""
        codes.append(subprocess.run(asked, capture_output=True, check=False).returncode)
    assert codes == [0, 1]


# --- What is written down -------------------------------------------------------------------------


def written(site: Site) -> str:
    logs = [site.proxy.log, *(copy.program.log for copy in site.copies)]
    return "".join(log.read_text(encoding="utf-8") for log in logs)


def test_nothing_a_reader_asked_for_is_written_down(browser: Browser, site: Site) -> None:
    with reader(browser, site):
        pass
    asked = (
        *(f"/?{QUERY}&lang=es", HANDOUT, f"/nothing-there?{QUERY}", f"/static/none.js?{QUERY}"),
        f"/_stcore/none?{QUERY}",
    )
    for cookie in by_copy(site).values():
        for path in asked:
            site.get(path, {"Cookie": f"{COOKIE}={cookie}", "Referer": f"https://{HOST}/?{QUERY}"})
    text = written(site)
    assert "server running" in text
    for part in ("group=", "high", "place=", "lang=", "handout", "nothing-there", "Referer"):
        assert part not in text


def test_a_fault_is_written_down_without_who_asked_for_what(tmp_path: Path) -> None:
    nobody = f"127.0.0.1:{free_port()}"
    with (
        inner_proxy(tmp_path, nobody) as (port, log),
        closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection,
    ):
        # What is not a question is not asked a second time.
        connection.request("POST", f"/?{QUERY}", headers={"Referer": f"https://{HOST}/?{QUERY}"})
        status, own_port = connection.getresponse().status, connection.sock.getsockname()[1]
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    (fault,) = (line for line in lines if line.get("logger", "").startswith("http.log.error"))
    assert fault["status"] == status >= 500
    assert "request" not in fault
    assert QUERY not in str(lines)
    assert str(own_port) not in str(fault)
