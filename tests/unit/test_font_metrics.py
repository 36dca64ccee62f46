"""Text is measured alike on every machine, so every copy draws the same picture."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from shutil import copy, copytree, ignore_patterns
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pypdf
import pytest
from hypothesis import assume, given, settings, strategies as st

from carepath.drawing import box_pictograms, dot, svg
from carepath.files import handout, typst
from carepath.fonts import metrics
from carepath.text.messages import Words
from harness.paths import ROOT
from tests.support import facts
from tests.support.project_data import ENGLISH, PATHS, SPANISH
from tests.support.selections import pairs

# Situation -> language -> width and height of its drawing, in px.
SIZES = {
    "low-same": {"en": (684, 232), "es": (669, 232)},
    "low-elsewhere": {"en": (655, 436), "es": (688, 456)},
    "intermediate-same": {"en": (700, 223), "es": (674, 253)},
    "intermediate-elsewhere": {"en": (417, 188), "es": (423, 208)},
    "high": {"en": (804, 464), "es": (747, 524)},
    "cns": {"en": (684, 412), "es": (717, 422)},
}
FACE = re.compile(r"@font-face \{([^}]*)\}")
ALONE = """
import ctypes, json, sys
class Barred:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PIL", "numpy", "fontTools", "freetype", "cairo"):
            raise ImportError(name)
sys.meta_path.insert(0, Barred())
def gone(name, *rest, **named): raise OSError(name)
ctypes.CDLL = gone
from carepath.fonts import metrics
from tests.support.selections import pairs
from tests.support.selections import pairs
from pathlib import Path
maps = Path("/proc/self/maps")
lines = maps.read_text(encoding="utf-8").splitlines() if maps.exists() else ()
loaded = [line.split()[-1] for line in lines if ".so" in line]
texts = json.load(sys.stdin)
print(json.dumps({"widths": [metrics.width(*text) for text in texts], "loaded": loaded}))
"""


DRAWN = """
import json, os, sys
from carepath.files import handout
from carepath.model import pathway
from carepath.tables import loader
from carepath.text import messages
found = loader.load(loader.DATA)
situation = pathway.build(found).situations[0]
english = messages.read(found)
svg = handout.drawing_svg(english, situation)
png = handout.drawing_png(english, situation)
sys.stdout.buffer.write(json.dumps(
    {"svg": svg, "png": png.hex(), "fonts": os.environ.get("FONTCONFIG_FILE")}
).encode())
"""


def drawn(project: Path, **environment: str) -> dict[str, str | None]:
    """Draw in a process of its own, with the code in `project`."""
    run = subprocess.run(
        [sys.executable, "-c", DRAWN],
        cwd=project,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, str | None] = json.loads(run.stdout)
    return found


def fonts_of(content: bytes) -> set[str]:
    """Return the families of a sheet's fonts."""
    named = [
        font.get_object()["/BaseFont"]
        for page in pypdf.PdfReader(io.BytesIO(content)).pages
        for font in page["/Resources"]["/Font"].values()
    ]
    return {re.sub(r"^/[A-Z]{6}\+|-\w+$", "", name) for name in named}


def size(words: Words, situation: str) -> tuple[int, int]:
    found = {each.id: each for each in PATHS.situations}[situation]
    root = ElementTree.fromstring(svg.document(dot.draw_situation(words, found, "x")).markup)
    return int(root.attrib["width"]), int(root.attrib["height"])


@pytest.mark.parametrize("answer", facts.ANSWERS, ids="-".join)
def test_the_drawing_of_an_answer_has_its_size_on_every_machine(answer: tuple[str, str]) -> None:
    situation = PATHS.routes[pairs(*answer)].id
    sizes = {words.language: size(words, situation) for words in (ENGLISH, SPANISH)}
    assert sizes == SIZES[situation]


