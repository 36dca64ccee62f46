"""The settings of the host: what they may be, and what the host is told where they are wrong."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from carepath import settings
from carepath.__main__ import main
from carepath.model import origin
from carepath.settings import Settings, WrongSettings
from carepath.version import VERSION
from carepath.web.headers import policy
from harness import program
from harness.paths import ROOT
from harness.program import Program

SETTING = re.compile("CAREPATH_[A-Z_]+")
ENVIRONMENT = re.compile(r"\benviron\b|\bgetenv\b")


def faults(**environ: str) -> tuple[str, ...]:
    with pytest.raises(WrongSettings) as wrong:
        settings.read(environ)
    return wrong.value.faults


def test_nothing_need_be_set() -> None:
    assert settings.read({}) == Settings()
    assert settings.read(dict.fromkeys(settings.NAMES, " ")) == Settings()


def test_fixed_settings_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    # Put back after the test.
    monkeypatch.setattr(settings, "_fixed", None)
    monkeypatch.setenv("CAREPATH_SITE", "https://one.example.org")
    settings.fix()
    monkeypatch.setenv("CAREPATH_SITE", "https://other.example.org")
    assert settings.current().site == "https://one.example.org"


def test_every_setting_has_a_field_and_a_parser() -> None:
    assert list(settings.PARSERS) == list(Settings.__dataclass_fields__)


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("https://care.example.org", "https://care.example.org"),
        (" HTTPS://Care.example.org/ ", "https://care.example.org"),
        ("https://care.example.org:443", "https://care.example.org"),
        ("http://intranet:8501", "http://intranet:8501"),
        ("http://[::1]:8501", "http://[::1]:8501"),
    ],
)
def test_an_address_is_spelled_as_browsers_do(text: str, site: str) -> None:
    assert settings.read({"CAREPATH_SITE": text}).site == site


@pytest.mark.parametrize(
    "text",
    [
        "care.example.org",
        "//care.example.org",
        "ftp://care.example.org",
        "javascript:x",
        "https://",
        "https://care..example.org",
        "https://care.example.org/carepath",
        "https://care.example.org?lang=es",
        "https://care.example.org#x",
        "https://nurse@care.example.org",
        "https://care.example.org:99999",
        "https://care.example.org https://other.example.org",
        "https://care.example.org\nX-Header: 1",
        "https://*.example.org",
    ],
)
def test_the_site_is_a_scheme_and_a_host_alone(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (fault,) = faults(CAREPATH_SITE=text)
    assert fault.startswith("CAREPATH_SITE must be a web address")
    assert repr(text) in fault
    with pytest.raises(SystemExit) as ended:
        main(["handouts", str(tmp_path / "out"), f"--site={text}"])
    assert ended.value.code == 2
    assert origin.ALLOWED in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "out").exists()


def test_origins_that_may_embed_stand_in_one_directive() -> None:
    text = "https://a.example, https://b.example/ https://c.example:8443,"
    found = settings.read({"CAREPATH_EMBED_BY": text}).embed_by
    assert found == ("https://a.example", "https://b.example", "https://c.example:8443")
    rule = "frame-ancestors 'self' https://a.example https://b.example https://c.example:8443;"
    assert rule in policy(found)
    assert "," not in policy(found)


@pytest.mark.parametrize(
    "text",
    ["https://a.example; script-src *", "https://a.example/portal/", "*", "'self'", "https:"],
)
def test_only_origins_may_embed(text: str) -> None:
    (fault,) = faults(CAREPATH_EMBED_BY=text)
    assert fault.startswith("CAREPATH_EMBED_BY must be a web address")


def test_every_wrong_setting_is_named(tmp_path: Path) -> None:
    found = faults(
        CAREPATH_SITE="x",
        CAREPATH_DATA=str(tmp_path / "nowhere"),
        CAREPATH_TOPICS="Not_an_id",
        CAREPATH_LAYER=str(tmp_path / "nowhere"),
        CAREPATH_EMBED_BY="x",
        CAREPATH_INDEX="yes",
        CAREPATH_STATE=str(tmp_path / "nowhere"),
        CAREPATH_ROOMS="x",
        CAREPATH_SHOW_FAULTS="yes",
        CAREPATH_PREVIEW=str(tmp_path / "nowhere"),
    )
    assert [fault.partition(" ")[0] for fault in found] == list(settings.NAMES)
    assert found[-2] == "CAREPATH_SHOW_FAULTS must be 0 or 1; it is 'yes'."


@pytest.mark.parametrize(
    "text",
    ["redis://a:6379", "valkey://a", "valkey://:6379", "valkey://a:x", "valkey://u:p@a:1", "a:1"],
)
def test_rooms_are_only_shared_by_the_address_of_a_server(text: str) -> None:
    (fault,) = faults(CAREPATH_ROOMS=text)
    assert fault.startswith("CAREPATH_ROOMS must be the address of a Valkey server")
    assert settings.read({"CAREPATH_ROOMS": "valkey://a:6379"}).rooms == "valkey://a:6379"


def test_the_folder_of_the_last_sound_tables_is_written_to_at_the_start(tmp_path: Path) -> None:
    assert settings.read({"CAREPATH_STATE": str(tmp_path)}).state == tmp_path
    assert [*tmp_path.iterdir()] == []
    file = tmp_path / "file"
    file.touch()
    (fault,) = faults(CAREPATH_STATE=str(file))
    assert fault == (
        f"CAREPATH_STATE must be a folder that exists and can be written to; it is {str(file)!r}."
    )


def test_tables_that_are_gone_are_no_wrong_setting_where_the_last_sound_ones_are_kept(
    tmp_path: Path,
) -> None:
    gone = str(tmp_path / "gone")
    assert faults(CAREPATH_DATA=gone)
    found = settings.read({"CAREPATH_DATA": gone, "CAREPATH_STATE": str(tmp_path)})
    assert str(found.data) == gone


@pytest.mark.parametrize(("text", "index"), [("0", False), ("1", True)])
def test_a_switch_is_0_or_1(text: str, index: bool) -> None:
    assert settings.read({"CAREPATH_INDEX": text}).index is index


def test_the_environment_is_read_in_one_place() -> None:
    sources = [*ROOT.glob("*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("carepath/**/*.py")]
    found = {
        path.relative_to(ROOT).as_posix()
        for path in sources
        if ENVIRONMENT.search(path.read_text(encoding="utf-8"))
    }
    # The font folder of Graphviz is handed over by the environment, and is no setting.
    assert found == {"carepath/settings.py", "carepath/drawing/svg.py"}


def rows(page: str) -> list[str]:
    """Return the first cells of all table rows of a page."""
    return re.findall(r"^\| (`CAREPATH_[^|]*?) +\|", page, re.MULTILINE)


def test_the_page_for_hosts_lists_every_setting() -> None:
    page = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    proxy = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    listed = re.findall(SETTING, "\n".join(rows(page)))
    assert listed[: len(settings.NAMES)] == list(settings.NAMES)
    assert {*listed} == {*settings.NAMES, *re.findall(SETTING, proxy)}
    assert len(listed) == len({*listed})


def test_the_page_for_hosts_is_of_this_version() -> None:
    page = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    assert f"version {VERSION};" in page


# --- At the start ---------------------------------------------------------------------------------


def ended(*command: str, **environ: str) -> tuple[int, str]:
    """Run a Python command that ends by itself; return its exit code and what it says."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("CAREPATH_")}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=bare | environ,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


