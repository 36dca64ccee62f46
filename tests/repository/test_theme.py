"""The colours keep the contrasts that WCAG 2.2 asks for, light and dark; the settings hold."""

from __future__ import annotations

import re
import tomllib

import pytest
from PIL import Image, ImageFont

from carepath.drawing import colours
from carepath.fonts import metrics
from carepath.ui import context
from harness.paths import ROOT
from tests.support import facts
from tests.support.colours import SHAPE, TEXT, contrast, parts

STYLE = (ROOT / "carepath" / "content" / "style.css").read_text(encoding="utf-8")
DRAWING = (ROOT / "carepath" / "content" / "diagram.css").read_text(encoding="utf-8")
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
KINDS = {row["kind"]: row for row in facts.read("kinds.csv")}
THEMES = ("light", "dark")

PAIR = re.compile(r"--(\w+): var\(--light, (#[0-9a-f]{6})\) var\(--dark, (#[0-9a-f]{6})\);")
PALETTES = {
    theme: {name: both[at] for name, *both in PAIR.findall(STYLE)}
    for at, theme in enumerate(THEMES)
}
# The share of a kind's colour in a box: of every box, and of one that is chosen.
TINTS = sorted({int(share) for share in re.findall(r"fill-opacity: 0\.(\d\d);", DRAWING)})

CHOSEN_TEXT = ".carepath-drawing svg a.chosen text { fill: var(--ink); }"


def mixed(colour: str, share: int, ground: str) -> str:
    """Return a colour that is laid over a ground with an opacity of so many percent."""
    pairs = zip(parts(colour), parts(ground), strict=True)
    return "#" + "".join(f"{round((a * share + b * (100 - share)) / 100):02x}" for a, b in pairs)


def test_contrast_is_computed_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#336699", "#336699") == 1
    assert mixed("#ff0000", 25, "#ffffff") == "#ffbfbf"


def test_the_palette_was_read() -> None:
    names = "ground raised tinted ink quiet line accent focus side shade"
    assert PALETTES["light"].keys() == {*names.split()}
    assert PALETTES["light"] != PALETTES["dark"]
    assert TINTS == [14, 28]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["ground", "raised", "tinted"])
