"""The hosted site over HTTP: pages, files, headers, and what is not there."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import shutil
import struct
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPMessage
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pypdf
import pytest
from starlette.applications import Starlette
from starlette.types import Message
from streamlit.web.server import starlette

from carepath import asking, headers, index, web
from carepath.link import ANSWERS, FORMER
from carepath.tables import DATA
from carepath.titles import HEADS
from tests import facts
from tests.conftest import LOGS, StartServer

TEXT = facts.text()
FILES = {"handout": "pdf", "diagram": "svg", "preview": "png"}


class Answer(NamedTuple):
    """An answer of the server."""

    status: int
    told: HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


def ask(
    server: str,
    path: str,
    method: str = "GET",
    told: Mapping[str, str] | None = None,
    body: str | None = None,
) -> Answer:
    connection = HTTPConnection(urlsplit(server).netloc, timeout=20)
    connection.request(method, path, body, dict(told or {}))
    answer = connection.getresponse()
    found = Answer(answer.status, answer.headers, answer.read())
    connection.close()
    return found


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


@pytest.mark.parametrize(
    ("path", "header", "language"),
    [("/?lang=es", "en", "es"), ("/", "es-MX,es;q=0.9", "es"), ("/", "fr, de", "en")],
)
def test_the_language_is_asked_for_or_guessed(
    server: str, path: str, header: str, language: str
) -> None:
    page = ask(server, path, told={"Accept-Language": header})
    assert f'<html lang="{language}">' in page.text
    assert "Accept-Language" in page.told["Vary"]


@pytest.mark.parametrize("path", ["/?group=high&place=same", "/handout/high.same.pdf"])
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
    start = {"pdf": b"%PDF", "svg": b"<svg", "png": b"\x89PNG"}[FILES[folder]]
    assert answer.content.startswith(start)
    assert f'filename="carepath-high.cns.{FILES[folder]}"' in answer.told["Content-Disposition"]
    assert answer.told["X-Robots-Tag"] == "noindex"


def sheet(server: str, *asked: str) -> str:
    told = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode([("ask", question) for question in asked])
    answer = ask(server, "/handout/low.same.pdf?lang=en", "POST", told, body)
    assert answer.status == 200
    assert answer.told["Content-Disposition"].startswith("attachment;")
    pages = pypdf.PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_sheet_holds_a_readers_questions_in_their_order(server: str) -> None:
    known = next(row for row in facts.read("questions.csv") if row["question"] == "which-fits")
    text = sheet(server, "Is #it $ours [so]?", "which-fits", "<b>\x00bold", "")
    assert text.index("Is #it $ours [so]?") < text.index(known["text_en"]) < text.index("<b>")
    # The address tells nothing, and one reader's sheet is not another's.
    assert "ours" not in sheet(server)
    assert "ours" not in LOGS[urlsplit(server).port].read_text(encoding="utf-8")


def test_a_sheet_takes_only_so_much(server: str) -> None:
    assert ask(server, "/handout/low.same.pdf", "POST", {}, "ask=" + "x" * 30_000).status == 413
    # The longest list a family can make, in the letters that take most.
    assert sheet(server, *(chr(0x20000 + n) * asking.LONGEST_OWN for n in range(asking.MOST)))
    many = sheet(server, *(f"Question {n}?" for n in range(99)))
    assert "Question 11?" in many
    assert "Question 12?" not in many


def test_only_what_holds_no_readers_words_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[bytes] = []
    pack = gzip.compress

    def counted(plain: bytes) -> bytes:
        packed.append(plain)
        return pack(plain)

    monkeypatch.setattr(gzip, "compress", counted)
    app = Starlette(routes=web.routes())

    def ask_twice(method: str, path: str, body: bytes = b"") -> int:
        packed.clear()
        scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": []}
        statuses: list[int] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body}

        async def send(message: Message) -> None:
            statuses.extend([message["status"]] if "status" in message else [])

        # A browser of the tests keeps an event loop running in this thread.
        with ThreadPoolExecutor() as pool:
            for _ in range(2):
                pool.submit(asyncio.run, app({**scope}, receive, send)).result()
        assert statuses == [200, 200]
        return len(packed)

    assert ask_twice("GET", "/diagram/low.same.svg") == 1
    assert ask_twice("POST", "/handout/low.same.pdf", b"ask=ours") == 2


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/map/", "/map"),
        ("/present/?group=high&place=same", "/present?group=high&place=same"),
        ("//?group=high&utm_source=a%20b", "/?group=high&utm_source=a%20b"),
        ("/Map", "/map"),
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


@pytest.mark.parametrize("query", ["//evil.example", "next=https://evil.example", "%0d%0aX-Evil:1"])
def test_a_redirect_stays_on_the_site_whatever_the_query(server: str, query: str) -> None:
    answer = ask(server, f"//present/?{query}")
    assert (answer.status, answer.told["Location"]) == (308, f"/present?{query}")
    assert answer.told["X-Evil"] is None


def test_a_page_reads_what_a_link_means(server: str) -> None:
    assert ask(server, "/?group=High.&amp;place=same)&lang=en").text == (
        ask(server, "/?group=high&place=same&lang=en").text
    )


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/map/more",
        "/handout/",
        "/handout/low.nowhere.pdf",
        "/handout/low.same.svg",
        "/handout/low.same.pdf?paper=napkin",
        "/handout/low.same.pdf/more",
        "/handout/..%2f..%2fREADME.md",
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
    found = {name for file in folder.glob("*.py") for name in named.findall(file.read_text())}
    needed = {"health", "host-config", "stream", "bidi-components"}
    denied = {name for name in found if web.DENIED.fullmatch(f"/_stcore/{name}")}
    assert needed | denied == found


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config"])
def test_what_streamlit_needs_is_there(server: str, path: str) -> None:
    assert ask(server, path).status == 200


@pytest.mark.parametrize("path", ["/", "/nowhere", "/handout/low.same.pdf", "/robots.txt"])
def test_every_answer_tells_the_browser_what_it_may_do(server: str, path: str) -> None:
    told = ask(server, path).told
    rules = dict(rule.split(" ", 1) for rule in told["Content-Security-Policy"].split("; "))
    assert "unsafe" not in rules["script-src"]
    assert rules["frame-ancestors"] == "'none'"
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
    styles = ask(server, index.STYLESHEET)
    assert styles.told["Content-Type"].startswith("text/css")
    assert styles.text.count(index.ICONS) == 1
    fonts = set(re.findall(r"url\(([^)]+)\)", styles.text)) - {index.ICONS}
    for font in (one for one in fonts if not one.startswith("data:")):
        assert ask(server, font, "HEAD").status == 200, font
    assert ask(server, index.ICONS, "HEAD").status == 200
    assert index.STYLESHEET in ask(server, "/").text


def test_search_engines_are_kept_out(server: str) -> None:
    assert ask(server, "/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_no_log_line_holds_a_query(server: str) -> None:
    ask(server, "/?group=high&place=same")
    assert "group=high" not in LOGS[urlsplit(server).port].read_text(encoding="utf-8")


def test_settings_let_others_in(start_server: StartServer, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    env = {
        "CAREPATH_INDEX": "1",
        "CAREPATH_EMBED_BY": "https://hospital.example https://other.example",
        "CAREPATH_SITE": "https://care.example/",
        "CAREPATH_DATA": str(data),
    }
    server = start_server(env)
    page = ask(server, "/?group=low&place=same")
    assert "noindex" not in page.text
    assert 'content="https://care.example/preview/low.same.png?lang=en"' in page.text
    policy = page.told["Content-Security-Policy"]
    assert "frame-ancestors https://hospital.example https://other.example;" in policy
    assert ask(server, "/robots.txt").text == "User-agent: *\nDisallow:\n"
    assert ask(server, "/diagram/low.same.svg").told["X-Robots-Tag"] is None
    assert json.loads(ask(server, "/healthz").text) == {"status": "ok"}

    sources = data / "sources.csv"
    sound = sources.read_text(encoding="utf-8")
    sources.write_text("source\n<script>\n", encoding="utf-8")
    health = ask(server, "/healthz")
    assert health.status == 503
    assert any("sources.csv" in fault for fault in json.loads(health.text)["faults"])
    assert "sources.csv" in ask(server, "/").text
    assert ask(server, "/handout/low.same.pdf").status == 404
    sources.write_text(sound, encoding="utf-8")
    assert ask(server, "/healthz").status == 200
    assert f"<title>{TEXT['app.title']}</title>" in ask(server, "/").text


def test_the_gate_knows_every_page_and_no_more() -> None:
    assert set(web.PAGES.values()) == set(HEADS)
