"""Colours of drawings on paper and in pictures; on a page, style sheets replace them."""

INK, PAPER, QUIET, ACCENT = "#22303c", "#ffffff", "#55636f", "#0f6a72"


def tint(colour: str, share: float = 0.14) -> str:
    """Return a colour mixed into white, as `#rrggbb`."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * share):02x}" for channel in channels)
