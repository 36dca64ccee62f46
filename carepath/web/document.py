"""The document of a page: Streamlit's installed `index.html` with the prerendered page in it."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path, PurePath

from markupsafe import Markup

from carepath import content
from carepath.text import templating
from carepath.web.prerender import Prerendered

HERE = Path(__file__).parent
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# A script or style sheet of Streamlit, or a preload hint.
LOADING = re.compile(
    r'<script type="module"[^>]*></script>\n|<link rel="(?:modulepreload|stylesheet)"[^>]*>\n'
)
STREAMLIT_STYLES = re.compile(r"/static/css/index\.[^\"]+\.css")
# Chunks that every page needs, but that Streamlit requests only once the content has arrived.
LATER = (
    "Html",
    "purify.es",
    "BidiComponent",
    "serialization",
    "recordbatch",
    "Button",
    "Radio",
    "WidgetLabel",
    "WidgetLabelHelpIconInline",
    "useBasicWidgetState",
    "useField",
    "useFormReset",
    "useFormValidation",
    "useSlot",
    "_arrayReduce",
)
ICONS = "/app/static/MaterialSymbolsRounded-subset.woff2"
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
INDENT = re.compile(r"\n\s+")
"""Space that no reader sees and no element keeps; it would be 1 % of a page's size."""
STYLESHEET = "/streamlit.css"
CONTENT = Path(content.__file__).parent
SCRIPTS = (
    HERE / "meanings.js",
    HERE / "handover.js",
    HERE / "opened.js",
    CONTENT / "diagram.js",
    HERE / "in_place.js",
    HERE / "saving.js",
    HERE / "joined.js",
)
STYLES = (
    HERE / "fonts.css",
    HERE / "prerender.css",
    *(CONTENT / name for name in ("style.css", "diagram.css", "trials.css")),
)

ROOM_STYLES = (
    HERE / "fonts.css",
    *(CONTENT / name for name in ("style.css", "diagram.css", "slides.css")),
    HERE / "room.css",
)


def page(prerendered: Prerendered, base: str, noindex: bool) -> str:
    """Return the document in which Streamlit takes over; `base` is the site's address.

    Streamlit's files are listed behind the prerendered page, so that they don't delay it.
    """
    loading, scripts = _streamlit()
    return _filled(prerendered, base, noindex, loading, scripts)


def alone(prerendered: Prerendered, returning: bool = False) -> str:
    """Return the document of a page without Streamlit; search engines leave it out.

    A `returning` page replaces another one for a while, and loads that one once it is available.
    """
    return _filled(prerendered, "", True, "", (_return(),) if returning else ())


def room(prerendered: Prerendered) -> str:
    """Return the document of a page of a room, which has styles and a script of its own."""
    return _filled(prerendered, "", True, "", (), ROOM_STYLES)


def _filled(
    prerendered: Prerendered,
    base: str,
    noindex: bool,
    loading: str,
    scripts: tuple[str, ...],
    styles: tuple[Path, ...] = STYLES,
) -> str:
    return templating.render_file(
        HERE / "document.html",
        page=prerendered,
        body=Markup(INDENT.sub("\n", prerendered.body)),
        base=base,
        noindex=noindex,
        styles=_styles(styles),
        loading=loading,
        scripts=scripts,
    )


@cache
def script_hashes() -> tuple[str, ...]:
    """Return the hashes of all inline scripts, for the Content-Security-Policy."""
    _, scripts = _streamlit()
    digests = (sha256(script.encode()).digest() for script in (*scripts, _return()))
    return tuple(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)


@cache
def _return() -> str:
    return _script(HERE / "return.js")


def _script(file: Path) -> str:
    """Return a script without its comments, each of which is on lines of its own."""
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@cache
def _styles(files: tuple[Path, ...]) -> str:
    """Return the page's styles without comments and indents, which would be 6 % of its size."""
    styles = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return " ".join(COMMENT.sub("", styles).split())


@cache
def _streamlit() -> tuple[str, tuple[str, ...]]:
    """Return the tags that load Streamlit, and the inline scripts, Streamlit's and ours."""
    text = (_installed() / "index.html").read_text(encoding="utf-8")
    own = (_script(file) for file in SCRIPTS)
    loading = "".join(LOADING.findall(text)).replace('"./', '"/')
    loading = STREAMLIT_STYLES.sub(STYLESHEET, loading)
    later = (
        f'<link rel="modulepreload" crossorigin href="/static/js/{file.name}">\n'
        for part in LATER
        for file in (_installed() / "static" / "js").glob(f"{part}.*.js")
    )
    return loading + "".join(later), (*INLINE_SCRIPT.findall(text), *own)


@cache
def stylesheet() -> str:
    """Return Streamlit's styles with a small subset of its icon font, and ours for its page."""
    (file,) = (_installed() / "static" / "css").glob("index.*.css")
    text = file.read_text(encoding="utf-8").replace("../media/", "/static/media/")
    own = "".join(
        (CONTENT / name).read_text(encoding="utf-8") for name in ("streamlit.css", "share.css")
    )
    return re.sub(r"/static/media/MaterialSymbols-[^)\"']+", ICONS, text) + own


@cache
def static_paths() -> frozenset[str]:
    """Return the paths of all files of the installed Streamlit that a browser may request."""
    folder = _installed()
    files = (folder / "static").rglob("*")
    return frozenset(web_path(file, folder) for file in files if file.is_file())


def web_path(file: PurePath, folder: PurePath) -> str:
    """Return the URL path of a file if its folder is the root."""
    return f"/{file.relative_to(folder).as_posix()}"


def _installed() -> Path:
    found = find_spec("streamlit")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("Streamlit is not installed", name="streamlit")
    return Path(found.origin).parent / "static"
