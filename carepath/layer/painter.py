"""Draws an SVG from standard input as a PNG on standard output.

`logo.py` runs this file as a process of its own, because an SVG may crash or stall what draws it.
"""

import sys

import typst

TEMPLATE = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#let side(name) = float(sys.inputs.at(name)) * 1pt
#image(
  bytes(sys.inputs.at("svg")), format: "svg", width: side("width"), height: side("height"),
  fit: "contain",
)
"""
PPI = 72
"""A point is a pixel."""
SECONDS = 10
MEMORY = 2 * 2**30


def limit() -> None:
    """Let a drawing that takes too much time or memory end, where the system can do so."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def main(width: str, height: str) -> None:
    """Draw standard input at a size in pixels."""
    limit()
    inputs = {"svg": sys.stdin.buffer.read().decode("utf-8"), "width": width, "height": height}
    drawn = typst.compile(TEMPLATE, format="png", ppi=PPI, sys_inputs=inputs)
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main(*sys.argv[1:])
