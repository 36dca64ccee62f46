"""The hosted site over HTTP: pages, files, headers, and what is not there."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import struct
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from threading import Event, Semaphore
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode, urlsplit

import pypdf
import pytest
from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.types import Message, Receive, Scope, Send
from streamlit.web.server import starlette

from carepath.files import downloads, handout, preview
from carepath.text import prompts
from carepath.text.titles import FRONT, HEADS
from carepath.version import VERSION
from carepath.web import document, file_routes, headers, prerender, routes
from carepath.web.handshake import Handshake
from carepath.web.middleware import DENIED, Gate
from carepath.web.workers import Workers
from harness.paths import ROOT
from tests.support import codes, facts
from tests.support.http import ask
from tests.support.loop import alone
from tests.support.project_data import SPANISH
from tests.support.selections import ANSWERS, FORMER
from tests.support.servers import LOGS, StartServer
from tests.support.spoiled import copy

TEXT = facts.text()
FILES = {"handout": "pdf", "page": "html", "diagram": "svg", "preview": "png"}
FILE_NAMES = {
    ("en", "pdf"): "sheet-for-your-visit-high-risk-the-brain-or-spinal-cord",
    ("en", "html"): "one-page-high-risk-the-brain-or-spinal-cord",
    ("en", "svg"): "picture-of-the-options-high-risk-the-brain-or-spinal-cord",
    ("en", "png"): "picture-of-the-options-high-risk-the-brain-or-spinal-cord",
    ("es", "pdf"): "hoja-para-su-cita-riesgo-alto-el-cerebro-o-la-medula-espinal",
    ("es", "html"): "una-sola-pagina-riesgo-alto-el-cerebro-o-la-medula-espinal",
    ("es", "svg"): "dibujo-de-las-opciones-riesgo-alto-el-cerebro-o-la-medula-espinal",
    ("es", "png"): "dibujo-de-las-opciones-riesgo-alto-el-cerebro-o-la-medula-espinal",
}
"""A language and the format of a file -> its name for high and cns."""
STARTS = {"pdf": b"%PDF", "html": b"<!DOCTYPE html>", "svg": b"<svg", "png": b"\x89PNG"}


@pytest.mark.parametrize("page", HEADS)
def test_a_page_holds_its_words(server: str, page: str) -> None:
    path = "/" if page == "paths" else f"/{page}"
    answer = ask(server, f"{path}?group=low&place=same")
    assert answer.status == 200
    assert TEXT[HEADS[page][0]] in answer.text
    assert '<html lang="en">' in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("answers", ANSWERS)
def test_a_preview_has_its_own_picture(server: str, answers: str, language: str) -> None:
    group, place = answers.split(".")
    page = ask(server, f"/?group={group}&place={place}&lang={language}").text
    picture = f"{server}/preview/{answers}.png?lang={language}"
    assert f'<meta property="og:image" content="{picture}">' in page
    drawn = ask(server, picture.removeprefix(server))
    assert drawn.told["Content-Type"] == "image/png"
    assert struct.unpack(">II", drawn.content[16:24]) == (1200, 630)


@pytest.mark.parametrize("page", HEADS)
def test_a_code_leads_to_the_page_with_a_readers_selection(
    start_server: StartServer, page: str
) -> None:
    site = start_server({"CAREPATH_SITE": "https://care.example.org"})
    answer = ask(site, f"/code/{page}.svg?group=high&place=same&option=1&step=1")
    assert answer.status == 200
    assert answer.told["Content-Type"] == "image/svg+xml"
    assert answer.told["X-Robots-Tag"] == "noindex"
    path = "" if page == FRONT else page
    selected = "group=high&place=same&option=1&step=1"
    assert codes.texts(answer.text) == [f"https://care.example.org/{path}?{selected}"]


def test_a_code_holds_nothing_but_a_selection_of_the_site(server: str) -> None:
    answer = ask(server, "/code/words.svg?group=x&place=same&url=https://other.example.org")
    assert codes.texts(answer.text) == [f"{server}/words?place=same"]
    assert ask(server, "/code/other.svg").status == 404


@pytest.mark.parametrize(
    ("path", "header", "language"),
    [
        ("/?lang=es", "en", "es"),
        ("/", "es-MX,es;q=0.9", "es"),
        ("/", "fr, de", "en"),
        ("/", "en;q=0.5, es;q=0.9", "es"),
        ("/", "es;q=0, en;q=0.1", "en"),
    ],
)
def test_the_language_is_asked_for_or_guessed(
    server: str, path: str, header: str, language: str
) -> None:
    page = ask(server, path, told={"Accept-Language": header})
    assert f'<html lang="{language}">' in page.text
    assert "Accept-Language" in page.told["Vary"]


@pytest.mark.parametrize(
    "path", ["/?group=high&place=same", "/handout/high.same.pdf", "/page/high.same.html"]
)
def test_head_etag_and_length_agree(server: str, path: str) -> None:
    whole = ask(server, path)
    head = ask(server, path, "HEAD")
    assert head.content == b""
    assert head.told["ETag"] == whole.told["ETag"]
    assert int(head.told["Content-Length"]) == int(whole.told["Content-Length"])
    assert int(whole.told["Content-Length"]) == len(whole.content)
    packed = ask(server, path, told={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == whole.content
    assert int(packed.told["Content-Length"]) == len(packed.content)
    same = ask(server, path, told={"If-None-Match": whole.told["ETag"]})
    assert (same.status, same.content) == (304, b"")
    assert ask(server, path, told={"If-None-Match": 'W/"other"'}).status == 200


@pytest.mark.parametrize("folder", FILES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_file_is_made_from_its_address_alone(server: str, folder: str, language: str) -> None:
    answer = ask(server, f"/{folder}/high.cns.{FILES[folder]}?lang={language}&paper=a4")
    assert answer.status == 200
    assert answer.content.startswith(STARTS[FILES[folder]])
    name = FILE_NAMES[language, FILES[folder]]
    assert f'filename="{name}.{FILES[folder]}"' in answer.told["Content-Disposition"]
    assert answer.told["X-Robots-Tag"] == "noindex"


def sheet(server: str, *asked: str) -> str:
    told = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode([("ask", question) for question in asked])
    answer = ask(server, "/handout/own/low.same.pdf?lang=en", "POST", told, body)
    assert answer.status == 200
    assert answer.told["Content-Disposition"].startswith("attachment;")
    pages = pypdf.PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_sheet_holds_a_readers_questions_in_their_order(server: str) -> None:
    text = sheet(server, "Is #it $ours [so]?", "which-fits", "<b>\x00bold", "")
    assert text.index("Is #it $ours [so]?") < text.index("which-fits") < text.index("<b>bold")
    # The address tells nothing, and one reader's sheet is not another's.
    assert "ours" not in sheet(server)
    assert "ours" not in LOGS[urlsplit(server).port].read_text(encoding="utf-8")


def test_a_sheet_takes_only_so_much(server: str) -> None:
    assert ask(server, "/handout/own/low.same.pdf", "POST", {}, "ask=" + "x" * 30_000).status == 413
    # The longest list a family can make, in the letters that take most.
    assert sheet(server, *(chr(0x20000 + n) * prompts.LONGEST_OWN for n in range(prompts.MOST)))
    many = sheet(server, *(f"Question {n}?" for n in range(99)))
    assert "Question 11?" in many
    assert "Question 12?" not in many


def test_a_sheet_takes_ready_made_questions_by_their_ids(server: str) -> None:
    told = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode([("id", "which-fits"), ("id", "gone"), ("ask", "Ours?")])
    sheet = ask(server, "/handout/own/low.same.pdf?lang=en", "POST", told, body)
    printed = " ".join(pypdf.PdfReader(BytesIO(sheet.content)).pages[-1].extract_text().split())
    assert (
        next(row["text_en"] for row in facts.read("prompts.csv") if row["prompt"] == "which-fits")
        in printed
    )
    assert "Ours?" in printed
    assert "gone" not in printed


def test_only_what_holds_no_readers_words_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    make = handout.pdf

    def counted(*given: Any, **named: Any) -> bytes:
        made.append(given)
        return make(*given, **named)

    monkeypatch.setattr(handout, "pdf", counted)
    for path, body, times in (
        ("/handout/low.same.pdf", b"", 1),
        ("/handout/own/low.same.pdf", b"ask=ours", 2),
    ):
        made.clear()
        host = f"host-{times}.example"
        for _ in range(2):
            assert alone(ask_app(routes.routes(), "POST" if body else "GET", path, body, host)).ok
        assert len(made) == times


def test_a_readers_own_sheet_stays_with_the_reader(server: str) -> None:
    path = "/handout/own/low.same.pdf?lang=es&paper=a4"
    told = {"Content-Type": "application/x-www-form-urlencoded"}
    sheet = ask(server, path, "POST", told, urlencode({"ask": "Ours?"}))
    assert (sheet.status, sheet.told["Cache-Control"]) == (200, "no-store")
    assert sheet.told["ETag"] is None
    assert "Ours?" in pypdf.PdfReader(BytesIO(sheet.content)).pages[-1].extract_text()

    # A browser that fetches the download again has only the address.
    again = ask(server, path)
    assert (again.status, again.told["Allow"]) == (405, "POST")
    assert again.told["Cache-Control"] == "no-store"
    assert SPANISH("own-sheet.text") in again.text
    (plain,) = re.findall(r'<a href="(/handout/[^"]+)"', again.text)
    assert unescape(plain) == "/handout/low.same.pdf?lang=es&paper=a4"
    assert ask(server, unescape(plain)).told["Content-Type"] == "application/pdf"


# --- Many at once ---------------------------------------------------------------------------------


class Told(NamedTuple):
    """An answer of the app in this process."""

    status: int
    headers: Headers
    content: bytes

    @property
    def ok(self) -> bool:
        return self.status == 200


async def ask_app(
    routes: Sequence[BaseRoute],
    method: str,
    path: str,
    body: bytes = b"",
    host: str = "care.example",
) -> Told:
    """Ask the app itself, without a server."""
    messages: list[Message] = []
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"host", host.encode())],
        "scheme": "http",
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        messages.append(message)

    await Starlette(routes=routes, middleware=[Middleware(Gate)])(scope, receive, send)
    content = b"".join(message.get("body", b"") for message in messages)
    return Told(messages[0]["status"], Headers(raw=messages[0]["headers"]), content)


Result = TypeVar("Result")


def test_pages_and_probes_are_answered_while_files_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many take a file at once: some are made, some wait, the others are told to retry."""
    running, release = Semaphore(0), Event()
    workers = Workers(running=2, waiting=3)
    monkeypatch.setattr(file_routes, "WORKERS", workers)

    def slow(*given: object) -> downloads.File:
        running.release()
        release.wait()
        return downloads.File("x.pdf", "application/pdf", b"%PDF")

    monkeypatch.setattr(downloads, "find", slow)
    path = "/handout/low.same.pdf?lang=es"

    async def meeting() -> tuple[list[Told], Told, list[Told]]:
        # Files leave all threads to the others but those of their own.
        to_thread.current_default_thread_limiter().total_tokens = 1
        taken = [asyncio.create_task(ask_app(routes.routes(), "GET", path)) for _ in range(5)]
        await to_thread.run_sync(running.acquire, limiter=CapacityLimiter(1))
        await to_thread.run_sync(running.acquire, limiter=CapacityLimiter(1))
        late = await ask_app(routes.routes(), "GET", path)
        others = [await ask_app(routes.routes(), "GET", other) for other in ("/healthz", "/words")]
        # A third one has not begun.
        assert not running.acquire(blocking=False)
        release.set()
        return list(await asyncio.gather(*taken)), late, others

    taken, late, others = alone(meeting())
    assert all(told.ok for told in others)
    assert [told.content for told in taken] == [b"%PDF"] * 5
    assert late.status == 503
    assert int(late.headers["Retry-After"]) > 0
    assert SPANISH("busy.text") in late.content.decode()
    assert 'href="/?group=low&amp;place=same&amp;lang=es"' in late.content.decode()
    # Once there is room, the next one is taken.
    assert alone(ask_app(routes.routes(), "GET", path)).ok