@pytest.mark.parametrize("text", ["ink", "quiet", "accent"])
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    palette = PALETTES[theme]
    assert contrast(palette[text], palette[ground]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
def test_a_link_under_the_pointer_can_be_read(theme: str) -> None:
    assert contrast(PALETTES[theme]["ink"], PALETTES[theme]["shade"]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("shape", ["line", "focus", "accent", "quiet", "ink"])
@pytest.mark.parametrize("ground", ["ground", "raised"])
def test_lines_and_the_focus_can_be_seen(theme: str, shape: str, ground: str) -> None:
    palette = PALETTES[theme]
    assert contrast(palette[shape], palette[ground]) >= SHAPE


def outlines(theme: str) -> dict[str, str]:
    """The colour of every outline a box can have."""
    own = {name: PALETTES[theme][name] for name in ("accent", "quiet")}
    return own | {kind: row[theme] for kind, row in KINDS.items()}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("outline", outlines("light"))
def test_a_box_can_be_seen_and_its_text_read(theme: str, outline: str) -> None:
    palette, colour = PALETTES[theme], outlines(theme)[outline]
    # Boxes stand on the page, and inside the details of a step on their raised ground.
    assert contrast(colour, palette["ground"]) >= SHAPE
    assert contrast(colour, palette["raised"]) >= SHAPE
    for share in TINTS:
        for ground in ("ground", "raised"):
            tint = mixed(colour, share, palette[ground])
            assert contrast(palette["ink"], tint) >= TEXT, (share, ground)
            assert contrast(colour, tint) >= SHAPE, (share, ground)
    # The deeper tint of a chosen box is too dark for the quiet colour.
    quiet = palette["ink"] if CHOSEN_TEXT in DRAWING else palette["quiet"]
    for share, text in zip(TINTS, (palette["quiet"], quiet), strict=True):
        assert contrast(text, mixed(colour, share, palette["ground"])) >= TEXT, share


@pytest.mark.parametrize("theme", THEMES)
def test_the_focus_is_told_from_every_outline(theme: str) -> None:
    """Focus changes the outline's colour, so it must not be that of a box."""
    assert PALETTES[theme]["focus"] not in outlines(theme).values()


def test_on_paper_boxes_can_be_seen_and_their_text_read() -> None:
    drawn = [colours.ACCENT, colours.QUIET, *(row["light"] for row in KINDS.values())]
    for colour in drawn:
        assert contrast(colours.INK, colours.tint(colour)) >= TEXT, colour
        assert contrast(colour, colours.PAPER) >= SHAPE, colour
    for colour in (colours.INK, colours.QUIET):
        assert contrast(colour, colours.PAPER) >= TEXT, colour


def test_paper_has_the_colours_of_the_light_theme() -> None:
    light = PALETTES["light"]
    assert (light["ink"], light["quiet"], light["accent"]) == (
        colours.INK,
        colours.QUIET,
        colours.ACCENT,
    )


def test_every_variable_in_use_is_defined() -> None:
    sheets = (
        STYLE
        + DRAWING
        + (ROOT / "carepath" / "content" / "streamlit.css").read_text(encoding="utf-8")
        + (ROOT / "carepath" / "web" / "prerender.css").read_text(encoding="utf-8")
        + "".join(
            path.read_text(encoding="utf-8")
            for path in (ROOT / "carepath" / "text" / "templates").glob("*.html")
        )
    )
    used = set(re.findall(r"var\(--([\w-]+)", sheets))
    # A box says its kind, a pictogram its shape, a list how many of them a line has at most, a
    # drawing its width, where a line meets it and what is above it, a theme its switches; the rest
    # is the palette.
    own = {
        "above",
        "kind",
        "shape",
        "most",
        "width",
        "at",
        "reach",
        "stub",
        "light",
        "dark",
        "mark",
    }
    assert used - own <= PALETTES["light"].keys()
    assert PALETTES["light"].keys() <= used


# --- Streamlit's own settings ---------------------------------------------------------------------


def theme_of(name: str, sidebar: bool = False) -> dict[str, str]:
    theme = CONFIG["theme"][name]
    return theme | theme["sidebar"] if sidebar else theme


@pytest.mark.parametrize("sidebar", [False, True], ids=["page", "sidebar"])
@pytest.mark.parametrize("name", THEMES)
def test_widgets_can_be_read_and_seen(name: str, sidebar: bool) -> None:
    theme = theme_of(name, sidebar)
    grounds = theme["backgroundColor"], theme["secondaryBackgroundColor"]
    for ground in grounds:
        assert contrast(theme["textColor"], ground) >= TEXT
        assert contrast(theme["linkColor"], ground) >= TEXT
        # The help under a question stands in the sidebar.
        assert contrast(PALETTES[name]["quiet"], ground) >= TEXT
        assert contrast(theme["primaryColor"], ground) >= SHAPE
    assert contrast(theme["borderColor"], theme["backgroundColor"]) >= SHAPE


@pytest.mark.parametrize("name", THEMES)
def test_widgets_have_the_colours_of_the_page(name: str) -> None:
    theme, palette = theme_of(name), PALETTES[name]
    same = {
        "primaryColor": "accent",
        "linkColor": "accent",
        "backgroundColor": "ground",
        "textColor": "ink",
        "borderColor": "line",
    }
    assert {key: theme[key] for key in same} == {key: palette[ours] for key, ours in same.items()}


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("browser", "gatherUsageStats", False),
        # Without it a headless server asks an outside host for its own address.
        ("browser", "serverAddress", "localhost"),
        ("client", "toolbarMode", "minimal"),
        ("client", "showErrorDetails", "none"),
        ("client", "showSidebarNavigation", False),
        ("runner", "postScriptGC", False),
        ("server", "fileWatcherType", "none"),
        ("server", "headless", True),
        ("server", "enableStaticServing", True),
    ],
)
def test_the_settings_are_what_was_promised(section: str, key: str, value: object) -> None:
    assert CONFIG[section][key] is value or CONFIG[section][key] == value


def test_the_tab_has_a_picture_of_our_own() -> None:
    # Streamlit serves the folder static/ under /app/static/.
    with Image.open(ROOT / context.ICON.removeprefix("/app/")) as icon:
        assert icon.format == "PNG"
        assert icon.width == icon.height >= 32


def test_the_page_and_the_drawing_are_set_in_one_font() -> None:
    assert CONFIG["theme"]["font"].partition(",")[0] == metrics.FAMILY
    assert {face["family"] for face in CONFIG["theme"]["fontFaces"]} == {metrics.FAMILY}
    assert [face["weight"] for face in CONFIG["theme"]["fontFaces"]] == [400, 700]
    for face in CONFIG["theme"]["fontFaces"]:
        assert face["url"].startswith("app/static/")
        assert (ROOT / face["url"].removeprefix("app/")).read_bytes().startswith(b"wOF2")


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_font_that_boxes_are_measured_with_is_the_one_they_are_set_in(style: str) -> None:
    file = metrics.FONTS / f"AtkinsonHyperlegibleNext-{style}.ttf"
    assert ImageFont.truetype(file).getname() == (metrics.FAMILY, style)
