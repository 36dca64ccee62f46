"""The files that the image holds, and no others, serve every page and every file."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from streamlit.proto.Element_pb2 import Element

from harness import hosting
from harness.client import Sign, html, visit
from tests.support import addresses
from tests.support.addresses import Address, Reply
from tests.support.http import ask
from tests.support.servers import LOGS, serve


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run what the image holds of the repository; return its address."""
    folder = hosting.app_folder(tmp_path_factory.mktemp("image"))
    with serve(tmp_path_factory.mktemp("home"), cwd=folder) as url:
        yield url


def test_the_dockerfile_runs_code_that_the_image_holds(tmp_path: Path) -> None:
    folder = hosting.app_folder(tmp_path)
    runs = [line for line in hosting.stages()["app"] if line.startswith("RUN ")]
    snippets = [code for run in runs for code in re.findall(r'python -c "([^"]+)"', run)]
    assert snippets
    for code in snippets:
        subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)


def reply(server: str, address: Address) -> Reply:
    method = "POST" if address.form else "GET"
    answer = ask(server, address.path, method, body=address.form or None)
    return Reply(answer.status, answer.told.get_content_type(), answer.content)


@pytest.mark.parametrize("listed", [addresses.pages, addresses.files])
def test_every_page_and_file_is_served(image: str, listed) -> None:
    assert addresses.faults(listed(each=False), lambda address: reply(image, address)) == []


def slides(element: Element) -> bool:
    return element.bidi_component.component_name.endswith("present")


def test_every_page_runs_to_its_end(image: str) -> None:
    def end(path: str, query: dict[str, str]) -> Sign:
        # Every page ends with what it is and where it comes from; a projector shows slides alone.
        if path != "/present":
            return html("<footer")
        return slides if "group" in query else html("<h1")

    async def open_all() -> None:
        for path, query in addresses.views(each=False):
            if query.get("group") in (None, "high"):
                async with visit(image, path, urlencode(query)) as reader:
                    await reader.open(end(path, query))

    # Playwright keeps an event loop in the thread of the tests.
    ThreadPoolExecutor().submit(asyncio.run, open_all()).result()
    assert "Traceback" not in LOGS[urlsplit(image).port].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Reply(500, "text/html", b"<!doctype html>heading"), "status 500"),
        (Reply(200, "text/plain", b"<!doctype html>heading"), "text/plain"),
        (Reply(200, "text/html", b"heading"), "holds"),
        (Reply(200, "text/html", b"<!doctype html>"), "holds"),
        (Reply(200, "text/html", b"<!DOCTYPE html>heading"), ""),
    ],
)
def test_a_wrong_answer_is_a_fault(given: Reply, told: str) -> None:
    address = Address("/", "text/html", b"<!doctype html>", "heading")
    found = addresses.faults(iter([address]), lambda _: given)
    assert [told in fault for fault in found] == [True] * bool(told)