def test_a_job_that_fails_leaves_its_place() -> None:
    workers = Workers(running=1, waiting=0)

    async def jobs() -> str:
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await workers.run(lambda: 1 // 0)
        return await workers.run(lambda: "made")

    assert alone(jobs()) == "made"


def test_an_invented_host_has_nothing_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[object] = []
    render = prerender.page

    def counted(*given: Any) -> prerender.Prerendered:
        rendered.append(given)
        return render(*given)

    def drawn(*given: object) -> bytes:
        rendered.append(given)
        return b""

    monkeypatch.setattr(prerender, "page", counted)
    monkeypatch.setattr(preview, "png", drawn)
    page, picture = "/compare?group=low&place=cns&option=2", "/preview/low.cns.png"
    for number in range(300):
        host = f"host-{number}.example"
        told = alone(ask_app(routes.routes(), "GET", page, host=host))
        assert f'content="http://{host}/preview/low.cns.png?lang=en"' in told.content.decode()
    for number in range(3):
        alone(ask_app(routes.routes(), "GET", picture, host=f"host-{number}.example"))
    assert len(rendered) <= 2


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("care.example", True),
        ("care.example:8501", True),
        ("care_1:8501", True),
        ("[::1]:8501", True),
        ("", False),
        ("care..example", False),
        (".example", False),
        ("care.example:", False),
        ("care.example:123456", False),
        ("care.example/path", False),
        ("user@care.example", False),
        ('care.example"', False),
        ("care.example\n", False),
        ("\0", False),
        ("[care]", False),
        ("care.example:99999", False),
    ],
)
def test_a_host_is_a_name_and_a_port(host: str, known: bool) -> None:
    told = alone(ask_app(routes.routes(), "GET", "/?group=low&place=same&lang=en", host=host))
    (picture,) = re.findall('og:image" content="([^"]*)"', told.content.decode())
    assert picture == f"{f'http://{host}' if known else ''}/preview/low.same.png?lang=en"


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/words/", "/words"),
        ("/present/?group=high&place=same", "/present?group=high&place=same"),
        ("//?group=high&utm_source=a%20b", "/?group=high&utm_source=a%20b"),
        ("/Words", "/words"),
        ("/present)", "/present"),
        ("/present%20", "/present"),
        ("/compare%E2%80%9D?lang=es", "/compare?lang=es"),
        ("//present//", "/present"),
        ("/Handout/High.Same.PDF?paper=a4", "/handout/high.same.pdf?paper=a4"),
        *(
            (f"/{folder}/{former}.{suffix}?lang=es", f"/{folder}/{name}.{suffix}?lang=es")
            for folder, suffix in FILES.items()
            for former, name in FORMER.items()
        ),
    ],
)
def test_a_link_that_was_handed_on_leads_to_the_right_address(
    server: str, path: str, right: str
) -> None:
    answer = ask(server, path)
    assert (answer.status, answer.told["Location"]) == (308, right)
    assert ask(server, right, "HEAD").status == 200


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "//evil.example/map/", "///map//evil.example", "/%5Cevil.example/map"],
)
@pytest.mark.parametrize("end", ["", "/", ")", "?next=//evil.example", "/?//evil.example"])
def test_no_path_leads_to_another_site(server: str, path: str, end: str) -> None:
    answer = ask(server, path + end)
    assert answer.status == 404
    assert answer.told["Location"] is None


