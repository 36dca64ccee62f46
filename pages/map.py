"""The map: both questions and every answer to them, as one drawing."""

from carepath.ui import context, frame

page = frame.open_page()

page.head("map")
context.show_map(page.site)
