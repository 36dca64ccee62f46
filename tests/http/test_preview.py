"""A preview: the ordinary site, with a list of what differs from the live tables."""

from __future__ import annotations

import os
import re
from html import unescape
from pathlib import Path
from shutil import copytree

import pytest
from streamlit.web import cli

from carepath import settings
from carepath.__main__ import main
from carepath.editing import folders
from carepath.tables import loader
from harness.program import free_port
from tests.support.app import bodies, run
from tests.support.asgi import app, ask
from tests.support.spoiled import CNS_2_3, HIGH, IN_PHASE, LOW_2_2, change, copy, read, write

SITE = app()
BAR = re.compile(r'<aside class="carepath callout preview">.*?</aside>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]*)">([^<]*)</a>')
LOOK = "look twice, a word that links treatments: "


class Preview:
    """A site that is a preview of a folder, which a test may change."""

    def __init__(self, folder: Path) -> None:
        self.live, self.folder = folder / "live", folder / "next"
        columns, rows = read(copy(self.live), "words")
        for word in ("whom.zebra", "purpose.zebra"):
            rows.append({"id": word, "text_en": "for zebras", "text_es": "para cebras"})
        write(self.live, "words", columns, rows)
        copytree(self.live, self.folder)

    def changes(self, address: str = "/") -> list[tuple[str, str]]:
        """Return the address and the text of each change that a page lists."""
        (bar,) = BAR.findall(ask(SITE, address).text)
        return [(unescape(url), unescape(text)) for url, text in LINK.findall(bar)]

    def page(self, address: str) -> str:
        """Return a page without the list of changes."""
        answer = ask(SITE, address)
        assert answer.status == 200, address
        return unescape(BAR.sub("", answer.text))


@pytest.fixture
def preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preview:
    own = Preview(tmp_path)
    monkeypatch.setenv("CAREPATH_DATA", str(own.folder))
    monkeypatch.setenv("CAREPATH_PREVIEW", str(own.live))
    return own


def test_a_site_that_is_no_preview_has_no_bar() -> None:
    assert not BAR.search(ask(SITE, "/").text)


def test_every_page_says_that_it_is_a_preview(preview: Preview) -> None:
    for address in ("/", "/words", "/?lang=es"):
        assert preview.changes(address) == []
        (bar,) = BAR.findall(ask(SITE, address).text)
        assert ("Vista previa" if "es" in address else "Preview: readers do not see") in bar
        assert ("No ha cambiado nada." if "es" in address else "Nothing has changed.") in bar


# Each: a table, the row, its new cells, and the address where the change shows.
SHOWN: list[tuple[str, dict[str, str], dict[str, str], str]] = [
    ("treatments", LOW_2_2, {"purpose": "zebra"}, "?group=low&place=same&option=2&step=2"),
    ("treatments", CNS_2_3, {"purpose": "zebra"}, "option=2&step=3"),
    ("treatments", IN_PHASE, {"whom": "zebra"}, "step=1.2"),
    ("situations", HIGH, {"name_en": "Zebra", "name_es": "Cebra"}, "?group=high"),
    ("words", {"id": "note.given-together"}, {"text_en": "Zebra.", "text_es": "Cebra."}, "high"),
    ("terms", {"term": "surgery"}, {"meaning_en": "Zebra.", "meaning_es": "Cebra."}, "/words"),
    (
        "prompts",
        {"prompt": "which-fits"},
        {"text_en": "Zebra?", "text_es": "¿Cebra?"},
        "/questions",
    ),
    ("sources", {"source": "nci-patient"}, {"role_en": "Zebra.", "role_es": "Cebra."}, "/about"),
    ("words", {"id": "app.title"}, {"text_en": "Zebra", "text_es": "Cebra"}, "/"),
]


@pytest.mark.parametrize(("table", "where", "cells", "address"), SHOWN)
def test_each_change_leads_to_where_it_shows(
    table: str, where: dict[str, str], cells: dict[str, str], address: str, preview: Preview
) -> None:
    change(preview.folder, table, where, cells)
    changes = preview.changes()
    assert changes
    url, _ = changes[-1]
    assert address in url
    assert re.search("zebra", preview.page(url), re.IGNORECASE)


