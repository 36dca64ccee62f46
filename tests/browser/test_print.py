"""On paper every page is dark on light, whatever theme it has on the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from carepath.text.titles import HEADS
from harness.browser import FINISHED
from tests.support.browser import wait_until_given_over

pytestmark = pytest.mark.browser

# Text that is light, and grounds that are dark, among what paper shows.
WRONG = """() => {
  const light = (colour) => {
    const [red, green, blue, opacity] = colour.match(/[\\d.]+/g).map(Number);
    return opacity === 0 ? undefined : (red * 0.2126 + green * 0.7152 + blue * 0.0722) / 255;
  };
  const told = (box, what) => `${what} of ${box.tagName} ${box.className}: ${box.textContent}`;
  return [document.body, ...document.body.querySelectorAll("*")].flatMap((box) => {
    if (!box.checkVisibility({ visibilityProperty: true })) return [];
    const style = getComputedStyle(box);
    const text = [...box.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return [
      ...(text && light(style.color) > 0.5 ? [told(box, "text")] : []),
      ...(light(style.backgroundColor) < 0.35 ? [told(box, "ground")] : []),
    ];
  });
}"""


@pytest.mark.parametrize("name", HEADS)
def test_a_dark_page_is_printed_dark_on_light(tab: Page, server: str, name: str) -> None:
    path = "" if name == "paths" else name
    tab.emulate_media(color_scheme="dark")
    tab.goto(f"{server}/{path}?group=high&place=same&option=1&against=2&step=1")
    tab.locator(f"{FINISHED} h1").first.wait_for()
    wait_until_given_over(tab)
    assert tab.evaluate(WRONG) != []
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.evaluate(WRONG) == []
