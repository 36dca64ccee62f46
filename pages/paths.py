"""The front page: the options of a situation as a drawing and in words."""

from carepath.ui import frame

frame.show()
