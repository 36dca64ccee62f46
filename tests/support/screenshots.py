"""What can be seen to change on a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import FloatRect, Page

from tests.support.colours import SHAPE, contrast


def changed(page: Page, clip: FloatRect, change: Callable[[], object]) -> int:
    """Count the pixels of a piece of the page whose change can be told, as a shape has to be."""
    before = _pixels(page, clip)
    change()
    pairs = Counter(zip(before, _pixels(page, clip), strict=True))
    return sum(
        count
        for (one, other), count in pairs.items()
        if one != other and contrast(_hex(one), _hex(other)) >= SHAPE
    )


def _pixels(page: Page, clip: FloatRect) -> list[tuple[int, int, int]]:
    shot = page.screenshot(clip=clip, animations="disabled")
    return list(Image.open(BytesIO(shot)).convert("RGB").get_flattened_data())


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
