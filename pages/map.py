"""The map: both questions and every answer as one drawing."""

from carepath.ui import frame

frame.show()
