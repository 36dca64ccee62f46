"""The same drawings, byte for byte, from an image and from the ways to run it without one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest
from streamlit.proto.Element_pb2 import Element

from harness import client, serving
from harness.hosting import Site
from harness.paths import ROOT
from tests.support.addresses import LANGUAGES
from tests.support.http import ask
from tests.support.selections import ANSWERS

SCRIPTS = {"make run": serving.SCRIPT, "streamlit run app.py": "app.py"}
VIEWS = [(language, answers) for language in LANGUAGES for answers in ANSWERS]


@pytest.fixture(scope="module")
def servers(site: Site) -> Iterator[Mapping[str, str]]:
    """Run Carepath in every way; return the addresses."""
    with ExitStack() as stack:
        yield {"image": site.copies[0].url} | {
            way: stack.enter_context(serving.serve(ROOT, script)).url
            for way, script in SCRIPTS.items()
        }


def shown(server: str, language: str, answers: str) -> list[str]:
    """Return the data of every drawing that the page of some answers shows."""
    found: list[str] = []

    def drawing(element: Element) -> bool:
        component = element.bidi_component
        if component.component_name.endswith("carepath_article"):
            found.append(client.markup(component))
        return "<footer" in element.html.body

    async def look() -> None:
        group, place = ANSWERS[answers]
        query = urlencode({"group": group, "place": place, "lang": language})
        async with client.visit(server, "/", query) as reader:
            await reader.open(drawing)

    # Playwright keeps an event loop in the thread of the tests.
    ThreadPoolExecutor().submit(asyncio.run, look()).result()
    return found


@pytest.mark.parametrize(("language", "answers"), VIEWS)
def test_a_page_shows_the_same_drawing(
    servers: Mapping[str, str], language: str, answers: str
) -> None:
    image, *others = (shown(server, language, answers) for server in servers.values())
    assert image
    assert others == [image] * len(others)


@pytest.mark.parametrize(("language", "answers"), VIEWS)
def test_a_file_holds_the_same_drawing(
    servers: Mapping[str, str], language: str, answers: str
) -> None:
    path = f"/diagram/{answers}.svg?lang={language}"
    image, run = (ask(servers[way], path).content for way in ("image", "make run"))
    assert image.startswith(b"<svg")
    assert image == run