@pytest.mark.parametrize("close", [False, True])
@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_graphviz_finds_no_text_larger_than_its_box(
    words: Words, close: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    for situation in (*PATHS.situations, *PATHS.inside.values()):
        for option in situation.options:
            for sideways in (False, True):
                name = f"quiet-{close:d}{sideways:d}-{situation.id}-{option.number}"
                svg.document(dot.draw_option(words, option, name, sideways, close))
    assert "too small" not in capfd.readouterr().err


THICKEST = (3.5 + 2) / 2
"""Half of a slide's thickest border and half of a usual one, in px."""


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_no_border_covers_a_neighbour_where_boxes_are_close(words: Words) -> None:
    gaps = []
    for option in (option for situation in PATHS.situations for option in situation.options):
        for slide in (False, True):
            source = dot.draw_option(words, option, "x", close=True, slide=slide)
            boxes = list(edges(ElementTree.fromstring(svg.document(source).markup)))
            for number, one in enumerate(boxes):
                gaps += [max(apart(one, other)) for other in boxes[number + 1 :]]
    assert len(gaps) > 10
    assert min(gaps) > THICKEST + 0.5


def edges(drawing: ElementTree.Element) -> Iterator[tuple[list[float], list[float]]]:
    """Yield the horizontal and the vertical coordinates of each box's outline."""
    for group in drawing.iter(svg.GROUP):
        if group.get("class", "").startswith("node step"):
            yield box_pictograms.outline(group)


def apart(
    one: tuple[list[float], list[float]], other: tuple[list[float], list[float]]
) -> tuple[float, ...]:
    """Return how far apart two boxes are along each axis; below 0 where they share a part of it."""
    return tuple(max(min(b) - max(a), min(a) - max(b)) for a, b in zip(one, other, strict=True))


def test_measuring_leans_on_no_library_that_a_host_may_lack() -> None:
    texts = [(row["name"], bold) for row in ENGLISH.terms.values() for bold in (False, True)]
    run = subprocess.run(
        [sys.executable, "-c", ALONE],
        input=json.dumps(texts),
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["widths"] == [metrics.width(*text) for text in texts]
    for library in told["loaded"]:
        assert not any(name in library for name in ("fribidi", "raqm", "freetype")), library


def test_widths_are_those_of_the_font_and_not_of_whole_pixels() -> None:
    # 1000 units to the em: the advances of the letters, less what the font draws them together.
    assert metrics.width("chemotherapy") != round(metrics.width("chemotherapy"))
    assert metrics.width("AV") < metrics.width("A") + metrics.width("V")
    assert metrics.width("CAR T") == pytest.approx(43.088)
    assert metrics.width("CAR T", bold=True) > metrics.width("CAR T")
    assert metrics.width("") == 0


# --- Every letter that the tables may hold --------------------------------------------------------

ALLOWED = sorted(metrics._letters())
TEXTS = [
    "iodine 131\u2011MIBG \u2010 α β γ δ µ μ → ₂ ⁻ ² ✓ ■ № ≥ ≤ ≠ ½ ° € “ ” ′ \u202f·",
    "Hóa trị liệu: ạ ả ậ ẹ ế ị ọ ơ ợ ư đ Đ ỹ",
    unicodedata.normalize("NFD", "Hóa trị liệu, ő, Žižek, й"),
    "Химиотерапия, Ґанок, ёлка, Ўзбек, ӘҒҚҢӨҰҮҺ",
    "Χημειοθεραπεία ἀρχή ΐ",
    "ŋ ə ɓ ɗ ƙ ḥ ṣ ẹ́ ɛ̃ ọ̀ ſ",
    "zero\u200cwidth\u200djoiners",
]


PICTURED = [s for s in ALLOWED[300::97] if unicodedata.category(s)[0] in "LNPS"]


def cut(text: str) -> bytes:
    """Draw one text as drawings hold it."""
    source = (
        f'<svg xmlns="{svg.SVG}" width="60" height="30"><text x="30" y="20" font-size="16" '
        f'text-anchor="middle" font-family="{svg.FAMILY_LIST}">{escape(text)}</text></svg>'
    )
    return typst.png(handout.DRAWING, {"drawing": source, "width": 60, "height": 30})


def test_all_four_fonts_have_the_same_letters() -> None:
    regular, bold = ([{*font.face.unicodes} for font in metrics._fonts(b)] for b in (False, True))
    assert regular == bold
    ours, more = regular
    # Two operators whose twins are in use, and two marks that stand in ready letters.
    assert {*map(chr, ours - more)} == {"\u2215", "\u2219", "\u030b", "\u0312"}


@pytest.mark.parametrize("text", TEXTS)
def test_common_texts_of_many_languages_can_be_set(text: str) -> None:
    assert metrics.missing(text) == ""
    assert typst.settable(text, every_font=False)


@pytest.mark.parametrize("letter", ["中", "한", "あ", "ا", "א", "अ", "ก", "😀", "⧉", "\ue000"])
def test_other_letters_are_missing_and_named_once(letter: str) -> None:
    assert metrics.missing(f"a {letter} b {letter}") == letter


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(st.sampled_from(ALLOWED), min_size=1, max_size=40))
def test_whatever_stands_beside_whatever_the_sheet_can_show_it(text: str) -> None:
    # Letters and marks may belong together as a letter of its own, which is another matter.
    assume(metrics.missing(text) == "")
    assert typst.settable(text, every_font=False)


def test_the_sheet_shows_every_letter_in_our_fonts() -> None:
    asked = " ".join(ALLOWED)
    content = handout.pdf(
        ENGLISH, PATHS, pairs("low", "same"), "https://care.example.org/", (asked,)
    )
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert fonts_of(content) <= {"AtkinsonHyperlegibleNext", "Inter"}


@pytest.mark.parametrize("letter", [*"α→₂⁻✓■№ệợĐЖяґηἀ\u2011ŋ½", *PICTURED])
def test_a_picture_shows_a_letter_and_no_box(letter: str) -> None:
    assert cut(letter) not in {cut("中"), cut("")}


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_browsers_get_the_letters_that_ours_lacks(weight: str) -> None:
    """The files for the browser have them, and it is told which they are: no more, no less."""
    ours, more = ({*font.face.unicodes} for font in metrics._fonts(weight == "Bold"))
    style = (ROOT / "carepath" / "content" / "style.css").read_text(encoding="utf-8")
    face = next(f for f in FACE.findall(style) if f'url("app/static/Inter-{weight}.woff2")' in f)
    assert f'"{metrics.FAMILY}"' in face
    ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face)
    told = {at for low, high in ranges for at in range(int(low, 16), int(high or low, 16) + 1)}
    assert more - ours <= told
    assert not told & ours