SERVE = ("-m", "carepath", "serve")


def test_the_command_serves_the_site(tmp_path: Path) -> None:
    port = program.free_port()

    def ready() -> bool:
        with closing(HTTPConnection("localhost", port, timeout=5)) as connection:
            connection.request("GET", "/healthz")
            return json.loads(connection.getresponse().read()) == {
                "status": "ok",
                "version": VERSION,
            }

    command = (sys.executable, *SERVE, "--port", str(port))
    site = Program(command, ROOT, {"HOME": str(tmp_path)}, tmp_path / "log", ready)
    site.start()
    try:
        site.wait()
    finally:
        site.end()
    assert "Traceback" not in site.log.read_text(encoding="utf-8")


STREAMLIT = ("-m", "streamlit", "run", "server.py", "--server.port", "0")


@pytest.mark.parametrize("command", [SERVE, STREAMLIT, ("-m", "carepath", "check")])
def test_a_start_with_a_wrong_setting_ends_with_its_sentence(command: tuple[str, ...]) -> None:
    code, told = ended(*command, CAREPATH_INDEX="yes")
    assert (code, told) == (1, "CAREPATH_INDEX must be 0 or 1; it is 'yes'.\n")


def test_a_start_below_a_path_ends_with_a_sentence() -> None:
    code, told = ended(*STREAMLIT, STREAMLIT_SERVER_BASE_URL_PATH="carepath")
    assert code == 1
    assert told.startswith("server.baseUrlPath must be empty, because Carepath needs a host of")
    assert told.count("\n") == 1


def test_a_port_in_use_is_said_with_the_ways_to_name_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, told = ended(*SERVE, "--port", str(port))
    assert code == 1
    assert told.startswith(f"Port {port} is in use.")
    assert "--port" in told
    assert "PORT=" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("text", ["0", "65536", "-1", "web"])
def test_a_port_is_a_number_that_can_be_listened_at(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["serve", "--port", text])
    assert stopped.value.code == 2
    assert text in capsys.readouterr().err


def test_the_app_alone_shows_the_sentence_on_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREPATH_EMBED_BY", "everyone")
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30).run()
    assert not at.exception
    assert [text.value for text in at.text] == list(faults(CAREPATH_EMBED_BY="everyone"))
    assert not at.radio
