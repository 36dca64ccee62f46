"""Questions for the care team: choose, add, order, take home."""

from carepath.ui import frame

frame.show()
