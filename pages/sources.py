"""What every row rests on, what was lost and found again, and what still needs a check."""

from carepath.content import sources
from carepath.ui import frame

page = frame.open_page()

page.head("sources")
page.text("sources.html", **sources.facts(page.site))
