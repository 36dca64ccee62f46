"""What every row rests on, what was lost and found again, and what still needs a check."""

from carepath import frame, provenance

page = frame.open_page()

page.head("sources")
page.text("sources.html", **provenance.facts(page.site))