# --- What a reader types --------------------------------------------------------------------------

TYPED = """
import json, sys, typst
from carepath.files import handout, typst as typesetting
from carepath.model import pathway
from carepath.tables import loader
from carepath.text import messages
found = loader.load(loader.DATA)
handout.drawing_svg(messages.read(found), pathway.build(found).situations[0])
fonts = typst.Fonts(include_embedded_fonts=False).fonts()
told = [typesetting.unprintable([text]) for text in json.load(sys.stdin)]
sys.stdout.buffer.write(json.dumps([[str(font.path) for font in fonts], told]).encode())
"""


def typed(settings: Path, *texts: str) -> tuple[list[str], list[list[str]]]:
    """Return a machine's fonts once something was drawn, and the letters it cannot print."""
    run = subprocess.run(
        [sys.executable, "-c", TYPED],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "FONTCONFIG_FILE": str(settings)},
        input=json.dumps(texts).encode(),
        capture_output=True,
    )
    assert run.returncode == 0, run.stderr
    fonts, told = json.loads(run.stdout)
    return fonts, told


def test_a_drawing_leaves_the_fonts_of_the_machine_to_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    font = copy(metrics.FONTS / "Inter-Regular.ttf", tmp_path / "fonts" / "theirs.ttf")
    conf = tmp_path / "fonts.conf"
    conf.write_text(f"<fontconfig><dir>{font.parent}</dir></fontconfig>", encoding="utf-8")
    fonts, _ = typed(conf)
    assert fonts == [str(font)]


def test_letters_that_no_font_has_are_named_each_once(tmp_path: Path) -> None:
    conf = tmp_path / "none.conf"
    conf.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    texts = [
        "Why? Про рак? Điều trị?",
        "我的孩子, 我的家",
        "一二三四五六七八九十",
        "a 👩\u200d👧 ❤\ufe0f",
    ]
    _, told = typed(conf, *texts)
    assert told[:3] == [[], [*"我的孩子家"], [*"一二三四五六七八"]]
    assert {*told[3]} <= {*"👩👧"}


def test_letters_that_we_have_ask_for_no_other_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(typst, "settable")
    assert typst.unprintable(TEXTS) == ()


def test_what_was_measured_is_kept_within_bounds() -> None:
    assert metrics.width.cache_info().maxsize


def test_a_drawing_is_the_same_whatever_fonts_a_host_has(tmp_path: Path) -> None:
    none = tmp_path / "none.conf"
    none.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    ours = drawn(ROOT)
    theirs = drawn(ROOT, FONTCONFIG_FILE=str(none))
    assert theirs == ours | {"fonts": str(none)}
    assert ours["fonts"] is None
    assert ours["svg"] == handout.drawing_svg(ENGLISH, PATHS.situations[0])


def test_a_drawing_leaves_no_files_behind(tmp_path: Path) -> None:
    drawn(ROOT, TMPDIR=str(tmp_path))
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("utf8", ["0", "1"])
def test_any_path_and_any_locale_will_do(tmp_path: Path, utf8: str) -> None:
    project = tmp_path / "für Ärzte & <Co> 100%"
    for folder in ("carepath", "data"):
        copytree(ROOT / folder, project / folder, ignore=ignore_patterns("__pycache__", ".uuid"))
    told = drawn(project, LC_ALL="C", PYTHONUTF8=utf8, PYTHONCOERCECLOCALE="0")
    assert told["png"] == handout.drawing_png(ENGLISH, PATHS.situations[0]).hex()
