"""Every term in plain words, and the options that contain it."""

from carepath.ui import frame

frame.show()
