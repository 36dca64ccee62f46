"""Text is measured alike on every machine, so every copy draws the same picture."""

from __future__ import annotations

import json
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from carepath import flow, lettering, render
from carepath.words import Words
from tests import facts
from tests.own import ENGLISH, PATHS, SPANISH

# Situation -> language -> width and height of its drawing, in px.
SIZES = {
    "low-same": {"en": (681, 266), "es": (678, 266)},
    "low-elsewhere": {"en": (729, 290), "es": (824, 274)},
    "intermediate-same": {"en": (782, 244), "es": (773, 244)},
    "intermediate-elsewhere": {"en": (411, 100), "es": (472, 100)},
    "high": {"en": (837, 406), "es": (819, 466)},
    "cns": {"en": (710, 384), "es": (701, 384)},
}
ALONE = """
import ctypes, json, sys
class Barred:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PIL", "numpy", "fontTools", "freetype", "cairo"):
            raise ImportError(name)
sys.meta_path.insert(0, Barred())
def gone(name, *rest, **named): raise OSError(name)
ctypes.CDLL = gone
from carepath import lettering
from pathlib import Path
maps = Path("/proc/self/maps")
lines = maps.read_text(encoding="utf-8").splitlines() if maps.exists() else ()
loaded = [line.split()[-1] for line in lines if ".so" in line]
texts = json.load(sys.stdin)
print(json.dumps({"widths": [lettering.width(*text) for text in texts], "loaded": loaded}))
"""


def size(words: Words, situation: str) -> tuple[int, int]:
    found = {each.id: each for each in PATHS.situations}[situation]
    root = ElementTree.fromstring(render.svg(flow.draw_situation(words, found, "x")))
    return int(root.attrib["width"]), int(root.attrib["height"])


@pytest.mark.parametrize("answer", facts.ANSWERS, ids="-".join)
def test_the_drawing_of_an_answer_has_its_size_on_every_machine(answer: tuple[str, str]) -> None:
    situation = PATHS.answer(*answer).id
    sizes = {words.language: size(words, situation) for words in (ENGLISH, SPANISH)}
    assert sizes == SIZES[situation]


def test_measuring_leans_on_no_library_that_a_host_may_lack() -> None:
    texts = [(row["name"], bold) for row in ENGLISH.terms.values() for bold in (False, True)]
    run = subprocess.run(
        [sys.executable, "-c", ALONE], input=json.dumps(texts), capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["widths"] == [lettering.width(*text) for text in texts]
    for library in told["loaded"]:
        assert not any(name in library for name in ("fribidi", "raqm", "freetype")), library


def test_widths_are_those_of_the_font_and_not_of_whole_pixels() -> None:
    # 1000 units to the em: the advances of the letters, less what the font draws them together.
    assert lettering.width("chemotherapy") != round(lettering.width("chemotherapy"))
    assert lettering.width("AV") < lettering.width("A") + lettering.width("V")
    assert lettering.width("CAR T") == pytest.approx(43.088)
    assert lettering.width("CAR T", bold=True) > lettering.width("CAR T")
    assert lettering.width("") == 0


def test_what_was_measured_is_kept_within_bounds() -> None:
    assert lettering.width.cache_info().maxsize
