"""Which tables were found sound before, so that they need not be checked at every start.

Only that is kept, as one short key in a file: the tables are read anew each time. The key changes
with every cell and with the code that reads and checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from carepath.reading import Sheet

HERE = Path(__file__).parent
FILE = HERE.parent / ".cache" / "checked"
CODE = ("reading", "rules", "checks", "tables")
LIBRARIES = ("pandas", "pandera")


def key(sheets: Iterable[Sheet]) -> bytes:
    """Return what stands for these sheets, read and checked by this code."""
    code = [(HERE / f"{name}.py").read_bytes() for name in CODE]
    libraries = [version(name) for name in LIBRARIES]
    return sha256(repr((code, libraries, [*sheets])).encode()).hexdigest().encode()


def before(key: bytes) -> bool:
    """Tell whether these are the sheets that were last found sound."""
    try:
        return FILE.read_bytes() == key
    except OSError:
        return False


def remember(key: bytes) -> None:
    """Keep that these sheets are sound; where nothing can be written, they are checked again."""
    with suppress(OSError):
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_bytes(key)