def test_a_change_that_may_be_a_mistake_is_listed_first(preview: Preview) -> None:
    change(preview.folder, "words", {"id": "app.title"}, {"text_en": "New", "text_es": "Nuevo"})
    change(preview.folder, "treatments", LOW_2_2, {"link": "then"})
    texts = [text for _, text in preview.changes()]
    assert len(texts) == 3
    assert texts[0].startswith(LOOK)
    assert texts[0].endswith("*may then* became *then*.")


def test_both_renderers_list_the_changes(preview: Preview) -> None:
    change(preview.folder, "treatments", LOW_2_2, {"link": "then"})
    (bar,) = BAR.findall(" ".join(bodies(run("words"))))
    assert [(unescape(url), unescape(text)) for url, text in LINK.findall(bar)] == (
        preview.changes("/words")
    )


def test_faulty_tables_show_their_faults_instead(preview: Preview) -> None:
    assert preview.changes() == []
    change(preview.folder, "treatments", LOW_2_2, {"link": "later"})
    assert preview.changes() == []
    assert ask(SITE, "/").status == 200


def test_the_command_serves_on_this_computer_only(
    preview: Preview, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(cli, "main", lambda arguments, prog_name: started.append(arguments))
    monkeypatch.delenv("CAREPATH_PREVIEW")
    monkeypatch.setenv("CAREPATH_DATA", str(preview.live))
    for name in ("STATE", "ROOMS", "SITE"):
        monkeypatch.setenv(f"CAREPATH_{name}", "")
    monkeypatch.setenv("CAREPATH_SHOW_FAULTS", "0")
    monkeypatch.setattr(os, "environ", os.environ.copy())
    port = str(free_port())
    assert main(["preview", str(preview.folder), "--port", port]) == 0
    own = settings.current()
    assert (own.data, own.preview, own.state) == (preview.folder, preview.live, None)
    assert own.show_faults
    (arguments,) = started
    assert arguments[-2:] == ["--server.address", "127.0.0.1"]
    assert port in arguments
    # Streamlit's own lines name no folder.
    assert arguments[arguments.index("--logger.hideWelcomeMessage") + 1] == "true"
    (told,) = [line for line in capsys.readouterr().out.splitlines() if "http" in line]
    assert f"http://127.0.0.1:{port}" in told
    assert str(preview.folder) in told
    assert "Ctrl+C" in told


def test_a_folder_that_is_older_than_the_live_tables_is_named(
    preview: Preview, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    live = loader.snapshot(preview.live)
    folders.write(preview.folder, live, live)
    older = "Others have published since these tables were made"
    assert older not in ask(SITE, "/").text
    change(preview.live, "words", {"id": "app.title"}, {"text_en": "New", "text_es": "Nuevo"})
    # The live tables of a preview are an edition, which nobody changes.
    other = preview.live.rename(preview.live.with_name("newer"))
    monkeypatch.setenv("CAREPATH_PREVIEW", str(other))
    change(preview.folder, "treatments", LOW_2_2, {"link": "then"})
    (bar,) = BAR.findall(ask(SITE, "/").text)
    assert older in bar
    monkeypatch.setattr(cli, "main", lambda arguments, prog_name: None)
    monkeypatch.delenv("CAREPATH_PREVIEW")
    monkeypatch.setenv("CAREPATH_DATA", str(other))
    monkeypatch.setattr(os, "environ", os.environ.copy())
    assert main(["preview", str(preview.folder), "--port", str(free_port())]) == 0
    assert f"published since {preview.folder} was made" in capsys.readouterr().out


def test_faulty_tables_are_not_previewed(
    preview: Preview, capsys: pytest.CaptureFixture[str]
) -> None:
    change(preview.folder, "treatments", LOW_2_2, {"link": "later"})
    assert main(["preview", str(preview.folder)]) == 1
    assert "not a known link" in capsys.readouterr().out
