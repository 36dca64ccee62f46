"""Two options of a situation, or two situations, side by side."""

from carepath.ui import frame

frame.show()
