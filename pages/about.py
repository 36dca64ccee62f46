"""The sources of every row, their gaps, and what still needs a check."""

from carepath.ui import frame

frame.show()
