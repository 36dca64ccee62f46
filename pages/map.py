"""The map: both questions and every answer to them, as one drawing."""

from carepath import frame, view

page = frame.open_page()

page.head("map")
view.show_map(page.site)
