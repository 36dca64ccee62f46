"""A treatment has the pictogram of its kind, in a box that has room for it and for its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from carepath import pictograms
from carepath.drawing import box_pictograms, dot, svg
from carepath.drawing.box_pictograms import PICTOGRAM
from carepath.fonts import metrics
from carepath.text.messages import Words
from tests.support.project_data import ENGLISH, PATHS, SPANISH

PLACE = re.compile(r"translate\((\S+) (\S+)\) scale\(\S+\)")
COMMAND = re.compile("([MmLlHhVvAaCcZz])([^MmLlHhVvAaCcZz]*)")


def boxes(words: Words, sideways: bool, slide: bool) -> Iterator[ElementTree.Element]:
    """Yield the box of every treatment."""
    for situation in (*PATHS.situations, *PATHS.inside.values()):
        for option in situation.options:
            source = dot.draw_option(words, option, "x", sideways, slide=slide)
            for group in ElementTree.fromstring(svg.document(source).markup).iter(svg.GROUP):
                if group.get("class", "").startswith("node step"):
                    yield group


def drawn(box: ElementTree.Element) -> tuple[float, float, str]:
    """Return where the pictogram of a box begins, from the left and from the top, and its path."""
    (group,) = box.findall(svg.GROUP)
    match = PLACE.fullmatch(group.get("transform", ""))
    assert match
    assert group.get("stroke") == box[0].get("stroke")
    return float(match[1]), float(match[2]), group[0].get("d", "")


@pytest.mark.parametrize("slide", [False, True])
@pytest.mark.parametrize("sideways", [False, True])
@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_a_box_holds_its_pictogram_and_beside_it_its_words(
    words: Words, sideways: bool, slide: bool
) -> None:
    for box in boxes(words, sideways, slide):
        xs, ys = box_pictograms.outline(box)
        left, top, path = drawn(box)
        kind = box.get("class", "").rpartition(" kind-")[2]
        assert path == pictograms.PATHS[words.kinds[kind]["pictogram"]]
        assert min(xs) + 5 < left
        assert min(ys) < top < top + PICTOGRAM < max(ys)
        for text in box.iter(svg.TEXT):
            assert "text-anchor" not in text.attrib
            starts = float(text.get("x", "0"))
            assert left + PICTOGRAM < starts
            assert starts + metrics.width(text.text or "") < max(xs) - 5


def with_kinds(words: Words, changes: Mapping[str, str]) -> Words:
    return replace(words, kinds={kind: {**row, **changes} for kind, row in words.kinds.items()})


def test_a_kind_without_a_pictogram_has_the_plain_mark() -> None:
    words = with_kinds(ENGLISH, {"pictogram": ""})
    paths = {drawn(box)[2] for box in boxes(words, sideways=True, slide=False)}
    assert paths == {pictograms.PATHS[pictograms.PLAIN]}


def test_each_kind_of_the_tables_has_a_pictogram_of_its_own() -> None:
    named = [row["pictogram"] for row in ENGLISH.kinds.values()]
    assert {*named} <= {*pictograms.OF_KINDS}
    assert len({*named}) == len(named)


@pytest.mark.parametrize("path", pictograms.PATHS.values(), ids=pictograms.PATHS)
def test_a_pictogram_is_small_and_stays_on_its_grid(path: str) -> None:
    assert len(path) < 200
    expect_on_grid(path, pictograms.GRID, pictograms.GRID)


@pytest.mark.parametrize("path", pictograms.PICTURES.values(), ids=pictograms.PICTURES)
def test_a_picture_is_small_and_stays_on_its_grid(path: str) -> None:
    assert len(path) < 300
    expect_on_grid(path, pictograms.WIDTH, pictograms.HEIGHT)


def expect_on_grid(path: str, width: int, height: int) -> None:
    assert re.fullmatch(r"[MmLlHhVvAaCcZz0-9. -]+", path)
    edge = pictograms.LINE / 2
    for x, y in ends(path):
        assert edge <= x <= width - edge
        assert edge <= y <= height - edge


def ends(path: str) -> Iterator[tuple[float, float]]:
    """Yield the end of each piece of a path."""
    x = y = start_x = start_y = 0.0
    for command, rest in COMMAND.findall(path):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", rest)]
        size = {"h": 1, "v": 1, "a": 7, "c": 6, "z": 1}.get(command.lower(), 2)
        for at in range(0, max(len(numbers), 1), size):
            *_, a, b = (0.0, 0.0, *numbers[at : at + size])
            from_x, from_y = (x, y) if command.islower() else (0.0, 0.0)
            match command.lower():
                case "z":
                    x, y = start_x, start_y
                case "h":
                    x = from_x + b
                case "v":
                    y = from_y + b
                case _:
                    x, y = from_x + a, from_y + b
            if command in "Mm" and not at:
                start_x, start_y = x, y
            yield x, y
