"""The whole treatment table, with a search, filters and a download."""

from carepath.ui import frame

frame.show()
