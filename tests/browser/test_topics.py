"""Several topics in a real browser: a reader goes to another one and back by links."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support import facts
from tests.support.browser import OpenPage, wait_until_finished
from tests.support.servers import StartServer

pytestmark = pytest.mark.browser

TOPIC = "neuroblastoma-new"
OTHER = {row["id"]: row["text_en"] for row in facts.read("words.csv", TOPIC)}
OWN = facts.text()
HIGH = next(row["text_en"] for row in facts.read("answers.csv", TOPIC) if row["answer"] == "high")


def is_titled(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_reader_goes_to_another_topic_and_back(
    open_page: OpenPage, start_server: StartServer
) -> None:
    site = start_server(env={"CAREPATH_TOPICS": f"{facts.TOPIC}, {TOPIC}"})
    page = open_page("/?group=low&place=same", at=site)
    page.get_by_role("link", name=OTHER["app.title"]).click()
    is_titled(page, OTHER["app.title"])
    expect(page).to_have_url(re.compile(rf"/\?topic={TOPIC}$"))

    page.locator(".stSidebar").get_by_text(HIGH, exact=True).click()
    expect(page).to_have_url(re.compile(rf"/\?topic={TOPIC}&group=high$"))
    page.get_by_role("link", name=OTHER["page.compare"], exact=True).first.click()
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
