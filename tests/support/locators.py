"""The questions and the boxes of a page in a browser, by what a reader sees of them."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.support import facts

TEXT = facts.text()


def sidebar(page: Page) -> Locator:
    return page.get_by_role("region", name=TEXT["shell.pages.many"])


def in_page(page: Page) -> Locator:
    """The questions that stand in the page itself where the sidebar is folded away."""
    return page.locator(".st-key-here-give, .st-key-here-change")


def radio(where: Locator, key: str, value: str) -> Locator:
    question = where.get_by_role("radiogroup", name=TEXT[f"question.{key}"])
    return question.get_by_role("radio", name=TEXT[f"{key}.{value}"], exact=True)


def answer(where: Locator, key: str, value: str) -> Locator:
    """What a reader taps to choose an answer: its text, for Streamlit hides the radio itself."""
    question = where.get_by_role("radiogroup", name=TEXT[f"question.{key}"])
    return question.get_by_text(TEXT[f"{key}.{value}"], exact=True)


def step(page: Page, option: int, number: int) -> Locator:
    """The box of a step that is shown; there is another one for other widths."""
    return box(page, f"option={option}&step={number}")


def box(page: Page, choice: str) -> Locator:
    return page.locator(f'svg [data-choice="{choice}"]').filter(visible=True)


SCROLLING = """() => [document.documentElement, ...document.querySelectorAll("main, main *")]
  .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.checkVisibility()
    && (box === document.documentElement
      || ["auto", "scroll"].includes(getComputedStyle(box).overflowX)))
  .map((box) => `${box.tagName} ${box.className}: ${box.scrollWidth} > ${box.clientWidth}`)"""