def test_pages_that_moved_lead_to_where_their_content_is(server: str) -> None:
    for path, right in (("/map", "/"), ("/sources", "/about")):
        for query in ("", "?group=high&place=same&utm_source=a%20b"):
            answer = ask(server, f"{path}{query}")
            assert (answer.status, answer.told["Location"]) == (308, f"{right}{query}")
    assert ask(server, "/Sources/").told["Location"] == "/sources"


@pytest.mark.parametrize("query", ["//evil.example", "next=https://evil.example", "%0d%0aX-Evil:1"])
def test_a_redirect_stays_on_the_site_whatever_the_query(server: str, query: str) -> None:
    answer = ask(server, f"//present/?{query}")
    assert (answer.status, answer.told["Location"]) == (308, f"/present?{query}")
    assert answer.told["X-Evil"] is None


@pytest.mark.parametrize(
    ("spoiled", "right"),
    [
        ("/?group=High.&amp;place=same)", "/?group=high&place=same"),
        ("/present?group=high%20&place=same&lang=ES.", "/present?group=high&place=same&lang=es"),
        ("/compare?against=Low-Same", "/compare?against=low.same"),
        ("/?utm_source=a%20b&PLACE=cns", "/?utm_source=a+b&place=cns"),
        ("/words?group=", "/words?"),
    ],
)
def test_a_query_is_mended_before_the_page_comes(server: str, spoiled: str, right: str) -> None:
    """The way back of the browser would otherwise lead to the spoiled address, and on again."""
    answer = ask(server, spoiled)
    assert (answer.status, answer.told["Location"]) == (307, right)
    assert ask(server, right).status == 200


