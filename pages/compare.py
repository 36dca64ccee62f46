"""Page compare."""

from carepath import frame, view

page = frame.open_page()
view.text("head.html", page.words, title=page.words("page.compare"), lead="")
