"""What every row rests on, what was lost and found again, and what still needs a check."""

from carepath import frame, provenance, site

page = frame.open_page()
words = page.words

page.text("head.html", title=words("page.sources"), lead=words("sources.lead"))
page.text("sources.html", **provenance.facts(page.site, site.folder()))
