"""The steps of every option on a projector, one at a time."""

from carepath.ui import frame

frame.show()