@pytest.mark.parametrize(
    "query",
    [
        "group=high&place=same&utm_source=mail",
        "group=low&group=high",
        "place=nowhere",
        "group=High&place=nowhere",
        "a=%FF&b=%00&c",
    ],
)
def test_a_query_that_is_right_or_beyond_mending_brings_the_page(server: str, query: str) -> None:
    assert ask(server, f"/?{query}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/words/more",
        "/handout/",
        "/handout/low.nowhere.pdf",
        "/handout/low.same.svg",
        "/handout/low.same.pdf?paper=napkin",
        "/handout/low.same.pdf?size=vast",
        "/handout/low.same.pdf/more",
        "/handout/..%2f..%2fREADME.md",
        "/page/low.same.pdf",
        "/page/low.several.html",
        "/page/all.html",
        "/diagram/low.same.pdf",
        "/preview/low.same.svg",
        "/static/js/nothing.js",
        "/static/../app.py",
        "/.streamlit/config.toml",
        "//evil.example",
        "/%00",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_what_is_not_there_says_so(server: str, path: str, method: str) -> None:
    answer = ask(server, path, method)
    assert answer.status in (404, 405)
    if answer.status == 404:
        assert TEXT["lost.title"] in answer.text
        assert "nowhere" not in answer.text
        assert "evil" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/upload_file/a/b",
        "/_stcore/script-health-check",
        "/map/_stcore/health",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_what_streamlit_has_and_nobody_needs_is_not_there(
    server: str, path: str, method: str
) -> None:
    answer = ask(server, path, method)
    assert (answer.status, answer.content) == (404, b"")


@pytest.mark.parametrize("path", ["/_stcore/nothing", "/_stcore/a/b", "/_stcore/bidi-components/x"])
def test_an_endpoint_that_streamlit_lacks_is_not_there(server: str, path: str) -> None:
    assert ask(server, path).status == 404


def test_every_endpoint_of_the_installed_streamlit_is_judged() -> None:
    """A new one in an upgrade is either needed by the page or belongs into `web.DENIED`."""
    folder = Path(starlette.__path__[0])
    named = re.compile(r"(?:_stcore|\{BASE_ROUTE_CORE\})/([a-z_-]+)")
    found = {
        name
        for file in folder.glob("*.py")
        for name in named.findall(file.read_text(encoding="utf-8"))
    }
    needed = {"health", "host-config", "stream", "bidi-components"}
    denied = {name for name in found if DENIED.fullmatch(f"/_stcore/{name}")}
    assert needed | denied == found


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config"])
def test_what_streamlit_needs_is_there(server: str, path: str) -> None:
    assert ask(server, path).status == 200


@pytest.mark.parametrize("path", ["/", "/nowhere", "/handout/low.same.pdf", "/robots.txt"])
def test_every_answer_tells_the_browser_what_it_may_do(server: str, path: str) -> None:
    told = ask(server, path).told
    rules = dict(rule.split(" ", 1) for rule in told["Content-Security-Policy"].split("; "))
    assert "unsafe" not in rules["script-src"]
    assert rules["frame-ancestors"] == "'self'"
    assert rules["default-src"] == rules["connect-src"] == "'self'"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "no-referrer"
    assert "geolocation=()" in told["Permissions-Policy"]
    assert told["Set-Cookie"] is None
    assert told["Strict-Transport-Security"] is None
    behind_tls = ask(server, path, told={"X-Forwarded-Proto": "https"}).told
    assert behind_tls["Strict-Transport-Security"] == f"max-age={headers.YEAR}"


def test_the_address_of_the_site_is_not_taken_from_anyone(server: str) -> None:
    sly = ask(server, "/?group=low&place=same", told={"Host": 'x"><script>alert(1)</script>'})
    assert "alert" not in sly.text
    behind = ask(
        server,
        "/?group=low&place=same",
        told={"Host": "care.example", "X-Forwarded-Proto": "https"},
    )
    assert 'content="https://care.example/preview/low.same.png?lang=en"' in behind.text


def test_streamlits_styles_ask_for_the_small_font_of_icons(server: str) -> None:
    styles = ask(server, document.STYLESHEET)
    assert styles.told["Content-Type"].startswith("text/css")
    assert styles.text.count(document.ICONS) == 1
    fonts = set(re.findall(r"url\(([^)]+)\)", styles.text)) - {document.ICONS}
    for font in (one for one in fonts if not one.startswith("data:")):
        assert ask(server, font, "HEAD").status == 200, font
    assert ask(server, document.ICONS, "HEAD").status == 200
    assert document.STYLESHEET in ask(server, "/").text


def test_search_engines_are_kept_out(server: str) -> None:
    assert ask(server, "/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_no_log_line_holds_a_query(server: str) -> None:
    ask(server, "/?group=high&place=same")
    assert "group=high" not in LOGS[urlsplit(server).port].read_text(encoding="utf-8")


def test_settings_let_others_in(start_server: StartServer, tmp_path: Path) -> None:
    data, state = tmp_path / "data", tmp_path / "state"
    copy(data)
    state.mkdir()
    env = {
        "CAREPATH_INDEX": "1",
        "CAREPATH_EMBED_BY": "https://hospital.example https://other.example",
        "CAREPATH_SITE": "https://care.example/",
        "CAREPATH_DATA": str(data),
        "CAREPATH_STATE": str(state),
    }
    server = start_server(env)
    page = ask(server, "/?group=low&place=same")
    assert "noindex" not in page.text
    assert 'content="https://care.example/preview/low.same.png?lang=en"' in page.text
    policy = page.told["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://hospital.example https://other.example;" in policy
    assert ask(server, "/robots.txt").text == "User-agent: *\nDisallow:\n"
    assert ask(server, "/diagram/low.same.svg").told["X-Robots-Tag"] is None
    assert json.loads(ask(server, "/healthz").text) == {"status": "ok", "version": VERSION}

    sources = data / "sources.csv"
    sound = sources.read_text(encoding="utf-8")
    sources.write_text("source\n<script>\n", encoding="utf-8")
    # After a start, too: what was sound before is kept.
    for address in (server, start_server(env)):
        health = ask(address, "/healthz")
        assert health.status == 200
        assert any("sources.csv" in fault for fault in json.loads(health.text)["faults"])
        assert "sources.csv" in LOGS[urlsplit(address).port].read_text(encoding="utf-8")
        front = ask(address, "/?group=low&place=same")
        assert (front.status, front.content) == (200, page.content)
        assert ask(address, "/handout/low.same.pdf").status == 200
    without = start_server(env | {"CAREPATH_STATE": "", "CAREPATH_SHOW_FAULTS": "1"})
    assert ask(without, "/healthz").status == 503
    front = ask(without, "/")
    assert (front.status, front.told["Retry-After"]) == (503, "60")
    assert "sources.csv" in front.text
    sources.write_text(sound, encoding="utf-8")
    for address in (server, without):
        assert json.loads(ask(address, "/healthz").text) == {"status": "ok", "version": VERSION}
        assert f"<title>{TEXT['app.title']}</title>" in ask(address, "/").text


def handshake(server: str, **told: str) -> int:
    """Ask for a WebSocket with these headers; return the status of the answer."""
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"}
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket"}
    connection = HTTPConnection(urlsplit(server).netloc, timeout=20)
    connection.request("GET", "/_stcore/stream", headers=key | upgrade | told)
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_proxy_may_change_the_host(start_server: StartServer) -> None:
    server = start_server({"CAREPATH_SITE": "https://care.example.org"})
    behind = urlsplit(server).netloc
    assert handshake(server, Origin="https://care.example.org") == 101
    assert handshake(server, Origin="https://care.example.org", Host="care.example.org") == 101
    assert handshake(server, Origin=f"http://{behind}") == 101
    assert handshake(server, Origin="https://other.example.org") == 403
    assert handshake(server, Origin="https://other.example.org", Host="care.example.org") == 403


def test_without_an_address_of_the_site_the_host_decides(server: str) -> None:
    assert handshake(server, Origin="https://care.example.org") == 403
    assert handshake(server, Origin="https://care.example.org", Host="care.example.org") == 101
    assert handshake(server, Origin="null") == 403
    assert handshake(server) == 101


@pytest.mark.parametrize("origin", ["https://care.example.org", "http://localhost:8600"])
def test_streamlit_never_sees_another_host_than_the_origins(
    origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would ask a host outside for this machine's address."""
    monkeypatch.setenv("CAREPATH_SITE", "https://care.example.org")
    hosts = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        hosts.append(Headers(scope=scope)["host"])

    told = [(b"host", b"127.0.0.1:8501"), (b"origin", origin.encode())]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": told}
    ThreadPoolExecutor().submit(asyncio.run, Handshake(app)(scope, None, None)).result()
    assert hosts == [urlsplit(origin).netloc]
    assert dict(told)[b"host"] == b"127.0.0.1:8501"


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        (PurePosixPath("/site/static/js/a.js"), PurePosixPath("/site")),
        (PureWindowsPath(r"C:\site\static\js\a.js"), PureWindowsPath("C:/site")),
    ],
)
def test_a_file_has_the_same_address_on_every_system(file: PurePath, folder: PurePath) -> None:
    assert document.web_path(file, folder) == "/static/js/a.js"


def test_no_path_of_a_disk_becomes_an_address_as_it_is_spelled() -> None:
    lines = [
        line
        for path in ROOT.glob("carepath/**/*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    found = [line for line in lines if ".relative_to(" in line]
    assert found
    assert [line for line in found if ".as_posix()" not in line] == []


def test_the_gate_knows_every_page_and_no_more() -> None:
    assert set(routes.PAGES.values()) == set(HEADS)
