"""The map: both questions and every answer to them, as one drawing."""

from carepath import frame, view

page = frame.open_page()
words = page.words

page.text("head.html", title=words("page.map"), lead=words("map.lead"))
view.show_map(page.site)
