"""Several topics in a real browser: a reader goes to another one and back by links."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support import facts
from tests.support.browser import OpenPage, wait_until_finished
from tests.support.servers import serve

pytestmark = pytest.mark.browser

TOPIC = "neuroblastoma-new"
OTHER = {row["id"]: row["text_en"] for row in facts.read("words.csv", TOPIC)}
OWN = facts.text()
PROMPTS, OTHER_PROMPTS = (
    {row["prompt"]: row["text_en"] for row in facts.read("prompts.csv", topic)}
    for topic in (facts.TOPIC, TOPIC)
)
HIGH = next(row["text_en"] for row in facts.read("answers.csv", TOPIC) if row["answer"] == "high")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that offers two topics."""
    env = {"CAREPATH_TOPICS": f"{facts.TOPIC}, {TOPIC}"}
    with serve(tmp_path_factory.mktemp("server"), env) as url:
        yield url


def is_titled(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_reader_goes_to_another_topic_and_back(open_page: OpenPage, site: str) -> None:
    page = open_page("/?group=low&place=same", at=site)
    page.get_by_role("link", name=OTHER["app.title"]).click()
    is_titled(page, OTHER["app.title"])
    expect(page).to_have_url(re.compile(rf"/\?topic={TOPIC}$"))

    page.locator(".stSidebar").get_by_text(HIGH, exact=True).click()
    expect(page).to_have_url(re.compile(rf"/\?topic={TOPIC}&group=high$"))
    compare = page.get_by_role("link", name=OTHER["page.compare"], exact=True).first
    # The address changes before the links do.
    expect(compare).to_have_attribute("href", re.compile("group=high"))
    compare.click()
    is_titled(page, OTHER["page.compare"])
    expect(page).to_have_url(re.compile(rf"/compare\?topic={TOPIC}&group=high$"))
    page.reload()
    wait_until_finished(page)
    is_titled(page, OTHER["page.compare"])

    page.get_by_role("link", name=OWN["app.title"]).click()
    is_titled(page, OWN["app.title"])
    expect(page).to_have_url(f"{site}/")
    page.go_back()
    expect(page).to_have_url(re.compile(rf"/compare\?topic={TOPIC}&group=high$"))
    is_titled(page, OTHER["page.compare"])


def tick(page: Page, question: str) -> None:
    page.get_by_text(question, exact=True).first.click()
    expect(page.locator(".entry").filter(has_text=question)).to_be_visible()


def test_each_topic_keeps_its_own_list_of_questions_in_the_tab(
    open_page: OpenPage, site: str
) -> None:
    """Whether a reader follows a link in the page, which keeps the session, or opens an address."""
    own, other = PROMPTS["which-fits"], OTHER_PROMPTS["second-opinion"]
    typed = "May Nala come?"

    def is_listed(*texts: str) -> None:
        entries = [f"{number}. {text}" for number, text in enumerate(texts, start=1)]
        expect(page.locator(".entry")).to_have_text(entries)

    def follow(title: str) -> None:
        page.get_by_role("link", name=title).click()
        is_titled(page, title)
        page.get_by_role("link", name=OWN["page.questions"], exact=True).first.click()
        is_titled(page, OWN["page.questions"])

    page = open_page("/questions?group=low&place=same", at=site)
    tick(page, own)
    page.get_by_role("textbox", name=OWN["questions.own"]).fill(typed)
    page.get_by_role("button", name=OWN["questions.own.add"]).click()
    is_listed(own, typed)

    follow(OTHER["app.title"])
    expect(page.get_by_text(OWN["questions.list.empty"])).to_be_visible()
    is_listed()
    tick(page, other)
    follow(OWN["app.title"])
    is_listed(own, typed)

    for address, listed in (
        (f"{site}/questions?topic={TOPIC}", (other,)),
        (f"{site}/questions?group=low&place=same", (own, typed)),
    ):
        page.goto(address)
        wait_until_finished(page)
        is_listed(*listed)
