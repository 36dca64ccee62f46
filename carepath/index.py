"""Streamlit's own page, `index.html` of the installed version, with a shell put into it."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from carepath import html
from carepath.shell import Shell

HERE = Path(__file__).parent
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# A script or a style sheet of Streamlit, or a hint to load one.
LOADING = re.compile(
    r'<script type="module"[^>]*></script>\n|<link rel="(?:modulepreload|stylesheet)"[^>]*>\n'
)
STYLES = ("first.css", "style.css", "diagram/diagram.css")


def page(shell: Shell, base: str, noindex: bool) -> str:
    """Return the whole page of a shell that Streamlit takes over; `base` is the site's address.

    What Streamlit loads stands behind the shell, so that words and drawing are not kept waiting.
    """
    loading, scripts = _streamlit()
    return _filled(shell, base, noindex, loading, scripts)


def alone(shell: Shell) -> str:
    """Return the page of a shell without Streamlit; search engines leave it out."""
    return _filled(shell, "", True, "", ())


def _filled(shell: Shell, base: str, noindex: bool, loading: str, scripts: tuple[str, ...]) -> str:
    return html.render_file(
        HERE / "templates" / "index.html",
        shell=shell,
        base=base,
        noindex=noindex,
        styles=_styles(),
        loading=loading,
        scripts=scripts,
    )


@cache
def script_hashes() -> tuple[str, ...]:
    """Return the hashes of all scripts that stand in the page itself, for its policy."""
    _, scripts = _streamlit()
    digests = (sha256(script.encode()).digest() for script in scripts)
    return tuple(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)


@cache
def _styles() -> str:
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in STYLES)


@cache
def _streamlit() -> tuple[str, tuple[str, ...]]:
    """Return what the installed Streamlit loads, and the scripts in the page: its own and ours."""
    found = find_spec("streamlit")
    assert found
    assert found.origin
    file = Path(found.origin).parent / "static" / "index.html"
    text = file.read_text(encoding="utf-8")
    arrive = (HERE / "arrive.js").read_text(encoding="utf-8")
    loading = "".join(LOADING.findall(text)).replace('"./', '"/')
    return loading, (*INLINE_SCRIPT.findall(text), arrive)
